"""`make env`: every secret that compose demands, generated once, for its owner alone."""

import re
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def make_env(out: Path) -> str:
    """Run the script as `make env` does."""
    command = [sys.executable, str(ROOT / "scripts" / "env.py"), "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_every_secret_is_made(tmp_path: Path, compose_text: str) -> None:
    """Each name without which compose stops gets a long value of its own, in a file for its owner only."""
    out = tmp_path / ".env"
    make_env(out)
    made = dict(line.split("=") for line in out.read_text(encoding="utf-8").splitlines())
    assert set(made) == set(re.findall(r"\$\{([A-Z0-9_]+):\?", compose_text))
    assert len(set(made.values())) == len(made)
    assert all(re.fullmatch(r"[0-9a-f]{32,}", value) for value in made.values())
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    """Secrets already in use are kept: a new one would lock the installation out of its own servers."""
    out = tmp_path / ".env"
    make_env(out)
    before = out.read_bytes()
    assert "nothing changed" in make_env(out)
    assert out.read_bytes() == before


def test_what_is_missing_is_added(tmp_path: Path) -> None:
    """A file from before an upgrade, or with settings of one's own, keeps them and gets what is new."""
    out = tmp_path / ".env"
    out.write_text("MINE=1\nS3_SECRET_KEY=kept", encoding="utf-8")
    make_env(out)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["MINE=1", "S3_SECRET_KEY=kept"]
    assert len(lines) == len({line.partition("=")[0] for line in lines}) > 3
