"""Builders for the case tests: the delivered case type, a reference table in memory, papers and cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.rule_files import read_rules
from casebinder.casetypes import CaseType, ClassFields
from casebinder.completeness import judge
from casebinder.model.case import Case, CaseState, Piece, PieceStatus
from casebinder.model.verdict import ItemState, Verdict
from casebinder.model.view import CaseView, PieceContent
from casebinder.parsing.casetype import load_case_type
from pipeline.geometry import Box
from pipeline.model.document import Evidence, IndexField, Origin
from pipeline.model.identity import CaseId, Circle, Digest, DocumentId, PieceId
from pipeline.model.values import Day, Flag, Identifier, Number, Text, Value
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in

RULES = Path(__file__).parents[2] / "rules"
CASE_FILE = RULES / "cases" / "occupational_disease.yaml"
DIGEST = Digest("sha256:" + "0" * 64)
NIR = "184037512345690"
"""A number whose key is right."""
DECLARED, OBSERVED, TODAY = date(2026, 6, 8), date(2026, 3, 2), date(2026, 7, 1)
BORN = date(1984, 3, 2)


@dataclass(frozen=True)
class Members:
    """Reference data in memory: rows by table."""

    tables: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)

    def has_table(self, table: str) -> bool:
        """Return whether the table is there."""
        return table in self.tables

    def find(self, table: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """Return the rows whose column equals the value."""
        return [row for row in self.tables.get(table, ()) if row.get(column) == value]


def read(name: str, value: Value | str | bool | date, *, confidence: float = 0.97, page: int = 1) -> IndexField:
    """Make a field as read on a page."""
    made: Value
    match value:
        case bool():
            made = Flag(value)
        case date():
            made = Day(value)
        case str():
            made = Identifier(value, "nir") if name.endswith("number") else Text(value)
        case _:
            made = value
    shown = Evidence(page=page, box=Box(0.1, 0.2, 0.3, 0.25), text=str(value))
    return IndexField(name=name, value=made, confidence=confidence, origin=Origin.TEXT, evidence=shown)


class Desk:
    """Makes the papers and cases of one person and has them judged."""

    NIR, DECLARED, OBSERVED, TODAY, BORN = NIR, DECLARED, OBSERVED, TODAY, BORN

    def __init__(self, case_type: CaseType) -> None:
        """Take the case type to judge by."""
        self.case_type = case_type

    def person(self) -> dict[str, Value | str | bool | date]:
        """Return what papers say of the person."""
        return {
            "last_name": "DURAND",
            "first_names": "Marie Claire",
            "birth_date": BORN,
            "social_security_number": NIR,
        }

    def paper(
        self,
        item: str,
        document_class: str,
        *,
        number: int = 1,
        received: date = date(2026, 6, 10),
        status: PieceStatus = PieceStatus.ACCEPTED,
        says: Mapping[str, Value | str | bool | date] | None = None,
        confidence: float = 0.97,
        page: int = 1,
    ) -> PieceContent:
        """Make a piece for an item with what its document says."""
        name = f"{item}-{number}"
        return PieceContent(
            piece=Piece(id=PieceId(f"p-{name}"), document=DocumentId(f"d-{name}"), item=item, status=status),
            document_class=document_class,
            received_at=datetime(received.year, received.month, received.day, 9, tzinfo=UTC),
            fields=tuple(read(k, v, confidence=confidence, page=page) for k, v in (says or {}).items()),
        )

    def declaration(self, **says: Value | str | bool | date) -> PieceContent:
        """Make the signed declaration of an employee's first request."""
        told = {
            **self.person(),
            "request_kind": "first",
            "employment": "employee",
            "declared_on": DECLARED,
            "first_observed_on": OBSERVED,
            "signed": True,
        }
        return self.paper("declaration", "occupational_disease_declaration", says=told | says)

    def certificate(self, **says: Value | str | bool | date) -> PieceContent:
        """Make the signed medical certificate."""
        told = {
            **self.person(),
            "issued_on": date(2026, 3, 4),
            "first_observed_on": OBSERVED,
            "signed": True,
        }
        return self.paper("medical_certificate", "medical_certificate", says=told | says)

    def identity(
        self, *, expires: date = date(2030, 5, 3), number: int = 1, received: date = date(2026, 6, 10)
    ) -> PieceContent:
        """Make an identity card, its dates on page 2."""
        told = {"last_name": "Durand", "first_names": "Marie", "birth_date": BORN, "expires_on": expires}
        return self.paper("identity", "national_id_card", number=number, received=received, says=told, page=2)

    def salary(self, kind: str | None = None) -> PieceContent:
        """Make the employer's certificate, which says its kind when one is given."""
        says = {**self.person(), "certificate_kind": kind} if kind else self.person()
        return self.paper("salary_certificate", "employer_certificate", says=says)

    def career(self, months: str = "7") -> PieceContent:
        """Make the career statement."""
        told = {**self.person(), "contribution_months": Number(months)}
        return self.paper("career_statement", "career_statement", says=told)

    def full(self) -> tuple[PieceContent, ...]:
        """Make all the papers of a case with 26 months of contribution."""
        return (self.declaration(), self.certificate(), self.identity(), self.salary())

    def members(self, months: str = "26") -> Members:
        """Make the members table with the person in it."""
        row = {
            "social_security_number": NIR,
            "last_name": "DURAND",
            "first_names": "Marie Claire",
            "birth_date": BORN.isoformat(),
            "contribution_months": months,
        }
        return Members({"members": (row,)})

    def case(self, **changes: object) -> Case:
        """Make an open case."""
        case = Case(
            id=CaseId("c-1"),
            reference="OD-2026-00001",
            case_type=self.case_type.code,
            rules_digest=DIGEST,
            rules_version=self.case_type.version,
            circle=Circle("open"),
            state=CaseState.OPEN,
            opened_at=datetime(2026, 6, 10, 9, tzinfo=UTC),
        )
        return replace(case, **changes)  # type: ignore[arg-type]

    def judge(
        self,
        *contents: PieceContent,
        case: Case | None = None,
        members: Members | None = None,
        on: date = TODAY,
    ) -> Verdict:
        """Judge a case with these pieces."""
        held = case or self.case()
        view = CaseView(case=replace(held, pieces=tuple(c.piece for c in contents)), contents=contents)
        return judge(self.case_type, view, reference=members or self.members(), on=on)

    @staticmethod
    def states(verdict: Verdict) -> dict[str, str]:
        """Return the state of each item."""
        return {item.item: item.status.value for item in verdict.completeness.items}

    @staticmethod
    def item(verdict: Verdict, code: str) -> ItemState:
        """Return one item of a verdict."""
        return next(state for state in verdict.completeness.items if state.item == code)


@pytest.fixture(scope="session")
def classes() -> ClassFields:
    """Return the fields of the delivered document classes."""
    problems = Problems()
    catalog = catalog_in(read_rules((RULES,)), problems)
    assert not problems.found
    return catalog.fields


@pytest.fixture(scope="session")
def rule_text() -> str:
    """Return the text of the delivered case type."""
    return CASE_FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def case_type(rule_text: str, classes: ClassFields) -> CaseType:
    """Return the delivered case type."""
    return load_case_type(rule_text, file=CASE_FILE.name, digest=DIGEST, classes=classes)


@pytest.fixture
def desk(case_type: CaseType) -> Desk:
    """Return a desk that judges by the delivered case type."""
    return Desk(case_type)


@pytest.fixture(scope="session")
def make_desk() -> type[Desk]:
    """Return what makes a desk for any case type."""
    return Desk
