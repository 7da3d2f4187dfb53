"""What if: where municipalities would stand under another framework. Nobody decides this, and nothing is recorded.

Half year after half year, the advice on the numbers as they were is supposed to be followed. Four suppositions:
a municipality begins where it was recorded to stand; what is advised takes effect the day after the half year; a term
of rung 4 or 5 has passed by the end of the next half year, and no substitution decision stands in the way of lowering;
who was frozen is held as long. What only people weigh (effort, views, urgency) has no part in it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from domain.events.judging import Advice, Trend, TrendVerdict
from domain.events.periods import PeriodNumbers
from domain.policy.advice import Standing, advise
from domain.policy.framework import Framework, Rule
from domain.policy.trend import Measure, trend
from domain.values import Period, Rung

ASSESSMENT = "assessment"
"""The term within which the assessment of a half year is drawn."""
NO_FIGURES = "De trend is niet te bepalen: er is geen officiële eindstand bekend."


@dataclass(frozen=True, slots=True)
class Course:
    """What is recorded of a municipality over some half years, and a few before them.

    ``numbers`` are those of each half year of which a closing backlog is known. ``recorded`` is the rung on which it
    stood at the moment of comparison after each half year; there is none while it was not under supervision. ``frozen``
    are the half years after which its rung was frozen at that moment.
    """

    code: str
    name: str
    numbers: Mapping[Period, PeriodNumbers]
    recorded: Mapping[Period, Rung]
    frozen: frozenset[Period] = frozenset()


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a municipality stands after a half year, as recorded and as it would, by which verdict and advice.

    ``trend`` is None where supervision began in the half year: there is nothing to compare yet. ``advice`` is None
    where it cannot be determined; the rung stays what it is.
    """

    period: Period
    recorded: Rung
    simulated: Rung
    trend: Trend | None
    advice: Advice | None

    @property
    def differs(self) -> bool:
        """Whether it would stand elsewhere."""
        return self.recorded is not self.simulated

    @property
    def undetermined(self) -> bool:
        """Whether the figures tell too little for any advice."""
        return self.trend is not None and self.advice is None


@dataclass(frozen=True, slots=True)
class Simulated:
    """A municipality in a simulation, half year after half year for as long as it was under supervision."""

    code: str
    name: str
    stands: tuple[Stand, ...]

    def after(self, period: Period) -> Stand | None:
        """Where it stands after a half year; None while it was not under supervision."""
        return next((each for each in self.stands if each.period == period), None)

    @property
    def differs_since(self) -> Period | None:
        """The first half year of the last unbroken run in which it differs; None when it does not differ in the end."""
        since: Period | None = None
        for stand in self.stands:
            since = (since or stand.period) if stand.differs else None
        return since


@dataclass(frozen=True, slots=True)
class Count:
    """How many municipalities stand on a rung, as recorded and as they would."""

    recorded: int
    simulated: int


@dataclass(frozen=True, slots=True)
class Simulation:
    """The recorded history under a framework: these half years, the earliest first, and every municipality in them."""

    framework: Framework
    periods: tuple[Period, ...]
    municipalities: tuple[Simulated, ...]

    def after(self, period: Period) -> list[tuple[Simulated, Stand]]:
        """Who was under supervision after a half year, and where they stand."""
        return [(each, stand) for each in self.municipalities if (stand := each.after(period))]

    def counts(self, period: Period) -> dict[Rung, Count]:
        """How many stand on each rung after a half year."""
        stands = [stand for _, stand in self.after(period)]
        recorded, simulated = Counter(each.recorded for each in stands), Counter(each.simulated for each in stands)
        return {rung: Count(recorded[rung], simulated[rung]) for rung in Rung}

    def differing(self, period: Period) -> list[tuple[Simulated, Stand]]:
        """Who would stand on another rung after a half year."""
        return [(each, stand) for each, stand in self.after(period) if stand.differs]

    def unlike(self, other: "Simulation", period: Period) -> frozenset[str]:
        """Who would stand elsewhere after a half year than in another simulation, by their codes."""
        theirs = {each.code: stand.simulated for each, stand in other.after(period)}
        return frozenset(each.code for each, stand in self.after(period) if theirs.get(each.code) != stand.simulated)


def simulate(framework: Framework, courses: Iterable[Course], periods: Sequence[Period]) -> Simulation:
    """The history of these municipalities under a framework.

    Args:
        framework: one that gives advice (see ``advises``).
        courses: what is recorded of each municipality; of ``looks_back`` half years before the first as well.
        periods: half years that follow each other, the earliest first; at least one.
    """
    measure = Measure.of(framework)
    told = (
        Simulated(course.code, course.name, tuple(_Replayed.under(framework, measure, course).stands(periods)))
        for course in courses
    )
    return Simulation(framework, tuple(periods), tuple(told))


def advises(framework: Framework) -> bool:
    """Whether a framework gives advice at all; a stub of a policy does not."""
    return framework.rule is not Rule.NONE


def looks_back(framework: Framework) -> int:
    """Of how many half years before the first one the verdict counts, for a trend that lasts."""
    return framework.parameter("lower_after") - 1 if framework.rule is Rule.TREND else 0


def bears_on(framework: Framework) -> tuple[str, ...]:
    """The parameters and terms that the rungs depend on; the others set signals, contact and the terms of plans.

    Tolerance tells what grows from what stands still, and both are advised to rise: only how strictly differs.
    """
    judging = ("percent", "min_persons", "lower_after") if framework.rule is Rule.TREND else ()
    return (*judging, ASSESSMENT)


def moments(framework: Framework, periods: Sequence[Period], latest: date) -> dict[Period, date]:
    """The day on which recorded and simulated rungs are compared after each half year, and after the one before them.

    In reality a decision follows when the figures have been judged, and a simulated one at once; so the recorded rung
    is that of the end of the term within which an assessment is drawn. After the last half year it is that of
    ``latest``: what is asked is where everybody would stand by then.
    """
    term = timedelta(weeks=framework.term(ASSESSMENT).value)
    before = [] if periods[0].is_first else [periods[0].previous]
    found = {period: min(period.last_day + term, latest) for period in (*before, *periods)}
    return {**found, periods[-1]: latest}


@dataclass(frozen=True, slots=True)
class _Replayed:
    """One municipality under one framework, with the trends by the measure of that framework."""

    framework: Framework
    course: Course
    trends: Mapping[Period, Trend]

    @classmethod
    def under(cls, framework: Framework, measure: Measure, course: Course) -> Self:
        return cls(framework, course, {period: trend(told, measure) for period, told in course.numbers.items()})

    def stands(self, periods: Sequence[Period]) -> Iterator[Stand]:
        """Half year after half year; it begins, or begins anew, where it was recorded to stand."""
        first = periods[0]
        rung = None if first.is_first else self.course.recorded.get(first.previous)
        for period in periods:
            recorded = self.course.recorded.get(period)
            if recorded is None:
                rung = None
                continue
            stand = self._judged(period, recorded, rung) if rung else Stand(period, recorded, recorded, None, None)
            rung = stand.simulated
            yield stand

    def _judged(self, period: Period, recorded: Rung, rung: Rung) -> Stand:
        """Where it comes to stand that stood on a rung when the half year ended."""
        found = self.trends.get(period) or Trend(verdict=TrendVerdict.UNDETERMINED, sentence=NO_FIGURES)
        decided = rung >= Rung.SUBSTITUTION_DECIDED and found.verdict is not TrendVerdict.NO_BACKLOG
        advice = advise(
            self.framework,
            Standing(rung=rung, frozen=period in self.course.frozen, substitution=decided),
            found,
            before=self._verdicts_before(period),
            numbers=self.course.numbers.get(period),
        )
        return Stand(period, recorded, advice.rung if advice else rung, found, advice)

    def _verdicts_before(self, period: Period) -> list[TrendVerdict]:
        """The verdicts on the half years right before one, the latest last."""
        verdicts: list[TrendVerdict] = []
        while not period.is_first and (before := self.trends.get(period.previous)):
            period = period.previous
            verdicts.insert(0, before.verdict)
        return verdicts
