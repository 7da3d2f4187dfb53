"""A record in which municipalities are judged, by a supervisor who proposes and a manager who decides."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from api.frameworks import Frameworks
from api.judging.closing import close
from api.judging.proposing import propose
from api.settings import Settings
from domain.decisions.case import open_on_rung, open_supervision
from domain.decisions.figures import report_figures
from domain.decisions.proposing import Proposed
from domain.events.base import Actor, Fact, Origin, Role
from domain.events.judging import ProposedMove
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer, Request
from domain.municipality import Municipality
from domain.values import PartialDate, Period, PersonId, PlainText, Rung, Source, SourceKind

LONG_AGO = date(2020, 1, 1)
TODAY = date(2025, 2, 3)
CLOSED = Period(2024, 2)
"""The period that is judged: it is over, and the framework of 2024 holds."""
COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="halfjaaroverzicht")
SUPERVISOR = Actor(person=PersonId("person-anne"), roles=(Role.SUPERVISOR,))
SECRETARY = Actor(person=PersonId("person-dora"), roles=(Role.EXECUTIVE_SECRETARY,))
"""Records what GS decide."""
MANAGER = Actor(person=PersonId("person-bert"), roles=(Role.MANAGER,))
_CODES: Iterator[int] = count(7000)


@dataclass(frozen=True)
class Judged:
    """What a test works with; take another municipality per test."""

    ledger: Ledger
    frameworks: Frameworks

    @classmethod
    def on(cls, ledger: Ledger) -> "Judged":
        """With the frameworks that ship."""
        return cls(ledger, Frameworks.of(Settings(), ledger))

    def request(self, by: Actor = SUPERVISOR, on: date = TODAY, today: date | None = None, **more: Any) -> Request:  # noqa: ANN401 - the fields of Request
        """A request that nobody sent before."""
        given: dict[str, Any] = {"command": uuid4(), "by": by, "origin": Origin.API} | more
        return Request(happened_on=PartialDate.of(on), today=today or max(on, TODAY), **given)

    def record(self, decision: Decision, /, code: str, on: date = LONG_AGO, **question: Any) -> Answer:  # noqa: ANN401 - the decision knows its question
        """Record what went before."""
        return self.ledger.record(decision, municipality=code, request=self.request(on=on), **question)

    def opened(self, rung: int = 1) -> str:
        """A municipality that no other test uses, on this rung since long ago."""
        code = f"GM{next(_CODES)}"
        if rung == 1:
            self.record(open_supervision, code, name=f"Fictie {code}")
        else:
            taken_over: dict[str, Any] = {
                "rung": Rung(rung),
                "since": PartialDate.of("2019"),
                "source": Source(reference="een lijst"),
            }
            self.record(open_on_rung, code, name=f"Fictie {code}", **taken_over)
        return code

    def report(
        self, code: str, on: date = CLOSED.last_day, period: Period = CLOSED, source: Source = COA, **numbers: int
    ) -> None:
        """An official source states figures."""
        self.record(report_figures, code, on, period=period, source=source, **numbers)

    def with_figures(self, opening: int, closing: int, rung: int = 1) -> str:
        """A municipality whose backlog went from one number to another in the period."""
        code = self.opened(rung)
        self.report(code, opening_backlog=opening, net_target=20, realised=opening + 20 - closing)
        return code

    def closed(self, opening: int, closing: int, rung: int = 1) -> str:
        """A municipality whose period is closed and judged."""
        code = self.with_figures(opening, closing, rung)
        (outcome,) = close(self.ledger, self.frameworks, [code], CLOSED, self.request())
        assert outcome.refusal is None
        return code

    def proposed(self, code: str, move: ProposedMove = ProposedMove.RAISE, **more: Any) -> int:  # noqa: ANN401 - the fields of Proposed
        """The version of a proposal of the supervisor."""
        answer = propose(self.ledger, self.frameworks, code, proposal(move, **more), self.request())
        return answer.entries[-1].version

    def state(self, code: str) -> Municipality:
        """What is recorded of a municipality by now."""
        return self.ledger.municipality(code)

    def facts(self, code: str, kind: type[Fact] = Fact) -> list[Fact]:
        """What is recorded of a municipality, of a kind, in order."""
        return [entry.fact for entry in self.ledger.entries(code) if isinstance(entry.fact, kind)]


def proposal(move: ProposedMove = ProposedMove.RAISE, **more: Any) -> Proposed:  # noqa: ANN401 - the fields of Proposed
    """A proposal with grounds; one rung up when nothing else is said."""
    given: dict[str, Any] = {"effective_on": TODAY, "grounds": PlainText(text="De achterstand groeit.")} | more
    if move is ProposedMove.RAISE:
        given.setdefault("to_rung", Rung(2))
    return Proposed(move=move, **given)
