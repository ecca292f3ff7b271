"""Verdicts a second on one core: the delivered occupational disease, judged over the ten stories of the demonstration.

`assess` gives the plain verdict (states, counts, basket), `judge` the whole one with every explanation in words. The
cases are built from the specimens' truth, so that the bench also sees whether each verdict is the expected one; it
ends with 1 when one is not. The fastest of many short rounds counts, as `timeit` advises: what slows the others is the
machine's other work. The median round is told beside it. Prints one JSON object.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from adapters.rule_files import read_rules
from casebinder.casetypes import CaseType
from casebinder.completeness import assess, judge
from casebinder.model.case import Case, CaseState, Piece, PieceStatus
from casebinder.model.view import CaseView, PieceContent
from casebinder.parsing.casetype import load_case_type
from pipeline.geometry import Box
from pipeline.model.document import Evidence, IndexField, Origin
from pipeline.model.identity import CaseId, Circle, Digest, DocumentId, PieceId
from pipeline.model.values import from_written
from pipeline.rules.catalog import FieldRule
from pipeline.rules.rule_text import Problems
from services.rules.reading import catalog_in
from specimens.dossier import Dossier, Item
from specimens.expected import expectation_of
from specimens.scenario import draw_dossiers

RULES = Path(__file__).parents[1] / "rules"
TODAY = date(2026, 11, 22)
TARGET = 5_000
Fields = Mapping[str, Mapping[str, FieldRule]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """Reference data in memory: the members, by social security number."""

    months: Mapping[str, int]

    def find(self, table: str, column: str, value: str) -> Sequence[Mapping[str, str]]:
        """Return the member's row, or nothing."""
        if table != "members" or column != "social_security_number" or value not in self.months:
            return ()
        return ({column: value, "contribution_months": str(self.months[value])},)

    def has_table(self, table: str) -> bool:
        """Return whether the table was ever imported."""
        return table == "members"


def delivered() -> tuple[CaseType, Fields]:
    """Load the case type and the fields of every class."""
    problems = Problems()
    catalog = catalog_in(read_rules([RULES]), problems)
    problems.stop_if_any()
    file = RULES / "cases" / "occupational_disease.yaml"
    text, digest = file.read_text(encoding="utf-8"), Digest("sha256:" + "0" * 64)
    return load_case_type(text, file=str(file), digest=digest, classes=catalog.fields), catalog.fields


def view_of(dossier: Dossier, case_type: CaseType, known: Fields, number: int) -> CaseView:
    """Return a dossier as the case that holds all its papers, each accepted."""
    opened = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) - timedelta(days=number)
    contents = tuple(
        _content(item, facts.fields(), f"{number}-{item}", case_type, known, opened) for item, facts in dossier.papers
    )
    case = Case(
        id=CaseId(f"c-{number}"),
        reference=f"MP-{number}",
        case_type=case_type.code,
        rules_digest=case_type.digest,
        rules_version=case_type.version,
        circle=Circle("open"),
        state=CaseState.OPEN,
        opened_at=opened,
        pieces=tuple(content.piece for content in contents),
    )
    return CaseView(case=case, contents=contents)


def _content(
    item: Item, fields: Mapping[str, str], name: str, case_type: CaseType, known: Fields, received_at: datetime
) -> PieceContent:
    accepts = next(one.accepts for one in case_type.items if one.code == item)
    document_class = max(accepts, key=lambda code: len(known.get(code, {}).keys() & fields.keys()))
    rules = known[document_class]
    return PieceContent(
        piece=Piece(id=PieceId(name), document=DocumentId(name), item=item, status=PieceStatus.ACCEPTED),
        document_class=document_class,
        received_at=received_at,
        fields=tuple(_field(rules[field], text) for field, text in fields.items() if field in rules),
    )


def _field(rule: FieldRule, text: str) -> IndexField:
    shown = Evidence(page=1, box=Box(0.1, 0.1, 0.4, 0.12), text=text)
    value = from_written(rule.kind, text)
    return IndexField(name=rule.name, value=value, confidence=0.97, origin=Origin.TEXT, evidence=shown)


def rounds(act: Callable[[CaseView], object], views: Sequence[CaseView], *, seconds: float) -> list[float]:
    """Return the calls a second of each round over all views, the slowest first."""
    rates: list[float] = []
    until = time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        for view in views:
            act(view)
        rates.append(len(views) / (time.perf_counter() - began))
    return sorted(rates)


def wrong(
    dossiers: Mapping[str, Dossier], views: Sequence[CaseView], judged: Callable[[CaseView], object]
) -> Iterator[str]:
    """Name what differs from the specimens' own expectation."""
    for (code, dossier), view in zip(dossiers.items(), views, strict=True):
        expected = expectation_of(dossier)
        found = {str(each.item.code): str(each.status) for each in judged(view).items}  # type: ignore[attr-defined]
        for item, status in expected.statuses.items():
            # Where a careful system has a choice, the choice is made when binding, and here every paper is accepted.
            if found[item] != status and item not in expected.acceptable:
                yield f"{code}: {item} is {found[item]}, expected {status}"


def main() -> int:
    """Build the cases, compare, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=6.0, help="time of each measure")
    parser.add_argument("--quick", action="store_true", help="a short measure of each")
    wanted = parser.parse_args()
    case_type, known = delivered()
    dossiers = draw_dossiers(seed=7, today=TODAY)
    members = Members(months={d.person.social_security_number: d.plan.contribution_months for d in dossiers.values()})
    views = [view_of(dossier, case_type, known, number) for number, dossier in enumerate(dossiers.values())]
    acts = {"assess": partial(_plain, case_type, members), "judge": partial(_whole, case_type, members)}
    seconds = 0.3 if wanted.quick else wanted.seconds
    rates = {name: rounds(act, views, seconds=seconds) for name, act in acts.items()}
    mistakes = list(wrong(dossiers, views, acts["assess"]))
    answer = {
        "cases": len(views),
        "rules": {"items": len(case_type.items), "consistency": len(case_type.consistency)},
        "evaluations_per_second": {name: round(each[-1]) for name, each in rates.items()},
        "in_the_median_round": {name: round(statistics.median(each)) for name, each in rates.items()},
        "target": TARGET,
        "is_reached": rates["assess"][-1] >= TARGET,
        "wrong": mistakes,
        "python": sys.version.split()[0],
    }
    print(json.dumps(answer, indent=2, ensure_ascii=False))
    return 1 if mistakes else 0


def _plain(case_type: CaseType, members: Members, view: CaseView) -> object:
    return assess(case_type, view, reference=members, on=TODAY)


def _whole(case_type: CaseType, members: Members, view: CaseView) -> object:
    return judge(case_type, view, reference=members, on=TODAY)


if __name__ == "__main__":
    sys.exit(main())
