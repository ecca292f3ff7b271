"""The demonstration, drawn once for the suite."""

from pathlib import Path

import pytest
from terminal import draw


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw the demonstration: batches, reference data, and what each case must come to."""
    out = tmp_path_factory.mktemp("drawn") / "demo"
    draw("demo", out, "--seed", 7)
    return out
