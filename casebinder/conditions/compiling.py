"""Compiling conditions: every mistake is reported at its word, in the language of the rule file."""

import re
from dataclasses import replace

from cel_expr_python import cel

from casebinder.conditions import syntax
from casebinder.conditions.everyday import everyday
from casebinder.conditions.functions import FUNCTIONS
from casebinder.conditions.rule import Leaf, Rule, Side
from casebinder.conditions.syntax import Sort, Token
from casebinder.conditions.vocabulary import Vocabulary
from pipeline.model.text import Bilingual
from pipeline.rules.rule_text import Node, Problems, suggest

_TYPE_WORDS = {
    "string": Bilingual(fr="un texte", en="text"),
    "timestamp": Bilingual(fr="une date", en="a date"),
    "google.protobuf.Timestamp": Bilingual(fr="une date", en="a date"),
    "int": Bilingual(fr="un nombre entier", en="an integer"),
    "double": Bilingual(fr="un nombre décimal", en="a decimal number"),
    "bool": Bilingual(fr="vrai ou faux", en="true or false"),
}

_CEL_FUNCTIONS = ("size", "int", "double", "string", "matches")

_METHODS = ("startsWith", "endsWith", "contains", "matches", "size")


# ---------------------------------------------------------------- compiling
def compile_rule(node: Node, vocabulary: Vocabulary, problems: Problems) -> Rule | None:
    """Compile a condition of a rule file; every mistake is noted at its word, and then None is given."""
    if node.kind.value in {"mapping", "list"} or not node.text.strip():
        problems.text(node)
        return None
    text = node.text
    before = len(problems.found)
    _check_words(node, vocabulary, problems)
    if len(problems.found) > before:
        return None
    try:
        expression = vocabulary.environment.compile(text)
    except RuntimeError as error:
        _note_errors(str(error), node, problems)
        return None
    if expression.return_type() != cel.Type.BOOL:
        problems.add(
            node.place,
            Bilingual(fr="une condition doit être vraie ou fausse", en="a condition must be true or false"),
        )
        return None
    spans = syntax.leaves(text)
    leaves = tuple(
        replace(_leaf(text[span.start : span.end], vocabulary), is_negated=span.is_negated) for span in spans
    )
    return Rule(
        text=text.strip(),
        names=syntax.names(text),
        expression=expression,
        leaves=leaves,
        everyday=everyday(text),
    )


def _leaf(text: str, vocabulary: Vocabulary) -> Leaf:
    compile_ = vocabulary.environment.compile
    found = syntax.comparison(text)
    leaf = Leaf(
        text=text,
        names=syntax.names(text),
        expression=compile_(text),
        everyday=everyday(text),
    )
    if found is None:
        return leaf
    left, right = (text[span.start : span.end] for span in (found.left, found.right))
    return replace(
        leaf,
        operator=found.operator,
        left=_side(left, vocabulary),
        right=_side(right, vocabulary),
    )


def _side(text: str, vocabulary: Vocabulary) -> Side:
    tokens = syntax.words(text)
    is_plain = len(tokens) == 1 or text.startswith("[")
    expression = None if is_plain else vocabulary.environment.compile(text)
    return Side(text=text, names=syntax.names(text), expression=expression)


def _check_words(node: Node, vocabulary: Vocabulary, problems: Problems) -> None:
    for token in syntax.words(node.text):
        place = node.place_of(token.start)
        if token.sort is Sort.NAME and token.text not in vocabulary.variables:
            problems.unknown(place, token.text, known=vocabulary.variables, what=Bilingual(fr="champ", en="field"))
        elif token.sort is Sort.CALL and token.text not in (*FUNCTIONS, *_CEL_FUNCTIONS):
            problems.unknown(place, token.text, known=FUNCTIONS, what=Bilingual(fr="fonction", en="function"))
        elif token.sort is Sort.METHOD and token.text not in _METHODS:
            problems.unknown(place, token.text, known=_METHODS, what=Bilingual(fr="fonction", en="function"))
    for literal in syntax.literals_given_to(node.text, "day"):
        problems.day_text(literal.text[1:-1], node.place_of(literal.start))
    for name, literal in syntax.compared_literals(node.text):
        _check_literal(node, name, literal, vocabulary, problems)


def _check_literal(node: Node, name: Token, literal: Token, vocabulary: Vocabulary, problems: Problems) -> None:
    variable = vocabulary.variables.get(name.text)
    word = literal.text[1:-1]
    if variable is None or not variable.allowed or word in variable.allowed:
        return
    problems.note(
        node.place_of(literal.start),
        Bilingual(
            fr=f"« {name.text} » ne vaut jamais « {word} » ; valeurs possibles : {', '.join(variable.allowed)}",
            en=f"'{name.text}' is never '{word}'; possible values: {', '.join(variable.allowed)}",
        ),
        suggest(word, variable.allowed),
    )


_ERROR = re.compile(r"<input>:(\d+):(\d+): (.*)")

_OVERLOAD = re.compile(r"found no matching overload for '_?([^']+?)_?' applied to '\(?(.*?)\)?'")


def _note_errors(report: str, node: Node, problems: Problems) -> None:
    found = _ERROR.findall(report)
    for line, column, message in found:
        lines = node.text.split("\n")
        offset = sum(len(text) + 1 for text in lines[: int(line) - 1]) + int(column) - 1
        told, suggestion = _told(message, node.text, offset)
        problems.add(node.place_of(min(offset, max(0, len(node.text) - 1))), told, suggestion)
    if not found:
        problems.add(node.place, Bilingual(fr=f"condition illisible ({report})", en=f"unreadable condition ({report})"))


def _told(message: str, text: str, offset: int) -> tuple[Bilingual, Bilingual | None]:
    overload = _OVERLOAD.search(message)
    if overload:
        kinds = [_TYPE_WORDS.get(kind.strip(), Bilingual(fr=kind, en=kind)) for kind in overload[2].split(",")]
        told = Bilingual(
            fr=f"« {overload[1]} » ne s'applique pas à {' et '.join(kind.fr for kind in kinds)}",
            en=f"'{overload[1]}' does not apply to {' and '.join(kind.en for kind in kinds)}",
        )
        return told, _advice(overload[1], overload[2])
    called = next((f for f in FUNCTIONS if text[:offset].rstrip().endswith(f)), None)
    if "undeclared reference" in message and called:
        count = len(FUNCTIONS[called].takes)
        return Bilingual(fr=f"« {called} » attend {count} valeurs", en=f"'{called}' takes {count} values"), None
    if "token recognition error at: '=" in message:
        return Bilingual(fr="« = » seul n’existe pas", en="there is no single '='"), Bilingual(
            fr="l’égalité s’écrit ==", en="equality is written =="
        )
    detail = message.removeprefix("Syntax error: ").partition(" expecting ")[0]
    return Bilingual(fr=f"condition mal formée ({detail})", en=f"malformed condition ({detail})"), None


def _advice(function: str, kinds: str) -> Bilingual | None:
    if function in FUNCTIONS:
        wanted = [_TYPE_WORDS[kind.name().lower()] for kind in FUNCTIONS[function].takes]
        return Bilingual(
            fr=f"{function} attend {', '.join(kind.fr for kind in wanted)}",
            en=f"{function} takes {', '.join(kind.en for kind in wanted)}",
        )
    if {kind.strip() for kind in kinds.split(",")} == {"double", "int"}:
        return Bilingual(fr="écrivez le nombre avec une décimale (12.0)", en="write the number with a decimal (12.0)")
    if "timestamp" in kinds.lower() and "string" in kinds:
        return Bilingual(fr="écrivez la date day('2026-01-31')", en="write the date as day('2026-01-31')")
    return None
