"""The question of a simulation: by which framework, with which values, over which half years."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.frameworks import Frameworks
from domain.ledger.reading import Reading
from domain.policy.framework import Framework, FrameworkError
from domain.policy.framework_file import read_framework
from domain.policy.period import is_over
from domain.policy.settings import Setting
from domain.policy.simulation import advises, bears_on
from domain.values import Period
from projections.dutch.frameworks import amount
from projections.dutch.words import listed, number
from projections.engine.known import Knowing
from projections.simulation import WhatIf, what_if

FRAMEWORK, SET, FROM = "framework", "set", "from"
"""The parts of a question."""
USUAL = 6
"""How many half years are gone through when nobody says from which one."""
MOST = 40


class NotSimulatedError(Exception):
    """Something that is asked cannot be simulated: ``part`` says what (and of a value its ``name``), ``told`` why."""

    def __init__(self, part: str, told: str, name: str = "") -> None:
        super().__init__(told)
        self.part, self.told, self.name = part, told, name


@dataclass(frozen=True, slots=True)
class Change:
    """A parameter or term that was given another value than the framework has."""

    name: str
    before: Setting
    after: Setting


@dataclass(frozen=True, slots=True)
class Question:
    """What is simulated: ``framework`` is ``unchanged`` with other values; ``periods`` begin with the earliest."""

    framework: Framework
    unchanged: Framework
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, framework: Framework, values: Mapping[str, int], first: Period | None, knowing: Knowing) -> "Question":
        """The question, when all of it can be simulated; raises NotSimulatedError."""
        if not advises(framework):
            told = f"{called(framework)} geeft geen advies, dus daarmee is niets door te rekenen."
            raise NotSimulatedError(FRAMEWORK, told)
        return cls(_with(framework, values), framework, half_years(first, knowing))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has another value than the framework gives it."""
        before, after = _settings(self.unchanged), _settings(self.framework)
        return tuple(Change(name, before[name], after[name]) for name in after if after[name] != before[name])

    @property
    def idle(self) -> tuple[str, ...]:
        """Which of the changes make no difference, as the outcome does not depend on them."""
        return tuple(each.name for each in self.changes if each.name not in bears_on(self.framework))

    def answered(self, reading: Reading, knowing: Knowing, *, province: str | None = None) -> WhatIf:
        """The answer; raises NotBuiltError. Nothing is recorded."""
        unchanged = self.unchanged if self.changes else None
        return what_if(reading, knowing, self.framework, self.periods, unchanged=unchanged, province=province)


def called(framework: Framework) -> str:
    """How a framework is named: ``zuid-holland 2024``."""
    return f"{framework.ref.name} {framework.ref.version}"


def framework_in(file: str, content: bytes) -> Framework:
    """The framework in a file, which need not be known; raises NotSimulatedError."""
    try:
        return read_framework(file, content)
    except FrameworkError as error:
        where = f"{error.file}, {error.key}" if error.key else error.file
        told = f"Dit bestand is geen beleidskader dat Trede kan gebruiken. Technische melding: {where}: {error.reason}."
        raise NotSimulatedError(FRAMEWORK, told) from None


def framework_named(frameworks: Frameworks, name: str, version: str | None = None) -> Framework:
    """The framework with a name and a version, or the latest of that name; raises NotSimulatedError."""
    found = [each for each in frameworks.all if each.family == name and version in (None, each.ref.version)]
    if not found:
        asked = f"{name} {version}" if version else name
        known = listed([called(each) for each in frameworks.all])
        raise NotSimulatedError(FRAMEWORK, f"'{asked}' is geen bekend beleidskader. Er zijn: {known}.")
    return max(found, key=lambda each: each.validity.first_day)


def value_of(framework: Framework, name: str, written: str) -> int:
    """The value of a parameter or a term, as somebody wrote it; raises NotSimulatedError."""
    if not re.fullmatch(r"[+-]?\d{1,9}", written.strip(), re.ASCII):
        setting = _setting(framework, name)
        told = f"{name}: '{written[:40]}' is geen heel getal. Kies {within(setting)}."
        raise NotSimulatedError(SET, told, name)
    return int(written)


def half_years(first: Period | None, knowing: Knowing) -> tuple[Period, ...]:
    """The half years from one on until the last that is over by the day; raises NotSimulatedError."""
    last = last_over(knowing)
    found = [last]
    if first is None:
        while len(found) < USUAL and not found[0].is_first:
            found.insert(0, found[0].previous)
        return tuple(found)
    if first.half is None:
        raise NotSimulatedError(FROM, f"{first} is een heel jaar; noem een halfjaar, zoals {first}-1.")
    if first > last:
        raise NotSimulatedError(FROM, f"{first} is nog niet voorbij. Het laatste halfjaar dat voorbij is, is {last}.")
    while found[0] > first and len(found) <= MOST:
        found.insert(0, found[0].previous)
    if len(found) > MOST:
        raise NotSimulatedError(FROM, f"{first}: reken hoogstens {MOST} halfjaren door, dus vanaf {found[1]}.")
    return tuple(found)


def within(setting: Setting) -> str:
    """Between which values one can be chosen, with the unit: ``0 t/m 100%``, ``1 t/m 6 perioden``."""
    return f"{number(setting.minimum)} t/m {amount(setting.model_copy(update={'value': setting.maximum}))}"


def last_over(knowing: Knowing) -> Period:
    """The last half year that is over by the day."""
    running = Period.half_year(knowing.day)
    return running if is_over(running, knowing.day) or running.is_first else running.previous


def _with(framework: Framework, values: Mapping[str, int]) -> Framework:
    """The framework with other values; a value that cannot be is told with its bounds and its unit."""
    for name, value in values.items():
        setting = _setting(framework, name)
        if not setting.minimum <= value <= setting.maximum:
            given = setting.model_copy(update={"value": value})
            told = f"{name}: {amount(given)} kan niet. Kies {within(setting)}."
            raise NotSimulatedError(SET, told, name)
    return framework.setting(**values)


def _setting(framework: Framework, name: str) -> Setting:
    known = _settings(framework)
    if name not in known:
        told = f"'{name[:60]}' is geen parameter of termijn van {called(framework)}. Er zijn: {listed(sorted(known))}."
        raise NotSimulatedError(SET, told, name)
    return known[name]


def _settings(framework: Framework) -> dict[str, Setting]:
    return {**framework.parameters, **framework.terms}
