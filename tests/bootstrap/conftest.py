"""Installations in a temporary folder, free of the settings of whoever runs the tests."""

import os
from pathlib import Path

import pytest

from bootstrap.settings import Settings, load


@pytest.fixture(autouse=True)
def _no_settings_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Begin without any CASEBINDER_ setting, in an empty folder."""
    for name in os.environ:
        if name.startswith("CASEBINDER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a new home."""
    return load(tmp_path / "home")
