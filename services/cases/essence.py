"""What of a verdict makes a change: what the history tells, and what new rules are weighed by."""

from casebinder.model.verdict import Verdict


def essence(verdict: Verdict) -> object:
    """Return what a history reader would call a change: checklist, basket, consistency, and deadlines near or past."""
    items = tuple((item.item, item.status) for item in verdict.completeness.items)
    agreements = tuple((state.code, state.holds) for state in verdict.consistency)
    deadlines = tuple((state.code, state.warning_basket, (state.days_left or 0) < 0) for state in verdict.deadlines)
    return verdict.completeness.is_complete, items, agreements, verdict.basket, deadlines
