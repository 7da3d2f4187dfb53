"""Closing and judging in Dutch: what a period was closed with, what came of it, what was proposed and decided."""

from domain.events import judging, periods, signals
from domain.events.base import Fact
from domain.events.figures import Number
from domain.events.signals import SignalCause, SignalKind
from projections.dutch.law import announced, decided
from projections.dutch.placements import departure
from projections.dutch.telling import Telling, capital, ended
from projections.dutch.words import balance, day, listed, number, period, persons, rung_name, word


def closed(fact: Fact, telling: Telling) -> str:
    """A close, or the correction of one, in sentences."""
    match fact:
        case periods.PeriodClosed():
            return f"{capital(period(fact.period))} is afgesloten: {_fixed(fact)}.{_contested(fact)}"
        case periods.PeriodCloseCorrected():
            told = f"De afsluiting van {period(fact.period)} is gecorrigeerd: {_fixed(fact)}.{_contested(fact)}"
            return ended(f"{told} Reden: {telling.text(fact.reason)}")
        case _:
            raise LookupError(fact.TOPIC)


def signal(fact: Fact, telling: Telling) -> str:  # noqa: ARG001 - as the other tellers: these facts hold no text
    """A risk signal, or the end of one, in a sentence."""
    match fact:
        case signals.RiskSignalRaised():
            seen = f"Signaal: {word(fact.signal)} in {period(fact.period)}, op grond van de {word(fact.cause)}."
            return f"{seen} {_foreseen(fact)}"
        case signals.RiskSignalCleared():
            return f"Het signaal '{word(fact.signal)}' is voorbij: {word(fact.because)}."
        case _:
            raise LookupError(fact.TOPIC)


def judged(fact: Fact, telling: Telling) -> str:
    """An assessment, a proposal, a rejection or a freeze, in sentences."""
    match fact:
        case judging.AssessmentDrawn():
            return _assessment(fact)
        case judging.PlacementProposed():
            return _proposal(fact, telling)
        case judging.PlacementRejected():
            return ended(f"Voorstel (vastlegging {fact.proposal}) afgewezen: {telling.text(fact.reason)}")
        case judging.RungFrozen():
            until = f" tot en met {day(fact.until)}" if fact.until else ""
            return _freezing(
                f"Bevroren op {rung_name(fact.rung)}, met ingang van {day(fact.effective_on)}{until}", fact, telling
            )
        case judging.RungUnfrozen():
            return _freezing(
                f"De bevriezing op {rung_name(fact.rung)} eindigt op {day(fact.effective_on)}", fact, telling
            )
        case _:
            raise LookupError(fact.TOPIC)


def _fixed(fact: periods.PeriodNumbers) -> str:
    """The numbers that were fixed, as far as there are."""
    told = []
    for each in Number:
        value: int | None = getattr(fact, each.value)
        if value is not None:
            backlog = each in {Number.OPENING_BACKLOG, Number.CLOSING_BACKLOG}
            told.append(f"{word(each)} {f'{number(value)} ({balance(value)})' if backlog else number(value)}")
    return listed(told)


def _contested(fact: periods.PeriodNumbers) -> str:
    if not fact.contested:
        return ""
    return f" Officiële bronnen spreken elkaar tegen over: {listed([word(each) for each in fact.contested])}."


def _foreseen(fact: signals.RiskSignalRaised) -> str:
    """The numbers by which it was seen."""
    now = f"Gerealiseerd: {number(fact.realised)} van {number(max(fact.corrected_target, 0))}"
    if fact.cause is SignalCause.PACE_GAP and fact.pace_gap is not None:
        return f"{now}; dat is {persons(fact.pace_gap)} minder dan op schema."
    if fact.forecast_backlog is None:
        return f"{now}."
    before = (
        f", tegen {persons(fact.opening_backlog)} aan het begin" if fact.signal is SignalKind.BACKLOG_MAY_GROW else ""
    )
    return f"{now}. Bij het huidige tempo blijven {persons(max(fact.forecast_backlog, 0))} over{before}."


def _assessment(fact: judging.AssessmentDrawn) -> str:
    of = f"Tussentijds oordeel in {period(fact.period)}" if fact.interim else f"Beoordeling van {period(fact.period)}"
    advice = f" Advies: {fact.advice.sentence}" if fact.advice else " Het beleidskader geeft geen advies."
    return f"{of}: {word(fact.trend.verdict)}. {fact.trend.sentence}{advice}"


def _proposal(fact: judging.PlacementProposed, telling: Telling) -> str:
    until = f" tot en met {day(fact.until)}" if fact.until else ""
    told = (
        f"Voorstel: {_proposed(fact)}, met ingang van {day(fact.effective_on)}{until}.",
        f"Het advies was trede {fact.advice}." if fact.advice else "",
        ended(f"Gronden: {telling.text(fact.grounds)}"),
        departure(fact.departure, telling),
        ended(f"Verschoonbaar: {telling.text(fact.excusable)}") if fact.excusable else "",
        ended(f"Spoed: {telling.text(fact.urgent)}") if fact.urgent else "",
        f"De vooraankondiging: {announced(fact.announcing)}" if fact.announcing else "",
        f"Het besluit: {decided(fact.deciding)}" if fact.deciding else "",
    )
    return " ".join(part for part in told if part)


def _proposed(fact: judging.PlacementProposed) -> str:
    match fact.move:
        case judging.ProposedMove.RAISE | judging.ProposedMove.LOWER:
            return f"{word(fact.move)} van trede {fact.from_rung} naar {rung_name(fact.to_rung)}"
        case judging.ProposedMove.UNFREEZE:
            return f"de bevriezing op {rung_name(fact.from_rung)} beëindigen"
        case _:
            return f"{word(fact.move)} op {rung_name(fact.from_rung)}"


def _freezing(what: str, fact: judging.Freezing, telling: Telling) -> str:
    mandate = f" ({fact.decided_by.mandate})" if fact.decided_by.mandate else ""
    told = f"{what}. Besloten op {day(fact.decided_on)} door {word(fact.decided_by.body)}{mandate}."
    return ended(f"{told} Gronden: {telling.text(fact.grounds)}")
