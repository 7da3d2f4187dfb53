"""The whole history: of each municipality its opening, its targets, its story, and the routine around that."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from api.demo.days import PERIODS, Days, working_day
from api.demo.dossier import Dossier, Told
from api.demo.figures import MINISTRY, PUBLISHED_BEFORE, Course
from api.demo.province import province
from api.demo.reviewing import add_reviews
from api.demo.routine import add_routine
from api.demo.steps import Step
from api.demo.stories import story_of
from api.demo.tellers import taken_over, tell
from domain.decisions.case import assign_supervisor, open_supervision
from domain.decisions.figures import revise_target, set_target
from domain.values import PartialDate, Source, SourceKind


@dataclass(frozen=True)
class History:
    """What is recorded, and when: of each municipality in its own order."""

    days: Days
    courses: dict[str, Course]

    @classmethod
    def upto(cls, today: date) -> "History":
        """The history that ends on a day."""
        days = Days(today)
        told_of = province()
        return cls(days, {each.code: Course(each, days, told_of.factors) for each in told_of.municipalities})

    def tells_figures(self, day: date) -> bool:
        """Whether COA's figures of a day are in it: they begin with the first period."""
        return self.days.half(day) > -PERIODS

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Everything but the daily figures."""
        courses = enumerate(self.courses.values())
        return tuple(step for nth, course in courses for step in self._dossier(course, nth).steps)

    def _dossier(self, course: Course, nth: int) -> Dossier:
        dossier, story = Dossier(course, self.days), story_of(course.municipality.code)
        _begin(dossier, story)
        for half in range(1 - PERIODS, 2):
            _set_target(dossier, half)
        for step in story:
            tell(dossier, step)
        add_routine(dossier)
        add_reviews(dossier, nth)
        return dossier


def _begin(dossier: Dossier, story: Sequence[Told]) -> None:
    """Supervision begins, unless the story tells how; and somebody gets charge of it."""
    municipality, first = dossier.course.municipality, dossier.days.first
    if not any(step["did"] == "taken-over" for step in story):
        dossier.step(open_supervision, first, name=municipality.name, province=province().code)
    else:
        taken_over(dossier, story[0], first)
    dossier.step(assign_supervisor, first, supervisor=municipality.supervisor)


def _set_target(dossier: Dossier, half: int) -> None:
    """The target of a half year is published some time before it, and perhaps revised while it runs."""
    course, period = dossier.course, dossier.days.period(half)
    published = max(working_day(period.first_day - PUBLISHED_BEFORE), dossier.days.first)
    dossier.step(set_target, published, period=period, net_target=course.published(half), source=MINISTRY)
    revised = course.municipality.revised
    if revised and revised.half == half:
        day = course.revised_on
        dossier.step(
            revise_target,
            day,
            period=period,
            net_target=revised.net,
            effective_from=PartialDate.of(day),
            retroactive=False,
            source=Source(kind=SourceKind.MINISTRY, reference=revised.why),
        )
