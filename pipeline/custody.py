"""The custody of what was received: which moves between states are legal, and whether every page is accounted for.

The legal moves are data; whoever keeps records asks `is_legal` before each move. A batch balances when the page counts
of its opened files are the pages we hold, each in exactly one of the seven states, no page twice and none astray.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model.batch import Page, SourceFile
from pipeline.model.identity import FileId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual


class Kind(StrEnum):
    """What has states under custody."""

    BATCH = "batch"
    FILE = "file"
    PAGE = "page"
    DOCUMENT = "document"


State = BatchState | FileState | PageState | DocumentState

ENDS = frozenset({PageState.IN_DOCUMENT, PageState.SEPARATOR, PageState.BLANK, PageState.REJECTED})
"""The states in which a page is settled."""

_SETTLING = ENDS | {PageState.RECOGNISED}

MOVES: Mapping[Kind, Mapping[State, frozenset[State]]] = {
    Kind.BATCH: {
        BatchState.RECEIVED: frozenset({BatchState.WORKING, BatchState.ATTENTION, BatchState.CLOSED}),
        BatchState.WORKING: frozenset({BatchState.ATTENTION, BatchState.CLOSED}),
        BatchState.ATTENTION: frozenset({BatchState.WORKING, BatchState.CLOSED}),
        # An operator's correction after the end opens the batch again.
        BatchState.CLOSED: frozenset({BatchState.WORKING, BatchState.ATTENTION}),
    },
    Kind.FILE: {
        FileState.STORED: frozenset({FileState.OPENED, FileState.DUPLICATE, FileState.QUARANTINED}),
        # Never to quarantine: an opened file has pages, and those must stay in the balance (they fail one by one).
        FileState.OPENED: frozenset({FileState.DONE}),
        FileState.DONE: frozenset({FileState.OPENED}),
        FileState.DUPLICATE: frozenset(),
        FileState.QUARANTINED: frozenset({FileState.STORED}),
    },
    Kind.PAGE: {
        PageState.RECEIVED: frozenset({PageState.RECOGNISED, PageState.FAILED}),
        PageState.FAILED: frozenset({PageState.RECEIVED, PageState.REJECTED}),
        PageState.RECOGNISED: ENDS | {PageState.RECEIVED},
        # What was settled can be settled otherwise by an operator: each of the four ends can be undone.
        PageState.IN_DOCUMENT: _SETTLING - {PageState.IN_DOCUMENT},
        PageState.SEPARATOR: _SETTLING - {PageState.SEPARATOR},
        PageState.BLANK: _SETTLING - {PageState.BLANK},
        # A page that failed before it was rejected has nothing recognised to go back to.
        PageState.REJECTED: (_SETTLING | {PageState.RECEIVED}) - {PageState.REJECTED},
    },
    Kind.DOCUMENT: {
        DocumentState.DRAFT: frozenset({DocumentState.UNDERSTOOD, DocumentState.IN_QUEUE, DocumentState.SUPERSEDED}),
        DocumentState.UNDERSTOOD: frozenset(
            {
                DocumentState.IN_QUEUE,
                DocumentState.RELEASED,
                DocumentState.BOUND,
                DocumentState.UNMATCHED,
                DocumentState.SUPERSEDED,
            }
        ),
        DocumentState.IN_QUEUE: frozenset(
            {
                DocumentState.UNDERSTOOD,
                DocumentState.RELEASED,
                DocumentState.BOUND,
                DocumentState.UNMATCHED,
                DocumentState.SUPERSEDED,
            }
        ),
        DocumentState.RELEASED: frozenset(
            {DocumentState.BOUND, DocumentState.UNMATCHED, DocumentState.IN_QUEUE, DocumentState.SUPERSEDED}
        ),
        DocumentState.BOUND: frozenset(
            {DocumentState.RELEASED, DocumentState.UNMATCHED, DocumentState.IN_QUEUE, DocumentState.SUPERSEDED}
        ),
        DocumentState.UNMATCHED: frozenset(
            {DocumentState.BOUND, DocumentState.RELEASED, DocumentState.IN_QUEUE, DocumentState.SUPERSEDED}
        ),
        # An act that is taken back brings the former documents back to where they were.
        DocumentState.SUPERSEDED: frozenset(
            {DocumentState.DRAFT, DocumentState.IN_QUEUE, DocumentState.BOUND, DocumentState.UNMATCHED}
        ),
    },
}


def is_legal(kind: Kind, frm: State, to: State) -> bool:
    """Return whether a thing of that kind may go from one state to the other; staying is no move."""
    return to in MOVES[kind].get(frm, frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """A page or file that cannot be accounted for; file is the name as received, page counts from 1."""

    file: str
    page: int | None
    problem: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The account of a batch: pages that came in, pages by state, files by state, and what does not add up."""

    pages_in: int
    by_state: tuple[tuple[PageState, int], ...]
    files: tuple[tuple[FileState, int], ...]
    discrepancies: tuple[Discrepancy, ...]

    @property
    def is_balanced(self) -> bool:
        """Return whether every page that came in is in exactly one state."""
        return not self.discrepancies

    @property
    def is_settled(self) -> bool:
        """Return whether it balances and nothing is still to be done: the condition for closing a batch."""
        waiting = sum(count for state, count in self.by_state if state not in ENDS)
        open_files = sum(count for state, count in self.files if state in {FileState.STORED, FileState.OPENED})
        return self.is_balanced and waiting == 0 and open_files == 0


def balance(files: Sequence[SourceFile], counts: Mapping[PageState, int], *, expected: int | None = None) -> Balance:
    """Compare the page counts of the opened files with the pages by state (the quick account of a whole batch).

    expected: the pages the sender counted, when told; judged once every file was opened or set aside.
    """
    pages_in = sum(file.page_count or 0 for file in files if _is_open(file))
    held = sum(counts.values())
    missing = [_uncounted(file) for file in files if _is_open(file) and file.page_count is None]
    missing += _unexpected(files, held, expected)
    if held != pages_in:
        missing.append(
            _found(
                "",
                None,
                fr=f"{pages_in} pages reçues, {held} dans les comptes",
                en=f"{pages_in} pages received, {held} in the books",
            )
        )
    return _account(files, pages_in, counts, missing)


def page_by_page(files: Sequence[SourceFile], pages: Sequence[Page], *, expected: int | None = None) -> Balance:
    """Account for each page of each file: present once, in its place, and none that belongs to no opened file.

    expected: as in `balance`.
    """
    by_file: dict[FileId, list[Page]] = {}
    for page in pages:
        by_file.setdefault(page.file, []).append(page)
    known = {file.id for file in files}
    found = [problem for file in files for problem in _problems_of(file, by_file.get(file.id, []))]
    found += [
        _found(file, page.ordinal, fr="page d’un fichier inconnu du lot", en="page of a file the batch does not have")
        for file, strays in by_file.items()
        if file not in known
        for page in strays
    ]
    found += _misplaced(files, pages)
    found += _unexpected(files, len(pages), expected)
    pages_in = sum(file.page_count or 0 for file in files if _is_open(file))
    return _account(files, pages_in, Counter(page.state for page in pages), found)


def _is_open(file: SourceFile) -> bool:
    return file.state in {FileState.OPENED, FileState.DONE}


def _problems_of(file: SourceFile, pages: Sequence[Page]) -> Iterator[Discrepancy]:
    if not _is_open(file):
        for page in pages:
            yield _found(file.name, page.ordinal, fr="page d’un fichier non ouvert", en="page of a file never opened")
        return
    if file.page_count is None:
        yield _uncounted(file)
    seen = Counter(page.ordinal for page in pages)
    for ordinal in range(1, (file.page_count or 0) + 1):
        if seen[ordinal] == 0:
            yield _found(file.name, ordinal, fr="page absente", en="page is missing")
        elif seen[ordinal] > 1:
            yield _found(file.name, ordinal, fr="page présente deux fois", en="page is there twice")
    for ordinal in sorted(seen):
        if not 1 <= ordinal <= (file.page_count or 0):
            yield _found(file.name, ordinal, fr="page au-delà de la dernière", en="page beyond the last one")


def _unexpected(files: Sequence[SourceFile], held: int, expected: int | None) -> Iterator[Discrepancy]:
    """Yield the difference from the number of pages the sender counted; none while files are still to be opened."""
    if expected in {None, held} or any(file.state is FileState.STORED for file in files):
        return
    yield _found(
        "", None, fr=f"{expected} pages annoncées, {held} reçues", en=f"{expected} pages announced, {held} received"
    )


def _misplaced(files: Sequence[SourceFile], pages: Sequence[Page]) -> Iterator[Discrepancy]:
    """Find pages that share a place in a document, or are in one without a place."""
    names = {file.id: file.name for file in files}
    places = Counter((page.document, page.position) for page in pages)
    for page in pages:
        placed = page.document is not None and page.position is not None
        if placed != (page.state is PageState.IN_DOCUMENT):
            yield _found(names.get(page.file, page.file), page.ordinal, fr="page sans place", en="page without a place")
        elif placed and places[page.document, page.position] > 1:
            yield _found(
                names.get(page.file, page.file), page.ordinal, fr="place déjà prise", en="place taken by another page"
            )


def _account(
    files: Sequence[SourceFile],
    pages_in: int,
    counts: Mapping[PageState, int],
    discrepancies: Sequence[Discrepancy],
) -> Balance:
    files_by_state = Counter(file.state for file in files)
    return Balance(
        pages_in=pages_in,
        by_state=tuple((state, counts.get(state, 0)) for state in PageState),
        files=tuple((state, files_by_state[state]) for state in FileState),
        discrepancies=tuple(discrepancies),
    )


def _uncounted(file: SourceFile) -> Discrepancy:
    return _found(file.name, None, fr="fichier ouvert sans nombre de pages", en="opened file without its page count")


def _found(file: str, page: int | None, *, fr: str, en: str) -> Discrepancy:
    return Discrepancy(file=file, page=page, problem=Bilingual(fr=fr, en=en))
