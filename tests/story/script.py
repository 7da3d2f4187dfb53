"""One municipality from rung 1 to rung 6 and back, day by day, with what is owed after each day.

Whoever tells the story (a script by the API, two people in a browser) does what a day says; then exactly the
obligations of that day are open, and those settled meanwhile are settled as the day says. All names are fictional.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

CODE, NAME = "GM9050", "Verhaalveen"
SUPERVISOR, MANAGER, SECRETARY = "supervisor", "manager", "executive-secretary"


@dataclass(frozen=True)
class Announced:
    """What the letter of rung 4 says."""

    term_ends: str
    views_due: str
    periods: tuple[str, ...]
    persons: int


@dataclass(frozen=True)
class Decided:
    """What the decision of rung 5 says."""

    periods: tuple[str, ...]
    persons: int
    figures_day: str
    term_ends: str


@dataclass(frozen=True)
class Move:
    """What is proposed by one and adopted by another."""

    move: str
    to_rung: int | None = None
    until: str | None = None
    period: str | None = None
    departs_from: str | None = None
    excusable: str | None = None
    urgent: str | None = None
    announced: Announced | None = None
    decided: Decided | None = None
    adopted_by: str = SECRETARY
    grounds: str = "Zo volgt het uit de cijfers en de gesprekken."


class Teller(Protocol):
    """Who tells the story: each method does one thing on the day it is."""

    def opens(self) -> object: ...
    def imports(
        self, period: str, *rows: tuple[str, int], target: int | None = None, opening: int | None = None
    ) -> object:
        """Figures of a period: reported on a day, so many realised."""

    def closes(self, period: str) -> object: ...
    def decides(self, move: Move) -> object:
        """The supervisor proposes it and another adopts it, on one day."""

    def converses(self, kind: str, agreement: tuple[str, str] | None = None) -> object:
        """A conversation, with an agreement of the municipality: what, and until when."""

    def keeps_agreement(self) -> object: ...
    def asks_information(self, due: str) -> object: ...
    def receives_information(self) -> object: ...
    def asks_plan(self) -> object: ...
    def submits_plan(self, measures: tuple[tuple[str, str], ...], milestone: tuple[str, int]) -> object:
        """A plan: its measures by horizon and due day, and a number of persons by a day."""

    def approves_plan(self) -> object: ...
    def adopts_plan(self) -> object: ...
    def finishes_measure(self, number: int) -> object: ...
    def receives_views(self) -> object: ...
    def hears_views(self) -> object: ...
    def considers_views(self) -> object: ...
    def notifies_decision(self) -> object: ...
    def confirms_lapse(self) -> object: ...
    def ends_substitution(self) -> object: ...
    def claims_costs(self, cents: int, due: str) -> object: ...
    def recovers_costs(self, cents: int) -> object: ...


Act = Callable[[Teller], object]


@dataclass(frozen=True)
class Day:
    """A day of the story: what is done, what is owed after it, and what was settled since the day before.

    ``owed``: 'kind due state'; ``settled``: 'kind fulfilled' or 'kind lapsed'.
    """

    day: str
    told: str
    act: Act
    owed: frozenset[str] = frozenset()
    settled: tuple[str, ...] = ()
    rung: int = field(default=1)

    @property
    def date(self) -> date:
        """The day it is."""
        return date.fromisoformat(self.day)


def owes(*lines: str) -> frozenset[str]:
    """What is owed."""
    return frozenset(lines)


MEASURES = (("short-term", "2025-06-30"), ("medium-term", "2025-10-31"), ("prevention", "2025-12-31"))

STORY: tuple[Day, ...] = (
    Day("2024-01-02", "het toezicht begint", lambda t: t.opens(), owes("supervisory-contact 2024-06-30 open")),
    Day(
        "2024-03-04",
        "de cijfers geven een signaal",
        lambda t: t.imports(
            "2024-1",
            ("2024-02-05", 4),
            ("2024-02-12", 5),
            ("2024-02-19", 5),
            ("2024-02-26", 6),
            ("2024-03-04", 7),
            target=60,
            opening=0,
        ),
        owes("supervisory-contact 2024-06-30 open", "contact-after-signal 2024-03-18 due-soon"),
    ),
    Day(
        "2024-03-12",
        "een gesprek naar aanleiding van het signaal, met een afspraak",
        lambda t: t.converses("after-signal", ("locaties noemen", "2024-04-30")),
        owes("agreement 2024-04-30 open"),
        ("contact-after-signal fulfilled", "supervisory-contact fulfilled"),
    ),
    Day("2024-04-25", "de afspraak is nagekomen", lambda t: t.keeps_agreement(), owes(), ("agreement fulfilled",)),
    Day(
        "2024-07-03",
        "het halfjaar is om, met een achterstand van 20",
        lambda t: (t.imports("2024-1", ("2024-06-30", 40)), t.imports("2024-2", ("2024-07-02", 0), target=50)),
        owes("supervisory-contact 2024-12-31 open", "assessment 2024-08-11 open"),
    ),
    Day(
        "2024-07-10",
        "afgesloten en beoordeeld: de achterstand groeit",
        lambda t: t.closes("2024-1"),
        owes("supervisory-contact 2024-12-31 open"),
        ("assessment fulfilled",),
    ),
    Day(
        "2024-07-15",
        "naar trede 2",
        lambda t: t.decides(Move("raise", 2, period="2024-1", adopted_by=MANAGER)),
        owes("supervisory-contact 2024-12-31 open", "supervision-conversation 2024-12-31 open"),
        rung=2,
    ),
    Day(
        "2024-07-20",
        "informatie gevraagd",
        lambda t: t.asks_information("2024-08-31"),
        owes(
            "supervisory-contact 2024-12-31 open",
            "supervision-conversation 2024-12-31 open",
            "information 2024-08-31 open",
        ),
        rung=2,
    ),
    Day(
        "2024-08-30",
        "de informatie is binnen",
        lambda t: t.receives_information(),
        owes("supervisory-contact 2024-12-31 open", "supervision-conversation 2024-12-31 open"),
        ("information fulfilled",),
        rung=2,
    ),
    Day(
        "2024-09-10",
        "een ambtelijk toezichtgesprek is beide",
        lambda t: t.converses("official-supervision"),
        owes(),
        ("supervision-conversation fulfilled", "supervisory-contact fulfilled"),
        rung=2,
    ),
    Day(
        "2025-01-06",
        "weer een halfjaar om, achterstand 25",
        lambda t: (t.imports("2024-2", ("2024-12-31", 45)), t.imports("2025-1", ("2025-01-05", 0), target=40)),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "assessment 2025-02-11 open",
        ),
        rung=2,
    ),
    Day(
        "2025-01-13",
        "naar trede 3: een verbeterplan",
        lambda t: (
            t.closes("2024-2"),
            t.decides(Move("raise", 3, period="2024-2", adopted_by=MANAGER)),
        ),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "plan-requested 2025-01-27 due-soon",
            "plan-submitted 2025-03-10 open",
            "plan-adopted 2025-04-07 open",
        ),
        ("assessment fulfilled",),
        rung=3,
    ),
    Day(
        "2025-01-20",
        "het plan is gevraagd",
        lambda t: t.asks_plan(),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "plan-submitted 2025-03-10 open",
            "plan-adopted 2025-04-07 open",
        ),
        ("plan-requested fulfilled",),
        rung=3,
    ),
    Day(
        "2025-02-03",
        "veertien dagen bevroren: de termijnen van het kader schuiven op",
        lambda t: t.decides(
            Move(
                "freeze",
                until="2025-02-16",
                period="2024-2",
                departs_from="advies: trede 4 (de achterstand groeit)",
                adopted_by=MANAGER,
            )
        ),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "plan-submitted 2025-03-24 open",
            "plan-adopted 2025-04-21 open",
        ),
        rung=3,
    ),
    Day(
        "2025-03-20",
        "het plan is ingediend",
        lambda t: t.submits_plan(MEASURES, ("2025-06-01", 15)),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "plan-adopted 2025-04-21 open",
            "measure 2025-06-30 open",
            "measure 2025-10-31 open",
            "measure 2025-12-31 open",
            "milestone 2025-06-01 open",
        ),
        ("plan-submitted fulfilled",),
        rung=3,
    ),
    Day(
        "2025-04-15",
        "het plan is voldoende en vastgesteld",
        lambda t: (t.approves_plan(), t.adopts_plan()),
        owes(
            "supervisory-contact 2025-06-30 open",
            "supervision-conversation 2025-06-30 open",
            "measure 2025-06-30 open",
            "measure 2025-10-31 open",
            "measure 2025-12-31 open",
            "milestone 2025-06-01 open",
        ),
        ("plan-adopted fulfilled",),
        rung=3,
    ),
    Day(
        "2025-06-02",
        "een bestuurlijk gesprek, en de mijlpaal is gehaald",
        lambda t: (
            t.converses("administrative-supervision"),
            t.imports("2025-1", ("2025-06-01", 36)),
        ),
        owes("measure 2025-06-30 open", "measure 2025-10-31 open", "measure 2025-12-31 open"),
        ("milestone fulfilled", "supervision-conversation fulfilled", "supervisory-contact fulfilled"),
        rung=3,
    ),
    Day(
        "2025-07-04",
        "de achterstand bleef 25; een maatregel is te laat",
        lambda t: (t.imports("2025-1", ("2025-06-30", 40)), t.imports("2025-2", ("2025-07-03", 0), target=45)),
        owes(
            "supervisory-contact 2025-12-31 open",
            "supervision-conversation 2025-12-31 open",
            "assessment 2025-08-11 open",
            "measure 2025-06-30 overdue",
            "measure 2025-10-31 open",
            "measure 2025-12-31 open",
        ),
        rung=3,
    ),
    Day(
        "2025-07-10",
        "voldoet niet, doch verschoonbaar: gehandhaafd op trede 3",
        lambda t: (
            t.finishes_measure(1),
            t.closes("2025-1"),
            t.decides(
                Move(
                    "hold",
                    period="2025-1",
                    departs_from="advies: trede 4 (geen zichtbare verbetertrend)",
                    excusable="De oplevering van een gebouw schoof op door een faillissement van de aannemer.",
                    adopted_by=MANAGER,
                )
            ),
        ),
        owes(
            "supervisory-contact 2025-12-31 open",
            "supervision-conversation 2025-12-31 open",
            "measure 2025-10-31 open",
            "measure 2025-12-31 open",
        ),
        ("assessment fulfilled", "measure fulfilled"),
        rung=3,
    ),
    Day(
        "2025-10-20",
        "een toezichtgesprek; alle maatregelen zijn klaar",
        lambda t: (t.converses("official-supervision"), t.finishes_measure(2), t.finishes_measure(3)),
        owes(),
        (
            "measure fulfilled",
            "measure fulfilled",
            "supervision-conversation fulfilled",
            "supervisory-contact fulfilled",
        ),
        rung=3,
    ),
    Day(
        "2026-01-12",
        "de achterstand groeide naar 32: naar trede 4, met een vooraankondiging",
        lambda t: (
            t.imports("2025-2", ("2025-12-31", 38)),
            t.imports("2026-1", ("2026-01-11", 0), target=30),
            t.closes("2025-2"),
            t.decides(
                Move(
                    "raise",
                    4,
                    period="2025-2",
                    announced=Announced("2026-03-15", "2026-02-15", ("2025-1", "2025-2"), 32),
                )
            ),
        ),
        owes(
            "supervisory-contact 2026-06-30 open",
            "supervision-conversation 2026-06-30 open",
            "announcement-term 2026-03-15 open",
        ),
        ("assessment fulfilled",),
        rung=4,
    ),
    Day(
        "2026-02-12",
        "zienswijzen, op papier en mondeling",
        lambda t: (t.receives_views(), t.hears_views()),
        owes(
            "supervisory-contact 2026-06-30 open",
            "supervision-conversation 2026-06-30 open",
            "announcement-term 2026-03-15 open",
        ),
        rung=4,
    ),
    Day(
        "2026-03-10",
        "de zienswijzen zijn gewogen; GS geven meer tijd",
        lambda t: (t.considers_views(), t.decides(Move("hold", until="2026-04-15", period="2025-2"))),
        owes(
            "supervisory-contact 2026-06-30 open",
            "supervision-conversation 2026-06-30 open",
            "announcement-term 2026-04-15 open",
        ),
        rung=4,
    ),
    Day(
        "2026-04-01",
        "GS wachten de langere termijn niet af: een besluit, met een afwijking",
        lambda t: t.decides(
            Move(
                "raise",
                5,
                period="2025-2",
                departs_from="advies: trede 4 (de termijn loopt nog)",
                decided=Decided(("2025-2",), 12, "2025-12-31", "2026-05-31"),
            )
        ),
        owes(
            "supervisory-contact 2026-06-30 open",
            "supervision-conversation 2026-06-30 open",
            "decision-term 2026-05-31 open",
        ),
        ("announcement-term lapsed",),
        rung=5,
    ),
    Day(
        "2026-04-03",
        "het besluit is bekendgemaakt; zes weken om in beroep te gaan, over de vrijdag na Hemelvaart heen",
        lambda t: t.notifies_decision(),
        owes(
            "supervisory-contact 2026-06-30 open",
            "supervision-conversation 2026-06-30 open",
            "decision-term 2026-05-31 open",
            "appeal-term 2026-05-18 open",
        ),
        rung=5,
    ),
    Day(
        "2026-05-04",
        "twaalf personen zijn gehuisvest: het besluit is vervallen",
        lambda t: (t.imports("2026-1", ("2026-04-30", 14)), t.confirms_lapse(), t.converses("official-supervision")),
        owes("appeal-term 2026-05-18 due-soon"),
        ("decision-term fulfilled", "supervision-conversation fulfilled", "supervisory-contact fulfilled"),
        rung=5,
    ),
    Day(
        "2026-05-12",
        "een volgend besluit over achttien personen",
        lambda t: (
            t.decides(
                Move(
                    "hold",
                    period="2025-2",
                    departs_from="advies: trede 6 (de achterstand groeit)",
                    decided=Decided(("2025-2",), 18, "2026-04-30", "2026-06-30"),
                )
            ),
            t.notifies_decision(),
        ),
        owes("appeal-term 2026-05-18 due-soon", "decision-term 2026-06-30 open", "appeal-term 2026-06-23 open"),
        rung=5,
    ),
    Day(
        "2026-06-01",
        "spoed: trede 6 voor het einde van de termijn",
        lambda t: t.decides(
            Move(
                "raise",
                6,
                period="2025-2",
                departs_from="advies: trede 5 (de termijn loopt nog)",
                urgent="De opvang sluit op 15 juni en achttien mensen staan dan op straat.",
            )
        ),
        owes("appeal-term 2026-06-23 open"),
        ("appeal-term lapsed", "decision-term lapsed"),
        rung=6,
    ),
    Day(
        "2026-07-06",
        "iedereen is gehuisvest: de uitvoering is klaar",
        lambda t: (
            t.imports("2026-1", ("2026-06-30", 62)),
            t.imports("2026-2", ("2026-07-05", 2), target=20),
            t.closes("2026-1"),
            t.converses("administrative-supervision"),
            t.ends_substitution(),
        ),
        owes(),
        (
            "appeal-term lapsed",
            "assessment fulfilled",
            "supervision-conversation fulfilled",
            "supervisory-contact fulfilled",
        ),
        rung=6,
    ),
    Day(
        "2026-07-13",
        "terug naar trede 1; de kosten zijn verhaald",
        lambda t: (
            t.claims_costs(1_250_000, "2026-08-31"),
            t.decides(Move("lower", 1, period="2026-1")),
            t.recovers_costs(1_250_000),
        ),
        owes(),
        rung=1,
    ),
)
