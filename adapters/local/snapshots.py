"""Snapshots as files of a folder in the home: `snapshots/cases/c-7k2m.json.gz`.

Each is written aside, forced to the disk and only then renamed, so that a kill at any instant leaves the old bytes or
the new ones. Fulfils `services.ports.snapshots.SnapshotStore`.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from adapters.folder_places import UNFINISHED
from adapters.local.durable import write_durably
from adapters.snapshot_names import checked_name
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual


class LocalSnapshots:
    """The snapshots of an embedded installation; any number of processes may write at once."""

    def __init__(self, folder: Path) -> None:
        """Name the folder; nothing is touched before the first put."""
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Keep the bytes durably under the name; raises PartUnreachable, and then the name has what it had."""
        try:
            write_durably(self._folder / checked_name(name), content, mode=0o600)
        except OSError as error:
            raise self._unreachable(error) from error

    def get(self, name: str) -> bytes | None:
        """Return what the name has, or None; raises PartUnreachable."""
        try:
            return (self._folder / checked_name(name)).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreachable(error) from error

    def names(self, prefix: str) -> Iterator[str]:
        """Yield every name that begins so, in no order; raises PartUnreachable."""
        try:
            for folder, _, files in os.walk(self._folder / prefix.rpartition("/")[0], onerror=_raise):
                for file in files:
                    name = Path(folder, file).relative_to(self._folder).as_posix()
                    if name.startswith(prefix) and not file.startswith(UNFINISHED):
                        yield name
        except FileNotFoundError:
            return  # nothing was put yet
        except OSError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: OSError) -> PartUnreachable:
        return PartUnreachable(
            "snapshots_unreachable",
            Bilingual(
                fr=f"Les instantanés ne peuvent être ni lus ni écrits ({error.strerror}).",
                en=f"The snapshots can be neither read nor written ({error.strerror}).",
            ),
            where=str(error.filename or self._folder),
            next_step=Bilingual(
                fr="Vérifiez la place libre, le montage et les droits ; l'écriture sera reprise seule.",
                en="Check free space, the mount and the rights; writing is tried again by itself.",
            ),
        )


def _raise(error: OSError) -> None:
    raise error
