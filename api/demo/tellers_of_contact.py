"""Conversations, agreements and letters of a story."""

from collections.abc import Callable
from datetime import date

from api.demo.dossier import Dossier, Told
from api.demo.steps import days_later
from domain.decisions.contact import (
    Promise,
    break_agreement,
    cancel_conversation,
    change_agreement,
    connect_parties,
    hold_conversation,
    keep_agreement,
    plan_conversation,
    receive_letter,
    send_letter,
)
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side

ADVISER = Participant(side=Side.PROVINCE, office="IBT-adviseur")
DEPUTY = Participant(side=Side.PROVINCE, office="gedeputeerde")


def planned(dossier: Dossier, step: Told, on: date) -> None:
    """A conversation was planned."""
    dossier.step(
        plan_conversation,
        on,
        conversation=dossier.id("conversation", step["name"]),
        kind=ConversationKind(step["kind"]),
        planned_for=dossier.days.day(step["for"], after=on),
    )


def cancelled(dossier: Dossier, step: Told, on: date) -> None:
    """A planned conversation did not take place."""
    conversation = dossier.id("conversation", step["name"])
    dossier.step(cancel_conversation, on, conversation=conversation, reason=dossier.text(step["reason"], on))


def talked(dossier: Dossier, step: Told, on: date) -> None:
    """A conversation was held, with agreements; it is recorded one or a few days later."""
    kind = ConversationKind(step["kind"])
    administrative = kind is ConversationKind.ADMINISTRATIVE_SUPERVISION
    level = Level.ADMINISTRATIVE if administrative else Level(step.get("level", "official"))
    recorded = dossier.days.day(step.get("recorded", "+1"), after=on)
    name = step.get("name") or f"talk {len(dossier.steps)}"
    promises = step.get("promises", ())
    dossier.talked.append(on)
    dossier.step(
        hold_conversation,
        on,
        recorded_on=recorded,
        called=name,
        conversation=dossier.id("conversation", name),
        kind=kind,
        purposes=tuple(map(Purpose, step.get("purposes", ["progress"]))),
        channel=Channel(step.get("channel", "in-person")),
        province_level=level,
        municipality_level=level,
        participants=(*((ADVISER, DEPUTY) if administrative else (ADVISER,)), *_participants(step)),
        summary=dossier.text(step["summary"], on, step.get("classification", "internal")),
        counts_because=dossier.text(step["counts_because"], on) if "counts_because" in step else None,
        agreements=tuple(_promise(dossier, each, name, nth, on) for nth, each in enumerate(promises)),
    )
    for nth, each in enumerate(promises):
        if recorded <= dossier.days.today:
            _settle(dossier, each, _name(each, name, nth), on)


def _participants(step: Told) -> list[Participant]:
    theirs = [Participant(side=Side.MUNICIPALITY, office=office) for office in step.get("with", ["beleidsmedewerker"])]
    return theirs + [Participant(side=Side.OTHER, office=office) for office in step.get("others", [])]


def _name(told: Told, conversation: str, nth: int) -> str:
    return told.get("name") or f"{conversation} {nth}"


def _promise(dossier: Dossier, told: Told, conversation: str, nth: int, on: date) -> Promise:
    return Promise(
        agreement=dossier.id("agreement", _name(told, conversation, nth)),
        owed_by=Side(told.get("by", "municipality")),
        what=dossier.text(told["what"], on),
        due=dossier.days.day(told["due"], after=on),
        persons=told.get("persons"),
    )


def _settle(dossier: Dossier, told: Told, name: str, on: date) -> None:
    """What became of an agreement: kept shortly before its day, or found not kept some days after it."""
    due = dossier.days.day(told["due"], after=on)
    match told.get("then"):
        case "kept":
            _outcome(dossier, keep_agreement, name, max(days_later(due, -6), days_later(on, 2)), told)
        case "broken":
            _outcome(dossier, break_agreement, name, days_later(due, 4), told)
        case _:
            pass


def _outcome(dossier: Dossier, decision: Callable[..., object], name: str, on: date, told: Told) -> None:
    note = dossier.text(told["note"], on) if "note" in told and on <= dossier.days.today else None
    dossier.step(decision, on, agreement=dossier.id("agreement", name), note=note)  # type: ignore[arg-type]  # either decision


def changed(dossier: Dossier, step: Told, on: date) -> None:
    """Both sides changed an agreement."""
    dossier.step(
        change_agreement,
        on,
        agreement=dossier.id("agreement", step["name"]),
        due=dossier.days.day(step["due"], after=on),
        persons=step.get("persons"),
        reason=dossier.text(step["reason"], on),
    )


def kept(dossier: Dossier, step: Told, on: date) -> None:
    """An agreement was kept."""
    _outcome(dossier, keep_agreement, step["name"], on, step)


def broken(dossier: Dossier, step: Told, on: date) -> None:
    """An agreement was not kept."""
    _outcome(dossier, break_agreement, step["name"], on, step)


def sent(dossier: Dossier, step: Told, on: date) -> None:
    """The province sent a letter."""
    dossier.step(
        send_letter,
        on,
        letter=dossier.id("letter", step.get("name", "")),
        kind=step["kind"],
        subject=dossier.text(step["subject"], on),
        reply_due=dossier.days.day(step["reply_due"], after=on) if "reply_due" in step else None,
    )


def came(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality sent a letter."""
    dossier.step(
        receive_letter,
        on,
        letter=dossier.id("letter"),
        kind=step["kind"],
        subject=dossier.text(step["subject"], on),
        reply_to=dossier.id("letter", step["reply_to"]) if "reply_to" in step else None,
    )


def connected(dossier: Dossier, step: Told, on: date) -> None:
    """The province brought parties together."""
    dossier.step(connect_parties, on, parties=tuple(step["parties"]), subject=dossier.text(step["subject"], on))


TELLERS = {
    "planned": planned,
    "cancelled": cancelled,
    "talked": talked,
    "changed": changed,
    "kept": kept,
    "broken": broken,
    "sent": sent,
    "came": came,
    "connected": connected,
}
