"""The form of a version of an improvement plan, read into what is asked of the record, and filled in for a next one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from api.web import fields
from api.web.forms import Form, Problems
from domain.events.plan import Horizon, Measure, Milestone
from domain.values import MeasureId, PlainText, PlanId, Sealed
from projections.plans import PlanVersion

MEASURE, MILESTONE = "maatregel", "mijlpaal"
"""The groups of which there can be more than one: ``maatregel-1-wat``."""
FILLED_BY = {MEASURE: ("wat", "wie", "dag", "personen"), MILESTONE: ("dag", "personen")}
"""The fields by which one of a group counts as filled in: one that is emptied is no part of the version."""
ROWS = {MEASURE: 5, MILESTONE: 4}
"""Rows that stand ready when the form is opened; a script shows the first empty one only."""
SPARE = 2
"""So many empty ones stand ready after those that are filled in."""
MOST_ROWS = 40
KIND = "verbeterplan"
"""What kind of document is filed with a version."""

TO_COME = "Ingediend op: deze dag is nog niet geweest. Leg een plan vast als het er is."
TWICE = "Mijlpaal {number}: voor deze dag staat al een mijlpaal. Noem elke dag één keer."


@dataclass(frozen=True, slots=True)
class Known:
    """A measure of the version that was seen, with its words as the visitor saw them."""

    what: Sealed
    shown: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A version of a plan as it was filled in, complete and without contradiction."""

    on: date
    measures: tuple[Measure, ...]
    milestones: tuple[Milestone, ...]
    backlog_cleared_by: date | None

    @property
    def question(self) -> dict[str, Any]:
        """What is asked of the record."""
        return {
            "measures": self.measures,
            "milestones": self.milestones,
            "backlog_cleared_by": self.backlog_cleared_by,
        }


def plan_of(command: UUID) -> PlanId:
    """The id of the plan that a form begins."""
    return PlanId(f"plan-{command}")


def measure_of(command: UUID, number: int) -> MeasureId:
    """The id of a measure that is new in a version, by its place."""
    return MeasureId(f"measure-{uuid5(command, f'measure {number}')}")


def prefilled(version: PlanVersion) -> dict[str, str]:
    """The form of a next version, with what the last one says."""
    given: dict[str, str] = {"achterstand-weg": _day(version.backlog_cleared_by)}
    for number, line in enumerate(version.measures, 1):
        at, measure = f"{MEASURE}-{number}", line.measure
        given |= {
            f"{at}-id": measure.measure,
            f"{at}-wat": line.what,
            f"{at}-horizon": measure.horizon.value,
            f"{at}-wie": measure.owner or "",
            f"{at}-dag": _day(measure.due),
            f"{at}-personen": _number(measure.expected_persons),
        }
    for number, milestone in enumerate(version.milestones, 1):
        at = f"{MILESTONE}-{number}"
        given |= {f"{at}-dag": _day(milestone.day), f"{at}-personen": _number(milestone.persons)}
    return given


def read_version(form: Form, problems: Problems, *, today: date, known: Mapping[str, Known]) -> Submitted | None:
    """What was filled in; None when something is wrong, which ``problems`` then says.

    Args:
        form: what was sent.
        problems: takes what is wrong.
        today: the day it is.
        known: the measures of the version that was seen, by their ids: a measure stays itself in a next version, and
            its words stay sealed as they are where nobody changed them.
    """
    on = fields.day(form, problems, "dag", "Ingediend op")
    if on and on > today:
        problems.add("dag", TO_COME)
    measures = tuple(_measures(form, problems, known))
    milestones = tuple(_milestones(form, problems))
    cleared = fields.day(form, problems, "achterstand-weg", "Achterstand weg op", required=False)
    return None if problems or on is None else Submitted(on, measures, milestones, cleared)


def filled_in(form: Form, group: str) -> list[int]:
    """The numbers of those of a group in which something was filled in."""
    numbers, filled_by = fields.numbered(form, group), FILLED_BY[group]
    return [number for number in numbers if any(form.one(f"{group}-{number}-{each}").strip() for each in filled_by)]


def rows(form: Form, group: str, *, one_more: bool) -> Sequence[int]:
    """The rows of a group that are shown: those there are, and one more when that is asked for."""
    filled = max(filled_in(form, group), default=0)
    there = max((number for number in fields.numbered(form, group) if number <= MOST_ROWS), default=0)
    return range(1, min(max(filled + SPARE, there + one_more, ROWS[group]), MOST_ROWS) + 1)


def _measures(form: Form, problems: Problems, known: Mapping[str, Known]) -> list[Measure]:
    found = []
    for number in filled_in(form, MEASURE):
        at, label = f"{MEASURE}-{number}", f"Maatregel {number}"
        what = fields.text(form, problems, f"{at}-wat", f"{label}, wat")
        horizon = fields.choice(form, problems, f"{at}-horizon", f"{label}, waarvoor", Horizon)
        owner = fields.line(form, problems, f"{at}-wie", f"{label}, wie", required=False)
        due = fields.day(form, problems, f"{at}-dag", f"{label}, uiterlijk op", required=False)
        persons = fields.whole(form, problems, f"{at}-personen", f"{label}, aantal personen", required=False)
        if what and horizon:
            identity = form.one(f"{at}-id")
            before = known.get(identity)
            found.append(
                Measure(
                    measure=MeasureId(identity) if before else measure_of(fields.command(form), number),
                    horizon=horizon,
                    what=_words(what, before),
                    owner=owner or None,
                    due=due,
                    expected_persons=persons,
                )
            )
    return found


def _words(typed: PlainText, before: Known | None) -> Sealed:
    """What was typed; the sealed text of before where it is the same, also when the visitor may not read it."""
    return before.what if before and before.shown == typed.text else typed


def _milestones(form: Form, problems: Problems) -> list[Milestone]:
    found: dict[date, Milestone] = {}
    for number in filled_in(form, MILESTONE):
        at, label = f"{MILESTONE}-{number}", f"Mijlpaal {number}"
        day = fields.day(form, problems, f"{at}-dag", f"{label}, dag")
        persons = fields.whole(form, problems, f"{at}-personen", f"{label}, aantal personen")
        if day in found:
            problems.add(f"{at}-dag", TWICE.format(number=number))
        if day and persons is not None:
            found[day] = Milestone(day=day, persons=persons)
    return list(found.values())


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(persons: int | None) -> str:
    return "" if persons is None else str(persons)
