"""How the API tells of what stands in a framework. Texts are Dutch."""

from collections.abc import Mapping

from pydantic import Field

from api.rest.schemas import Told
from domain.events.base import Role
from domain.events.ladder import DecidingBody
from domain.policy.framework import Clause
from domain.policy.settings import Setting, Standing, Unit
from domain.values import Rung


class ClauseTold(Told):
    """A rule of the policy, in our own words."""

    name: str = Field(description="by which advice and departures cite it")
    text: str
    source: str


class SettingTold(Told):
    """A number of the policy."""

    name: str
    value: int
    unit: Unit
    minimum: int
    maximum: int
    standing: Standing = Field(description="whether it was published, or set by the province")
    text: str = Field(description="what it is for")
    source: str | None


class SizeStepTold(Told):
    """Above which closing backlog, as a percentage of the net target, a rung is advised."""

    above_percent: int
    rung: Rung
    standing: Standing


class MandateTold(Told):
    """Who decides on these rungs, and which role records that somebody did."""

    rungs: tuple[Rung, ...]
    body: DecidingBody
    mandate: str | None
    role: Role


def clauses(given: Mapping[str, Clause]) -> tuple[ClauseTold, ...]:
    """The clauses, in the order of the file."""
    return tuple(ClauseTold(name=name, text=each.text, source=each.source) for name, each in given.items())


def settings(given: Mapping[str, Setting]) -> tuple[SettingTold, ...]:
    """Parameters or terms, in the order of the file."""
    return tuple(SettingTold(name=name, **each.model_dump()) for name, each in given.items())
