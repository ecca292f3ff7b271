"""Rule files as text with positions: what stands where in one, and everything that is wrong with it at once.

Parsers of case types, document classes and batch classes walk the `Node` tree through a `Problems` collector; each
wrong word becomes a `RuleProblem` with file, line and column, and reading goes on with a neutral value.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from enum import StrEnum

from pipeline.errors import PermanentError
from pipeline.model.text import Bilingual

LIKENESS = 0.6
"""How alike (difflib ratio) a known word must be to be suggested for an unknown one: a typo, not a guess."""
SLIP = 0.9
"""How alike a free name must be to a known word to be taken for a slip of the pen: a letter or two."""


class Kind(StrEnum):
    """What a YAML node is."""

    MAPPING = "mapping"
    LIST = "list"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "date"
    NOTHING = "nothing"


_KIND_WORDS = {
    Kind.MAPPING: Bilingual(fr="des clés et leurs valeurs", en="keys with values"),
    Kind.LIST: Bilingual(fr="une liste", en="a list"),
    Kind.TEXT: Bilingual(fr="un texte", en="text"),
    Kind.INTEGER: Bilingual(fr="un nombre entier", en="an integer"),
    Kind.NUMBER: Bilingual(fr="un nombre", en="a number"),
    Kind.FLAG: Bilingual(fr="true ou false", en="true or false"),
    Kind.DAY: Bilingual(fr="une date AAAA-MM-JJ", en="a date YYYY-MM-DD"),
    Kind.NOTHING: Bilingual(fr="rien", en="nothing"),
}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a rule file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleProblem:
    """One thing wrong in a rule file, where it stands, and the word that was probably meant."""

    file: str
    line: int
    column: int
    message: Bilingual
    suggestion: Bilingual | None = None

    @property
    def place(self) -> str:
        """Return `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


class RulesRefused(PermanentError):
    """Rule files cannot be used; `problems` holds all that is wrong with them."""

    def __init__(self, problems: Sequence[RuleProblem]) -> None:
        """Take all problems; the message names the first."""
        first = problems[0]
        more = len(problems) - 1
        super().__init__(
            "rules_refused",
            Bilingual(
                fr=first.message.fr
                + (f" (et {more} autre{'s' if more > 1 else ''} erreur{'s' if more > 1 else ''})" if more else ""),
                en=first.message.en + (f" (and {more} more error{'s' if more > 1 else ''})" if more else ""),
            ),
            where=first.place,
            next_step=Bilingual(
                fr="Corrigez le fichier de règles ; `casebinder rules check` montre toutes les erreurs.",
                en="Correct the rule file; `casebinder rules check` shows every error.",
            ),
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key of a mapping, where it stands, and its value."""

    key: str
    place: Place
    value: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value of a rule file with its position; `text`: a scalar as YAML gives it; `raw`: as it stands in the file."""

    kind: Kind
    place: Place
    text: str = ""
    raw: str = ""
    entries: tuple[Entry, ...] = ()
    items: tuple["Node", ...] = ()

    def get(self, key: str) -> "Node | None":
        """Return the value under a key, or None."""
        return next((entry.value for entry in self.entries if entry.key == key), None)

    def place_of(self, offset: int) -> Place:
        """Return the position in the file of the character at `offset` of the text, whatever the quoting."""
        at = _raw_offset(self.text, self.raw, offset)
        before = self.raw[:at]
        line = before.count("\n")
        column = self.place.column + at if not line else at - before.rfind("\n")
        return Place(self.place.file, self.place.line + line, column)


def _raw_offset(text: str, raw: str, offset: int) -> int:
    """Follow the text through the raw form, over quotes, escapes and folded lines, up to `offset`."""
    at = raw.find("\n") + 1 if raw[:1] in "|>" else int(raw[:1] in "'\"")
    here = at
    for character in text[: offset + 1]:
        if character.isspace():
            here = next((i for i in range(at, len(raw)) if raw[i].isspace()), at)
            at = here + 1
            continue
        found = raw.find(character, at)
        if found < 0:
            break
        here, at = found, found + 1
    return here


@dataclass(slots=True)
class Problems:
    """Collects what is wrong while a file is read; the reading methods give a neutral value instead of failing.

    is_strict: slips are noted too; False for rules that were published, by which cases are judged: what was let in
    once stays in force, also when a later version of ours sees more.
    """

    found: list[RuleProblem] = field(default_factory=list)
    is_strict: bool = True

    def add(self, place: Place, message: Bilingual, suggestion: Bilingual | None = None) -> None:
        """Note one problem."""
        problem = RuleProblem(
            file=place.file, line=place.line, column=place.column, message=message, suggestion=suggestion
        )
        if problem not in self.found:
            self.found.append(problem)

    def note(self, place: Place, message: Bilingual, suggestion: Bilingual | None = None) -> None:
        """Note what is allowed but was surely not meant."""
        if self.is_strict:
            self.add(place, message, suggestion)

    def sorted(self) -> tuple[RuleProblem, ...]:
        """Return the problems by file, line and column."""
        return tuple(sorted(self.found, key=lambda p: (p.file, p.line, p.column)))

    def stop_if_any(self) -> None:
        """Raise RulesRefused with every problem, when there is one."""
        if self.found:
            raise RulesRefused(self.sorted())

    def unknown(self, place: Place, word: str, *, known: Iterable[str], what: Bilingual) -> None:
        """Note a word that is none of the known ones, with the nearest as suggestion; `what` names its kind."""
        self.add(
            place,
            Bilingual(fr=f"{what.fr} « {word} » : cela n'existe pas ici", en=f"unknown {what.en} '{word}'"),
            suggest(word, known),
        )

    def slip(self, place: Place, word: str, *, known: Collection[str], what: Bilingual) -> None:
        """Note a free name that is so like a known word that the known word was surely meant."""
        if self.is_strict and word not in known and get_close_matches(word, known, n=1, cutoff=SLIP):
            self.unknown(place, word, known=known, what=what)

    def mapping(self, node: Node, *, required: Sequence[str] = (), optional: Sequence[str] = ()) -> dict[str, Node]:
        """Return the mapping's values by key; notes unknown keys (with the nearest known one) and missing ones."""
        if not self._is(node, Kind.MAPPING):
            return {}
        known = (*required, *optional)
        for entry in node.entries:
            if entry.key not in known:
                self.unknown(entry.place, entry.key, known=known, what=Bilingual(fr="clé", en="key"))
        for key in required:
            if node.get(key) is None:
                self.add(node.place, Bilingual(fr=f"il manque la clé « {key} »", en=f"the key '{key}' is missing"))
        return {entry.key: entry.value for entry in node.entries if entry.key in known}

    def entries(self, node: Node) -> tuple[Entry, ...]:
        """Return the entries of a mapping whose keys are free names."""
        return node.entries if self._is(node, Kind.MAPPING) else ()

    def items(self, node: Node) -> tuple[Node, ...]:
        """Return the elements of a list."""
        return node.items if self._is(node, Kind.LIST) else ()

    def text(self, node: Node) -> str:
        """Return a scalar as text; numbers and dates are taken as they are written (a version may be 2026.2)."""
        wrong = node.kind in {Kind.MAPPING, Kind.LIST, Kind.NOTHING} or not node.text.strip()
        if wrong:
            self._wrong(node, Kind.TEXT)
        return "" if wrong else node.text.strip()

    def texts(self, node: Node) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self.text(item) for item in self.items(node))

    def one_of(self, node: Node, allowed: Sequence[str]) -> str:
        """Return a text that must be one of those allowed; the first of them when it is not."""
        word = self.text(node)
        if word and word not in allowed:
            self.add(
                node.place,
                Bilingual(
                    fr=f"« {word} » n'est pas permis ici ; permis : {', '.join(allowed)}",
                    en=f"'{word}' is not allowed here; allowed: {', '.join(allowed)}",
                ),
                suggest(word, allowed),
            )
        return word if word in allowed else allowed[0]

    def integer(self, node: Node, *, at_least: int | None = None) -> int:
        """Return a whole number."""
        if node.kind is not Kind.INTEGER or not node.text.lstrip("+-").isdecimal():
            self._wrong(node, Kind.INTEGER)
            return at_least or 0
        value = int(node.text)
        if at_least is not None and value < at_least:
            self.add(node.place, Bilingual(fr=f"au moins {at_least}", en=f"must be at least {at_least}"))
        return value

    def number(self, node: Node, *, low: float, high: float) -> float:
        """Return a number between two bounds, both included."""
        try:
            value = float(node.text) if node.kind in {Kind.INTEGER, Kind.NUMBER} else None
        except ValueError:
            value = None
        if value is None:
            self._wrong(node, Kind.NUMBER)
            return low
        if not low <= value <= high:
            self.add(node.place, Bilingual(fr=f"entre {low:g} et {high:g}", en=f"must be from {low:g} to {high:g}"))
            return low
        return value

    def flag(self, node: Node) -> bool:
        """Return true or false."""
        return self._is(node, Kind.FLAG) and node.text.lower() == "true"

    def day(self, node: Node) -> date | None:
        """Return a calendar day, or None when the text is not one."""
        try:
            return date.fromisoformat(node.text)
        except ValueError:
            self._wrong(node, Kind.DAY)
            return None

    def day_text(self, text: str, place: Place) -> None:
        """Note a text inside an expression that should be a calendar day and is not."""
        try:
            date.fromisoformat(text)
        except ValueError:
            self.add(
                place,
                Bilingual(fr=f"« {text} » n’est pas une date AAAA-MM-JJ", en=f"'{text}' is not a date YYYY-MM-DD"),
            )

    def bilingual(self, node: Node) -> Bilingual:
        """Return a text in both languages: `{fr: ..., en: ...}`."""
        keys = self.mapping(node, required=("fr", "en"))
        return Bilingual(
            fr=self.text(keys["fr"]) if "fr" in keys else "", en=self.text(keys["en"]) if "en" in keys else ""
        )

    def _is(self, node: Node, kind: Kind) -> bool:
        if node.kind is not kind:
            self._wrong(node, kind)
        return node.kind is kind

    def _wrong(self, node: Node, expected: Kind) -> None:
        if node.kind is expected:
            self.add(node.place, Bilingual(fr=f"« {node.text} » n'existe pas", en=f"'{node.text}' does not exist"))
            return
        want, got = _KIND_WORDS[expected], _KIND_WORDS[node.kind]
        shown, shown_en = (f" « {node.text} »", f" '{node.text}'") if node.text else ("", "")
        self.add(
            node.place,
            Bilingual(
                fr=f"il faut ici {want.fr}, pas {got.fr}{shown}", en=f"expected {want.en}, not {got.en}{shown_en}"
            ),
        )


def suggest(word: str, known: Iterable[str]) -> Bilingual | None:
    """Return "did you mean ...?" for the known word nearest to a misspelt one, or None when none is near."""
    near = get_close_matches(word, list(known), n=1, cutoff=LIKENESS)
    if not near:
        return None
    return Bilingual(fr=f"vouliez-vous dire « {near[0]} » ?", en=f"did you mean '{near[0]}'?")
