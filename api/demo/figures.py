"""The figures of the demo: what COA tells each working day, such that every period closes on the backlog it should."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from api.demo.days import PERIODS, Days, off
from api.demo.province import Municipality
from domain.events.figures import FiguresReported
from domain.values import PartialDate, Period, Source, SourceKind

COA = Source(kind=SourceKind.COA, reference="COA")
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="Staatscourant")
HOUSEHOLDS = (1, 1, 1, 1, 2, 2, 3, 4, 5, 6)
"""How many persons are housed at once, by how often that comes."""
LATE, EARLY = 0.85, 1.2
"""How the days on which persons are housed lie in a period: those who fall behind do most of it at the end."""
PUBLISHED_BEFORE = timedelta(days=84)
"""How long before its first day the target of a period is published."""


@dataclass(frozen=True)
class Course:
    """How one municipality fared, period by period."""

    municipality: Municipality
    days: Days
    factors: tuple[float, ...]

    def net_target(self, half: int, day: date | None = None) -> int:
        """The net target of a half year, as published or as it was revised by a day."""
        revised = self.municipality.revised
        if revised and revised.half == half and (day is None or day >= self.revised_on):
            return revised.net
        return self.published(half)

    def published(self, half: int) -> int:
        """The net target of a half year as it was published."""
        return round(self.municipality.base * self.factors[half + PERIODS - 1])

    @property
    def revised_on(self) -> date:
        """The day on which a target was revised."""
        revised = self.municipality.revised
        return date.max if revised is None else self.days.day(f"h{revised.half}+{revised.day}")

    def opening(self, half: int) -> int:
        """The opening backlog of a half year."""
        return self.municipality.backlogs[half + PERIODS - 1]

    def realised(self, day: date) -> int:
        """How many persons were housed in the half year of this day, up to and including it."""
        half = self.days.half(day)
        return self._housed[half][(day - self.days.period(half).first_day).days]

    @cached_property
    def _housed(self) -> dict[int, list[int]]:
        return {half: self._series(half) for half in range(1 - PERIODS, 1)}

    def _series(self, half: int) -> list[int]:
        """The persons housed so far on each day of a half year."""
        period, closing = self.days.period(half), self.municipality.backlogs[half + PERIODS]
        total = self.net_target(half) + self.opening(half) - closing
        length = (period.last_day - period.first_day).days + 1
        daily, chance = [0] * length, Random(f"{self.municipality.code} {half}")  # noqa: S311 - the same each time, on purpose
        late = LATE if closing > self.opening(half) else EARLY
        while total > 0:
            nth = int(length * chance.random() ** late)
            if not off(period.first_day + timedelta(days=nth)):
                household = min(total, chance.choice(HOUSEHOLDS))
                daily[nth] += household
                total -= household
        return list(accumulate(daily))

    def statement(self, day: date) -> FiguresReported:
        """What COA states about a day; on the last of a period also what it closes on."""
        half = self.days.half(day)
        period, net, opening = self.days.period(half), self.net_target(half, day), self.opening(half)
        realised = self.realised(day)
        closes = day == period.last_day
        return FiguresReported(
            period=period,
            reported_on=PartialDate.of(day),
            source=COA,
            net_target=net,
            opening_backlog=opening,
            realised=realised,
            corrected_target=net + opening if closes else None,
            closing_backlog=net + opening - realised if closes else None,
        )

    def facts(self, day: date) -> dict[str, object]:
        """The words that a text about a day can use."""
        half = self.days.half(day)
        net, opening, realised = self.net_target(half, day), self.opening(half), self.realised(day)
        return {
            "name": self.municipality.name,
            "half": in_words(self.days.period(half)),
            "next_half": in_words(self.days.period(half + 1)),
            "net": net,
            "realised": realised,
            "opening": abs(opening),
            "to_do": max(net + opening - realised, 0),
            "corrected": net + opening,
        }


def reporting_days(day: date) -> list[date]:
    """The days about which COA reports on a working day: the day before, and the end of a period that lies behind."""
    yesterday = day - timedelta(days=1)
    first = Period.half_year(day).first_day
    closed = all(off(first + timedelta(days=nth)) for nth in range((day - first).days))
    return sorted({yesterday, first - timedelta(days=1)}) if closed else [yesterday]


def in_words(period: Period) -> str:
    """A half year in a sentence."""
    return f"het {'eerste' if period.half == 1 else 'tweede'} halfjaar van {period.year}"
