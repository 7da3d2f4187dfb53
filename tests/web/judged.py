"""Municipalities in a half year that is over: with figures, closed and judged, proposed about; as pages show them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from api.judging.closing import close, correct_close
from api.judging.proposing import adopt, propose
from domain.decisions.figures import report_figures
from domain.decisions.proposing import Proposed
from domain.events.base import Actor, Origin, Role
from domain.events.judging import ProposedMove
from domain.ledger.request import Answer, Request
from domain.municipality import Municipality
from domain.values import PartialDate, Period, PlainText, Rung, Source, SourceKind
from tests.web.browsing import Site

CLOSED = Period(2023, 2)
"""The half year that is over on the day of these tests."""
COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="halfjaaroverzicht")
GROUNDS = "De achterstand loopt op en er is geen plan."


@dataclass(frozen=True)
class Judging:
    """Judging on a site; every municipality that it makes is a new one."""

    site: Site

    def reported(self, code: str, on: date = CLOSED.last_day, source: Source = COA, **numbers: int) -> None:
        """What an official source said of the half year."""
        self.site.record(report_figures, code, on, period=CLOSED, source=source, **numbers)

    def with_figures(self, name: str, opening: int, closing: int, rung: int = 1) -> str:
        """A municipality whose backlog went from one number to another."""
        code = self.site.another(rung, name)
        self.reported(code, opening_backlog=opening, net_target=20, realised=opening + 20 - closing)
        return code

    def closed(self, name: str, opening: int, closing: int, rung: int = 1) -> str:
        """A municipality of which the half year is closed and judged."""
        code = self.with_figures(name, opening, closing, rung)
        (outcome,) = close(self.site.ledger, self.site.running.frameworks, [code], CLOSED, self.asked())
        assert outcome.refusal is None
        self.shown(outcome.answer)
        return code

    def proposed(self, code: str, move: ProposedMove, rung: int | None = None, by: Role = Role.SUPERVISOR) -> int:
        """The version of a proposal that a colleague made."""
        to_rung = Rung(rung) if rung else None
        grounds = PlainText(text=GROUNDS)
        what = Proposed(move, self.site.today, grounds, to_rung=to_rung, period=CLOSED)
        answer = propose(self.site.ledger, self.site.running.frameworks, code, what, self.asked(by))
        self.shown(answer)
        return answer.entries[-1].version

    def corrected(self, code: str, **numbers: int) -> None:
        """What was fixed was corrected, after COA stated other numbers."""
        self.reported(code, CLOSED.last_day, COA, **numbers)
        reason = PlainText(text="COA meldde plaatsingen na.")
        asked = self.asked()
        self.shown(correct_close(self.site.ledger, self.site.running.frameworks, code, CLOSED, reason, asked))

    def adopted(self, code: str, proposal: int, by: Role = Role.MANAGER) -> None:
        """A colleague adopted it."""
        self.shown(adopt(self.site.ledger, self.site.running.frameworks, code, proposal, self.asked(by)))

    def state(self, code: str) -> Municipality:
        """What is recorded of a municipality."""
        return self.site.ledger.municipality(code)

    def asked(self, by: Role = Role.SUPERVISOR, **more: Any) -> Request:  # noqa: ANN401 - the fields of a request
        """A request of a colleague in a role, that nobody sent before."""
        return Request(
            command=uuid4(),
            by=Actor(person=self.site.accounts[by].person, roles=(by,)),
            origin=Origin.API,
            happened_on=PartialDate.of(self.site.today),
            today=self.site.today,
            **more,
        )

    def shown(self, answer: Answer | None) -> None:
        """Wait until the pages show it."""
        assert answer
        assert self.site.running.projector.wait_for(answer.position, 30)
