"""A line of the review as a page shows it: the words for contact, plan, signal and what was proposed or decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from api.web.charts import sparkline
from api.web.visiting import Visit
from api.web.waiting import waits_for
from domain.events.judging import ProposedMove
from domain.events.signals import SignalKind
from domain.policy.framework import Framework
from domain.values import PartialDate, Rung
from projections.dutch.words import balance, listed, short_day
from projections.review import Placed, PlanState, Proposed, ReviewLine

BAD, WARN, ME = "bad", "warn", "me"
URGENT, OPEN, KNOWN, NOTHING = range(4)
"""How much attention something asks, to sort by."""

PLANS = {
    PlanState.REQUESTED: "gevraagd",
    PlanState.SUBMITTED: "ingediend",
    PlanState.INSUFFICIENT: "onvoldoende",
    PlanState.SUFFICIENT: "voldoende",
    PlanState.ADOPTED: "vastgesteld",
}
SIGNALS = {SignalKind.BACKLOG_THREATENS: "dreigt", SignalKind.BACKLOG_MAY_GROW: "dreigt te groeien"}
MOVES = {
    ProposedMove.RAISE: "opschalen naar {rung}",
    ProposedMove.LOWER: "afschalen naar {rung}",
    ProposedMove.HOLD: "handhaven op {rung}",
    ProposedMove.FREEZE: "bevriezen",
    ProposedMove.UNFREEZE: "ontdooien",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A few words in a cell, marked by ``kind`` where they ask attention; ``more`` is what they leave unsaid."""

    text: str
    kind: str = ""
    order: int = KNOWN
    address: str | None = None
    more: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A municipality in the review; ``mine`` when it waits for the visitor."""

    line: ReviewLine
    spark: Markup
    contact: tuple[Word, ...]
    plan: tuple[Word, ...]
    signals: tuple[Word, ...]
    states: tuple[Word, ...]
    mine: bool
    can_propose: bool


def row_of(visit: Visit, line: ReviewLine, framework: Framework | None, *, may_propose: bool) -> Row:
    """A municipality as the page of a visitor shows it."""
    decides = line.proposal is not None and _decides(visit, line.proposal, framework)
    return Row(
        line=line,
        spark=_spark(line),
        contact=tuple(_contact(visit, line)),
        plan=tuple(_plan(line)),
        signals=tuple(Word(SIGNALS[each.signal], WARN, OPEN) for each in line.signals),
        states=tuple(_states(visit, line, mine=decides)),
        mine=decides or (may_propose and _asks_a_proposal(visit, line)),
        can_propose=may_propose and line.proposal is None,
    )


def order_of(words: tuple[Word, ...]) -> int:
    """How much attention a cell asks."""
    return min((each.order for each in words), default=NOTHING)


def _decides(visit: Visit, proposal: Proposed, framework: Framework | None) -> bool:
    return waits_for(visit, framework, (proposal.from_rung, proposal.to_rung), proposal.by)


def _asks_a_proposal(visit: Visit, line: ReviewLine) -> bool:
    """Whether its own supervisor has something to propose: the advice is another rung, and nobody acted on it."""
    untouched = line.proposal is None and line.placed is None and line.frozen is None
    other = line.advice is not None and line.advice.rung != line.rung
    return untouched and other and line.supervisor == visit.caller.person


def _spark(line: ReviewLine) -> Markup:
    told = [f"{period}: {balance(backlog)}" for period, backlog in line.closings if backlog is not None]
    title = f"Eindstanden: {listed(told)}" if told else "Geen eindstanden bekend"
    return sparkline([backlog for _, backlog in line.closings], title)


def _contact(visit: Visit, line: ReviewLine) -> Iterator[Word]:
    """How many of the conversations that are owed were held."""
    owed = line.contact
    supervision = owed.supervision_due is not None
    held = (owed.contact_held is not None) + (supervision and owed.supervision_held is not None)
    told = f"{held} van {1 + supervision}"
    if owed.complete:
        yield Word(told)
        return
    without = "toezichtcontact" if owed.contact_held is None else "toezichtgesprek"
    due = owed.contact_due if owed.contact_held is None else owed.supervision_due or owed.contact_due
    late = due < visit.knowing.day
    yield Word(told, BAD if late else WARN, URGENT if late else OPEN, more=f"{without} ontbreekt")


def _plan(line: ReviewLine) -> Iterator[Word]:
    """How far the plan is, and the agreements that were not kept in time."""
    if line.plan:
        poor = line.plan.overdue or line.plan.state is PlanState.INSUFFICIENT
        told = "te laat" if line.plan.overdue else PLANS[line.plan.state]
        yield Word(told, BAD if poor else "", URGENT if poor else KNOWN)
    elif line.rung >= Rung.AGREEMENTS:
        yield Word("geen plan", WARN, OPEN)
    if line.overdue_agreements:
        late = line.overdue_agreements
        yield Word(f"{late} {'afspraak' if late == 1 else 'afspraken'} te laat", BAD, URGENT)


def _states(visit: Visit, line: ReviewLine, *, mine: bool) -> Iterator[Word]:
    """What was proposed, what was decided since the period ended, and what else holds of it."""
    if line.proposal:
        moved = MOVES[line.proposal.move].format(rung=int(line.proposal.to_rung))
        address = visit.link(f"/voorstellen/{line.code}/{line.proposal.entry}")
        yield Word(f"voorstel: {moved}", order=OPEN, address=address)
        if mine:
            yield Word("wacht op u", ME, URGENT)
    if line.placed:
        yield Word(_placed(line.placed))
    if line.frozen:
        until = line.frozen.last_day
        yield Word(f"bevroren t/m {short_day(PartialDate.of(until))}" if until else "bevroren")
    if line.changed:
        yield Word("gegevens gewijzigd", WARN, OPEN, more="onderliggende gegevens gewijzigd")


def _placed(placed: Placed) -> str:
    since = short_day(PartialDate.of(placed.effective_on))
    if placed.to_rung == placed.from_rung:
        return f"gehandhaafd per {since}"
    moved = "opgeschaald" if placed.to_rung > placed.from_rung else "afgeschaald"
    return f"{moved} naar {int(placed.to_rung)} per {since}"
