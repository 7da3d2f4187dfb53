"""What changed since something was proposed, in Dutch: figures, verdict, advice, rung, framework and freeze."""

from collections.abc import Iterator
from datetime import date

from api.refusals import in_dutch
from domain.events.figures import Number
from domain.events.judging import AssessmentDrawn, Trend
from domain.municipality import Municipality
from domain.municipality.judging import Proposal
from domain.policy.closing import closable
from domain.policy.framework import Framework
from domain.refusals import Refusal
from domain.values import FrameworkRef, Period
from projections.dutch.words import balance, day, number, period

MOVED = "De gemeente staat nu op trede {now}. Bij het voorstel was dat trede {then}."
FROZEN = "De trede is sinds het voorstel bevroren, vanaf {first_day}."
THAWED = "De trede is sinds het voorstel niet meer bevroren."
WITHDRAWN = "De beoordeling waarop het voorstel rust, is ingetrokken."
UNDERLYING = (
    "Onderliggende gegevens gewijzigd: {period} is afgesloten met een {closed}, de officiële cijfers geven nu een"
    " {found}. Corrigeer zo nodig de afsluiting."
)
FRAMEWORK = "Nu geldt het beleidskader {now}. Het voorstel rust op {then}."
FIGURES = "De cijfers zijn veranderd: beginstand en eindstand waren {then}, en zijn nu {now}."
VERDICT = "Het trendoordeel is veranderd. Bij het voorstel: {then} Nu: {now}"
ADVICE = "Het advies is veranderd. Bij het voorstel: {then} Nu: {now}"
FIRST = "Bij het voorstel was er geen beoordeling. Nu wel: {verdict} {advice}"
NO_ADVICE = "Geen advies."


def told_between(then: AssessmentDrawn | None, now: AssessmentDrawn) -> Iterator[str]:
    """What differs between the assessment by which it was proposed, if any, and the one that comes out now."""
    if then is None:
        yield FIRST.format(verdict=now.trend.sentence, advice=now.advice.sentence if now.advice else NO_ADVICE)
        return
    if then.framework != now.framework:
        yield FRAMEWORK.format(now=_named(now.framework), then=_named(then.framework))
    if _backlogs(then.trend) != _backlogs(now.trend):
        yield FIGURES.format(then=_told(then.trend), now=_told(now.trend))
    if then.trend.verdict is not now.trend.verdict:
        yield VERDICT.format(then=then.trend.sentence, now=now.trend.sentence)
    if then.advice != now.advice:
        before, after = (each.advice.sentence if each.advice else NO_ADVICE for each in (then, now))
        yield ADVICE.format(then=before, now=after)


def told_without(why_none: Refusal | None) -> Iterator[str]:
    """Why no assessment comes out now, where it was proposed by one."""
    if why_none is not None:
        yield f"Er is nu geen beoordeling te geven. {in_dutch(why_none)}"


def told_of_underlying(
    municipality: Municipality, framework: Framework, found: Proposal, then: AssessmentDrawn | None, on: date
) -> Iterator[str]:
    """What changed in what the proposal rests on: the rung, a freeze, the assessment itself, the figures below it."""
    proposed, judging = found.proposed, municipality.judging
    rung = municipality.ladder.rung_on(proposed.effective_on)
    if rung is not None and rung != proposed.from_rung:
        yield MOVED.format(now=rung, then=proposed.from_rung)
    yield from _told_of_freeze(municipality, found, on)
    if then is None:
        return
    cited = proposed.assessment.version if proposed.assessment else None
    if cited not in {drawn.version for drawn in judging.assessments}:
        yield WITHDRAWN
    if not then.interim:
        yield from _told_of_figures(municipality, framework, then.period)


def _told_of_freeze(municipality: Municipality, found: Proposal, on: date) -> Iterator[str]:
    """Of a freeze that was recorded since, or that ended."""
    made = municipality.entries[found.version].about.happened_on.first_day or on
    before = next(
        (each for each in municipality.judging.freezes if each.version < found.version and made in each), None
    )
    now = municipality.judging.frozen_on(on)
    if now and not before:
        yield FROZEN.format(first_day=day(now.first_day))
    if before and not now:
        yield THAWED


def _told_of_figures(municipality: Municipality, framework: Framework, closed: Period) -> Iterator[str]:
    """Of official figures that came after the close: they change nothing of it, and are told."""
    fixed = municipality.judging.closed.get(closed)
    found = closable(municipality.figures, municipality.judging.closed, closed, framework.official)
    backlog = found.value(Number.CLOSING_BACKLOG)
    if fixed and backlog is not None and backlog != fixed.numbers.closing_backlog:
        yield UNDERLYING.format(
            period=period(closed), closed=_backlog(fixed.numbers.closing_backlog), found=_backlog(backlog)
        )


def _named(framework: FrameworkRef) -> str:
    return f"{framework.name} {framework.version}"


def _backlogs(trend: Trend) -> tuple[int | None, int | None]:
    return trend.opening_backlog, trend.closing_backlog


def _told(trend: Trend) -> str:
    """The two backlogs: ``40 en 55``."""
    return " en ".join("onbekend" if each is None else number(each) for each in _backlogs(trend))


def _backlog(persons: int) -> str:
    """A backlog after 'een': ``achterstand van 12 personen``."""
    return "achterstand van 0 personen" if persons == 0 else f"{balance(persons)} personen"
