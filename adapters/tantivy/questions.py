"""Turns a question into a Tantivy query; who may see what is part of the query, never a matter of what comes back."""

import re
from collections.abc import Sequence
from typing import assert_never

import tantivy
from tantivy import Occur, Query

from adapters.search_words.asking import MOST_AMOUNT, Asked
from adapters.search_words.question import AllOf, AnyOf, Clause, Exact, Fuzzy, Phrase, Prefix, Word
from adapters.search_words.terms import Form
from adapters.search_words.weights import ALSO, BY_FIELD, NEAR, ONLY_SO, OTHERS, TERM_FIELDS
from services.ports.search import Reach, SearchQuery


def query_of(schema: tantivy.Schema, query: SearchQuery, asked: Asked) -> tantivy.Query:
    """Return the query: what was asked, the filters, and the circles of the asker."""
    question = asked.question
    if question.clauses:
        wanted = _all([_clause(schema, clause) for clause in question.clauses])
    else:
        wanted = Query.const_score_query(Query.all_query(), 1.0) if question.is_empty else Query.empty_query()
    return _all([wanted, *(Query.const_score_query(each, 0.0) for each in _filters(schema, query, asked))])


def _filters(schema: tantivy.Schema, query: SearchQuery, asked: Asked) -> Sequence[tantivy.Query]:
    filters = []
    if query.visibility.circles is not None:
        filters.append(_any([Query.term_query(schema, "circle", name) for name in query.visibility.circles]))
    if query.visibility.reaches is not None:
        filters.append(_any([_within(schema, reach) for reach in query.visibility.reaches]))
    filters += [Query.term_query(schema, name, value) for name, value in asked.only]
    number = tantivy.FieldType.Unsigned
    if query.since is not None or query.until is not None:
        filters.append(Query.range_query(schema, "received_on", number, asked.since, asked.until))
    if asked.least is not None or asked.most is not None:
        most = MOST_AMOUNT if asked.most is None else asked.most
        filters.append(Query.range_query(schema, "magnitude", number, asked.least or 0, most))
    return filters


def _within(schema: tantivy.Schema, reach: Reach) -> tantivy.Query:
    """Ask for what is in the case type and the basket of a reach, or in none yet."""
    limits = [("case_type", reach.case_type), ("basket", reach.basket)]
    return _all([Query.all_query(), *(_is_or_has_none(schema, name, value) for name, value in limits if value)])


def _is_or_has_none(schema: tantivy.Schema, field: str, value: str) -> tantivy.Query:
    has_one = Query.regex_query(schema, field, ".+")
    has_none = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, has_one)])
    return _any([Query.term_query(schema, field, value), has_none])


def _clause(schema: tantivy.Schema, clause: Clause) -> tantivy.Query:
    match clause:
        case AnyOf():
            return _any([_clause(schema, part) for part in clause.parts])
        case AllOf():
            return _all([_clause(schema, part) for part in clause.parts])
        case _:
            return _leaf(schema, clause)


def _leaf(schema: tantivy.Schema, clause: Word | Exact | Phrase | Prefix | Fuzzy) -> tantivy.Query:
    match clause:
        case Word():
            return _word(schema, clause.form, clause.also)
        case Exact():
            return Query.boost_query(Query.term_query(schema, "exact", clause.term), ONLY_SO)
        case Phrase():
            return Query.disjunction_max_query([_phrase(schema, clause.forms, kind) for kind in range(3)])
        case Prefix():
            return Query.regex_query(schema, "exact", re.escape(clause.term) + ".*")
        case Fuzzy():
            near = Query.fuzzy_term_query(schema, "exact", clause.form.exact, clause.distance, True)  # noqa: FBT003
            return _any([_word(schema, clause.form, ""), Query.const_score_query(near, NEAR)])
        case _:
            assert_never(clause)


def _word(schema: tantivy.Schema, form: Form, also: str) -> tantivy.Query:
    """Ask for the word as written and by its stems; the best one counts, the others a little."""
    each = [
        Query.boost_query(Query.term_query(schema, name, form[kind]), BY_FIELD[kind])
        for kind, name in enumerate(TERM_FIELDS)
        if form[kind]
    ]
    if also:
        each.append(Query.boost_query(Query.term_query(schema, "french", also), ALSO))
    return Query.disjunction_max_query(each, OTHERS)


def _phrase(schema: tantivy.Schema, forms: Sequence[Form], kind: int) -> tantivy.Query:
    words = [str(form[kind]) for form in forms]
    return Query.boost_query(Query.phrase_query(schema, TERM_FIELDS[kind], list(words)), BY_FIELD[kind])


def _all(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return Query.boolean_query([(Occur.Must, each) for each in queries])


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    """Ask for any of these; of none, nothing."""
    return Query.boolean_query([(Occur.Should, each) for each in queries]) if queries else Query.empty_query()
