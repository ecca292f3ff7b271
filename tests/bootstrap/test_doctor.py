"""What `doctor` says where parts of an installation are missing: each in words, and none hides the next."""

from pathlib import Path

from bootstrap.instruments.doctor import examine
from bootstrap.settings import Settings


def test_a_home_that_cannot_be_made_hides_no_other_check(tmp_path: Path) -> None:
    """Where there is no place for a home every part is looked at all the same, the free space too."""
    (tmp_path / "file").touch()
    checks = {check.name: check for check in examine(Settings(home=tmp_path / "file" / "home"))}
    assert not any(checks[name].is_ok for name in ("home", "database", "free-space"))
    assert all(checks[name].is_ok for name in ("recognition", "names", "rules"))
