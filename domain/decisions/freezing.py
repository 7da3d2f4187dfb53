"""What a freeze of a rung, or its end, obeys: days are frozen once, and only what is frozen thaws."""

from datetime import date

from domain.municipality import Municipality
from domain.refusals import AlreadyFrozen, NotFrozen, require


def require_frozen(municipality: Municipality, day: date) -> None:
    """What is not frozen does not thaw."""
    require(municipality.judging.frozen_on(day) is not None, NotFrozen(municipality.code, day))


def require_not_frozen(municipality: Municipality, first_day: date, last_day: date | None) -> None:
    """What is frozen on one of these days, the last one included, is not frozen again."""
    for freeze in municipality.judging.freezes:
        if shared := freeze.shared(first_day, last_day):
            raise AlreadyFrozen(municipality.code, shared)
