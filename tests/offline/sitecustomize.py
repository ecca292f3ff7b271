"""Make every Python child of a test as offline as the test: found through PYTHONPATH, run by `site` at start."""

import offline

offline.forbid()
