"""A case type: which pieces a case needs, when its deadlines run and to whom it goes, read from a rule file.

These are the frozen values the judge works with; `casebinder.parsing.casetype` makes them from text and finds every
mistake. Rules are data of the customer: no code names a document class, an item or a fact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casebinder.calculations.plan import MatchPlan
from casebinder.conditions.rule import Rule
from casebinder.conditions.vocabulary import ValueKind, Variable, Vocabulary
from casebinder.model.verdict import ClockKind
from casebinder.periods import Period
from pipeline.model.identity import Digest
from pipeline.model.page import Severity
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import FieldRule

ClassFields = Mapping[str, Mapping[str, FieldRule]]
"""Document class to its fields by name, as the catalog of document classes has them."""


class Requirement(StrEnum):
    """Whether an item is asked for."""

    ALWAYS = "always"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"


class Who(StrEnum):
    """Who can bring a piece: the claimant and other outsiders, or our own house."""

    THEM = "them"
    US = "us"


@dataclass(frozen=True, slots=True)
class PieceSource:
    """A fact is read from a field of the piece of an item."""

    item: str
    field: str


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    """A fact is read from a column of the row of a reference table that belongs to the case."""

    table: str
    column: str


Source = PieceSource | ReferenceSource


@dataclass(frozen=True, slots=True, kw_only=True)
class FactType:
    """A fact of the case; choices: its only values, in words (or ()); of its sources the first that knows wins.

    variable: the fact as rules name it.
    """

    name: str
    title: Bilingual
    kind: ValueKind
    choices: tuple[tuple[str, Bilingual], ...]
    sources: tuple[Source, ...]
    variable: Variable

    @property
    def allowed(self) -> tuple[str, ...]:
        """Return the codes of the choices."""
        return self.variable.allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Conformity:
    """What a piece must satisfy to be accepted as it is, and what is said when it does not."""

    rule: Rule
    otherwise: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """A line of the checklist.

    only_when: (field, values) pairs its papers must say, when their class serves others; known_when: it is satisfied
    without a paper, because what it would say is known already.
    """

    code: str
    title: Bilingual
    accepts: tuple[str, ...]
    only_when: tuple[tuple[str, tuple[str, ...]], ...]
    requirement: Requirement
    required_when: Rule | None
    because: Bilingual | None
    valid_when: Rule | None
    otherwise: Bilingual | None
    conform: tuple[Conformity, ...]
    folder: str | None
    who: Who
    known_when: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsistencyRule:
    """A rule across pieces; message may name values as {piece.item.field}; items: those whose pieces it looks at.

    sources: for each fact it looks at, the items whose pieces could tell it.
    """

    code: str
    severity: Severity
    rule: Rule
    message: Bilingual
    items: frozenset[str]
    sources: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """The clock starts on the day the case was opened."""


@dataclass(frozen=True, slots=True)
class CaseComplete:
    """The clock starts on the day the last needed piece was received."""


@dataclass(frozen=True, slots=True)
class FactDay:
    """The clock starts on the day a fact holds."""

    fact: str


@dataclass(frozen=True, slots=True)
class BasketEntered:
    """The clock starts on the day the case comes to a basket."""

    basket: str


Start = CaseOpened | CaseComplete | FactDay | BasketEntered


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """How long before a deadline a basket is warned."""

    before: Period
    basket: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline fixed by rule, in calendar days or months."""

    code: str
    title: Bilingual
    clock: ClockKind
    starts: Start
    lasts: Period
    warnings: tuple[EarlyWarning, ...]
    is_paused_by_requests: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPlan:
    """When missing pieces are asked for: how long after the case was opened, once for each period."""

    code: str
    title: Bilingual
    after: tuple[Period, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """To which basket a case goes when the condition holds; the first route that holds decides."""

    rule: Rule
    basket: str
    priority: int
    because: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledDecision:
    """What the rules decide by themselves when the condition holds; the first one that holds counts.

    is_settling: it ends the case, and is only taken when the case is complete and nobody set a point of it aside.
    """

    outcome: str
    title: Bilingual
    rule: Rule
    is_settling: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceLink:
    """Which row of a reference table belongs to the case: the one whose columns equal these facts."""

    table: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """Which fields of a document tell whose it is, and which tell the cases of one person apart.

    A person has a number, names and a day of birth; a company numbers, of which any will do, and a name. The fields
    that do not apply are "" and (). same: fields by which a paper belongs to a case whose papers say the same.
    """

    number: str = ""
    last_name: str = ""
    first_names: str = ""
    birth_date: str = ""
    keys: tuple[str, ...] = ()
    company_numbers: tuple[str, ...] = ()
    company_name: str = ""
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What rules look at: facts by their full names, fields by item and name; by_routes: all names routing asks for."""

    facts: tuple[str, ...]
    pieces: Mapping[str, Mapping[str, Variable]]
    is_today: bool
    by_routes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """A whole case type, compiled.

    vocabulary: the names of rules; routing_vocabulary: with the counts beside; looked_at: what its rules really look
    at, the only names worth binding. key: facts; "a|b" stands for the first of them that is known.
    """

    code: str
    title: Bilingual
    version: str
    digest: Digest
    effective_from: date
    legal_basis: tuple[str, ...]
    opens_on: tuple[str, ...]
    key: tuple[str, ...]
    facts: tuple[FactType, ...]
    reference: tuple[ReferenceLink, ...]
    matching: Matching
    items: tuple[ItemType, ...]
    consistency: tuple[ConsistencyRule, ...]
    deadlines: tuple[Deadline, ...]
    requests: tuple[RequestPlan, ...]
    routing: tuple[Route, ...]
    baskets: tuple[tuple[str, Bilingual], ...]
    folders: tuple[tuple[str, Bilingual], ...]
    vocabulary: Vocabulary
    routing_vocabulary: Vocabulary
    looked_at: LookedAt
    matches: tuple[MatchPlan, ...] = ()
    decisions: tuple[RuledDecision, ...] = ()

    def item(self, code: str) -> ItemType | None:
        """Return the item of that code, or None."""
        return next((item for item in self.items if item.code == code), None)

    def decision(self, outcome: str) -> RuledDecision | None:
        """Return the decision by rule of that outcome, or None."""
        return next((decision for decision in self.decisions if decision.outcome == outcome), None)

    def fact(self, name: str) -> FactType | None:
        """Return the fact of that name, or None."""
        return next((fact for fact in self.facts if fact.name == name), None)


COUNTS = ("missing", "requested", "expired", "refused", "to_review", "undetermined", "blocking", "doubts")
"""What routing may ask beside facts and pieces: how many items are in that state (`undetermined`: items and
consistency rules that cannot be told), and how many blocking or doubtful consistency rules fail."""


def names_looked_at(
    items: Iterable[ItemType],
    consistency: Iterable[ConsistencyRule],
    routing: Iterable[Route],
    decisions: Iterable[RuledDecision],
    vocabulary: Vocabulary,
) -> LookedAt:
    """Return every name the rules of a case type look at, by where its value comes from."""
    counted = [route.rule for route in routing] + [decision.rule for decision in decisions]
    rules = [rule.rule for rule in consistency] + counted
    pieces: dict[str, dict[str, Variable]] = {}
    for item in items:
        pieces[item.code] = {}
        rules.extend(rule for rule in (item.required_when, item.valid_when, item.known_when) if rule)
        rules.extend(conformity.rule for conformity in item.conform)
    names = dict.fromkeys(name for rule in rules for name in rule.names)
    for name in names:
        if name.startswith("piece."):
            _, item_code, field = name.split(".", 2)
            pieces[item_code][field] = vocabulary.variables[name]
    return LookedAt(
        facts=tuple(name for name in names if name.startswith("facts.")),
        pieces=pieces,
        is_today="today" in names,
        by_routes=frozenset(name for rule in counted for name in rule.names),
    )
