"""Reads document classes and batch classes from rule texts; every mistake is noted with its place, all at once."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from pipeline.model.identity import UNKNOWN, Circle
from pipeline.model.text import Bilingual
from pipeline.rules.catalog import (
    BatchClass,
    Catalog,
    CertainMarks,
    Check,
    ColumnRule,
    DocumentClass,
    Feature,
    FieldKind,
    FieldRule,
    Operator,
    Option,
    Place,
    ReaderName,
    ReferenceRule,
    Section,
    SumRule,
    TableRule,
    Telling,
    VerifyRule,
)
from pipeline.rules.class_nodes import class_node
from pipeline.rules.pattern_words import WORDS, unknown_words, with_words
from pipeline.rules.rule_text import Node, Problems, suggest
from pipeline.rules.rule_yaml import parse

T = TypeVar("T")
D = TypeVar("D")

SEPARATE_BY = ("patch", "barcode", "blank", "count", "content")
SCHEMES = ("nir", "siret", "siren", "rpps", "iban", "bic", "vat", "mrz", "local")
SHAPES = ("surname", "given_names", "full_name", "company", "address", "postal_code", "commune", "country", "sex")
CHOICES = ("choice", "code", "line", "period", "plate", "party", "mailbox", "addressees", "reference")
PARTIES = ("seller", "buyer")
LANGUAGES = ("fra", "eng", "deu", "spa", "ita", "nld", "por")
_CLASS_KEYS = (
    "general",
    "certain",
    "titles",
    "words",
    "against",
    "typical",
    "untypical",
    "other_labels",
    "issued_by",
    "sections",
    "fields_of",
    "fields",
    "tables",
    "reference",
)
_FIELD_KEYS = (
    *("scheme", "required", "labels", "patterns", "hints", "hints_against", "readers", "place", "first"),
    *("section", "checks", "options", "total_of", "two_d_doc", "threshold"),
)
_ENTRIES = re.compile(r"issued_on|signed_on|[0-9A-Z]{2}(?: [0-9A-Z]{2})*")
_TYPES = re.compile(r"[0-9A-Z]{2}")


def parse_catalog(texts: Iterable[tuple[str, str]], problems: Problems) -> Catalog:
    """Read all document classes, given as (file, text); notes a code that two files use."""
    return together(parse_classes(texts, problems))


def parse_classes(texts: Iterable[tuple[str, str]], problems: Problems) -> tuple[DocumentClass | None, ...]:
    """Read document classes, given as (file, text); None for one that is no YAML. Notes a code that two files use."""
    classes: list[DocumentClass | None] = []
    for file, text in texts:
        node = class_node(text, file=file, problems=problems)
        each = None if node is None else _document_class(node, problems)
        if node and each and each.code and each.code in {other.code for other in classes if other}:
            problems.add(
                node.place,
                Bilingual(
                    fr=f"la classe « {each.code} » est déjà définie dans un autre fichier",
                    en=f"the class '{each.code}' is already defined in another file",
                ),
            )
        classes.append(each)
    return tuple(classes)


def together(classes: Iterable[DocumentClass | None]) -> Catalog:
    """Make a catalog of the classes that have a code; of those with the same code the first."""
    by_code: dict[str, DocumentClass] = {}
    for each in classes:
        if each and each.code:
            by_code.setdefault(each.code, each)
    return Catalog(classes=tuple(by_code[code] for code in sorted(by_code)))


def parse_field_set(text: str, *, file: str, problems: Problems) -> tuple[FieldRule, ...]:
    """Read the fields of a field set, as `fields_of` of classes brings them; none when it is no YAML at all."""
    node = parse(text, file=file, problems=problems)
    keys = problems.mapping(node, required=("field_set", "version", "fields")) if node else {}
    return _get(keys, "fields", lambda n: _fields(n, problems), ())


def parse_batch_class(text: str, *, file: str, problems: Problems) -> BatchClass | None:
    """Read one batch class; None when the text is no YAML at all."""
    node = parse(text, file=file, problems=problems)
    return None if node is None else _batch_class(node, problems)


def _batch_class(node: Node, problems: Problems) -> BatchClass:
    optional = ("languages", "separate_by", "separator_codes", "pages_per_document", "drop_blanks", "circle", "verify")
    keys = problems.mapping(node, required=("batch_class", "title", "version"), optional=optional)
    default = BatchClass(name="", title=Bilingual(fr="", en=""), version="")
    batch = BatchClass(
        name=_get(keys, "batch_class", problems.text, ""),
        title=_get(keys, "title", problems.bilingual, default.title),
        version=_get(keys, "version", problems.text, ""),
        languages=_get(keys, "languages", _many(problems, LANGUAGES), default.languages),
        separate_by=_get(keys, "separate_by", _many(problems, SEPARATE_BY), default.separate_by),
        separator_codes=_get(keys, "separator_codes", problems.texts, ()),
        pages_per_document=_get(keys, "pages_per_document", lambda n: problems.integer(n, at_least=1), None),
        drop_blanks=_get(keys, "drop_blanks", problems.flag, default.drop_blanks),
        circle=Circle(_get(keys, "circle", problems.text, default.circle)),
        verify=_get(keys, "verify", lambda n: _verify(n, problems), default.verify),
    )
    if "count" in batch.separate_by and batch.pages_per_document is None:
        problems.add(
            node.place,
            Bilingual(
                fr="separate_by: count demande la clé « pages_per_document »",
                en="separate_by: count needs the key 'pages_per_document'",
            ),
        )
    return batch


def _verify(node: Node, problems: Problems) -> VerifyRule:
    keys = problems.mapping(node, optional=("class_confidence", "cut_confidence", "field_confidence"))
    share = _share(problems)
    default = VerifyRule()
    return VerifyRule(
        class_confidence=_get(keys, "class_confidence", share, default.class_confidence),
        cut_confidence=_get(keys, "cut_confidence", share, default.cut_confidence),
        field_confidence=_get(keys, "field_confidence", share, default.field_confidence),
    )


def _document_class(node: Node, problems: Problems) -> DocumentClass:
    keys = problems.mapping(node, required=("document_class", "title", "version"), optional=_CLASS_KEYS)
    code = _get(keys, "document_class", problems.text, "")
    if "document_class" in keys and (not re.fullmatch(r"[a-z][a-z0-9_]*", code) or code == UNKNOWN):
        problems.add(
            keys["document_class"].place,
            Bilingual(fr=f"« {code} » n'est pas un code de classe", en=f"'{code}' is no class code"),
        )
    fields = _get(keys, "fields", lambda n: _fields(n, problems), ())
    tables = _get(keys, "tables", lambda n: _tables(n, problems), ())
    sections = _get(keys, "sections", lambda n: _sections(n, problems), ())
    _watch_names(keys, fields, tables, sections, problems)
    return DocumentClass(
        code=code,
        title=_get(keys, "title", problems.bilingual, Bilingual(fr="", en="")),
        version=_get(keys, "version", problems.text, ""),
        marks=_get(keys, "certain", lambda n: _marks(n, problems), CertainMarks()),
        titles=_get(keys, "titles", problems.texts, ()),
        words=_get(keys, "words", lambda n: _tellings(n, problems), ()),
        against=_get(keys, "against", lambda n: _tellings(n, problems), ()),
        other_labels=_get(keys, "other_labels", problems.texts, ()),
        sections=sections,
        fields=fields,
        tables=tables,
        reference=_get(keys, "reference", lambda n: _references(n, [rule.name for rule in fields], problems), ()),
        typical=_get(keys, "typical", lambda n: _typical(n, problems), {}),
        untypical=_get(keys, "untypical", lambda n: _features(n, problems), ()),
        issued_by=_get(keys, "issued_by", lambda n: problems.one_of(n, PARTIES), None),
        is_general=_get(keys, "general", problems.flag, False),  # noqa: FBT003 - what a class is unless its file says so
    )


def _typical(node: Node, problems: Problems) -> dict[Feature, float]:
    """Read features with their points; one that is not known is noted."""
    found = {}
    for entry in problems.entries(node):
        if entry.key in tuple(Feature):
            found[Feature(entry.key)] = problems.number(entry.value, low=0.5, high=5)
        else:
            what = Bilingual(fr="trait", en="feature")
            problems.unknown(entry.place, entry.key, known=tuple(Feature), what=what)
    return found


def _features(node: Node, problems: Problems) -> tuple[Feature, ...]:
    return tuple(Feature(name) for name in _many(problems, tuple(Feature))(node))


def _marks(node: Node, problems: Problems) -> CertainMarks:
    keys = problems.mapping(node, optional=("mrz", "form_numbers", "codes", "einvoice", "two_d_doc", "features"))
    patterns = _patterns(problems)
    return CertainMarks(
        mrz=_get(keys, "mrz", patterns, ()),
        form_numbers=_get(keys, "form_numbers", problems.texts, ()),
        codes=_get(keys, "codes", patterns, ()),
        einvoice=_get(keys, "einvoice", problems.texts, ()),
        two_d_doc=_get(keys, "two_d_doc", _of_two_d_doc(problems, _TYPES), ()),
        features=_get(keys, "features", lambda n: _features(n, problems), ()),
    )


def _tellings(node: Node, problems: Problems) -> tuple[Telling, ...]:
    return tuple(
        Telling(text=entry.key, weight=problems.number(entry.value, low=0.5, high=5))
        for entry in problems.entries(node)
    )


def _fields(node: Node, problems: Problems) -> tuple[FieldRule, ...]:
    return tuple(_field(entry.key, entry.value, problems) for entry in problems.entries(node))


def _field(name: str, node: Node, problems: Problems) -> FieldRule:
    keys = problems.mapping(node, required=("kind",), optional=_FIELD_KEYS)
    kind = FieldKind(_get(keys, "kind", lambda n: problems.one_of(n, tuple(FieldKind)), "text"))
    default = FieldRule(name=name, kind=kind)
    words = SCHEMES if kind is FieldKind.IDENTIFIER else (*SHAPES, *CHOICES)
    readers = _get(keys, "readers", _many(problems, tuple(ReaderName)), default.readers)
    return FieldRule(
        name=name,
        kind=kind,
        scheme=_get(keys, "scheme", lambda n: problems.one_of(n, words), None),
        is_required=_get(keys, "required", problems.flag, default.is_required),
        labels=_get(keys, "labels", problems.texts, ()),
        patterns=_get(keys, "patterns", _patterns(problems), ()),
        hints=_get(keys, "hints", problems.texts, ()),
        hints_against=_get(keys, "hints_against", problems.texts, ()),
        readers=tuple(ReaderName(reader) for reader in readers),
        place=Place(_get(keys, "place", lambda n: problems.one_of(n, tuple(Place)), Place.ANY)),
        is_first=_get(keys, "first", problems.flag, default.is_first),
        section=_get(keys, "section", problems.text, None),
        checks=_get(keys, "checks", lambda n: _checks(n, problems), ()),
        options=_get(keys, "options", lambda n: _options(n, problems), ()),
        total_of=_get(keys, "total_of", lambda n: _sum(n, problems), None),
        two_d_doc=_get(keys, "two_d_doc", _of_two_d_doc(problems, _ENTRIES), ()),
        threshold=_get(keys, "threshold", _share(problems), default.threshold),
    )


def _options(node: Node, problems: Problems) -> tuple[Option, ...]:
    return tuple(Option(value=entry.key, phrases=problems.texts(entry.value)) for entry in problems.entries(node))


def _checks(node: Node, problems: Problems) -> tuple[Check, ...]:
    found = []
    for item in problems.items(node):
        match = re.fullmatch(r"(<=|>=)\s*([a-z_]+)", problems.text(item))
        if match is None:
            problems.add(
                item.place,
                Bilingual(
                    fr="une vérification s'écrit « <= today » ou « >= un_champ »",
                    en="a check is written '<= today' or '>= a_field'",
                ),
            )
        else:
            found.append(Check(operator=Operator(match[1]), other=match[2]))
    return tuple(found)


def _sum(node: Node, problems: Problems) -> SumRule:
    keys = problems.mapping(node, required=("table", "column"))
    return SumRule(table=_get(keys, "table", problems.text, ""), column=_get(keys, "column", problems.text, ""))


def _sections(node: Node, problems: Problems) -> tuple[Section, ...]:
    return tuple(Section(name=entry.key, headings=problems.texts(entry.value)) for entry in problems.entries(node))


def _tables(node: Node, problems: Problems) -> tuple[TableRule, ...]:
    return tuple(
        TableRule(
            name=entry.key,
            columns=tuple(_column(column.key, column.value, problems) for column in problems.entries(entry.value)),
        )
        for entry in problems.entries(node)
    )


def _column(name: str, node: Node, problems: Problems) -> ColumnRule:
    keys = problems.mapping(node, required=("kind", "labels"))
    kind = _get(keys, "kind", lambda n: problems.one_of(n, tuple(FieldKind)), "text")
    return ColumnRule(name=name, kind=FieldKind(kind), labels=_get(keys, "labels", problems.texts, ()))


def _references(node: Node, names: Sequence[str], problems: Problems) -> tuple[ReferenceRule, ...]:
    found = []
    for item in problems.items(node):
        keys = problems.mapping(item, required=("table", "key", "agree"), optional=("fills",))
        found.append(
            ReferenceRule(
                table=_get(keys, "table", problems.text, ""),
                key=_get(keys, "key", lambda n: _known(n, names, problems), ""),
                agree=_get(keys, "agree", lambda n: tuple(_known(i, names, problems) for i in problems.items(n)), ()),
                fills=_get(keys, "fills", lambda n: tuple(_known(i, names, problems) for i in problems.items(n)), ()),
            )
        )
    return tuple(found)


def _watch_names(
    keys: dict[str, Node],
    fields: Sequence[FieldRule],
    tables: Sequence[TableRule],
    sections: Sequence[Section],
    problems: Problems,
) -> None:
    """Note checks, sums and sections that speak of fields, columns or headings that the class does not have."""
    if "fields" not in keys:
        return
    known = ["today", *(rule.name for rule in fields)]
    columns = {(table.name, column.name) for table in tables for column in table.columns}
    for entry in keys["fields"].entries:
        rule = next(rule for rule in fields if rule.name == entry.key)
        for check in rule.checks:
            if check.other not in known:
                problems.unknown(entry.place, check.other, known=known, what=Bilingual(fr="champ", en="field"))
        parts = [section.name for section in sections]
        if rule.section and rule.section not in parts:
            problems.unknown(entry.place, rule.section, known=parts, what=Bilingual(fr="rubrique", en="section"))
        if rule.total_of and (rule.total_of.table, rule.total_of.column) not in columns:
            word = f"{rule.total_of.table}.{rule.total_of.column}"
            near = [f"{table}.{column}" for table, column in columns]
            problems.unknown(entry.place, word, known=near, what=Bilingual(fr="colonne", en="column"))


def _known(node: Node, names: Sequence[str], problems: Problems) -> str:
    word = problems.text(node)
    if word and word not in names:
        problems.unknown(node.place, word, known=names, what=Bilingual(fr="champ", en="field"))
    return word


def _get(keys: dict[str, Node], key: str, read: Callable[[Node], T], default: D) -> T | D:
    return read(keys[key]) if key in keys else default


def _many(problems: Problems, allowed: Sequence[str]) -> Callable[[Node], tuple[str, ...]]:
    return lambda node: tuple(problems.one_of(item, allowed) for item in problems.items(node))


def _of_two_d_doc(problems: Problems, form: re.Pattern[str]) -> Callable[[Node], tuple[str, ...]]:
    """Read types or entries of a 2D-Doc; what no 2D-Doc can hold is noted."""

    def read(node: Node) -> tuple[str, ...]:
        for item in problems.items(node):
            word = problems.text(item)
            if not form.fullmatch(word):
                problems.add(
                    item.place,
                    Bilingual(fr=f"« {word} » ne se trouve dans aucun 2D-Doc", en=f"'{word}' stands in no 2D-Doc"),
                )
        return problems.texts(node)

    return read


def _share(problems: Problems) -> Callable[[Node], float]:
    return lambda node: problems.number(node, low=0, high=1)


def _patterns(problems: Problems) -> Callable[[Node], tuple[str, ...]]:
    def read(node: Node) -> tuple[str, ...]:
        return tuple(pattern for pattern in (_pattern(item, problems) for item in problems.items(node)) if pattern)

    return read


def _pattern(node: Node, problems: Problems) -> str:
    text = problems.text(node)
    for word, at in unknown_words(text):
        what = Bilingual(fr=f"« {{{word}}} » n'est pas un mot de motif", en=f"'{{{word}}}' is no word of patterns")
        problems.note(node.place_of(at), what, suggest(word, WORDS))
    pattern = with_words(text)
    try:
        re.compile(pattern)
    except re.error as error:
        problems.add(
            node.place_of(error.pos or 0) if pattern == text else node.place,
            Bilingual(fr=f"ce motif n'est pas lisible ({error.msg})", en=f"this pattern cannot be read ({error.msg})"),
        )
        return ""
    return pattern
