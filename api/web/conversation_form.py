"""The form of a conversation, read into what is asked of the record. Nothing here knows a page or a database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from api.web import fields
from api.web.forms import Form, Problems
from domain.decisions.contact import Promise
from domain.events.causes import CauseKind
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side
from domain.values import AgreementId, CauseId, Classification, ConversationId, DocumentId, PersonId, PlainText

ROWS, OTHER_ROWS = 3, 2
"""Rows for agreements, and for who took part, that stand ready when the form is opened."""
MOST_ROWS = 30

AGREEMENT, OTHER = "afspraak", "ander"
"""The groups of which there can be more than one: ``afspraak-1-wat``."""
FILLED_BY = {AGREEMENT: ("wat", "dag", "personen"), OTHER: ("functie", "naam")}
"""The fields by which one of a group counts as filled in."""

TO_COME = "Dag van het gesprek: deze dag is nog niet geweest. Leg een gesprek vast als het is gevoerd."
DUE_TOO_EARLY = "Afspraak {number}: deze dag ligt voor het gesprek. Kies de dag van het gesprek of een latere dag."
COUNTS_BY_ITSELF = "Alleen een ketenoverleg heeft deze reden nodig. Maak dit veld leeg, of kies 'ketenoverleg'."
UNKNOWN = "Wie erbij was: Trede kent deze persoon niet. Vul de naam in."

SIDES = ("provincie", "gemeente")
LONGEST_NAME = 200

PersonOf = Callable[[str, Side], PersonId]
"""Gives the person with a name, who takes part for a side."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who took part: a person who is known by id, or somebody by office, by name, or both."""

    side: Side
    office: str | None = None
    person: PersonId | None = None
    name: str | None = None

    @property
    def token(self) -> str:
        """How a checkbox names somebody who took part before."""
        return f"{self.side.value}|{self.person or ''}|{self.office or ''}"

    def participant(self, person_of: PersonOf) -> Participant:
        """The participant as the record has it."""
        named = person_of(self.name, self.side) if self.name and not self.person else self.person
        return Participant(side=self.side, office=self.office, person=named)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement as it was filled in."""

    owed_by: Side
    what: str
    due: date
    persons: int | None


@dataclass(frozen=True, slots=True)
class Filled:
    """A conversation as it was filled in, complete and without contradiction."""

    kind: ConversationKind
    held_on: date
    purposes: tuple[Purpose, ...]
    channel: Channel
    province_level: Level
    municipality_level: Level
    present: tuple[Present, ...]
    summary: str | None
    counts_because: str | None
    classification: Classification
    agreements: tuple[Agreed, ...]
    causes: tuple[CauseKind, ...]

    def question(self, command: UUID, person_of: PersonOf, documents: int = 0) -> dict[str, Any]:
        """What is asked of the record. The ids follow from the command, so that the same form asks the same."""
        return {
            "conversation": conversation_of(command),
            "kind": self.kind,
            "purposes": self.purposes,
            "channel": self.channel,
            "province_level": self.province_level,
            "municipality_level": self.municipality_level,
            "participants": tuple(each.participant(person_of) for each in self.present),
            "summary": self.plain(self.summary),
            "counts_because": self.plain(self.counts_because),
            "documents": tuple(document_of(command, number) for number in range(1, documents + 1)),
            "agreements": tuple(
                Promise(
                    agreement=AgreementId(f"agreement-{uuid5(command, f'agreement {number}')}"),
                    owed_by=made.owed_by,
                    what=PlainText(text=made.what, classification=self.classification),
                    due=made.due,
                    persons=made.persons,
                )
                for number, made in enumerate(self.agreements, 1)
            ),
        }

    def plain(self, text: str | None) -> PlainText | None:
        """A text with the classification of the form."""
        return PlainText(text=text, classification=self.classification) if text else None


def conversation_of(command: UUID) -> ConversationId:
    """The id of the conversation that a form records."""
    return ConversationId(f"conversation-{command}")


def document_of(command: UUID, number: int) -> DocumentId:
    """The id of an attachment, by its place."""
    return DocumentId(f"document-{uuid5(command, f'document {number}')}")


def cause_of(command: UUID, kind: CauseKind) -> CauseId:
    """The id of a cause that was ticked."""
    return CauseId(f"cause-{uuid5(command, f'cause {kind.value}')}")


def read_conversation(
    form: Form, problems: Problems, *, today: date, known: frozenset[PersonId] = frozenset()
) -> Filled | None:
    """What was filled in; None when something is wrong, which ``problems`` then says.

    Args:
        form: what was sent.
        problems: takes what is wrong.
        today: the day it is.
        known: the persons that a checkbox can name.
    """
    kind = fields.choice(form, problems, "soort", "Soort gesprek", ConversationKind)
    held_on = fields.day(form, problems, "dag", "Dag van het gesprek")
    if held_on and held_on > today:
        problems.add("dag", TO_COME)
    classification = _classification(form, problems)
    purposes = fields.choices(form, problems, "doel", "Doel", Purpose)
    channel = fields.choice(form, problems, "kanaal", "Hoe", Channel, required=False)
    levels = [fields.choice(form, problems, f"niveau-{side}", "Niveau", Level, required=False) for side in SIDES]
    present = (*_remembered(form, problems, known), *_others(form, problems))
    summary = fields.text(form, problems, "gezegd", "Wat er is gezegd", required=False)
    counts_because = fields.text(form, problems, "telt-omdat", "Waarom het meetelt", required=False)
    if counts_because and kind and kind is not ConversationKind.MULTI_PARTY:
        problems.add("telt-omdat", COUNTS_BY_ITSELF)
    agreements = tuple(_agreements(form, problems, held_on))
    causes = fields.choices(form, problems, "oorzaak", "Oorzaken", CauseKind)
    if problems or kind is None or held_on is None:
        return None
    return Filled(
        kind=kind,
        held_on=held_on,
        purposes=purposes,
        channel=channel or Channel.IN_PERSON,
        province_level=levels[0] or Level.OFFICIAL,
        municipality_level=levels[1] or Level.OFFICIAL,
        present=present,
        summary=summary.text if summary else None,
        counts_because=counts_because.text if counts_because else None,
        classification=classification,
        agreements=agreements,
        causes=causes,
    )


def filled_in(form: Form, group: str) -> list[int]:
    """The numbers of those of a group in which something was filled in."""
    numbers, filled_by = fields.numbered(form, group), FILLED_BY[group]
    return [number for number in numbers if any(form.one(f"{group}-{number}-{each}").strip() for each in filled_by)]


def _classification(form: Form, problems: Problems) -> Classification:
    chosen = fields.choice(form, problems, "wie-leest", "Wie dit mag lezen", Classification, required=False)
    return chosen or Classification.INTERNAL


def _remembered(form: Form, problems: Problems, known: frozenset[PersonId]) -> list[Present]:
    """Who was ticked of those who took part before."""
    found = []
    for token in dict.fromkeys(form["erbij"]):
        side, _, rest = token.partition("|")
        person, _, office = rest.partition("|")
        sensible = (
            side in set(Side)
            and (person in known or (office and not person))
            and len(office) <= LONGEST_NAME
            and fields.is_text(office)
        )
        if sensible:
            found.append(Present(Side(side), office or None, PersonId(person) if person else None))
        else:
            problems.add("erbij", UNKNOWN)
    return found


def _others(form: Form, problems: Problems) -> list[Present]:
    """Who was added by office, by name, or both."""
    found = []
    for number in filled_in(form, OTHER):
        at = f"{OTHER}-{number}"
        side = fields.choice(form, problems, f"{at}-namens", f"Aanwezige {number}, namens", Side, required=False)
        office = fields.line(form, problems, f"{at}-functie", f"Aanwezige {number}, functie", required=False)
        name = fields.line(form, problems, f"{at}-naam", f"Aanwezige {number}, naam", required=False)
        found.append(Present(side or Side.MUNICIPALITY, office or None, name=name or None))
    return found


def _agreements(form: Form, problems: Problems, held_on: date | None) -> list[Agreed]:
    found = []
    for number in filled_in(form, AGREEMENT):
        at, label = f"{AGREEMENT}-{number}", f"Afspraak {number}"
        what = fields.text(form, problems, f"{at}-wat", f"{label}, wat")
        owed_by = fields.choice(form, problems, f"{at}-wie", f"{label}, wie", Side, required=False)
        due = fields.day(form, problems, f"{at}-dag", f"{label}, uiterlijk op")
        persons = fields.whole(form, problems, f"{at}-personen", f"{label}, aantal personen", required=False)
        if due and held_on and due < held_on:
            problems.add(f"{at}-dag", DUE_TOO_EARLY.format(number=number))
        if what and due:
            found.append(Agreed(owed_by or Side.MUNICIPALITY, what.text, due, persons))
    return found
