"""Searching what the actor may see: words, amounts as typed, and what a word begun may become while they type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.errors import WrongUsage
from pipeline.folding import fold
from pipeline.model.identity import OPEN_CIRCLE, DocumentId
from pipeline.model.states import DocumentState
from pipeline.model.text import Bilingual
from pipeline.model.values import Amount, from_written
from pipeline.rights import Act, Subject
from services.access import SYSTEM, act_of, may, note_looks, require, visibility
from services.ports.search import SearchQuery
from services.searched import index_lost, unindexed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pipeline.model.actor import Actor
    from pipeline.ports import Clock
    from services.ports.records import Records
    from services.ports.search import SearchAnswer, SearchIndex
    from services.ports.standings import DocumentStanding

LEAST_BEGUN = 2
"""Letters of a word before anything is proposed for it."""
PROPOSED = ("document_class", "party", "case")
"""Facets of which values are proposed."""
MOST_PROPOSED = 4
"""Proposals of each kind."""
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A facet value that what was typed last may mean; typed: the words before it."""

    facet: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typing:
    """What answers while somebody types; text: what was looked for, the last word perhaps as a beginning."""

    answer: SearchAnswer
    text: str
    proposals: tuple[Proposal, ...]


class Search:
    """The acts of searching."""

    def __init__(self, records: Records, index: Callable[[], SearchIndex], clock: Clock) -> None:
        self._records = records
        self._index = index
        self._clock = clock

    @act_of(Act.SEARCH)
    def pages(self, actor: Actor, query: SearchQuery) -> SearchAnswer:
        """Search the pages the actor may see; the hits shown are checked again in the records.

        Raises PartUnreachable when the index holds nothing at all and the records hold what it should, NotFound for a
        document class or case type that does not exist: nothing found would be no answer.
        """
        require(actor, Act.SEARCH)
        self._refuse_unknown(query.document_class, dict(query.only).get("case_type"))
        answer = self._index().search(replace(query, visibility=visibility(actor)))
        if not answer.total:
            self._refuse_lost_index()
        with self._records.reading() as uow:
            standings = uow.standings.of([DocumentId(hit.document) for hit in answer.hits])
        shown = {name for name, standing in standings.items() if _is_shown(actor, standing)}
        closed = [name for name in shown if standings[name].circle != OPEN_CIRCLE]
        note_looks(self._records, self._clock, actor, Act.SEARCH, closed)
        return replace(answer, hits=tuple(hit for hit in answer.hits if hit.document in shown))

    @act_of(Act.SEARCH)
    def as_typed(self, actor: Actor, query: SearchQuery, titles: Mapping[str, Bilingual]) -> Typing:
        """Search for what was typed or, when that finds more, with the last word as the beginning of one.

        Proposals are values of what was found that begin with the last word. titles: of the document classes, which are
        proposed by their own words. Raises WrongUsage.
        """
        require(actor, Act.SEARCH)
        before, begun = _parted(query.text)
        if not begun or query.after is not None:
            return Typing(answer=self.pages(actor, query), text=query.text, proposals=())
        seen = replace(query, visibility=visibility(actor))
        text = f"{query.text}*"
        if self._index().count(replace(seen, text=text)) <= self._index().count(seen):
            text = query.text
        answer = self.pages(actor, replace(query, text=text))
        proposals = _proposals(query, before, begun, dict(answer.facets), titles)
        return Typing(answer=answer, text=text, proposals=proposals)

    def _refuse_unknown(self, document_class: str | None, case_type: str | None) -> None:
        if document_class is not None or case_type is not None:
            from services.rules.in_force import refuse_unknown  # noqa: PLC0415 - most searches name none

            with self._records.reading() as uow:
                refuse_unknown(uow, document_class=document_class, case_type=case_type)

    def _refuse_lost_index(self) -> None:
        """Nothing found in an index that was lost is no answer: it would be sure and wrong."""
        everything = SearchQuery(text="", visibility=visibility(SYSTEM), limit=1, has_facets=False)
        if self._index().count(everything):
            return
        with self._records.reading() as uow:
            lacking = unindexed(uow, ())
        if lacking:
            raise index_lost(lacking)


def _is_shown(actor: Actor, standing: DocumentStanding) -> bool:
    """Return whether what was found is still there and for the actor: the index may be behind."""
    subject = Subject(circle=standing.circle, case_type=standing.case_type, basket=standing.basket)
    return standing.state is not DocumentState.SUPERSEDED and may(actor, Act.SEARCH, subject)


def _proposals(
    query: SearchQuery,
    before: str,
    begun: str,
    counted: Mapping[str, Counts],
    titles: Mapping[str, Bilingual],
) -> tuple[Proposal, ...]:
    """Return classes, people and cases that begin with `begun`, among what the actor may find."""
    said = {code: f"{title.fr} {title.en}" for code, title in titles.items()}
    chosen = {value for _, value in query.only} | {query.document_class}
    values = {
        name: [value for value, _ in counted.get(name, ()) if _begins(said.get(value, value), begun)]
        for name in PROPOSED
    }
    return tuple(
        Proposal(facet=name, value=value, typed=before)
        for name, found in values.items()
        for value in [one for one in found if one not in chosen][:MOST_PROPOSED]
    )


def _parted(typed: str) -> tuple[str, str]:
    """Return the words before the last, and the last one when it is begun: no quote open, no mark, long enough."""
    before, _, last = typed.rstrip().rpartition(" ")
    is_begun = typed == typed.rstrip() and len(last) >= LEAST_BEGUN and last[-1].isalnum() and '"' not in typed
    return (before, last) if is_begun else (typed, "")


def _begins(text: str, begun: str) -> bool:
    wanted = fold(begun)
    return fold(text).startswith(wanted) or any(word.startswith(wanted) for word in fold(text).split())


def minor(typed: str | None, option: str) -> int | None:
    """Read an amount such as `1834,20` in cents, without its sign; None of nothing. Raises WrongUsage."""
    if not typed:
        return None
    try:
        amount = from_written("amount", typed)
    except ValueError as error:
        raise WrongUsage(
            "search_option_wrong",
            Bilingual(fr=f"« {typed} » n'est pas un montant.", en=f'"{typed}" is no amount.'),
            where=option,
            next_step=Bilingual(fr="Forme attendue : 1834,20", en="Expected form: 1834.20"),
        ) from error
    return abs(amount.minor) if isinstance(amount, Amount) else None
