"""What happens to 342 invented municipalities, day after day: the facts of a record of any length.

The municipalities do not exist and their figures mean nothing. What is like the real thing is the kind of facts, how
many there are of each, in which order, and how late they are reported: each day a statement of figures of everybody,
each half year a target, a close, conversations with what was promised in them, and a placement. Before the first day
comes what a province has when it begins: the totals of the years before.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from domain.events.base import MunicipalityEvent
from domain.events.case import RungTakenOver, SupervisionOpened, SupervisorAssigned
from domain.events.contact import (
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    ConversationHeld,
    ConversationKind,
    Side,
)
from domain.events.figures import FiguresReported, TargetSet
from domain.events.ladder import DecidedBy, DecidingBody, RungHeld, RungLowered, RungRaised
from domain.events.periods import PeriodClosed
from domain.values import (
    AgreementId,
    ConversationId,
    PartialDate,
    Period,
    PersonId,
    PlainText,
    Rung,
    Source,
    SourceKind,
)

MUNICIPALITIES = 342
CODES = tuple(f"GM8{number:03}" for number in range(MUNICIPALITIES))
"""Codes that no municipality has."""
YEARS_BEFORE = 4
"""Of how many years the totals are recorded at the beginning."""
HIGHEST = Rung.AGREEMENTS
"""The rungs above it are decided by another body, with letters and terms."""
BEFORE, A_DAY = 7_000, 351.4
"""How many entries there are at the beginning, and then each day in the long run; about."""

DAILY = Source(kind=SourceKind.COA, reference="COA, dagelijkse lijst")
PUBLISHED = Source(kind=SourceKind.MINISTRY, reference="Staatscourant")
OVERVIEW = Source(kind=SourceKind.MINISTRY, reference="overzicht aan het einde van de periode")
MANDATED = DecidedBy(body=DecidingBody.MANDATED, mandate="mandaatregeling, artikel 3")
ANNA = PersonId("person-anna")
SUPERVISORS = tuple(PersonId(f"person-supervisor-{number}") for number in range(24))
TEMPERS = (1.02, 1.15, 0.80, 0.35, 1.30, 0.90)
"""Which part of what is asked a municipality houses in a half year."""


class Told(NamedTuple):
    """A fact about a municipality, its version in the stream, and the day on which it happened."""

    code: str
    version: int
    day: date
    fact: MunicipalityEvent


@dataclass(slots=True)
class Place:
    """Where a municipality is: what it must house, what it has housed, on which rung it stands."""

    code: str
    number: int
    chance: Random
    size: int
    version: int = 0
    rung: Rung = Rung.SIGNAL
    opening: int = 0
    target: int = 0
    housed: int = 0
    closing: dict[Period, tuple[int, int, int]] = field(default_factory=dict)
    totals: int = 0
    promised: list[AgreementId] = field(default_factory=list)

    @classmethod
    def of(cls, number: int) -> "Place":
        """A municipality with its own course, the same every time."""
        chance = Random(number)  # noqa: S311 - the same every time
        return cls(CODES[number], number, chance, size=8 + int(chance.paretovariate(1.2) * 10) % 400)

    def told(self, day: date, fact: MunicipalityEvent) -> Told:
        """The next fact about it."""
        self.version += 1
        return Told(self.code, self.version, day, fact)

    def begin(self) -> None:
        """Go into a half year with what was left of the one before."""
        self.target = self.size
        asked = max(self.target + self.opening, 0)
        self.housed = round(asked * self.chance.choice(TEMPERS))

    def end(self, period: Period) -> None:
        """Keep the totals of a half year; what is left goes to the next."""
        self.closing[period] = (self.opening, self.target, self.housed)
        self.opening += self.target - self.housed

    def realised(self, period: Period, day: date) -> int:
        """How many are housed by the end of a day."""
        passed = ((day - period.first_day).days + 1) / ((period.last_day - period.first_day).days + 1)
        return int(self.housed * passed)


def days(first: date) -> Iterator[tuple[date, list[Told]]]:
    """What is recorded on each day, from the first on: never ends."""
    places = [Place.of(number) for number in range(MUNICIPALITIES)]
    period = Period.half_year(first)
    eve = first - timedelta(days=1)
    yield eve, list(before(places, eve, period))
    day = first
    while True:
        if day == period.next.first_day:
            for place in places:
                place.end(period)
                place.begin()
            period = period.next
        yield day, [told for place in places for told in on(place, day, period)]
        day += timedelta(days=1)


def days_for(entries: int) -> int:
    """In about how many days a record has so many entries; a week more for the end of the week."""
    return round(max(entries - BEFORE, 0) / A_DAY) + 7


# What there is at the beginning


def before(places: list[Place], eve: date, period: Period) -> Iterator[Told]:
    """Supervision is opened, and what is known of the years before is recorded."""
    for place in places:
        past = Period(period.year - YEARS_BEFORE, period.half)
        name, province = f"Gemeente {place.code[2:]}", f"PV{20 + place.number % 12}"
        yield place.told(past.first_day, SupervisionOpened(name=name, province=province))
        taken_over = RungTakenOver(rung=Rung.SIGNAL, since=PartialDate.of(str(past.year)), source=OVERVIEW)
        yield place.told(past.first_day, taken_over)
        yield place.told(eve, SupervisorAssigned(supervisor=SUPERVISORS[place.number % len(SUPERVISORS)]))
        while past < period:
            place.begin()
            yield target(place, past)
            place.end(past)
            yield total(place, past)
            past = past.next
        place.begin()
        yield target(place, period)
        if published_on(period.next) <= eve:
            yield target(place, period.next)


def target(place: Place, period: Period) -> Told:
    """The target of a half year is published."""
    fact = TargetSet(period=period, net_target=place.size, source=PUBLISHED)
    return place.told(published_on(period), fact)


def published_on(period: Period) -> date:
    """Twelve weeks ahead."""
    return period.first_day - timedelta(weeks=12)


def total(place: Place, period: Period) -> Told:
    """What became of a half year, as the ministry states it on the day after."""
    opening, net_target, housed = place.closing[period]
    day = period.next.first_day
    fact = FiguresReported(
        period=period,
        reported_on=PartialDate.of(day),
        source=OVERVIEW,
        net_target=net_target,
        opening_backlog=opening,
        corrected_target=net_target + opening,
        realised=housed,
        closing_backlog=opening + net_target - housed,
    )
    told = place.told(day, fact)
    place.totals = told.version
    return told


# What happens on a day


def on(place: Place, day: date, period: Period) -> Iterator[Told]:
    """What is recorded of a municipality on a day."""
    since = (day - period.first_day).days
    yield from figures(place, day, since, period)
    if since == 10 and place.promised:
        yield settled(place, day, period.previous)
    if since == 14:
        yield total(place, period.previous)
    if since == 21:
        yield closed(place, day, period.previous)
    if since == 45:
        yield placed(place, day)
    if since == 20 + place.number % 120:
        yield from spoken(place, day, period)
    if day == published_on(period.next):
        yield target(place, period.next)


def figures(place: Place, day: date, since: int, period: Period) -> Iterator[Told]:
    """The daily figures. Most come the day after, some later; nothing of a half year is late for its end."""
    late = (0, 0, 0, 1, 1, 2, 5)[place.number % 7]
    if since < late:
        return
    reported = day - timedelta(days=late)
    fact = FiguresReported(
        period=period,
        reported_on=day_of(reported),
        source=DAILY,
        net_target=place.target,
        opening_backlog=place.opening,
        corrected_target=place.target + place.opening,
        realised=place.realised(period, reported),
    )
    yield place.told(reported, fact)


def closed(place: Place, day: date, period: Period) -> Told:
    """The numbers of a half year are fixed."""
    opening, net_target, housed = place.closing[period]
    fact = PeriodClosed(
        period=period,
        opening_backlog=opening,
        first_target=net_target,
        net_target=net_target,
        corrected_target=net_target + opening,
        realised=housed,
        closing_backlog=opening + net_target - housed,
        rests_on=(place.totals,),
    )
    return place.told(day, fact)


def placed(place: Place, day: date) -> Told:
    """A decision on the rung: who has a backlog rises, who has none goes down."""
    behind = place.opening > 0
    to_rung = Rung(min(place.rung + 1, HIGHEST) if behind else max(place.rung - 1, Rung.SIGNAL))
    kind = RungRaised if to_rung > place.rung else RungLowered if to_rung < place.rung else RungHeld
    text = f"De achterstand is {place.opening} personen." if behind else "Er is geen achterstand."
    fact = kind(
        from_rung=place.rung,
        to_rung=to_rung,
        decided_on=day,
        effective_on=day,
        decided_by=MANDATED,
        recorded_by=ANNA,
        grounds=PlainText(text=text),
    )
    place.rung = to_rung
    return place.told(day, fact)


def spoken(place: Place, day: date, period: Period) -> Iterator[Told]:
    """A conversation, and what was promised in it by who stands higher."""
    conversation = ConversationId(f"conversation-{place.code}-{period}")
    higher = place.rung > Rung.SIGNAL
    held = ConversationHeld(
        conversation=conversation,
        kind=ConversationKind.OFFICIAL_SUPERVISION if higher else ConversationKind.PROGRESS,
        summary=PlainText(text=f"In {period} is gesproken over de voortgang en over de woningen die nog komen."),
    )
    yield place.told(day, held)
    if higher:
        agreement = AgreementId(f"agreement-{place.code}-{period}")
        place.promised.append(agreement)
        what = PlainText(text="De gemeente wijst woningen aan in het complex aan de rand van het dorp.")
        made = AgreementMade(
            agreement=agreement, conversation=conversation, owed_by=Side.MUNICIPALITY, what=what, due=period.last_day
        )
        yield place.told(day, made)


def settled(place: Place, day: date, period: Period) -> Told:
    """What was promised in a half year was done, or not."""
    agreement = place.promised.pop(0)
    _, net_target, housed = place.closing[period]
    kept = housed >= net_target
    return place.told(day, (AgreementKept if kept else AgreementNotKept)(agreement=agreement))


def day_of(day: date) -> PartialDate:
    """A day as facts say it; the days of a week come hundreds of times each."""
    if day not in _DAYS:
        _DAYS[day] = PartialDate.of(day)
    return _DAYS[day]


_DAYS: dict[date, PartialDate] = {}
