"""Records under contract: each test that takes `records` runs on SQLite in memory and in a file, and on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from databases import DATABASES, records_on

from adapters.records.unit import SqlRecords
from casebinder.model.case import Case, CaseState, Party, Piece, PieceStatus
from casebinder.model.verdict import Completeness, ItemState, ItemStatus, Verdict, WaitingOn
from pipeline.model.batch import Batch, Document, Page, SourceFile
from pipeline.model.document import Classification, Draft, IndexField, OpenedBy, Origin, StraightThrough, Understanding
from pipeline.model.identity import BatchId, CaseId, Circle, Digest, DocumentId, FileId, PageId, PartyId, PieceId
from pipeline.model.states import BatchState, DocumentState, FileState, PageState
from pipeline.model.text import Bilingual
from pipeline.model.values import Identifier, Text
from services.ports.house_records import RuleSet

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RULES = Digest("sha256:" + "0" * 64)


@dataclass(frozen=True)
class Make:
    """Makes small whole values; ids tell what they are."""

    def batch(self, name: str = "b1", *, minutes: int = 0, state: BatchState = BatchState.RECEIVED) -> Batch:
        """Make a batch."""
        return Batch(
            id=BatchId(name),
            batch_class="mail",
            rules_digest=RULES,
            channel="folder",
            source_key=f"source-{name}",
            state=state,
            circle=Circle("open"),
            received_at=NOON + timedelta(minutes=minutes),
        )

    def file(
        self,
        name: str = "f1",
        *,
        batch: str = "b1",
        ordinal: int = 1,
        state: FileState = FileState.STORED,
        digest: str = "sha256:aa",
        page_count: int | None = None,
    ) -> SourceFile:
        """Make a source file of more bytes than 32 bits count."""
        return SourceFile(
            id=FileId(name),
            batch=BatchId(batch),
            ordinal=ordinal,
            name=f"{name}.pdf",
            digest=Digest(digest),
            size=3_000_000_000,
            media_type="application/pdf",
            state=state,
            page_count=page_count,
        )

    def page(
        self,
        ordinal: int,
        *,
        file: str = "f1",
        state: PageState = PageState.RECEIVED,
        document: str | None = None,
        position: int | None = None,
    ) -> Page:
        """Make a page of a file."""
        return Page(
            id=PageId(f"{file}-p{ordinal}"),
            file=FileId(file),
            ordinal=ordinal,
            state=state,
            document=None if document is None else DocumentId(document),
            position=position,
        )

    def understanding(self, **fields: str) -> Understanding:
        """Make a reading with these identifiers and one long text."""
        values = [(name, Identifier(value=text, scheme="nir")) for name, text in fields.items()]
        return Understanding(
            classification=Classification(document_class="some_class", confidence=0.9),
            language="fr",
            fields=(
                *(IndexField(name=name, value=value, confidence=0.8, origin=Origin.TEXT) for name, value in values),
                IndexField(name="subject", value=Text("x" * 5000), confidence=0.5, origin=Origin.OPERATOR),
            ),
            tables=(),
            findings=(),
            routing=StraightThrough(),
        )

    def document(
        self,
        name: str = "d1",
        *,
        file: str = "f1",
        batch: str = "b1",
        pages: tuple[int, ...] = (1,),
        state: DocumentState = DocumentState.DRAFT,
        understanding: Understanding | None = None,
    ) -> Document:
        """Make a document."""
        return Document(
            id=DocumentId(name),
            batch=BatchId(batch),
            file=FileId(file),
            circle=Circle("open"),
            state=state,
            draft=Draft(pages=pages, opened_by=OpenedBy.FILE, cut_confidence=1.0),
            received_at=NOON,
            understanding=understanding,
        )

    def case(
        self,
        name: str = "c1",
        *,
        key: str | None = None,
        pieces: tuple[Piece, ...] = (),
        basket: str = "",
        party: str | None = None,
    ) -> Case:
        """Make a case."""
        return Case(
            id=CaseId(name),
            reference=f"REF-{name}",
            case_type="some_type",
            rules_digest=RULES,
            rules_version="1",
            circle=Circle("open"),
            state=CaseState.OPEN,
            opened_at=NOON,
            key=key,
            pieces=pieces,
            basket=basket,
            party=None if party is None else PartyId(party),
        )

    def piece(self, name: str, *, document: str = "d1", status: PieceStatus = PieceStatus.OFFERED) -> Piece:
        """Make a piece for the item `identity`."""
        return Piece(id=PieceId(name), document=DocumentId(document), item="identity", status=status)

    def party(self, name: str = "p1", *, keys: tuple[tuple[str, str], ...] = ()) -> Party:
        """Make a person."""
        return Party(id=PartyId(name), kind="person", name="Ada Byron", birth_date=date(1815, 12, 10), keys=keys)

    def rules(
        self, digest: Digest = RULES, *, code: str = "some_type", version: str = "1", minutes: int = 0
    ) -> RuleSet:
        """Make a rule text."""
        return RuleSet(
            digest=digest,
            kind="case",
            code=code,
            version=version,
            text=f"text of {digest}",
            published_at=NOON + timedelta(minutes=minutes),
        )


@pytest.fixture(scope="session")
def maker() -> Make:
    """Return the maker of small whole values, to fixtures that last."""
    return Make()


@pytest.fixture
def make(maker: Make) -> Make:
    """Return the maker of small whole values."""
    return maker


@pytest.fixture(params=DATABASES)
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlRecords]:
    """Yield empty records."""
    opened = records_on(request, request.param, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def captured(records: SqlRecords, make: Make) -> SqlRecords:
    """Return records with a batch of one opened file of three pages, a rule text, and one document `d1`."""
    with records.writing() as unit:
        unit.rules.add(make.rules())
        unit.batches.add(make.batch())
        unit.files.add(make.file(state=FileState.OPENED, page_count=3))
        unit.pages.add([make.page(ordinal, state=PageState.RECOGNISED) for ordinal in (1, 2, 3)])
        unit.documents.add(make.document())
        unit.commit()
    return records


@pytest.fixture(scope="module", params=DATABASES)
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlRecords]:
    """Yield records that last for the module: for properties, whose examples each bring their own ids."""
    opened = records_on(request, request.param, tmp_path_factory.mktemp("records"))
    yield opened
    opened.close()


@pytest.fixture
def verdict() -> Verdict:
    """Return the verdict over a complete case."""
    return Verdict(
        completeness=Completeness(
            is_complete=True,
            sentence=Bilingual(fr="complet", en="complete"),
            checked_on=date(2026, 3, 2),
            rules_version="1",
            items=(
                ItemState(
                    item="identity",
                    title=Bilingual(fr="Pièce d’identité", en="Identity paper"),
                    status=ItemStatus.SATISFIED,
                    required=True,
                    explanation=Bilingual(fr="là", en="there"),
                    because=None,
                    needs=(),
                    pieces=(),
                ),
            ),
        ),
        consistency=(),
        deadlines=(),
        clocks=(),
        facts=(),
        basket="control",
        priority=5,
        basket_because=Bilingual(fr="complet", en="complete"),
        waiting_on=WaitingOn.US,
    )
