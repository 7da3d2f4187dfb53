"""The form of a placement, read into what is asked of the record. Nothing in here knows a page or a database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from api.moves import DECISIONS, Move
from api.web import fields
from api.web.forms import Form, Problems
from api.web.law_fields import LawFields
from domain.decisions.ladder import Terms
from domain.events.ladder import Basis, DecidedBy, DecidingBody, Departure
from domain.ledger.deciding import Decision
from domain.values import Classification, DocumentId, PlainText, Rung

MOVES: dict[Move, str] = {Move.RAISE: "Opschalen", Move.LOWER: "Afschalen", Move.HOLD: "Handhaven"}

TO_COME = "Besloten op: deze dag is nog niet geweest. Leg een besluit vast als het is genomen."
HIGHER = "Opschalen is naar een hogere trede dan trede {now}."
LOWER = "Afschalen is naar een lagere trede dan trede {now}."
ENDS_TOO_EARLY = "Tot en met: deze dag ligt voor de ingangsdag."
GS_ONLY = "Alleen Gedeputeerde Staten besluiten over trede 4 en hoger."
SKIPPED = "Na trede {now} komt één trede hoger. Slaat u een trede over, vul dan de afwijking in."

DEPARTURE = ("wijkt-af-van", "omstandigheden", "gevolgen")
"""The fields by which a departure counts as filled in."""

RungOn = Callable[[date], Rung | None]


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement as it was filled in, complete and without contradiction."""

    move: Move
    to_rung: Rung
    decided_on: date
    classification: Classification
    terms: Terms

    @property
    def decision(self) -> Decision:
        """The decision that the record is asked for."""
        return DECISIONS[self.move]

    @property
    def question(self) -> dict[str, Any]:
        """What that decision is asked."""
        return {"terms": self.terms} | ({} if self.move is Move.HOLD else {"to_rung": self.to_rung})


def read_placing(
    form: Form, problems: Problems, *, today: date, rung_on: RungOn, document: DocumentId | None = None
) -> Placed | None:
    """What was filled in; None when something is wrong, which ``problems`` then says.

    Args:
        form: what was sent.
        problems: takes what is wrong.
        today: the day it is.
        rung_on: tells on which rung the municipality stands on a day.
        document: the document that is filed with it, if any.
    """
    move = fields.choice(form, problems, "besluit", "Besluit", Move)
    decided_on = fields.day(form, problems, "besloten-op", "Besloten op")
    if decided_on and decided_on > today:
        problems.add("besloten-op", TO_COME)
    effective_on = fields.day(form, problems, "ingang", "Gaat in op", required=False) or decided_on
    now = rung_on(effective_on) if effective_on else None
    to_rung = _to_rung(form, problems, move, now)
    decided_by = _decided_by(form, problems, to_rung)
    said = _Said(form, problems)
    grounds = said("gronden", "Gronden", required=True)
    departure = _departure(form, problems, said)
    law, raised_to = LawFields(form, problems), to_rung if move is Move.RAISE else None
    announcing = law.announcing(fields.command(form)) if raised_to is Rung.ANNOUNCEMENT else None
    deciding = law.deciding(fields.command(form)) if raised_to is Rung.SUBSTITUTION_DECIDED else None
    urgent = law.urgent(said.classification) if raised_to and raised_to >= Rung.SUBSTITUTION_DECIDED else None
    if now and to_rung and to_rung > now + 1 and departure is None:
        problems.add("wijkt-af-van", SKIPPED.format(now=int(now)))
    until = fields.day(form, problems, "tot", "Tot en met", required=False)
    if until and effective_on and until < effective_on:
        problems.add("tot", ENDS_TOO_EARLY)
    excusable = said("verschoonbaar", "Verschoonbaar")
    informed_on = fields.day(form, problems, "meegedeeld-op", "Meegedeeld op", required=False)
    if problems or move is None or decided_on is None or effective_on is None or decided_by is None:
        return None
    terms = Terms(
        effective_on=effective_on,
        decided_by=decided_by,
        grounds=grounds,
        until=until,
        departure=departure,
        excusable=excusable,
        urgent=urgent,
        announcing=announcing,
        deciding=deciding,
        document=document,
        informed_on=informed_on,
    )
    return Placed(move, to_rung or now or Rung.SIGNAL, decided_on, said.classification, terms)


@dataclass(frozen=True)
class _Said:
    """Reads free text with the classification of the form."""

    form: Form
    problems: Problems

    @cached_property
    def classification(self) -> Classification:
        """Who may read the texts."""
        label = "Wie dit mag lezen"
        chosen = fields.choice(self.form, self.problems, "wie-leest", label, Classification, required=False)
        return chosen or Classification.INTERNAL

    def __call__(self, name: str, label: str, *, required: bool = False) -> PlainText | None:
        classification = self.classification
        return fields.text(self.form, self.problems, name, label, required=required, classification=classification)


def _to_rung(form: Form, problems: Problems, move: Move | None, now: Rung | None) -> Rung | None:
    """The new rung; nothing is chosen when it is held."""
    if move is Move.HOLD:
        return now
    to_rung = fields.choice(form, problems, "trede", "Nieuwe trede", Rung, required=move is not None)
    if to_rung and now and move is Move.RAISE and to_rung <= now:
        problems.add("trede", HIGHER.format(now=int(now)))
    if to_rung and now and move is Move.LOWER and to_rung >= now:
        problems.add("trede", LOWER.format(now=int(now)))
    return to_rung


def _decided_by(form: Form, problems: Problems, to_rung: Rung | None) -> DecidedBy | None:
    body = fields.choice(form, problems, "door", "Besloten door", DecidingBody)
    mandated = body is DecidingBody.MANDATED
    mandate = fields.line(form, problems, "mandaat", "Mandaat", required=mandated)
    if body and body is not DecidingBody.GS and to_rung and to_rung >= Rung.ANNOUNCEMENT:
        problems.add("door", GS_ONLY)
    return DecidedBy(body=body, mandate=mandate if mandated else None) if body and not problems else None


def _departure(form: Form, problems: Problems, said: _Said) -> Departure | None:
    if not any(form.one(name).strip() for name in DEPARTURE):
        return None
    departs_from = fields.line(form, problems, "wijkt-af-van", "Wijkt af van")
    circumstances = said("omstandigheden", "Omstandigheden", required=True)
    basis = fields.choice(form, problems, "grondslag", "Grondslag", Basis, required=False)
    consequences = said("gevolgen", "Gevolgen")
    if not (departs_from and circumstances) or problems:
        return None
    return Departure(
        departs_from=departs_from,
        basis=basis or Basis.WITHIN_FRAMEWORK,
        circumstances=circumstances,
        consequences=consequences,
    )
