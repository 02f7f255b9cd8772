"""The past of the demo, counted back from the day it is loaded. Pure."""

import random
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
SEED = 9901


class Clock:
    """Turns "so many days ago" into working days and office hours, always forward.

    The same day and the same name give the same moments.
    """

    def __init__(self, today: date, name: str):
        self.today = today
        self.random = random.Random(f"{SEED} {name}")  # noqa: S311 - decides office hours only
        self.now = datetime.min.replace(tzinfo=OSLO)

    def day(self, ago: int) -> date:
        """Return the day; a Saturday or Sunday gives the Friday before."""
        day = self.today - timedelta(days=ago)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def advance(self, ago: int) -> datetime:
        """Move on to a moment of the day, and at least some minutes from the last one."""
        minutes = timedelta(
            minutes=self.random.randrange(7 * 60), seconds=self.random.randrange(60)
        )
        moment = datetime.combine(self.day(ago), time(8), OSLO) + minutes
        self.now = max(moment, self.now + timedelta(minutes=self.random.randrange(4, 30)))
        return self.now

    def tick(self) -> datetime:
        """Move on some minutes."""
        self.now += timedelta(minutes=self.random.randrange(4, 30))
        return self.now

    def midday(self, ago: int) -> datetime:
        """Return the middle of a day, without going there."""
        return datetime.combine(self.day(ago), time(12), OSLO)

    def partial(self, ago: int, precision: str) -> str:
        """Return an ISO date as precise as a "day", a "month" or a "year"."""
        return self.day(ago).isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]
