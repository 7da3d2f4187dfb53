"""The fictional province: its colleagues and its municipalities, as ``province.toml`` tells."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from domain.events.base import Role


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works for the province."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Revision:
    """A net target that was changed within a period: which one (0 is the current), on which of its days, to what."""

    half: int
    day: int
    net: int
    why: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality and how it fared: the opening backlog of the first period and the closing ones of all."""

    code: str
    name: str
    supervisor: str
    base: int
    backlogs: tuple[int, ...]
    revised: Revision | None = None
    later: str | None = None
    """What it is called later, when it got another name."""


@dataclass(frozen=True, slots=True)
class Province:
    """The province as a whole; ``factors`` tell how large the target of each period was, and of the next one."""

    name: str
    code: str
    import_account: str
    factors: tuple[float, ...]
    colleagues: tuple[Colleague, ...]
    municipalities: tuple[Municipality, ...]


@cache
def province() -> Province:
    """The fictional province."""
    told = document("province.toml")
    return Province(
        name=told["name"],
        code=told["code"],
        import_account=told["import_account"],
        factors=tuple(told["factors"]),
        colleagues=tuple(Colleague(each["name"], Role(each["role"])) for each in told["colleague"]),
        municipalities=tuple(_municipality(each) for each in told["municipality"]),
    )


def document(*path: str) -> dict[str, Any]:
    """A document of this package."""
    return tomllib.loads(files(__package__).joinpath(*path).read_text(encoding="utf-8"))


def _municipality(told: dict[str, Any]) -> Municipality:
    revised = Revision(**told["revised"]) if "revised" in told else None
    return Municipality(**{**told, "backlogs": tuple(told["backlogs"]), "revised": revised})
