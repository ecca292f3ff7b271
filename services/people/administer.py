"""Setting an installation up: who may act, and which rules are in force."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.errors import WrongUsage
from pipeline.model.actor import Actor, Grant, Role
from pipeline.model.identity import ActorId
from pipeline.model.text import Bilingual
from pipeline.ports import Clock
from pipeline.reference_tables import REFERENCE_TABLES, Doubt, doubts_about
from pipeline.rights import Act
from services.access import SYSTEM, act_of, require, write_down
from services.people.accounts import record_actor
from services.ports.records import Records
from services.topics import REFERENCE

_TABLE = re.compile(r"[a-z][a-z0-9_]*")
_NO_TABLE = Bilingual(fr="Ce nom n'est pas celui d'une table.", en="This is no name of a table.")
_TABLES = Bilingual(
    fr=f"{', '.join(REFERENCE_TABLES)}, ou un nom à vous : minuscules, chiffres et _.",
    en=f"{', '.join(REFERENCE_TABLES)}, or a name of your own: lower-case letters, digits and _.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """The rows of a table that was imported, and the cells that cannot be meant."""

    rows: int
    doubts: tuple[Doubt, ...]


class Administer:
    """The administrator's acts."""

    def __init__(self, records: Records, clock: Clock) -> None:
        self._records = records
        self._clock = clock

    @act_of(Act.ACTOR_ADD)
    def add_actor(self, actor: Actor, added: Actor) -> Actor:
        """Add one who may act, or change their grants; raises NotPossible for the role of the system."""
        require(actor, Act.ACTOR_ADD)
        with self._records.writing() as uow:
            record_actor(uow, self._clock, actor, added)
            uow.commit()
        return added

    @act_of(Act.REFERENCE_IMPORT)
    def import_reference(self, actor: Actor, table: str, text: str, *, where: str) -> Imported:
        """Put a CSV (UTF-8, comma, header) in place of a reference table; return which cells cannot be meant.

        Unknown columns are kept. Raises WrongUsage naming the missing columns or the row that is not one.
        """
        require(actor, Act.REFERENCE_IMPORT)
        numbered = _rows(table, text, where)
        rows = [row for _, row in numbered]
        with self._records.writing() as uow:
            known = REFERENCE_TABLES.get(table)
            count = uow.reference.replace(table, key_columns=known.keys if known else (), rows=rows)
            uow.outbox.add(REFERENCE, table)
            write_down(uow, self._clock, actor, Act.REFERENCE_IMPORT, f"reference:{table}", detail={"rows": count})
            uow.commit()
        doubts = tuple(doubt for line, row in numbered for doubt in doubts_about(table, row, line=line))
        return Imported(rows=count, doubts=doubts)


def local_actor(name: str) -> Actor:
    """Return the person at an embedded installation's keyboard: every role of a small office, in the open circle."""
    roles = (Role.OPERATOR, Role.CASEWORKER, Role.CONTROLLER, Role.ANALYST, Role.ADMINISTRATOR)
    return Actor(id=ActorId(name), name=name, grants=tuple(Grant(role=role) for role in roles))


def first_actors(name: str) -> tuple[Actor, ...]:
    """Return who may act in a new embedded installation."""
    return SYSTEM, local_actor(name)


def _rows(table: str, text: str, where: str) -> Sequence[tuple[int, dict[str, str]]]:
    """Return the rows, each with the line of the file it ends on."""
    if not _TABLE.fullmatch(table):
        raise WrongUsage("wrong_table", _NO_TABLE, where=table, next_step=_TABLES)
    try:
        return _read(table, csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))), where)
    except csv.Error as error:
        raise WrongUsage(
            "wrong_row",
            Bilingual(
                fr=f"Ce fichier n'est pas lisible comme CSV ({error}).", en=f"This is no readable CSV ({error})."
            ),
            where=where,
            next_step=Bilingual(
                fr="Enregistrez-le de nouveau en CSV ; rien n'a été importé.",
                en="Save it as CSV again; nothing was imported.",
            ),
        ) from error


def _read(table: str, reader: "csv.DictReader[str]", where: str) -> Sequence[tuple[int, dict[str, str]]]:
    header = reader.fieldnames or ()
    known = REFERENCE_TABLES.get(table)
    missing = [column for column in (known.columns if known else ()) if column not in header]
    if missing or not header:
        names = ", ".join(missing) or "?"
        raise WrongUsage(
            "columns_missing",
            Bilingual(fr=f"Il manque les colonnes : {names}.", en=f"Columns are missing: {names}."),
            where=where,
            next_step=Bilingual(
                fr="La première ligne du CSV doit nommer les colonnes, séparées par des virgules.",
                en="The first line of the CSV must name the columns, separated by commas.",
            ),
        )
    _check_once(header, where)
    rows = []
    for row in reader:
        if None in row or None in row.values():
            raise WrongUsage(
                "wrong_row",
                Bilingual(
                    fr=f"La ligne {reader.line_num} n'a pas {len(header)} cellules.",
                    en=f"Line {reader.line_num} does not have {len(header)} cells.",
                ),
                where=where,
                next_step=Bilingual(
                    fr="Vérifiez les virgules et les guillemets de cette ligne ; rien n'a été importé.",
                    en="Check the commas and quotes of that line; nothing was imported.",
                ),
            )
        rows.append((reader.line_num, row))
    return rows


def _check_once(header: Sequence[str], where: str) -> None:
    """Raise WrongUsage for a column named twice: of its two cells one would be taken, and nobody could say which."""
    twice = [column for column, count in Counter(header).items() if column and count > 1]
    if twice:
        names = ", ".join(twice)
        raise WrongUsage(
            "columns_twice",
            Bilingual(fr=f"Ces colonnes sont là deux fois : {names}.", en=f"These columns are there twice: {names}."),
            where=where,
            next_step=Bilingual(
                fr="Gardez-en une de chaque nom ; rien n'a été importé.",
                en="Keep one of each name; nothing was imported.",
            ),
        )
