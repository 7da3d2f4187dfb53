"""What the page of a simulation shows: fields for the values, the chart with its table, and who stands elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from markupsafe import Markup

from api.simulating.asked import within
from api.simulating.told import advice_of, verdict_of
from api.web.distribution import NARROW, Pair, distribution
from domain.policy.framework import Framework
from domain.policy.simulation import Count, Simulated, Stand, bears_on
from domain.values import Period, Rung
from projections.dutch.frameworks import NAMES, STANDINGS, UNITS, amount
from projections.dutch.words import alphabetical, listed, number
from projections.simulation import Decided, WhatIf

HIGHER, LOWER, BY_CHANGE = "hoger", "lager", "wijziging"
"""In which way somebody stands elsewhere, as the filter has it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value that can be tried: what it is called and for, its unit and bounds, and where it comes from."""

    name: str
    label: str
    unit: str
    least: int
    most: int
    within: str
    own: int
    own_amount: str
    text: str
    whence: str

    @property
    def id(self) -> str:
        """What the field is called in the form and in the address."""
        return field_of(self.name)


def field_of(name: str) -> str:
    """The field of a parameter or a term."""
    return f"p-{name}"


def fields_of(framework: Framework) -> tuple[Field, ...]:
    """The fields of the values that the outcome depends on."""
    settings = {**framework.parameters, **framework.terms}
    return tuple(_field(name, framework) for name in bears_on(framework) if name in settings)


def _field(name: str, framework: Framework) -> Field:
    setting = framework.parameters.get(name) or framework.terms[name]
    standing = STANDINGS[setting.standing]
    return Field(
        name=name,
        label=NAMES[name],
        unit=UNITS[setting.unit][1],
        least=setting.minimum,
        most=setting.maximum,
        within=within(setting),
        own=setting.value,
        own_amount=amount(setting),
        text=setting.text,
        whence=f"{standing}: {setting.source}" if setting.source else standing,
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A half year in the table: how many on each rung from the lowest up, and what was really decided afterwards."""

    period: Period
    counts: Mapping[Rung, Count]
    differing: int
    undetermined: int
    decided: Decided


def rows(found: WhatIf) -> tuple[Row, ...]:
    """The half years, the earliest first."""
    simulation = found.simulation
    return tuple(
        Row(
            period=period,
            counts=simulation.counts(period),
            differing=len(simulation.differing(period)),
            undetermined=sum(stand.undetermined for _, stand in simulation.after(period)),
            decided=found.decided[period],
        )
        for period in simulation.periods
    )


def charts(told: Iterable[Row]) -> tuple[Markup, Markup]:
    """The chart, for a wide screen and for a narrow one."""
    every = tuple(told)
    pairs = [
        Pair(
            row.period,
            {rung: count.recorded for rung, count in row.counts.items()},
            {rung: count.simulated for rung, count in row.counts.items()},
        )
        for row in every
    ]
    title, described = "Gemeenten op trede 2 en hoger na elk halfjaar", " ".join(map(_in_words, every))
    return distribution(pairs, title, described), distribution(pairs, title, described, size=NARROW)


def _in_words(row: Row) -> str:
    above = {rung: count for rung, count in row.counts.items() if rung > Rung.SIGNAL}
    told = [
        f"trede {rung.value}: {number(count.recorded)} vastgelegd, {number(count.simulated)} doorgerekend"
        for rung, count in above.items()
        if count.recorded or count.simulated
    ]
    return f"{row.period}: {listed(told) if told else 'iedereen op trede 1'}."


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A municipality that would stand elsewhere after a half year, why, and how it came there."""

    code: str
    name: str
    stand: Stand
    verdict: str
    advice: str
    since: Period | None
    departed: bool
    by_change: bool
    course: tuple[tuple[Stand, str, str], ...]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Who is shown: after which half year, with what in the name, and in which way they stand elsewhere."""

    period: Period
    name: str = ""
    way: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str], periods: tuple[Period, ...]) -> Self:
        """As an address or a form says; what cannot be asked is left out."""
        period = next((each for each in periods if str(each) == asked.get("na", "")), periods[-1])
        way = asked.get("verschil", "")
        return cls(period, asked.get("gemeente", "").strip(), way if way in {HIGHER, LOWER, BY_CHANGE} else "")

    def admits(self, each: Elsewhere) -> bool:
        """Whether a municipality is what is asked."""
        ways = {
            HIGHER: each.stand.simulated > each.stand.recorded,
            LOWER: each.stand.simulated < each.stand.recorded,
            BY_CHANGE: each.by_change,
        }
        named = alphabetical(self.name) in alphabetical(each.name) or self.name.upper() == each.code
        return named and ways.get(self.way, True)


def elsewhere(found: WhatIf, period: Period) -> list[Elsewhere]:
    """Who would stand elsewhere after a half year, the highest first, in alphabetical order within a rung."""
    by_change = _by_change(found, period)
    differing = sorted(found.simulation.differing(period), key=lambda one: -one[1].simulated)
    return [
        Elsewhere(
            code=each.code,
            name=each.name,
            stand=stand,
            verdict=verdict_of(stand),
            advice=advice_of(stand),
            since=_since(each, period),
            departed=each.code in found.decided[period].departed,
            by_change=each.code in by_change,
            course=tuple((one, verdict_of(one), advice_of(one)) for one in each.stands if one.period <= period),
        )
        for each, stand in differing
    ]


def undetermined(found: WhatIf, period: Period) -> list[tuple[Simulated, Stand]]:
    """Of whom no advice can be determined after a half year."""
    return [(each, stand) for each, stand in found.simulation.after(period) if stand.undetermined]


def _by_change(found: WhatIf, period: Period) -> frozenset[str]:
    return found.simulation.unlike(found.unchanged, period) if found.unchanged else frozenset()


def _since(simulated: Simulated, period: Period) -> Period | None:
    upto = tuple(stand for stand in simulated.stands if stand.period <= period)
    return Simulated(simulated.code, simulated.name, upto).differs_since
