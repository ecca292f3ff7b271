"""The folder of the embedded index: which pages are in force, which are being filled, and who may write.

`mapping.json` names the version of the terms and the folder of the pages in force, `next.json` those being filled
aside by a rebuild. Either is replaced as a whole, so that a process killed at any instant leaves one truth.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import tantivy

from adapters.search_faults import REINDEX, outdated, renewed_meanwhile
from adapters.tantivy.pages import MAPPING
from pipeline.errors import PartUnreachable
from pipeline.model.text import Bilingual

_FORCE, _NEXT = "mapping.json", "next.json"
_PAUSE = 0.05
"""Seconds between two looks at a lock that another process holds."""


class IndexFolder:
    """The folder of an index: reading needs no lock, every change is made under it."""

    def __init__(self, path: Path, schema: tantivy.Schema) -> None:
        """Name the folder; nothing is touched before the first write or search."""
        self.path = path
        self._schema = schema
        self.patience = 0.0
        """Seconds to wait while another process writes."""

    # ------------------------------------------------------------ reading
    def in_force(self) -> Path | None:
        """Return the pages that are searched, None when nothing was ever indexed; raises PartUnreachable."""
        named = self._named(_FORCE)
        with self.answering():
            if named is not None:
                return named if (named / "meta.json").is_file() else None
            if (self.path / _FORCE).is_file() or (self.path / "pages" / "meta.json").is_file():
                raise outdated(str(self.path))
            return None

    def _named(self, name: str) -> Path | None:
        """Return the pages a file names; None when there is none or of another version. Raises PartUnreachable."""
        mapping, pages = self._read(name)
        return pages if mapping == MAPPING else None

    def _read(self, name: str) -> tuple[str, Path]:
        """Return the version and the pages a file names; before version 2 they had no number."""
        kept: dict[str, str] = {}
        try:
            kept = dict(json.loads((self.path / name).read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            pass
        except OSError as error:  # a file closed to us is no empty index
            raise self.unreachable(error) from error
        return str(kept.get("mapping", "")), self.path / str(kept.get("pages", "pages"))

    # ------------------------------------------------------------ writing, under the lock
    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the index alone among all processes; the lock goes with the process that held it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.path / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise self.unreachable(error) from error
        try:
            self._lock(handle)
            yield
        finally:
            os.close(handle)

    def _lock(self, handle: int) -> None:
        end = monotonic() + self.patience
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if monotonic() >= end:
                    raise self._busy() from error
                sleep(_PAUSE)
            else:
                return

    def written(self) -> tuple[Path, ...]:
        """Return every folder of pages that a write goes to, made when there is none; raises PartUnreachable."""
        being_filled = self._named(_NEXT)
        if being_filled is None:
            return (self.in_force() or self.create_anew(),)
        searched = self._named(_FORCE)
        is_there = searched is not None and (searched / "meta.json").is_file()
        return (searched, being_filled) if searched is not None and is_there else (being_filled,)

    def create_anew(self) -> Path:
        """Begin an empty index in the place of the old one; a half-made one is never taken for one."""
        made = self._made(_FORCE)
        with suppress(FileNotFoundError):
            (self.path / _NEXT).unlink()
        self._remove_all_but(made)
        return made

    def begin_next(self) -> Path:
        """Begin an empty index beside the one that is searched; one begun before is given up."""
        made = self._made(_NEXT)
        self._remove_all_but(made, self._read(_FORCE)[1])
        return made

    def put_in_force(self, pages: Path) -> None:
        """Let these pages be searched; raises ConcurrentChange when they are no longer those being filled."""
        if self._named(_NEXT) != pages:
            raise renewed_meanwhile(str(self.path))
        try:
            (self.path / _NEXT).replace(self.path / _FORCE)
        except OSError as error:
            raise self.unreachable(error) from error
        self._remove_all_but(pages)

    def give_up(self, pages: Path) -> None:
        """Stop filling these pages, if they still are."""
        if self._named(_NEXT) == pages:
            (self.path / _NEXT).unlink()
            shutil.rmtree(pages, ignore_errors=True)

    def _made(self, name: str) -> Path:
        """Make an empty index in a folder of its own, and name it when it is whole.

        A name that still stands for pages somebody removed is not given again: it would be searched while it is filled.
        """
        taken = (*self.path.glob("pages-*"), self._read(_FORCE)[1], self._read(_NEXT)[1])
        numbers = [int(path.name[6:]) for path in taken if path.name[6:].isdecimal()]
        pages = self.path / f"pages-{max(numbers, default=0) + 1}"
        try:
            pages.mkdir(parents=True)
            tantivy.Index(self._schema, path=str(pages))
            aside = self.path / f"{name}.new"
            aside.write_text(json.dumps({"mapping": MAPPING, "pages": pages.name}), encoding="utf-8")
            aside.replace(self.path / name)
        except (ValueError, OSError) as error:
            raise self.unreachable(error) from error
        return pages

    def _remove_all_but(self, *kept: Path) -> None:
        """Remove the pages that nothing names; those who search them still hold them open."""
        for pages in self.path.glob("pages*"):
            if pages not in kept:
                shutil.rmtree(pages, ignore_errors=True)

    # ------------------------------------------------------------ errors
    def _busy(self) -> PartUnreachable:
        return PartUnreachable(
            "index_busy",
            Bilingual(
                fr="Un autre processus est en train d'indexer ; rien n'a été changé.",
                en="Another process is indexing; nothing was changed.",
            ),
            where=str(self.path),
            next_step=Bilingual(
                fr="Attendez la fin de l'autre : la mise à jour sera reprise seule.",
                en="Wait for the other one to end: the update is tried again by itself.",
            ),
        )

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn what Tantivy raises into our errors; it panics on a damaged segment, which is no Exception."""
        try:
            yield
        except (ValueError, OSError) as error:
            raise self.unreachable(error) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":
                raise self.unreachable(error) from error
            raise

    def unreachable(self, error: BaseException) -> PartUnreachable:
        """Return the error for a folder that cannot be read or written."""
        return PartUnreachable(
            "index_unreachable",
            Bilingual(
                fr=f"L'index de recherche ne répond pas ({error}).",
                en=f"The search index does not answer ({error}).",
            ),
            where=str(self.path),
            next_step=Bilingual(
                fr=f"Vérifiez le disque et les droits. S'il est abîmé : {REINDEX.fr}",
                en=f"Check the disk and the rights. If it is damaged: {REINDEX.en}",
            ),
        )
