"""The installation of thousands of cases that `pages.py` asks; in a folder, so that `make bench` does not run it."""
