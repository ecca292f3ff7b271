"""What every suite shares: where the sample documents are, when they are there."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of sample documents, or skip: they are not part of the repository."""
    folder = Path(os.environ.get("CASEBINDER_SAMPLES", Path(__file__).parents[2] / "shared" / "samples"))
    if not folder.is_dir():
        pytest.skip(f"the sample documents are not here ({folder}); set CASEBINDER_SAMPLES to try them")
    return folder
