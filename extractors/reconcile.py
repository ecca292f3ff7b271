"""Several readings of one field become one field: readings that agree make each other surer, rivals make a doubt.

Agreement is judged on folded values, so that `LEFÈVRE` on the card and `LEFEVRE` in its zone are one name; the form
with accents is kept. A reading that its check digits prove outweighs any that nothing proves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extractors.candidates import Candidate
from pipeline.folding import letters
from pipeline.model.document import Alternative, IndexField, Origin
from pipeline.model.values import Text, written
from pipeline.rules.catalog import FieldRule

SUREST = 0.995
LEAST_BEGINNING = 3
LEAST_STREET = 3
"""Words of a street, the number of its house among them, that is known again in a longer address."""
NEAR_RIVAL = 0.5
"""A rival that differs by one letter of a word confirms the others: it counts half."""
SECOND_OPINION = 0.6
"""How much of the remaining doubt an agreeing reading from another place or source takes away."""
SAME_SOURCE = 0.25
"""The same, from the same page by the same way: it may repeat the same mistake."""
RIVAL = 0.55
"""How much a rival as sure as the winner takes from it."""
HEARD = 0.6
"""A rival address counts that much however badly it was read: two addresses stand on the paper."""
PROVED = 0.97
PROOF_COUNTS_FROM = 0.88
REFUTED = 0.4
"""However many readings agree on it, a value that its check digits refute is for a person."""
AT_ODDS = 0.5
"""A printed total that the rows do not give is for a person, however clearly it is printed."""
GIVEN_NAMES = "given_names"
NAMES = frozenset({GIVEN_NAMES, "full_name"})
"""The schemes of fields whose value may be printed with initials."""
ADDRESS = "address"
WHOLE_NAMES = frozenset({"full_name", "party"})
"""The schemes of fields whose words may be printed in either order: `DURAND Anne`, `Anne DURAND`."""
MOST_ALTERNATIVES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Readings that say the same."""

    readings: tuple[Candidate, ...]

    @property
    def is_proved(self) -> bool:
        """Return whether check digits prove one of them."""
        return any(reading.is_proved for reading in self.readings)

    @property
    def confidence(self) -> float:
        """Return how sure they make each other, 0 to 1."""
        ordered = sorted(self.readings, key=lambda r: -r.confidence)
        sure = ordered[0].confidence
        origins = {_source(ordered[0])}
        for reading in ordered[1:]:
            weight = SAME_SOURCE if _source(reading) in origins else SECOND_OPINION
            sure += (1 - sure) * weight * reading.confidence
            origins.add(_source(reading))
        if self.is_proved and sure >= PROOF_COUNTS_FROM:
            sure = max(sure, PROVED)
        elif any(reading.is_proved is False for reading in self.readings):
            sure = min(sure, REFUTED)
        return min(SUREST, sure)


def _source(reading: Candidate) -> tuple[Origin, int | None, str]:
    place = reading.evidence
    return (reading.origin, place.page if place else None, str(place.box) if place else "")


def reconcile(rule: FieldRule, candidates: Sequence[Candidate]) -> IndexField | None:
    """Return the field that the readings make together, or None without any."""
    distinct = _once_a_place(candidates)
    grouped = _grouped(distinct, in_any_order=rule.scheme in WHOLE_NAMES)
    grouped = _with_shorter(grouped, may_be_fewer=rule.scheme == GIVEN_NAMES) if rule.scheme in NAMES else grouped
    grouped = _with_streets(grouped) if rule.scheme == ADDRESS else grouped
    groups = sorted(_with_cut_short(grouped), key=lambda g: (g.is_proved, g.confidence), reverse=True)
    if not groups:
        return None
    best, rivals = groups[0], groups[1:]
    confidence = best.confidence
    for rival in rivals:
        if rival.is_proved or not best.is_proved:
            weight = RIVAL * (NEAR_RIVAL if _is_near(best, rival) else 1.0)
            heard = max(rival.confidence, HEARD) if rule.scheme == ADDRESS else rival.confidence
            confidence *= 1 - weight * min(1.0, heard / max(best.confidence, 0.01)) ** 2
    if any(reading.origin is Origin.DERIVED for rival in rivals for reading in rival.readings):
        confidence = min(confidence, AT_ODDS)
    shown = _shown(best)
    return IndexField(
        name=rule.name,
        value=shown.value,
        confidence=round(confidence, 4),
        origin=shown.origin,
        evidence=shown.evidence,
        alternatives=tuple(
            Alternative(value=_shown(rival).value, confidence=round(min(rival.confidence, confidence), 4))
            for rival in rivals[:MOST_ALTERNATIVES]
        ),
    )


def _once_a_place(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Keep of equal readings of the same words the surest: two labels over one value are one reading."""
    best: dict[tuple[str, str], Candidate] = {}
    for candidate in candidates:
        place = candidate.evidence
        key = (_key(candidate), f"{place.page} {place.box}" if place else candidate.origin)
        if key not in best or candidate.confidence > best[key].confidence:
            best[key] = candidate
    return list(best.values())


def _grouped(candidates: Sequence[Candidate], *, in_any_order: bool) -> list[Group]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        key = " ".join(sorted(_words(candidate))) if in_any_order else _key(candidate)
        groups.setdefault(key, []).append(candidate)
    return [Group(readings=tuple(readings)) for readings in groups.values()]


def _with_cut_short(groups: Sequence[Group]) -> list[Group]:
    """Let a zone's names that its end cut short count for the longer names that begin with them."""
    whole = list(groups)
    for short in groups:
        if not all(reading.may_be_cut for reading in short.readings):
            continue
        longer = [g for g in whole if g is not short and _key(g.readings[0]).startswith(_key(short.readings[0]))]
        if len(longer) == 1 and len(_key(short.readings[0])) >= LEAST_BEGINNING:
            whole = [g for g in whole if g is not short and g is not longer[0]]
            whole.append(Group(readings=(*longer[0].readings, *short.readings)))
    return whole


def _with_shorter(groups: Sequence[Group], *, may_be_fewer: bool) -> list[Group]:
    """Let names with initials count for the one in full that they may stand for: `Ms B Fallow`, `Bronwen Fallow`.

    may_be_fewer: so do the first of several given names: `Odile`, `Odile Jeanne`.
    """
    whole = list(groups)
    for short in groups:
        fuller = [g for g in whole if g is not short and _may_stand_for(short, g, may_be_fewer=may_be_fewer)]
        if len(fuller) == 1:
            whole = [g for g in whole if g is not short and g is not fuller[0]]
            whole.append(Group(readings=(*fuller[0].readings, *short.readings)))
    return whole


def _with_streets(groups: Sequence[Group]) -> list[Group]:
    """Let a street count for the one longer address that ends in it: `8 rue Haute`, `Les Aulnes, 8 rue Haute`.

    A bill shows its window in full and the place of supply by street.
    """
    whole = list(groups)
    for short in groups:
        words = _words(short)
        longer = (g for g in whole if len(_words(g)) > len(words))
        fuller = [g for g in longer if _words(g)[-len(words) :] == words]
        if len(fuller) == 1 and len(words) >= LEAST_STREET:
            whole = [g for g in whole if g is not short and g is not fuller[0]]
            whole.append(Group(readings=(*fuller[0].readings, *short.readings)))
    return whole


def _words(read: Candidate | Group) -> list[str]:
    value = read.readings[0].value if isinstance(read, Group) else read.value
    return [*filter(None, map(letters, written(value).split()))]


def _may_stand_for(short: Group, whole: Group, *, may_be_fewer: bool) -> bool:
    """Return whether each word of a name is that of another, or its initial; unless it may be fewer, one an initial."""
    few, many = _words(short), _words(whole)
    pairs = [*zip(few, many, strict=False)]
    is_alike = bool(few) and len(few) <= len(many) and all(a in {b, b[:1]} for a, b in pairs)
    is_shorter = any(len(a) == 1 < len(b) for a, b in pairs) or (may_be_fewer and len(few) < len(many))
    return is_alike and is_shorter


def _key(candidate: Candidate) -> str:
    return letters(written(candidate.value)) if isinstance(candidate.value, Text) else written(candidate.value)


def _is_near(one: Group, other: Group) -> bool:
    first, second = one.readings[0], other.readings[0]
    if not isinstance(first.value, Text):
        return False
    return len(_key(first)) >= 5 and Levenshtein.distance(_key(first), _key(second), score_cutoff=1) <= 1


def _shown(group: Group) -> Candidate:
    """Return the reading to keep: one that shows accents or small letters, else the proved, else the surest."""
    ordered = sorted(group.readings, key=lambda r: (r.is_proved is True, r.confidence), reverse=True)
    if isinstance(ordered[0].value, Text):
        return max(ordered, key=lambda r: (len(_key(r)), sum(not c.isascii() for c in written(r.value))))
    return ordered[0]
