"""Closing a period: fix its numbers, judge the promises with a count that fell due in it; and correct a close."""

from collections.abc import Iterator

from domain.decisions.guards import require_open
from domain.decisions.occasion import Occasion
from domain.events.base import MunicipalityEvent
from domain.events.contact import AgreementKept, AgreementNotKept, Side
from domain.events.figures import Number
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.municipality import Municipality
from domain.municipality.contact import Outcome
from domain.policy.closing import Closable, closable
from domain.policy.framework import Framework
from domain.policy.promises import judged
from domain.refusals import CloseUnchanged, FiguresMissing, HalfYearNeeded, PeriodNotClosed, PeriodNotOver, require
from domain.values import Period, PlainText


def close_period(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework
) -> tuple[MunicipalityEvent, ...]:
    """Fix the numbers of a half year that is over, from the official statements in force; once.

    Agreements of the municipality with a count of persons that fell due in it are kept or not, by the figures. Nothing
    new when it is closed already: only ``correct_close`` changes what was fixed.
    """
    require_open(municipality)
    require(period.half is not None, HalfYearNeeded(period))
    require(period.last_day < on.today, PeriodNotOver(period, period.last_day))
    if period in municipality.judging.closed:
        return ()
    found = closable(municipality.figures, municipality.judging.closed, period, framework.official)
    closed = PeriodClosed(period=period, **_numbers(found, period))
    return (closed, *_promises_judged(municipality, period, framework))


def correct_close(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework, reason: PlainText
) -> tuple[PeriodCloseCorrected]:
    """Replace what was fixed of a period by what the official statements give now, with a reason."""
    require(period in municipality.judging.closed, PeriodNotClosed(period))
    found = closable(municipality.figures, municipality.judging.closed, period, framework.official)
    corrected = PeriodCloseCorrected(period=period, reason=reason, **_numbers(found, period))
    before = municipality.judging.closed[period].numbers
    same = all(getattr(before, name) == getattr(corrected, name) for name in PeriodClosed.model_fields)
    require(not same, CloseUnchanged(period))
    return (corrected,)


def _numbers(found: Closable, period: Period) -> dict[str, object]:
    """What is fixed, by the names of the fields of the fact."""
    closing = found.value(Number.CLOSING_BACKLOG)
    if closing is None:
        raise FiguresMissing(period)
    numbers = {number.value: found.value(number) for number in Number}
    return {
        **numbers,
        "first_target": found.first_target,
        "exchanged": found.exchanged,
        "contested": found.contested,
        "rests_on": found.rests_on,
    }


def _promises_judged(
    municipality: Municipality, period: Period, framework: Framework
) -> Iterator[AgreementKept | AgreementNotKept]:
    """What came of the agreements of the municipality with a count, where the figures tell."""
    for identity, agreement in sorted(municipality.contact.agreements.items()):
        promised = agreement.persons
        judgeable = agreement.owed_by is Side.MUNICIPALITY and agreement.outcome is Outcome.OPEN
        if promised is None or not judgeable or agreement.due not in period:
            continue
        found = judged(municipality.figures, promised=promised, due=agreement.due, officials=framework.official)
        if found:
            kind = AgreementKept if found.kept else AgreementNotKept
            yield kind(agreement=identity)
