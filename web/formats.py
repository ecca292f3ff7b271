"""Dates, instants, amounts and counts as each language writes them, by Babel (Unicode CLDR)."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import assert_never

from babel import Locale
from babel.dates import format_date, format_datetime, format_timedelta
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from casebinder.wording import field_words
from pipeline.model.text import Bilingual, Language
from pipeline.model.values import Amount, Day, Flag, Identifier, Number, Text, Value
from web.typed import YES_NO

_LOCALES = {Language.FR: Locale("fr", "FR"), Language.EN: Locale("en", "GB")}
_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")


class Formats:
    """How one language writes values."""

    def __init__(self, language: Language) -> None:
        self._locale = _LOCALES[language]

    def day(self, value: date) -> str:
        """Write a day in figures: 19/11/2026."""
        return format_date(value, "dd/MM/yyyy", locale=self._locale)

    def short_day(self, value: date) -> str:
        """Write a day of this year: 19 nov."""
        return format_date(value, "d MMM", locale=self._locale)

    def month(self, value: date) -> str:
        """Write the month of a day: nov. 2026."""
        return format_date(value, "MMM yyyy", locale=self._locale)

    def long_day(self, value: date) -> str:
        """Write a day in words: 19 novembre 2026."""
        return format_date(value, "long", locale=self._locale)

    def moment(self, value: datetime) -> str:
        """Write an instant in the zone of this machine: 19/11/2026 10:41."""
        return format_datetime(value.astimezone(), "dd/MM/yyyy HH:mm", locale=self._locale)

    def in_days(self, days: int) -> str:
        """Write how far a day is: in 4 days, 2 days ago."""
        return format_timedelta(days * 86400, granularity="day", add_direction=True, locale=self._locale)

    def lasting(self, seconds: int) -> str:
        """Write how long something lasts, in its largest units: 1 min 12 s."""
        units = (("hour", seconds // 3600), ("minute", seconds // 60 % 60), ("second", seconds % 60))
        told = [(unit, count) for unit, count in units if count][:2] or [units[-1]]
        return " ".join(
            format_unit(count, f"duration-{unit}", length="short", locale=self._locale) for unit, count in told
        )

    def money(self, value: Amount) -> str:
        """Write an amount with its currency: 1 834,20 €."""
        return format_currency(value.decimal, value.currency, locale=self._locale)

    def value(self, value: Value) -> str:
        """Write what was read of a document, by its kind."""
        match value:
            case Day():
                return self.day(value.value)
            case Amount():
                return self.money(value)
            case Flag():
                return YES_NO[Language(self._locale.language)][value.value]
            case Text() | Identifier() | Number():
                return value.value
            case _:
                assert_never(value)

    def told(self, text: Bilingual) -> str:
        """Return a sentence of the records, its ISO days written as days are."""
        return self.days_told(text.in_language(Language(self._locale.language)))

    def days_told(self, text: str) -> str:
        """Return a text, its ISO days written as days are."""
        return _ISO_DAY.sub(self._day_in, text)

    def month_named(self, value: str) -> str:
        """Write a month given as yyyy-mm: nov. 2026; anything else as it is."""
        try:
            return self.month(date.fromisoformat(f"{value}-01"))
        except ValueError:
            return value

    def _day_in(self, found: re.Match[str]) -> str:
        try:
            return self.day(date.fromisoformat(found[0]))
        except ValueError:
            return found[0]

    def field(self, name: str) -> str:
        """Return what people call a field."""
        return field_words(name).in_language(Language(self._locale.language))

    def number(self, value: Decimal | float) -> str:
        """Write a number with its thousands apart."""
        return format_decimal(value, locale=self._locale)

    def size(self, size: int) -> str:
        """Write bytes as megabytes to a tenth, or as whole kilobytes below one: 12.4 MB, 310 kB."""
        if size < 1_000_000:
            return format_unit(-(-size // 1000), "digital-kilobyte", length="short", locale=self._locale)
        return format_unit(round(size / 1_000_000, 1), "digital-megabyte", length="short", locale=self._locale)

    def share(self, value: float) -> str:
        """Write a share of one as a percentage."""
        return format_percent(value, locale=self._locale)

    def listed(self, values: list[str]) -> str:
        """Write several with commas and an `and`."""
        return format_list(values, locale=self._locale)
