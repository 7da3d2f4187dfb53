"""Somebody without a browser on a site, and a municipality with an improvement plan."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from uuid import uuid4

import httpx
from httpx import Response

from domain.decisions.plan import submit_plan
from domain.events.base import Role
from domain.events.plan import Horizon, Measure, Milestone
from domain.values import MeasureId, PlanId
from tests.web.browsing import Site
from tests.web.dossiers import Dossier, text
from tests.web.visitor import Visitor, hidden


@contextmanager
def visiting(site: Site, role: Role = Role.SUPERVISOR) -> Iterator[Visitor]:
    """Who signed in on a site, in a role."""
    secret = site.running.sessions.begin(site.accounts[role])
    session = site.running.sessions.find(secret)
    assert session
    with httpx.Client(base_url=site.address, timeout=30) as client:
        yield Visitor(client, site.ledger, site.running, role, session.csrf, secret)  # type: ignore[arg-type] # a client is a client


def measure(what: str, horizon: Horizon = Horizon.SHORT_TERM, **more: Any) -> Measure:  # noqa: ANN401 - the measure knows what it has
    """A measure of a plan."""
    return Measure(measure=MeasureId(f"measure-{uuid4()}"), horizon=horizon, what=text(what), **more)


def complete(**more: Any) -> tuple[Measure, ...]:  # noqa: ANN401 - as measure takes it
    """A measure of every kind that a plan must have."""
    return tuple(measure(f"Iets doen voor {horizon.value}", horizon, **more) for horizon in Horizon)


def submitted(told: Dossier, on: date, *measures: Measure, milestones: tuple[Milestone, ...] = ()) -> PlanId:
    """A plan that came in."""
    plan = PlanId(f"plan-{uuid4()}")
    told.record(submit_plan, on, plan=plan, measures=measures or complete(), milestones=milestones)
    return plan


def on_rung_3(site: Site) -> Dossier:
    """A municipality that came to rung 3 on 6 May 2024."""
    told = Dossier(site, site.another())
    told.placed(2, date(2024, 1, 15))
    told.placed(3, date(2024, 5, 6))
    return told


def plan_page(told: Dossier, *more: str) -> str:
    """The address of the plan, or of a form of it."""
    return "/".join([f"/gemeenten/{told.code}/plan", *more])


def as_sent(form: Response, **more: str) -> dict[str, str]:
    """What a form sends when only these are filled in, on 3 June 2024."""
    told = {"opdracht": hidden(form, "opdracht"), "gezien": hidden(form, "gezien"), "dag": "2024-06-03"}
    return told | {name.replace("_", "-"): value for name, value in more.items()}


def facts(told: Dossier, kind: type) -> list[Any]:
    """The facts of a kind about a municipality."""
    return [fact for fact in told.site.facts(told.code) if isinstance(fact, kind)]
