"""``trede review``: the review of a half year, every municipality with what it is judged by."""

from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.knowing import AsAt, KnownOn, asked_of_read_models, in_words
from api.cli.options import AsJson, choices
from api.cli.output import as_json, say, table
from api.cli.period import HalfYear
from api.judging.reviewing import ReviewOrder, change, in_order, reviewed
from domain.events.judging import TrendVerdict
from domain.events.signals import SignalKind
from domain.values import PartialDate, Period
from projections.dutch.telling import capital, counted
from projections.dutch.words import number, period, short_day, word
from projections.reading import Reader
from projections.review import Review, ReviewLine

ORDERS = {
    ReviewOrder.NAME: "naam",
    ReviewOrder.RUNG: "trede",
    ReviewOrder.BACKLOG: "achterstand",
    ReviewOrder.CHANGE: "verandering",
    ReviewOrder.VERDICT: "oordeel",
    ReviewOrder.ADVICE: "advies",
    ReviewOrder.CONTACT: "contact",
}
SIGNALS = {SignalKind.BACKLOG_THREATENS: "dreigt", SignalKind.BACKLOG_MAY_GROW: "dreigt te groeien"}

Sort = Annotated[
    ReviewOrder,
    typer.Option(
        "--sort",
        metavar="WAT",
        help=f"Volgorde: {', '.join(f'{each.value} ({told})' for each, told in ORDERS.items())}.",
    ),
]
Verdict = Annotated[
    TrendVerdict | None, typer.Option("--verdict", metavar="OORDEEL", help=f"Alleen: {choices(TrendVerdict)}.")
]


def show_review(
    half_year: HalfYear,
    *,
    sort: Sort = ReviewOrder.NAME,
    verdict: Verdict = None,
    known_on: KnownOn = None,
    as_at: AsAt = None,
    json: AsJson = False,
) -> None:
    """Toon de beoordeling van een half jaar: cijfers, oordeel, advies, contact en voorstellen per gemeente."""
    with desk() as at:
        knowing = asked_of_read_models(at, known_on, as_at, quiet=json)
        reader, province = Reader(at.ledger), at.settings.province
        told = reviewed(reader, at.frameworks, knowing, Period.parse(half_year), province=province)
        at.log("review", half_year, "read")
    lines = in_order(tuple(each for each in told.lines if verdict in (None, each.verdict)), sort)
    if json:
        as_json({"period": half_year, "day": knowing.day.isoformat(), "municipalities": [*map(_as_dict, lines)]})
        return
    say(f"De beoordeling van {period(told.period)}, {in_words(knowing, known_on)}.", style="bold")
    _count(told)
    _show(lines)


def _as_dict(line: ReviewLine) -> dict[str, object]:
    advice, proposal, contact = line.advice, line.proposal, line.contact
    return {
        "code": line.code,
        "name": line.name,
        "rung": int(line.rung),
        "since": line.since.value,
        "closed": line.closed,
        "opening": line.opening,
        "closing": line.closing,
        "change": change(line),
        "verdict": line.verdict,
        "sentence": line.assessment.trend.sentence if line.assessment else None,
        "advice": {"kind": advice.kind, "rung": int(advice.rung), "clause": advice.clause} if advice else None,
        "contactHeld": contact.contact_held,
        "contactComplete": contact.complete,
        "plan": line.plan.state if line.plan else None,
        "openAgreements": line.open_agreements,
        "overdueAgreements": line.overdue_agreements,
        "signals": [each.signal for each in line.signals],
        "proposal": {"entry": proposal.entry, "move": proposal.move, "rung": int(proposal.to_rung)}
        if proposal
        else None,
        "placedOn": line.placed.decided_on if line.placed else None,
        "frozen": line.frozen is not None,
        "changed": line.changed,
    }


def _count(told: Review) -> None:
    verdicts = told.verdicts
    parts = [f"{word(each)} {number(verdicts[each])}" for each in TrendVerdict if verdicts.get(each)]
    say(
        f"{counted(len(told.lines), 'gemeente', 'gemeenten')}, afgesloten {number(told.closed)}."
        f" {capital(', '.join(parts) or 'nog niets beoordeeld')}. Wacht op een besluit: {number(told.waiting)}."
    )
    say()


def _show(lines: tuple[ReviewLine, ...]) -> None:
    table(
        ("gemeente", "code", "trede", "begin", "eind", "verschil", "oordeel", "advies", "contact", "stand"),
        map(_row, lines),
        right=frozenset({2, 3, 4, 5}),
        whole=frozenset({1}),
    )
    if any(not line.closed for line in lines):
        say()
        say("* nog niet afgesloten: wat officiële bronnen nu zeggen")


def _row(line: ReviewLine) -> tuple[str, ...]:
    advice = line.advice
    return (
        line.name,
        line.code,
        str(line.rung.value),
        _persons(line.opening),
        f"{_persons(line.closing)}{'' if line.closed else '*'}",
        _persons(change(line)),
        word(line.verdict) if line.verdict else "–",
        f"{word(advice.kind)} ({advice.rung})" if advice else "–",
        short_day(PartialDate.of(line.contact.contact_held)) if line.contact.contact_held else "nog niet",
        ", ".join(_stand(line)) or "–",
    )


def _stand(line: ReviewLine) -> list[str]:
    """What else asks attention, in a few words."""
    proposal, placed = line.proposal, line.placed
    told = [
        f"voorstel {proposal.entry}: {word(proposal.move)}" if proposal else "",
        f"besloten: trede {placed.to_rung}" if placed else "",
        "bevroren" if line.frozen else "",
        *(SIGNALS[each.signal] for each in line.signals),
        "onderliggende gegevens gewijzigd" if line.changed else "",
    ]
    return [each for each in told if each]


def _persons(persons: int | None) -> str:
    return "–" if persons is None else number(persons)
