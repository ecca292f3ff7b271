"""Turns a question into an Elasticsearch query; who may see what is part of the query, never of what comes back."""

from collections.abc import Sequence
from typing import assert_never

from adapters.search_words.asking import FACETS, MOST_FACET_VALUES, Asked
from adapters.search_words.question import AllOf, AnyOf, Clause, Exact, Fuzzy, Phrase, Prefix, Word
from adapters.search_words.terms import Form
from adapters.search_words.weights import ALSO, BY_FIELD, NEAR, ONLY_SO, OTHERS, TERM_FIELDS
from services.ports.search import Reach, Visibility

Query = dict[str, object]
_NOTHING: Query = {"match_none": {}}

AGGREGATIONS: dict[str, dict[str, object]] = {
    name: {
        "terms": {"field": name, "size": MOST_FACET_VALUES, "order": [{"_count": "desc"}, {"_key": "asc"}]},
    }
    for name in FACETS
}
"""Each facet's most frequent values; with one shard the counts are exact."""
ORDER: tuple[dict[str, str], ...] = ({"_score": "desc"}, {"document": "asc"}, {"page": "asc"})


def query_of(asked: Asked, visibility: Visibility) -> Query:
    """Return the query: what was asked, the filters, and the circles of the asker."""
    question = asked.question
    if question.clauses:
        wanted = [_clause(clause) for clause in question.clauses]
    else:
        wanted = [{"constant_score": {"filter": {"match_all": {}}}} if question.is_empty else _NOTHING]
    return {"bool": {"must": wanted, "filter": _filters(asked, visibility)}}


def _filters(asked: Asked, visibility: Visibility) -> list[Query]:
    filters: list[Query] = [{"term": {name: value}} for name, value in asked.only]
    if visibility.circles is not None:
        filters.append({"terms": {"circle": list(visibility.circles)}})
    if visibility.reaches is not None:
        filters.append(_any([_within(reach) for reach in visibility.reaches]) if visibility.reaches else _NOTHING)
    if asked.since or asked.until < 99991231:
        filters.append({"range": {"received_on": {"gte": _day(asked.since), "lte": _day(asked.until)}}})
    if asked.least is not None or asked.most is not None:
        ends = {"gte": asked.least or 0} | ({} if asked.most is None else {"lte": asked.most})
        filters.append({"range": {"magnitude": ends}})
    return filters


def _within(reach: Reach) -> Query:
    """Ask for what is in the case type and the basket of a reach, or in none yet."""
    limits = (("case_type", reach.case_type), ("basket", reach.basket))
    return {"bool": {"filter": [_is_or_has_none(name, value) for name, value in limits if value]}}


def _is_or_has_none(field: str, value: str) -> Query:
    return _any([{"term": {field: value}}, {"bool": {"must_not": {"exists": {"field": field}}}}])


def _day(number: int) -> str:
    """Write yyyymmdd as the mapping has it; 0 is the first day there is."""
    text = f"{max(number, 10101):08}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _clause(clause: Clause) -> Query:
    match clause:
        case AnyOf():
            return _any([_clause(part) for part in clause.parts])
        case AllOf():
            return {"bool": {"must": [_clause(part) for part in clause.parts]}}
        case _:
            return _leaf(clause)


def _leaf(clause: Word | Exact | Phrase | Prefix | Fuzzy) -> Query:
    match clause:
        case Word():
            return _word(clause.form, clause.also)
        case Exact():
            return _term("exact", clause.term, ONLY_SO)
        case Phrase():
            return {"dis_max": {"queries": [_phrase(clause.forms, kind) for kind in range(3)]}}
        case Prefix():
            return {"prefix": {"exact": {"value": clause.term, "rewrite": "constant_score"}}}
        case Fuzzy():
            return _any([_word(clause.form, ""), _near(clause)])
        case _:
            assert_never(clause)


def _word(form: Form, also: str) -> Query:
    """Ask for the word as written and by its stems; the best one counts, the others a little."""
    each = [_term(name, str(form[kind]), BY_FIELD[kind]) for kind, name in enumerate(TERM_FIELDS) if form[kind]]
    if also:
        each.append(_term("french", also, ALSO))
    return {"dis_max": {"queries": each, "tie_breaker": OTHERS}}


def _near(clause: Fuzzy) -> Query:
    """Ask for every word that is near enough: rewritten to a constant it is not cut off at the fifty nearest."""
    near = {"value": clause.form.exact, "fuzziness": clause.distance, "transpositions": True}
    return {"fuzzy": {"exact": {**near, "rewrite": "constant_score", "boost": NEAR}}}


def _phrase(forms: Sequence[Form], kind: int) -> Query:
    words = " ".join(str(form[kind]) for form in forms)
    return {"match_phrase": {TERM_FIELDS[kind]: {"query": words, "boost": BY_FIELD[kind]}}}


def _term(field: str, term: str, boost: float) -> Query:
    return {"term": {field: {"value": term, "boost": boost}}}


def _any(queries: Sequence[Query]) -> Query:
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}
