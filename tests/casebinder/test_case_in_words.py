"""A case told in words: conditions, values, events and tasks, by the titles of its case type and never by codes."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from casebinder.casetypes import CaseType
from casebinder.explaining.cases import (
    condition_words,
    event_words,
    fact_value_words,
    item_words,
    rule_words,
    whose_move,
)
from casebinder.model.case import Task
from casebinder.model.verdict import Condition, ConditionValue, ItemStatus, WaitingOn
from casebinder.tasks import open_tasks, task_named, with_done
from pipeline.model.events import AuditEvent
from pipeline.model.identity import ActorId
from pipeline.model.values import Day, Text

AT = datetime(2026, 6, 8, 9, tzinfo=UTC)
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b(?:facts|piece)\.")


def told(case_type: CaseType, text: str, *values: ConditionValue) -> str:
    """Say a condition in French."""
    return condition_words(case_type, Condition(text=text, holds=None, values=values)).fr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("facts.employment == 'agency'", "situation professionnelle : égal à intérimaire"),
        ("facts.employment in ['retired', 'self_employed']", "situation professionnelle : parmi retraité, indépendant"),
        ("facts.contribution_months < 12", "mois de cotisation : moins de 12"),
        ("piece.declaration.signed", "Déclaration de maladie professionnelle, signature"),
    ],
)
def test_a_condition_is_said_as_a_person_would(desk, text: str, words: str) -> None:
    """Names by their titles, choices by their words, comparisons in words."""
    assert told(desk.case_type, text) == words


def test_days_are_before_and_after(desk) -> None:
    """A comparison between days is said of days."""
    seen = ConditionValue(name="facts.declared_on", value=Day(date(2026, 6, 8)))
    text = "piece.identity.expires_on >= facts.declared_on"
    assert told(desk.case_type, text, seen) == "Pièce d’identité, fin de validité : pas avant date de déclaration"


def test_no_rule_of_the_delivered_case_type_shows_a_code(desk) -> None:
    """Whatever a rule looks at can be said in both languages without a name of the rules."""
    kind = desk.case_type
    rules = [rule.rule for rule in kind.consistency]
    rules += [rule for item in kind.items for rule in (item.required_when, item.valid_when) if rule]
    rules += [each.rule for item in kind.items for each in item.conform]
    leaves = [Condition(text=leaf.text, holds=None, values=()) for rule in rules for leaf in rule.leaves]
    words = [condition_words(kind, leaf) for leaf in leaves] + [
        rule_words(kind, rule.code) for rule in kind.consistency
    ]
    assert len(words) > 15
    assert [said for said in words if CODE.search(said.fr) or CODE.search(said.en)] == []


def test_an_event_says_what_it_was_about(desk) -> None:
    """Facts, pieces, baskets and people by what they are called; what says nothing to a person is left out."""
    kind = desk.case_type
    for detail, words in (
        ({"facts": ["employment", "birth_date"]}, "situation professionnelle, date de naissance"),
        ({"item": "identity", "document": "d-0tk47s1me00000"}, "Pièce d’identité"),
        ({"items": ["identity"], "request": "r-1", "state": "sent"}, "Pièce d’identité"),
        ({"to": "basket:control"}, "Contrôle"),
        ({"to": "c.madec"}, "Claire Madec"),
        ({"item": "C01"}, "Déclaration de maladie professionnelle / Pièce d’identité"),
        ({"item": "sources.birth_date"}, "date de naissance"),
        ({"sentence": "complet", "basket": "control"}, ""),
    ):
        event = AuditEvent(at=AT, actor=ActorId("x"), act="case.set", subject="case:c-1", detail=json.dumps(detail))
        assert event_words(kind, event, {ActorId("c.madec"): "Claire Madec"}).fr == words, detail
    assert item_words(kind, "other").fr == "hors liste"
    employment = kind.fact("employment")
    assert employment is not None
    assert fact_value_words(kind, employment, Text("agency")).en == "agency worker"


def test_each_item_waits_for_whoever_can_act(desk) -> None:
    """What is there is ours to look at; what lacks is theirs to bring; what is settled waits for nobody."""
    lacking = desk.judge().completeness.items
    by_status = {item.status: item for item in lacking}
    missing = by_status[ItemStatus.MISSING]
    moves = {status: whose_move(desk.case_type, replace(missing, status=status)) for status in ItemStatus}
    settled = {ItemStatus.SATISFIED, ItemStatus.WAIVED, ItemStatus.NOT_APPLICABLE}
    ours = {ItemStatus.TO_REVIEW, ItemStatus.UNDETERMINED}
    assert {status for status, move in moves.items() if move is WaitingOn.NOBODY} == settled
    assert {status for status, move in moves.items() if move is WaitingOn.US} == ours


def test_tasks_stand_by_their_day_until_they_are_done(desk) -> None:
    """The one due first comes first, those without a day behind; a done one is no longer open and says by whom."""
    days = (None, date(2026, 6, 20), date(2026, 6, 12))
    tasks = tuple(
        Task(id=f"t{n}", title="call", by=ActorId("a"), at=AT + timedelta(hours=n), due_on=day)
        for n, day in enumerate(days)
    )
    case = desk.case(tasks=tasks)
    assert [task.id for task in open_tasks(case)] == ["t2", "t1", "t0"]
    after = with_done(case, tasks[2], by=ActorId("b"), at=AT)
    assert [task.id for task in open_tasks(after)] == ["t1", "t0"]
    done = task_named(after, "t2")
    assert done is not None
    assert (done.done_by, done.done_at) == ("b", AT)
    assert task_named(case, "t9") is None
