"""The road from announcement to substitution of a municipality: what is done, what is next, what is missing and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import Response
from starlette.exceptions import HTTPException

from api.web.law_offers import Offer, Offers
from api.web.law_refused import law_told
from api.web.law_sheet import officials_of
from api.web.law_steps import MARKS, TITLES, Told, told
from api.web.law_told import housed, lead, met, substance
from api.web.municipality import found
from api.web.reasons import known, lines_of
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.events.law import DecisionNotified, InterventionAnnounced, SubstitutionDecided
from domain.municipality import Municipality
from domain.municipality.judging import Freeze
from domain.policy.lapse import HousedFor, housed_for
from domain.policy.law_path import LawPath, Stage, Standing, Trail, law_path
from domain.values import DecisionId
from projections.dutch.telling import counted
from projections.dutch.words import day
from projections.history.lines import Line
from projections.ladder.guideline import after_months

PATH = "/gemeenten/{code}/indeplaatsstelling"

pages = Pages("Indeplaatsstelling")


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step as the page shows it: its mark in a word, its entries, and what can be done about it.

    ``brief`` are the entries that say no more than the step itself; ``lines`` those that are told in full.
    """

    stage: Stage
    standing: Standing
    title: str
    mark: str
    told: Told
    brief: tuple[Line, ...]
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]
    urgent: bool


@dataclass(frozen=True, slots=True)
class ShownTrail:
    """An announcement, or a decision, besides the present one; ``stands`` says that the decision is in force still.

    ``said`` is then how many were housed for it so far.
    """

    title: str
    stands: bool
    said: str
    lines: tuple[Line, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """How long it stands on the highest rungs, held against the guideline."""

    said: str
    past: bool


@pages.get(PATH)
def show_path(code: Code, visit: Visiting) -> Response:
    """The road as it was known and as at the day of the page; of who stands lower too, with what came before."""
    now, municipality = found(visit, code), known(visit, code)
    if municipality is None:
        raise HTTPException(404)
    on = visit.knowing.day
    officials = officials_of(visit, on)
    path, by_decision = law_path(municipality, on, officials), housed_for(municipality, on, officials)
    offers, lines = Offers(visit, municipality, path), _lines(visit, code, path)
    return visit.page(
        "law.html",
        now=now,
        code=code,
        road=path,
        lead=lead(path, now.name),
        following=offers.following(),
        missing=() if path.housed and path.housed.met else [law_told(each) for each in path.missing],
        clock=_clock(path, visit.running.frameworks.guideline(on)),
        freezes=_freezes(municipality, path),
        steps=list(_steps(municipality, path, offers, lines)),
        others=[_other(each, offers, lines, by_decision) for each in path.others],
    )


def _lines(visit: Visit, code: str, path: LawPath) -> dict[int, Line]:
    """The entries of every stage, by their version."""
    versions = {version for trail in (path.trail, *path.others) for version in _versions(trail)}
    return {line.entry: line for line in lines_of(visit, code, versions)}


def _versions(trail: Trail) -> set[int]:
    return {version for entries in trail.entries.values() for version in entries}


def _steps(municipality: Municipality, path: LawPath, offers: Offers, lines: dict[int, Line]) -> Iterable[ShownStep]:
    decision = path.trail.decision
    urgent = decision is not None and decision.urgent
    for step in path.steps:
        told_in = tuple(lines[version] for version in step.entries if version in lines)
        brief = tuple(each for each in told_in if _is_brief(each, urgent=urgent))
        yield ShownStep(
            stage=step.stage,
            standing=step.standing,
            title=TITLES[step.stage],
            mark=MARKS[step.standing],
            told=told(municipality, path, step.stage, step.standing),
            brief=brief,
            lines=tuple(each for each in told_in if each not in brief),
            offers=offers.of(step.stage),
            urgent=urgent and step.stage is Stage.DECIDED,
        )


def _is_brief(line: Line, *, urgent: bool) -> bool:
    """Whether the step says already what the entry does; why something is urgent is always told."""
    topics = {InterventionAnnounced.TOPIC, DecisionNotified.TOPIC, *(() if urgent else (SubstitutionDecided.TOPIC,))}
    return line.topic in topics and not line.struck


def _other(
    trail: Trail, offers: Offers, lines: dict[int, Line], by_decision: Mapping[DecisionId, HousedFor]
) -> ShownTrail:
    decision, announced = trail.decision, trail.announcement
    versions = sorted(_versions(trail) - _versions(offers.path.trail))
    if decision:
        title = f"Besluit van {day(decision.decided_on)}: {substance(decision.periods, decision.persons)}"
    else:
        title = f"Vooraankondiging van {day(announced.announced_on)}" if announced else ""
    so_far = by_decision.get(decision.decision) if decision else None
    return ShownTrail(
        title=title,
        stands=so_far is not None,
        said=(met(decision) if so_far.met else housed(so_far, decision)) if decision and so_far else "",
        lines=tuple(lines[version] for version in versions if version in lines),
        offers=offers.of_decision(decision, met=so_far is not None and so_far.met) if decision else (),
    )


def _clock(path: LawPath, months: int | None) -> Clock | None:
    """The guideline is no term: when it has passed, nothing lapses."""
    if path.since is None or months is None:
        return None
    ends, days = after_months(path.since, months), counted((path.day - path.since).days, "dag", "dagen")
    past, over = ends < path.day, abs((path.day - ends).days)
    stands = f"Sinds {day(path.since)} op trede 4 of hoger ({days})"
    if past:
        return Clock(f"{stands}: {counted(over, 'dag', 'dagen')} voorbij het richtpunt van {day(ends)}.", past=True)
    return Clock(
        f"{stands}: binnen het richtpunt, dat loopt t/m {day(ends)} (nog {counted(over, 'dag', 'dagen')}).", past=False
    )


def _freezes(municipality: Municipality, path: LawPath) -> list[Freeze]:
    """The freezes of the stay on the highest rungs."""
    since = path.since or date.min
    return [each for each in municipality.judging.freezes if each.last_day is None or each.last_day >= since]
