"""Frameworks: which there are, and what stands in one, each rule and number with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Annotated

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api.frameworks import Frameworks, Whence
from api.web.routing import Pages
from api.web.visiting import Visiting
from domain.policy.framework import Framework
from domain.policy.settings import Setting, Standing
from projections.dutch.frameworks import (
    NAMES,
    RULES,
    STANDINGS,
    UNVERIFIED,
    amount,
    bounds,
    in_force,
    in_force_in_short,
)

pages = Pages("Beleidskaders")

Name = Annotated[str, Path(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
Version = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9.]{0,40}$")]

WHENCE: Mapping[Whence, str] = {
    Whence.SHIPPED: "meegeleverd met Trede",
    Whence.PROVINCE: "van deze provincie",
    Whence.RECORD: "uit de vastleggingen; het bestand is er niet meer",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A framework in the list."""

    framework: Framework
    in_force: str
    rule: str
    whence: str
    current: bool


@dataclass(frozen=True, slots=True)
class Norm:
    """A parameter or a term: what it is called and for, how much it is, and where it comes from."""

    name: str
    key: str
    amount: str
    bounds: str
    text: str
    whence: str
    published: bool


@pages.get("/beleidskaders")
def show_frameworks(visit: Visiting) -> Response:
    """Every framework: those of the province first, the newest of each first."""
    known, today = visit.running.frameworks, visit.running.today()
    current = known.found_in_force(today)
    lines = (_line(known, each, current) for each in known.all)
    families = [(name, tuple(line)[::-1]) for name, line in groupby(lines, key=lambda each: each.framework.family)]
    families.sort(key=lambda each: each[0] != known.family)
    return visit.page(
        "frameworks.html",
        current=current,
        current_in_force=in_force(current.validity) if current else None,
        family=known.family,
        families=families,
        unverified=UNVERIFIED,
        unreadable=[str(each) for each in known.unreadable],
    )


@pages.get("/beleidskaders/{name}/{version}")
def show_framework(name: Name, version: Version, visit: Visiting) -> Response:
    """What stands in a framework."""
    known = visit.running.frameworks
    found = known.named(name, version)
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    line = _line(known, found, known.found_in_force(visit.running.today()))
    return visit.page(
        "framework.html",
        framework=found,
        line=line,
        answer=_answer(line, own=found.family == known.family),
        used_since=known.used_since(found),
        unverified=UNVERIFIED,
        parameters=_norms(found.parameters),
        terms=_norms(found.terms),
        standing=STANDINGS[found.size[0].standing].capitalize() if found.size else None,
    )


def _answer(line: Line, *, own: bool) -> str:
    """What somebody who looks a framework up wants to know first."""
    when = in_force(line.framework.validity)
    if line.current:
        return f"Dit kader is vandaag van kracht, {when}. Advies: {line.rule}."
    which = "Vandaag is dit kader niet van kracht" if own else "Dit is niet het kader van deze provincie"
    return f"{which}. Het geldt {when}. Advies: {line.rule}."


def _line(known: Frameworks, each: Framework, current: Framework | None) -> Line:
    return Line(
        framework=each,
        in_force=in_force_in_short(each.validity),
        rule=RULES[each.rule],
        whence=WHENCE[known.whence(each)],
        current=current is not None and current.ref == each.ref,
    )


def _norms(settings: Mapping[str, Setting]) -> tuple[Norm, ...]:
    return tuple(
        Norm(
            name=NAMES[key],
            key=key,
            amount=amount(each),
            bounds=bounds(each),
            text=each.text,
            whence=_whence(each),
            published=each.standing is Standing.PUBLISHED,
        )
        for key, each in settings.items()
    )


def _whence(setting: Setting) -> str:
    standing = STANDINGS[setting.standing].capitalize()
    return standing if setting.source is None else f"{standing}. {setting.source}"
