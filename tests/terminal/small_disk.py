"""A disk so small that a test can fill it: a file system in memory, mounted by root for the time of a test."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

MEGABYTES = 64
_BLOCK = 4096


@dataclass(frozen=True)
class SmallDisk:
    """A mounted disk; what others keep on it is one file of ours."""

    folder: Path

    @property
    def free(self) -> int:
        """Return the bytes free."""
        seen = os.statvfs(self.folder)
        return seen.f_bavail * seen.f_frsize

    def fill(self, *, leaving: int = 0) -> None:
        """Take all that is free but so many bytes; others may take and free some meanwhile."""
        with self._others.open("ab") as others:
            wanted = self.free - leaving
            while wanted >= _BLOCK:
                try:
                    os.posix_fallocate(others.fileno(), others.seek(0, os.SEEK_END), wanted)
                except OSError:
                    wanted //= 2
                else:
                    wanted = self.free - leaving

    def make_room(self) -> None:
        """Free what others keep."""
        self._others.unlink(missing_ok=True)

    def leave_files(self, count: int) -> None:
        """Let so many more files be made, however many bytes are free."""
        seen = os.statvfs(self.folder)
        options = f"remount,nr_inodes={seen.f_files - seen.f_ffree + count}"
        subprocess.run(["mount", "-o", options, str(self.folder)], check=True)

    @property
    def _others(self) -> Path:
        return self.folder / "what-others-keep"


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """Mount a small disk at a new folder, and skip where that is not possible."""
    if os.geteuid() != 0:
        pytest.skip("only root can mount the small disk that this test fills")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=0700", "casebinder-test", str(folder)]
    made = subprocess.run(mount, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.skip(f"the small disk that this test fills cannot be mounted: {made.stderr.strip()}")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
