"""Rule texts, reference tables and actors as they are found again."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import event

from adapters.records.unit import SqlRecords
from pipeline.errors import NotFound
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId, Circle, Digest

OLD, NEW = Digest("sha256:old"), Digest("sha256:new")


def test_the_rules_published_last_are_the_latest(records, make):
    """The last published of a code is the latest; all others are kept, and publishing again brings one back."""
    with records.writing() as unit:
        unit.rules.add(make.rules(OLD, version="1"))
        unit.rules.add(make.rules(NEW, version="2", minutes=5))
        unit.rules.add(make.rules(Digest("sha256:b"), code="another"))
        assert unit.rules.latest("case", "some_type") == make.rules(NEW, version="2", minutes=5)
        assert [rules.code for rules in unit.rules.every_latest("case")] == ["another", "some_type"]
        assert unit.rules.digests_in_force("case") == ["sha256:b", NEW]
        assert unit.rules.by_version("case", "some_type", "1") == make.rules(OLD, version="1")
        unit.rules.add(make.rules(OLD, version="1", minutes=9))
        assert unit.rules.latest("case", "some_type") == make.rules(OLD, version="1")
        assert unit.rules.get(NEW).version == "2"


def test_rules_never_published_are_not_found(records, make):
    """What was never published is not found."""
    with records.writing() as unit:
        assert unit.rules.latest("case", "never") is None
        assert unit.rules.by_version("case", "some_type", "1") is None
        with pytest.raises(NotFound):
            unit.rules.get(OLD)


def test_same_version_twice(records, make):
    """Of two texts that claim the same version the one in force is given."""
    with records.writing() as unit:
        unit.rules.add(make.rules(NEW, version="1", minutes=5))
        unit.rules.add(make.rules(OLD, version="1"))
        found = unit.rules.by_version("case", "some_type", "1")
        assert found is not None
        assert found.digest == OLD


ROWS = [
    {"number": "1 84 03", "last_name": "LEFÈVRE", "extra": "kept"},
    {"number": "18404", "last_name": "Le Fevre", "extra": ""},
    {"number": "18405", "last_name": "Cœur", "extra": ""},
]


@pytest.mark.parametrize("keys", [("number", "last_name"), ()])
def test_found_after_folding(records, keys):
    """Case, accents and blanks do not matter, for key columns and for others alike; empty cells match nothing."""
    with records.writing() as unit:
        assert not unit.reference.has_table("members")
        assert unit.reference.find("members", "number", "18403") == ()
        assert unit.reference.replace("members", key_columns=keys, rows=ROWS) == 3
        assert unit.reference.has_table("members")
        assert unit.reference.find("members", "number", "18403") == (ROWS[0],)
        assert unit.reference.find("members", "last_name", "lefevre") == (ROWS[0], ROWS[1])
        assert unit.reference.find("members", "last_name", "COEUR") == (ROWS[2],)
        assert unit.reference.find("members", "extra", "") == ()
        assert unit.reference.find("members", "no_such_column", "x") == ()
        assert unit.reference.find("suppliers", "number", "18403") == ()


@pytest.mark.parametrize("keys", [(), ("number", "last_name")])
def test_found_by_their_beginning(records, keys):
    """Rows are offered by how a column begins, case and accents apart, whether it is a key or not, so many at most."""
    with records.writing() as unit:
        unit.reference.replace("members", key_columns=keys, rows=ROWS)
        whole = [row for row in ROWS if row["last_name"]]
        for row in whole:
            beginning = row["last_name"][:2].upper()
            assert row in unit.reference.starting("members", "last_name", beginning, limit=9)
        assert unit.reference.starting("members", "last_name", "zzz", limit=9) == ()
        assert len(unit.reference.starting("members", "last_name", "l", limit=1)) == 1
        assert unit.reference.starting("never", "last_name", "l", limit=1) == ()


def test_an_import_replaces_the_whole_table(records):
    """An import takes the place of the table's rows; an empty table is still a table; others stay."""
    with records.writing() as unit:
        unit.reference.replace("members", key_columns=("number",), rows=ROWS)
        unit.reference.replace("suppliers", key_columns=("number",), rows=ROWS[:1])
        unit.reference.replace("members", key_columns=("last_name",), rows=ROWS[1:2])
        assert unit.reference.find("members", "number", "18403") == ()
        assert unit.reference.find("members", "last_name", "lefevre") == (ROWS[1],)
        assert unit.reference.replace("members", key_columns=("number",), rows=[]) == 0
        assert unit.reference.has_table("members")
        assert unit.reference.find("suppliers", "number", "18403") == (ROWS[0],)


def plans(records: SqlRecords, ask: Callable[[], object]) -> list[str]:
    """Return how the database means to answer what `ask` asks it, a line a step."""
    asked: list[tuple[str, object]] = []

    def listen(_c: object, _u: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(records._engine, "before_cursor_execute", listen)
    ask()
    event.remove(records._engine, "before_cursor_execute", listen)
    is_server = records._engine.dialect.name != "sqlite"
    explain = "EXPLAIN " if is_server else "EXPLAIN QUERY PLAN "
    with records._engine.connect() as connection:
        if is_server:
            connection.exec_driver_sql("ANALYZE")  # what a server does by itself within a minute of so many new rows
        questions = [(said, given) for said, given in asked if said.startswith("SELECT") and "reference_" in said]
        rows = [row for said, given in questions for row in connection.exec_driver_sql(explain + said, given)]  # type: ignore[arg-type]
    return [str(row[-1]).lower() for row in rows]


def test_a_look_up_by_a_key_column_goes_by_the_index(records):
    """A look-up by a key column goes by the index, one by another column reads the table: so the database plans it."""
    rows = [{"number": str(10_000_000 + n), "last_name": f"NAME{n}"} for n in range(5_000)]
    with records.writing() as unit:
        unit.reference.replace("members", key_columns=("number",), rows=rows)
        unit.commit()

    def find(column: str, value: str, expected: dict[str, str]) -> Callable[[], object]:
        def ask() -> None:
            with records.reading() as unit:
                assert unit.reference.find("members", column, value) == (expected,)

        return ask

    by_key = plans(records, find("number", "10004000", rows[4000]))
    assert any("reference_key" in step for step in by_key)
    read_whole = re.compile(r"^scan reference_(?:row|key)|seq scan on reference_(?:row|key)")
    assert not any(read_whole.search(step) for step in by_key), by_key
    assert not any("reference_key" in step for step in plans(records, find("last_name", "name7", rows[7])))


def test_an_actor_comes_back_with_grants_and_circles(records):
    """An actor comes back with its grants and circles in order, and is written anew as a whole."""
    actor = Actor(
        id=ActorId("a1"),
        name="Ada",
        grants=(Grant(role=Role.OPERATOR), Grant(role=Role.EXPERT, case_type="t", basket="b")),
        circles=(Circle("open"), Circle("medical")),
    )
    with records.writing() as unit:
        unit.actors.add(actor)
        unit.actors.add(Actor(id=ActorId("a0"), name="None", grants=(), circles=()))
        assert unit.actors.get(ActorId("a1")) == actor
        assert [one.id for one in unit.actors.every()] == ["a0", "a1"]
        less = replace(actor, grants=actor.grants[:1], circles=(Circle("open"),))
        unit.actors.add(less)
        assert unit.actors.get(ActorId("a1")) == less
        with pytest.raises(NotFound):
            unit.actors.get(ActorId("never"))
