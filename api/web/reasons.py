"""Why a municipality got its verdict and advice: the numbers, by what they changed, the clause, what it rests on.

All of it is read from the record as it was known, so that years later the same page gives the same reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.judging.reviewing import reviewed
from api.web.judged_period import HalfYear, may_propose, named
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.events.figures import Number
from domain.events.judging import Split
from domain.municipality import Municipality
from domain.municipality.judging import Closed, Drawn
from domain.policy.framework import Clause, Framework
from domain.values import Period
from projections.dossier import known_then
from projections.engine.parts import AMENDING
from projections.history.amendments import Amendments
from projections.history.lines import Line, lines

PATH = "/beoordeling/{period}/{code}"
PARTS = {
    "housing": "door huisvesting",
    "revision": "door wijziging van de taakstelling",
    "exchange": "door uitruil of herindeling",
    "correction": "door correctie van cijfers",
}

pages = Pages("Onderbouwing")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was found of an earlier half year."""

    period: Period
    closed: Closed
    drawn: Drawn | None


@dataclass(frozen=True, slots=True)
class Reasons:
    """What is known of the judging of one municipality in one half year.

    ``closed`` is None while it is open, ``drawn`` while it was not judged. ``framework`` and ``clause`` are those of
    the advice; None where the framework that was used is not known here any more. ``rests_on`` are the entries in which
    its numbers and its rung stand.
    """

    municipality: Municipality
    period: Period
    closed: Closed | None
    drawn: Drawn | None
    framework: Framework | None
    clause: Clause | None
    rests_on: tuple[Line, ...]
    earlier: tuple[Earlier, ...]

    @property
    def name(self) -> str:
        """How the municipality is called."""
        return self.municipality.case.name or self.municipality.code

    @property
    def waiting(self) -> int | None:
        """The proposal that waits for a decision, if any, of whatever half year."""
        return next((each.version for each in self.municipality.judging.open_proposals), None)

    @property
    def parts(self) -> list[tuple[str, int]]:
        """By what the backlog changed, without what changed nothing."""
        split = self.drawn.assessment.trend.split if self.drawn else None
        return parts_of(split)

    @property
    def sum(self) -> list[tuple[str, int | None, bool]]:
        """The numbers that were fixed as a sum, each with whether official sources contradict each other about it."""
        if self.closed is None:
            return []
        fixed = self.closed.numbers
        shown = ((number, getattr(fixed, number.value)) for number in SUM)
        return [(number.value, value, number in fixed.contested) for number, value in shown]


SUM = (
    Number.OPENING_BACKLOG,
    Number.NET_TARGET,
    Number.CORRECTED_TARGET,
    Number.REALISED,
    Number.CLOSING_BACKLOG,
)
"""The numbers of a half year in the order in which they add up."""


@pages.get(PATH)
def show_reasons(period: HalfYear, code: Code, visit: Visiting) -> Response:
    """The reasons; for a script that folds them out under a line of the review, only those."""
    told = reasons(visit, code, period)
    found = reviewed(visit.reader, visit.running.frameworks, visit.knowing, period, code=code).lines
    context = {
        "reasons": told,
        "line": next(iter(found), None),
        "period": period,
        "code": code,
        "folded": visit.wants_fragment,
        "title": named(period),
        "may_propose": may_propose(visit, period),
        "may_correct": visit.may(Right.CLOSE_PERIODS) and not visit.time_travel and told.closed is not None,
    }
    if visit.wants_fragment:
        return visit.fragment("_reasons_row.html", **context)
    return visit.page(
        "reasons.html", HTTPStatus.OK, rung=told.municipality.ladder.rung_on(visit.knowing.day), **context
    )


def reasons(visit: Visit, code: str, period: Period) -> Reasons:
    """The reasons as they were known; a page that is not there when the municipality was not."""
    municipality = known(visit, code)
    if municipality is None or not municipality.version:
        raise HTTPException(404)
    judging = municipality.judging
    closed, drawn = judging.closed.get(period), judging.assessment(period)
    framework = visit.running.frameworks.cited(drawn.assessment.framework) if drawn else None
    advice = drawn.assessment.advice if drawn else None
    cited = {*(drawn.assessment.rests_on if drawn else ()), *(closed.numbers.rests_on if closed else ())}
    return Reasons(
        municipality=municipality,
        period=period,
        closed=closed,
        drawn=drawn,
        framework=framework,
        clause=framework.clauses.get(advice.clause) if framework and advice else None,
        rests_on=lines_of(visit, code, cited),
        earlier=tuple(_earlier(municipality, period)),
    )


def known(visit: Visit, code: str) -> Municipality | None:
    """The municipality as it was known and as at the day of the page."""
    if visit.time_travel:
        return known_then(visit.reader.reading, visit.knowing, code)
    return visit.running.ledger.municipality(code)


def parts_of(split: Split | None) -> list[tuple[str, int]]:
    """By what a backlog changed, in words, without what changed nothing; nothing where that is not known."""
    told = ((told, getattr(split, name)) for name, told in PARTS.items()) if split else ()
    return [(name, value) for name, value in told if value]


def lines_of(visit: Visit, code: str, versions: Iterable[int]) -> tuple[Line, ...]:
    """These entries as the history shows them."""
    reading = visit.reader.reading
    entries = reading.entries_at([(code, version) for version in sorted(versions)])
    amending = [reading.read(each) for each in reading.part_of(code, 0, visit.knowing.position, topics=AMENDING)]
    return lines(entries, visit.reader.opened(entries), Amendments(tuple(amending)))


def _earlier(municipality: Municipality, period: Period) -> Iterable[Earlier]:
    judging = municipality.judging
    for each in sorted((each for each in judging.closed if each < period), reverse=True):
        yield Earlier(each, judging.closed[each], judging.assessment(each))
