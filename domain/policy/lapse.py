"""When a substitution decision has lapsed: those it names have been housed.

Whom is housed first: persons housed count against the oldest unmet period. So of several decisions in force the one
about the oldest period is met first, and a later one counts who was housed beyond it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.municipality import Municipality
from domain.municipality.figures import Figures
from domain.municipality.law import Substitution
from domain.policy.officially import Officials
from domain.policy.promises import housed_between
from domain.values import DecisionId


@dataclass(frozen=True, slots=True)
class HousedFor:
    """How many of the persons that a decision names have been housed, at least, by which statement."""

    persons: int
    housed: int
    statement: int | None

    @property
    def met(self) -> bool:
        """Whether all of them have been: the decision has lapsed, once a person confirms it."""
        return self.housed >= self.persons


def housed_for(municipality: Municipality, day: date, officials: Officials) -> Mapping[DecisionId, HousedFor]:
    """Of each decision in force on a day, how many of its persons were housed after the day of its figures.

    By official statements that tell it for certain; where they do not, nobody.
    """
    found: dict[DecisionId, HousedFor] = {}
    older: list[Substitution] = []
    for decision in municipality.law.standing_on(day):
        told = housed_between(municipality.figures, decision.figures_day, day, officials)
        before = sum(_still_due(each, decision.figures_day, municipality.figures, officials) for each in older)
        housed = max(told.persons - before, 0) if told else 0
        statement = told.statement if told else None
        found[decision.decision] = HousedFor(decision.persons, housed, statement)
        older.append(decision)
    return found


def _still_due(older: Substitution, day: date, figures: Figures, officials: Officials) -> int:
    """How many of an older decision were still to be housed by the end of a day."""
    told = housed_between(figures, older.figures_day, day, officials) if older.figures_day < day else None
    return max(older.persons - (told.persons if told else 0), 0)
