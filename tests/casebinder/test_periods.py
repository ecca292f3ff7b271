"""Spans of time: calendar months and days, and what lies beyond the last day there is."""

from datetime import date

from casebinder.periods import Period, after, before, days_after


def test_a_period_ends_within_the_days_there_are() -> None:
    """A misread year 9999 starts a deadline that ends on the last day, and stops nothing."""
    assert after(date(2024, 1, 31), Period(months=1)) == date(2024, 2, 29)
    assert after(date(2099, 12, 1), Period(months=2, days=28)) == date(2100, 3, 1)
    for period in (Period(days=120), Period(months=4), Period(months=120_000)):
        assert after(date(9999, 12, 31), period) == date.max
        assert before(date(1, 1, 1), period) == date.min
    assert days_after(date(9999, 12, 30), 2) == date.max
    assert days_after(date(2024, 3, 1), -1) == date(2024, 2, 29)
