"""Snapshots read back one at a time; one that is damaged or lacking is noted as a problem and left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from pipeline.errors import PermanentError
from pipeline.model.text import Bilingual
from services.ports.snapshots import SnapshotStore
from services.snapshots import unpacked

S = TypeVar("S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be brought back as it was: its name in the store or its identifier, and why."""

    name: str
    problem: Bilingual


class Kept:
    """What the store holds of snapshots, and the problems met so far."""

    def __init__(self, snapshots: SnapshotStore) -> None:
        self._snapshots = snapshots
        self.problems: list[Problem] = []

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin so, in their order."""
        yield from sorted(self._snapshots.names(prefix))

    def each(self, prefix: str, kind: type[S]) -> Iterator[S]:
        """Yield the snapshots whose names begin so, in the order of their names."""
        for name in self.names(prefix):
            found = self.one(name, kind)
            if found is not None:
                yield found

    def one(self, name: str, kind: type[S]) -> S | None:
        """Return the snapshot of a name that should be there; None, and a problem, when it is not or is damaged."""
        content = self._snapshots.get(name)
        if content is None:
            self.note(name, fr="N'est pas dans le magasin.", en="Is not in the store.")
            return None
        return self._unpacked(name, kind, content)

    def perhaps(self, name: str, kind: type[S]) -> S | None:
        """Return the snapshot of a name that need not be there, or None; damage is a problem."""
        content = self._snapshots.get(name)
        return None if content is None else self._unpacked(name, kind, content)

    def note(self, name: str, *, fr: str, en: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(name=name, problem=Bilingual(fr=fr, en=en)))

    def _unpacked(self, name: str, kind: type[S], content: bytes) -> S | None:
        try:
            return unpacked(kind, content, name=name)
        except PermanentError as error:
            self.problems.append(Problem(name=name, problem=error.message))
            return None
