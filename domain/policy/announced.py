"""Which announcement counts: the last one since the municipality last fell below rung 4; an earlier one is history."""

from datetime import date

from domain.municipality import Municipality
from domain.municipality.law import Announcement
from domain.values import Rung


def announced_for(municipality: Municipality, day: date) -> Announcement | None:
    """The announcement that was made by a day and that a decision of that day can follow on."""
    found, fell = municipality.law.announced_by(day), _fell_on(municipality, day)
    return found if found and (fell is None or found.announced_on >= fell) else None


def _fell_on(municipality: Municipality, day: date) -> date | None:
    """The day, by this one, on which it last fell from rung 4 or higher to a lower one."""
    reached = {step.effective_on: step.rung for step in municipality.ladder.steps if step.effective_on <= day}
    fell, high = None, False
    for effective_on, rung in reached.items():
        fell = effective_on if high and rung < Rung.ANNOUNCEMENT else fell
        high = rung >= Rung.ANNOUNCEMENT
    return fell
