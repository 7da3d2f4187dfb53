"""Municipalities on the road from announcement to substitution, as pages show them."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import uuid4

from domain.decisions.announcing import consider_views, receive_views
from domain.decisions.figures import report_figures
from domain.decisions.ladder import Terms, raise_rung
from domain.decisions.substituting import notify_decision
from domain.events.ladder import DecidedBy, DecidingBody
from domain.events.law import Announcing, Deciding
from domain.ledger.deciding import Decision
from domain.values import DecisionId, LetterId, Period, PlainText, Rung, Source, SourceKind
from tests.web.browsing import Site

COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
PAST = Period(2023, 2)
"""The half year that is over on the day of these tests, with 58 persons still to be housed."""


@dataclass(frozen=True)
class Road:
    """A municipality that is led up from rung 3; each step records what belongs to it."""

    site: Site
    code: str
    letter: LetterId = field(default_factory=lambda: LetterId(f"letter-{uuid4()}"))
    decision: DecisionId = field(default_factory=lambda: DecisionId(f"decision-{uuid4()}"))

    @classmethod
    def of(cls, site: Site, name: str, rung: int = 3) -> "Road":
        """A new municipality with figures."""
        road = cls(site, site.another(rung, name))
        road.reported(PAST, date(2023, 12, 31), opening_backlog=10, net_target=60, realised=12)
        road.reported(PAST.next, date(2024, 1, 31), net_target=40, realised=2)
        return road

    @property
    def path(self) -> str:
        """The address of its road."""
        return f"/gemeenten/{self.code}/indeplaatsstelling"

    def record(self, decision: Decision, /, on: date, **question: Any) -> None:  # noqa: ANN401 - the decision knows its question
        """Record something of it."""
        self.site.record(decision, self.code, on, **question)

    def reported(self, period: Period, on: date, **numbers: int) -> None:
        """What COA reported by a day."""
        self.record(report_figures, on, period=period, source=COA, **numbers)

    def announced(self, term_ends: date = date(2024, 4, 15), views_due: date = date(2024, 2, 15)) -> "Road":
        """On rung 4, with the letter."""
        letter = Announcing(letter=self.letter, term_ends=term_ends, views_due=views_due, periods=(PAST,), persons=58)
        return self._raised(4, date(2024, 1, 15), announcing=letter)

    def viewed(self) -> "Road":
        """With views that were weighed."""
        self.record(receive_views, date(2024, 2, 10), announcement=self.letter, summary=PlainText(text="Wacht op ons."))
        considered = PlainText(text="Wachten lost niets op.")
        self.record(consider_views, date(2024, 3, 1), announcement=self.letter, considerations=considered)
        return self

    def decided(self, persons: int = 42, term_ends: date = date(2024, 7, 1), *, notified: bool = True) -> "Road":
        """On rung 5, with the decision, and notified unless told otherwise."""
        content = Deciding(
            decision=self.decision,
            periods=(PAST,),
            persons=persons,
            figures_day=date(2024, 1, 31),
            term_ends=term_ends,
        )
        self._raised(5, date(2024, 4, 20), deciding=content)
        if notified:
            self.record(notify_decision, date(2024, 4, 23), decision=self.decision)
        return self

    def carried_out(self) -> "Road":
        """On rung 6."""
        return self._raised(6, date(2024, 5, 27))

    def _raised(self, rung: int, on: date, **more: Any) -> "Road":  # noqa: ANN401 - the fields of Terms
        grounds, by = PlainText(text="De achterstand liep op."), DecidedBy(body=DecidingBody.GS)
        self.record(raise_rung, on, to_rung=Rung(rung), terms=Terms(on, by, grounds, **more))
        return self
