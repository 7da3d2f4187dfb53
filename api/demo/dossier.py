"""The dossier of one municipality while its story is told: the steps so far, and the rungs that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.demo.days import Days
from api.demo.figures import Course
from api.demo.steps import Completed, Step, same_id
from domain.ledger.deciding import Decision
from domain.values import Classification, PlainText

Told = Mapping[str, Any]
"""A step as a story tells it."""


@dataclass
class Dossier:
    """What is told of one municipality. What would lie after today is left out."""

    course: Course
    days: Days
    steps: list[Step] = field(default_factory=list)
    rungs: list[tuple[date, int]] = field(default_factory=list)
    talked: list[date] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The municipality."""
        return self.course.municipality.code

    def step(
        self,
        decision: Decision,
        /,
        on: date,
        *,
        recorded_on: date | None = None,
        colleague: str = "",
        called: str = "",
        content: bytes | None = None,
        later: Completed | None = None,
        **question: Any,  # noqa: ANN401 - the decision knows its question
    ) -> None:
        """One more step, recorded on the day itself and by the supervisor of the case unless said otherwise."""
        recorded = recorded_on or on
        if recorded <= self.days.today:
            self.steps.append(
                Step(
                    code=self.code,
                    decision=decision,
                    question=question,
                    happened_on=on,
                    recorded_on=recorded,
                    number=len(self.steps),
                    by=colleague or self.course.municipality.supervisor,
                    called=called,
                    content=content,
                    later=later,
                )
            )

    def id(self, kind: str, name: str = "") -> Any:  # noqa: ANN401 - the types of ids only tell what they are of
        """The id of a thing by the name that the story gives it; the next one of its kind when it has none."""
        return same_id(kind, self.code, name or str(len(self.steps)))

    def text(self, written: str, on: date, classification: str = "internal") -> PlainText:
        """A text of the story, with the figures of the day filled in."""
        return PlainText(text=written.format(**self.facts(on)), classification=Classification(classification))

    def facts(self, on: date) -> dict[str, object]:
        """The figures of a day, or of the nearest day that has any."""
        first = self.days.period(1 - len(self.course.municipality.backlogs[1:])).first_day
        return self.course.facts(min(max(on, first), self.days.today))

    def rung_on(self, day: date) -> int:
        """The rung on a day, as far as it has been told."""
        return max(((since, rung) for since, rung in self.rungs if since <= day), default=(day, 1))[1]
