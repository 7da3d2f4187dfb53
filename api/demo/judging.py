"""What judging in the demo takes: the framework of a day, who does it, and what they say."""

from datetime import date
from functools import cache
from typing import Any

from api.demo.province import document, province
from api.frameworks import shipped
from domain.events.base import Role
from domain.policy.framework import Framework, in_force

FAMILY = "zuid-holland"
"""The framework by which the province judges, whatever the settings say."""


@cache
def framework_on(day: date) -> Framework:
    """The framework that the province judges by on a day."""
    found = in_force(shipped(), FAMILY, day)
    if found is None:
        raise LookupError(f"no framework {FAMILY} on {day}")
    return found


@cache
def texts() -> dict[str, Any]:
    """What is said in a review."""
    return document("reviews.toml")


def colleague(role: Role) -> str:
    """The name of the colleague with a role."""
    return next(each.name for each in province().colleagues if each.role == role)
