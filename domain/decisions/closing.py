"""Closing a period: fix its numbers, judge the promises with a count that fell due in it; and correct a close."""

from collections.abc import Iterator
from typing import Any

from domain.decisions.four_eyes import require_in_force
from domain.decisions.guards import day_of, require_unchanged
from domain.decisions.occasion import Occasion
from domain.events.base import MunicipalityEvent
from domain.events.contact import AgreementKept, AgreementNotKept, Side
from domain.events.figures import FiguresEvent, Number
from domain.events.periods import PeriodCloseCorrected, PeriodClosed, PeriodNumbers
from domain.municipality import Municipality, as_it_stands
from domain.municipality.contact import Outcome
from domain.policy.closing import Closable, closable, told_too_early
from domain.policy.framework import Framework
from domain.policy.promises import judged
from domain.refusals import (
    CloseUnchanged,
    FiguresMissing,
    FiguresTooEarly,
    HalfYearNeeded,
    PeriodNotClosed,
    PeriodNotOver,
    SupervisionNotOpen,
    require,
)
from domain.values import Period, PlainText

FIXED = tuple(name for name in PeriodNumbers.model_fields if name != "rests_on")
"""What a close fixes; the entries that it comes from can change without changing it."""


def close_period(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework
) -> tuple[MunicipalityEvent, ...]:
    """Fix the numbers of a half year that is over, from the official statements in force; once.

    Agreements of the municipality with a count of persons that fell due in it are kept or not, by the figures. Nothing
    new when it is closed already: only ``correct_close`` changes what was fixed. The last period of a municipality
    whose supervision ended within it, or after it, can still be closed.
    """
    require(period.half is not None, HalfYearNeeded(period))
    if period in municipality.judging.closed:
        return ()
    require(_was_supervised(municipality, period), SupervisionNotOpen(municipality.code))
    day = day_of("day of the close", on)
    require(period.last_day < day, PeriodNotOver(period, period.last_day))
    require_in_force(framework, day)
    found = closable(municipality.figures, municipality.judging.closed, period, framework.official)
    closed = PeriodClosed(period=period, **_numbers(found, period))
    return (closed, *_promises_judged(municipality, period, framework))


def correct_close(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework, reason: PlainText
) -> tuple[MunicipalityEvent, ...]:
    """Replace what was fixed of a period by what the official statements give now, with a reason.

    Agreements with a count that nobody could judge before are judged now. What was kept or not stays so: whoever finds
    that wrong withdraws that entry.
    """
    closed = municipality.judging.closed.get(period)
    if closed is None:
        raise PeriodNotClosed(period)
    require_unchanged(
        municipality, "close", on, subject=(PeriodNumbers, FiguresEvent), id_field="period", identity=period
    )
    require_in_force(framework, day_of("day of the close", on))
    found = closable(municipality.figures, municipality.judging.closed, period, framework.official)
    corrected = PeriodCloseCorrected(period=period, reason=reason, **_numbers(found, period))
    same = all(getattr(closed.numbers, name) == getattr(corrected, name) for name in FIXED)
    require(not (same and _still_stand(municipality, closed.numbers)), CloseUnchanged(period))
    return (corrected, *_promises_judged(municipality, period, framework))


def _was_supervised(municipality: Municipality, period: Period) -> bool:
    """Whether the municipality was supervised in the period, or is now; before that its figures can be known too."""
    case = municipality.case
    until = case.closed.last_day if case.closed else None
    return case.opened is not None and (until is None or until >= period.first_day)


def _still_stand(municipality: Municipality, numbers: PeriodNumbers) -> bool:
    """Whether the entries that a close rests on were not withdrawn."""
    return all(as_it_stands(municipality.entries, version) for version in numbers.rests_on)


def _numbers(found: Closable, period: Period) -> dict[str, Any]:
    """What is fixed, by the names of the fields of the fact."""
    if found.figures.closing_backlog is None:
        raise FiguresMissing(period)
    if told_until := told_too_early(found.figures):
        raise FiguresTooEarly(period, told_until)
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
        if promised is None or agreement.made_on is None or not judgeable or agreement.due not in period:
            continue
        found = judged(
            municipality.figures,
            promised=promised,
            due=agreement.due,
            officials=framework.official,
            since=agreement.made_on,
        )
        if found:
            kind = AgreementKept if found.kept else AgreementNotKept
            yield kind(agreement=identity)
