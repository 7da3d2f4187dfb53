"""Frameworks: the provincial policy as data, with where each rule and number comes from."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import Field

from api.frameworks import Whence
from api.rest.framework_schemas import ClauseTold, MandateTold, SettingTold, SizeStepTold, clauses, settings
from api.rest.imports import Asked, AtImports
from api.rest.paging import Listed
from api.rest.problems import ProblemError
from api.rest.routing import Routes
from api.rest.schemas import Day, Told
from domain.policy.framework import Framework, Rule
from domain.values import SourceKind

routes = Routes("/frameworks", tag="Frameworks")

Name = Annotated[
    str, Path(pattern=r"^[a-z][a-z0-9-]{0,60}$", description="the name of the framework", examples=["zuid-holland"])
]
Version = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9.]{0,40}$", description="its version", examples=["2024"])]
AsAt = Annotated[Day | None, Query(alias="asAt", description="in force on this day; today", examples=["2024-06-30"])]


class FrameworkLine(Told):
    """A framework: when it is in force, how it comes to its advice, and where it comes from."""

    name: str
    version: str
    sha256: str = Field(description="the digest of its file: entries cite name, version and digest")
    title: str
    rule: Rule = Field(description="how it comes to its advice")
    valid_from: date
    valid_until: date | None = Field(description="the last day; null when it is in force until the next one begins")
    verified: bool = Field(description="whether these days are certain")
    in_force: bool = Field(description="whether it is the framework of the province on the day")
    whence: Whence = Field(description="it ships, is of the province, or is known from the record alone")
    used_since: date | None = Field(description="the day on which it came into use; null when nothing cites it yet")


class FrameworkTold(FrameworkLine):
    """A framework in full, its numbers by the names that its file and a simulation have for them."""

    validity_source: str = Field(description="where the days come from")
    official: tuple[SourceKind, ...] = Field(description="the kinds of sources whose measured figures count")
    clauses: tuple[ClauseTold, ...]
    parameters: tuple[SettingTold, ...]
    terms: tuple[SettingTold, ...]
    size: tuple[SizeStepTold, ...] = Field(description="of the size-based rule only")
    mandates: tuple[MandateTold, ...]
    content: str = Field(description="its file, to the letter")


@routes.read("")
def list_frameworks(at: Asked, as_at: AsAt = None) -> Listed[FrameworkLine]:
    """List the frameworks, by name and by the day from which they are in force.

    There is one page.
    """
    known = at.running.frameworks
    items = tuple(FrameworkLine(**_line(each, at, as_at)) for each in known.all)
    return Listed[FrameworkLine](items=items, total=len(items), next=None)


@routes.read("/{name}/{version}")
def show_framework(name: Name, version: Version, at: Asked, as_at: AsAt = None) -> FrameworkTold:
    """Tell what stands in a framework."""
    found = at.running.frameworks.named(name, version)
    if found is None:
        raise ProblemError(HTTPStatus.NOT_FOUND, f"Er is geen beleidskader '{name} {version}'.")
    return FrameworkTold(
        **_line(found, at, as_at),
        validity_source=found.validity.source,
        official=found.official,
        clauses=clauses(found.clauses),
        parameters=settings(found.parameters),
        terms=settings(found.terms),
        size=tuple(map(SizeStepTold.model_validate, found.size)),
        mandates=tuple(map(MandateTold.model_validate, found.mandates)),
        content=found.content,
    )


def _line(framework: Framework, at: AtImports, as_at: date | None) -> dict[str, Any]:
    known = at.running.frameworks
    current = known.found_in_force(as_at or at.running.today())
    return {
        "name": framework.ref.name,
        "version": framework.ref.version,
        "sha256": framework.ref.sha256,
        "title": framework.title,
        "rule": framework.rule,
        "valid_from": framework.validity.first_day,
        "valid_until": framework.validity.last_day,
        "verified": framework.validity.verified,
        "in_force": current is not None and current.ref == framework.ref,
        "whence": known.whence(framework),
        "used_since": known.used_since(framework),
    }
