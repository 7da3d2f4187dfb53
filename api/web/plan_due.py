"""What is owed of an improvement plan, by the framework: until when, and which day a form suggests for that."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from api.web.visiting import Visit
from domain.policy.obligations import Obligation, ObligationKind
from projections.dutch.telling import capital, ended
from projections.dutch.words import day
from projections.obligations import obligations_of

OF_PLANS = (ObligationKind.PLAN_REQUESTED, ObligationKind.PLAN_SUBMITTED, ObligationKind.PLAN_ADOPTED)


class Suggested(NamedTuple):
    """A day, and where it comes from in words; no day where the framework gives none, or one that has passed."""

    day: date | None
    why: str | None


def owed(visit: Visit, code: str) -> Mapping[ObligationKind, Obligation]:
    """What is owed of a plan since the municipality last came to rung 3 or higher, as the page asks."""
    in_force = visit.running.frameworks.found_in_force
    lines = obligations_of(visit.reader.reading, visit.knowing, in_force, codes=[code])
    every = sorted((line.obligation for line in lines), key=lambda each: each.arises_on)
    return {each.kind: each for each in every if each.kind in OF_PLANS}


def plan_due(visit: Visit, code: str) -> Suggested:
    """By which day a plan that is asked for today is handed in."""
    submitted = owed(visit, code).get(ObligationKind.PLAN_SUBMITTED)
    if submitted is None or submitted.due is None or not submitted.stands:
        return Suggested(None, None)
    due, why = submitted.due.day, submitted.due.basis.sentence
    if due < visit.running.today():
        return Suggested(None, f"Volgens het beleidskader moest het plan er uiterlijk {day(due)} zijn.")
    return Suggested(due, ended(capital(why)))
