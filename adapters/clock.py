"""The system's clock; the legal day can be set apart to try deadlines (`--today`)."""

from datetime import date, datetime


class SystemClock:
    """Fulfils `pipeline.ports.Clock` by the machine's clock and time zone."""

    def __init__(self, today: date | None = None) -> None:
        self._today = today

    def now(self) -> datetime:
        """Return the present instant in the local time zone."""
        return datetime.now().astimezone()

    def today(self) -> date:
        """Return the day set, or the present one."""
        return self._today or self.now().date()
