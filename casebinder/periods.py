"""Spans of calendar time, as rules write them: `{days: 120}`, `{months: 4}`."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A number of calendar days, or of months."""

    days: int = 0
    months: int = 0


def add_months(day: date, months: int) -> date:
    """Move by whole months; the 31st becomes the last day of a shorter month (art. 641 CPC). Raises ValueError."""
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


def after(day: date, period: Period) -> date:
    """Return the day the period ends when it starts on `day`, in calendar days."""
    return _moved(day, months=period.months, days=period.days)


def before(day: date, period: Period) -> date:
    """Return the day that lies the period before `day`."""
    return _moved(day, months=-period.months, days=-period.days)


def days_after(day: date, days: int) -> date:
    """Return the day so many calendar days later."""
    return _moved(day, months=0, days=days)


def _moved(day: date, *, months: int, days: int) -> date:
    """Move a day; beyond all days there are (a misread 31.12.9999), to the last or first of them."""
    try:
        return add_months(day, months) + timedelta(days=days)
    except (ValueError, OverflowError):
        return date.max if months + days > 0 else date.min


def whole_years(start: date, end: date) -> int:
    """Return the full years from `start` to `end`, as an age is counted; negative when `end` lies before."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))
