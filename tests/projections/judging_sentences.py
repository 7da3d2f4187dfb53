"""What is recorded of judging, with the Dutch sentence that people read of it."""

from datetime import date
from typing import Any

from domain.events import judging, ladder, law, periods, signals
from domain.events.base import Fact
from domain.events.figures import Number
from domain.values import DecisionId, FrameworkRef, LetterId, Period, PersonId, Rung
from tests.projections.telling import sealed

SPRING = Period(2024, 1)
FRAMEWORK = FrameworkRef(name="zuid-holland", version="2024", sha256="f0" * 32)
GROWING = judging.Trend(
    verdict=judging.TrendVerdict.GROWING,
    opening_backlog=40,
    closing_backlog=55,
    sentence="De achterstand liep op van 40 naar 55 personen (+15). Er is geen zichtbare verbetertrend.",
)
RISE = judging.Advice(
    kind=judging.AdviceKind.RAISE,
    rung=Rung.INFORMATION,
    clause="growing",
    must=True,
    sentence="Opschalen naar trede 2: de achterstand groeit. Volgens het beleid moet dit.",
)
NUMBERS: dict[str, Any] = {
    "period": SPRING,
    "opening_backlog": 40,
    "net_target": 60,
    "corrected_target": 100,
    "realised": 45,
    "closing_backlog": 55,
}
WARNED: dict[str, Any] = {
    "period": SPRING,
    "framework": FRAMEWORK,
    "opening_backlog": 0,
    "corrected_target": 100,
    "realised": 30,
}


def proposed(move: judging.ProposedMove, to_rung: int = 2, **more: object) -> judging.PlacementProposed:
    """A proposal about a municipality on rung 2."""
    given: dict[str, Any] = {"effective_on": date(2024, 7, 1), "grounds": sealed("de cijfers")}
    return judging.PlacementProposed(move=move, from_rung=Rung.INFORMATION, to_rung=Rung(to_rung), **(given | more))


FREEZING: dict[str, Any] = {
    "rung": Rung.AGREEMENTS,
    "decided_on": date(2024, 6, 25),
    "effective_on": date(2024, 7, 1),
    "decided_by": ladder.DecidedBy(body=ladder.DecidingBody.MANDATED, mandate="Mandaatbesluit 2024"),
    "recorded_by": PersonId("person-anne"),
    "grounds": sealed("een herindeling"),
}

JUDGED: tuple[tuple[Fact, str], ...] = (
    (
        periods.PeriodClosed(**NUMBERS),
        (
            "De eerste helft van 2024 is afgesloten: taakstelling 60, beginstand 40 (achterstand van 40),"
            " gecorrigeerde taakstelling 100, gerealiseerd 45 en eindstand 55 (achterstand van 55)."
        ),
    ),
    (
        periods.PeriodClosed(period=SPRING, closing_backlog=-3, contested=(Number.CLOSING_BACKLOG,)),
        (
            "De eerste helft van 2024 is afgesloten: eindstand -3 (voorsprong van 3). Officiële bronnen spreken"
            " elkaar tegen over: eindstand."
        ),
    ),
    (
        periods.PeriodCloseCorrected(period=SPRING, closing_backlog=0, reason=sealed("dubbel geteld")),
        (
            "De afsluiting van de eerste helft van 2024 is gecorrigeerd: eindstand 0 (geen achterstand). Reden:"
            " dubbel geteld."
        ),
    ),
    (
        signals.RiskSignalRaised(
            signal=signals.SignalKind.BACKLOG_THREATENS,
            cause=signals.SignalCause.FORECAST,
            forecast_realised=80,
            forecast_backlog=20,
            **WARNED,
        ),
        (
            "Signaal: achterstand dreigt in de eerste helft van 2024, op grond van de doorrekening bij het huidige"
            " tempo. Gerealiseerd: 30 van 100. Bij het huidige tempo blijven 20 personen over."
        ),
    ),
    (
        signals.RiskSignalRaised(
            signal=signals.SignalKind.BACKLOG_MAY_GROW, cause=signals.SignalCause.PACE_GAP, pace_gap=12, **WARNED
        ),
        (
            "Signaal: achterstand dreigt te groeien in de eerste helft van 2024, op grond van de achterstand op het"
            " schema. Gerealiseerd: 30 van 100; dat is 12 personen minder dan op schema."
        ),
    ),
    (
        signals.RiskSignalCleared(
            signal=signals.SignalKind.BACKLOG_THREATENS, raised=4, because=signals.ClearedBecause.PERIOD_OVER
        ),
        "Het signaal 'achterstand dreigt' is voorbij: de periode is voorbij.",
    ),
    (
        judging.AssessmentDrawn(
            period=SPRING, framework=FRAMEWORK, rung=Rung.SIGNAL, trend=GROWING, advice=RISE, rests_on=(2, 5)
        ),
        (
            "Beoordeling van de eerste helft van 2024: groeiend. De achterstand liep op van 40 naar 55 personen"
            " (+15). Er is geen zichtbare verbetertrend. Advies: Opschalen naar trede 2: de achterstand groeit."
            " Volgens het beleid moet dit."
        ),
    ),
    (
        judging.AssessmentDrawn(
            period=SPRING, interim=True, framework=FRAMEWORK, rung=Rung.ANNOUNCEMENT, trend=GROWING
        ),
        (
            "Tussentijds oordeel in de eerste helft van 2024: groeiend. De achterstand liep op van 40 naar 55"
            " personen (+15). Er is geen zichtbare verbetertrend. Het beleidskader geeft geen advies."
        ),
    ),
    (
        proposed(judging.ProposedMove.RAISE, 3, advice=Rung.AGREEMENTS),
        (
            "Voorstel: opschalen van trede 2 naar trede 3 (Afspraken over acties met termijn), met ingang van 1 juli"
            " 2024. Het advies was trede 3. Gronden: de cijfers."
        ),
    ),
    (
        proposed(
            judging.ProposedMove.HOLD,
            until=date(2024, 12, 31),
            excusable=sealed("een brand"),
            departure=ladder.Departure(
                departs_from="het advies", basis=ladder.Basis.WITHIN_FRAMEWORK, circumstances=sealed("een goed plan")
            ),
        ),
        (
            "Voorstel: handhaven op trede 2 (Informatie opvragen en valideren), met ingang van 1 juli 2024 tot en met"
            " 31 december 2024. Gronden: de cijfers. Wijkt af van: het advies (grondslag: ruimte in het"
            " beleidskader). Reden: een goed plan. Verschoonbaar: een brand."
        ),
    ),
    (
        proposed(
            judging.ProposedMove.RAISE,
            4,
            announcing=law.Announcing(
                letter=LetterId("letter-1"), term_ends=date(2024, 10, 1), views_due=date(2024, 8, 1)
            ),
        ),
        (
            "Voorstel: opschalen van trede 2 naar trede 4 (Vooraankondiging indeplaatsstelling), met ingang van 1 juli"
            " 2024. Gronden: de cijfers. De vooraankondiging: de gemeente kan tot en met 1 oktober 2024 alsnog"
            " voldoen, en tot en met 1 augustus 2024 haar zienswijze geven."
        ),
    ),
    (
        proposed(
            judging.ProposedMove.RAISE,
            5,
            urgent=sealed("de opvang loopt vol"),
            deciding=law.Deciding(
                decision=DecisionId("decision-1"),
                periods=(Period(2023, 2),),
                persons=38,
                figures_day=date(2024, 7, 1),
                term_ends=date(2024, 10, 1),
            ),
        ),
        (
            "Voorstel: opschalen van trede 2 naar trede 5 (Besluit tot indeplaatsstelling), met ingang van 1 juli"
            " 2024. Gronden: de cijfers. Spoed: de opvang loopt vol. Het besluit: het gaat om 38 personen van de"
            " tweede helft van 2023, volgens de cijfers van 1 juli 2024. De gemeente kan tot en met 1 oktober 2024"
            " alsnog voldoen."
        ),
    ),
    (
        proposed(judging.ProposedMove.FREEZE),
        (
            "Voorstel: bevriezen op trede 2 (Informatie opvragen en valideren), met ingang van 1 juli 2024. Gronden:"
            " de cijfers."
        ),
    ),
    (
        proposed(judging.ProposedMove.UNFREEZE),
        (
            "Voorstel: de bevriezing op trede 2 (Informatie opvragen en valideren) beëindigen, met ingang van 1 juli"
            " 2024. Gronden: de cijfers."
        ),
    ),
    (
        judging.PlacementRejected(proposal=7, reason=sealed("nog niet")),
        "Voorstel (vastlegging 7) afgewezen: nog niet.",
    ),
    (
        judging.RungFrozen(**FREEZING, until=date(2024, 12, 31)),
        (
            "Bevroren op trede 3 (Afspraken over acties met termijn), met ingang van 1 juli 2024 tot en met 31"
            " december 2024. Besloten op 25 juni 2024 door een gemandateerde (Mandaatbesluit 2024). Gronden: een"
            " herindeling."
        ),
    ),
    (
        judging.RungUnfrozen(**FREEZING),
        (
            "De bevriezing op trede 3 (Afspraken over acties met termijn) eindigt op 1 juli 2024. Besloten op 25 juni"
            " 2024 door een gemandateerde (Mandaatbesluit 2024). Gronden: een herindeling."
        ),
    ),
)
