"""Entries themselves: shown, corrected, withdrawn. What was recorded stays readable, with the reason."""

from datetime import date
from typing import Annotated, Self

from fastapi import Path
from fastapi.exceptions import RequestValidationError
from pydantic import Field, JsonValue, ValidationError

from api.identity.rights import Right, recording
from api.replacement import corrected
from api.rest.asking import Reading
from api.rest.described import TAGGED
from api.rest.facts import as_json
from api.rest.history import LineTold
from api.rest.recording import Guarded, Recorded, Recording, wrong
from api.rest.routing import Code, Routes
from api.rest.schemas import FIRST, LAST, PartialDay, Posted, Worded, Words, example
from domain.decisions import records
from domain.events.base import Entry, Fact, Role
from domain.events.record_keeping import Repair
from domain.municipality import as_it_stands
from domain.refusals import NotOnRecord
from domain.values import UNKNOWN_DATE, PartialDate, PersonId, Reference
from projections.history import Line, history
from projections.reading import PERSON, Opened, parts

routes = Routes("/municipalities/{code}/entries", tag="Entries")

Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="the version of the entry", examples=[3])]

NOTHING_CHANGES = "er verandert niets: noem entryHappenedOn, velden onder fact, of allebei"
NO_DAY = "is geen dag die kan"
NO_TEXT = "bevat tekens die geen tekst zijn"


class CorrectionSent(Worded):
    """How an entry should have read: its day, fields of its fact, or both. What is left out stays as it was.

    A text is given as a string, or with its classification as `{"text": …, "classification": …}`.
    """

    model_config = example(repairs="error", reason="Het getal van een ander jaar.", fact={"netTarget": 104})

    repairs: Repair
    reason: Words
    entry_happened_on: PartialDay | None = Field(default=None, description="null when unknown; as it was when left out")
    fact: dict[str, JsonValue] = Field(default={}, description="fields by the schema of its topic: /v1/event-schemas")

    @property
    def entry_day(self) -> PartialDate | None:
        """The day that the entry gets; None when that stays as it was."""
        if "entry_happened_on" not in self.model_fields_set:
            return None
        return self.entry_happened_on or UNKNOWN_DATE


class WithdrawalSent(Worded):
    """Why an entry was made in error."""

    model_config = example(reason="Dit gesprek was met een andere gemeente.")

    reason: Words


class EntryTold(LineTold):
    """An entry as it was recorded: the fact with all its fields, and all that the record has beside it."""

    person: str = Field(description="the id of who recorded it")
    roles: tuple[Role, ...] = Field(description="that this person had at that time")
    acted_for_person: str | None = Field(description="the id of the person for whom that was done")
    correlation: str = Field(description="what the entries of one cause have in common: an import, a form")
    causation: str | None = Field(description="the entry that led to this one, as stream/version")
    command: str = Field(description="the id of the command that recorded it: its Idempotency-Key")
    task: str
    references: tuple[Reference, ...] = Field(description="the numbers it has in other systems")
    fact: dict[str, JsonValue] = Field(
        description="its fields by the schema of its topic, in camelCase. A text is told with its classification; it is"
        " null when you may not read it (`hidden`), and when it was erased"
    )

    @classmethod
    def of(cls, entry: Entry, line: Line, texts: Opened) -> Self:
        """The entry, with the texts that may be read."""
        about, actor = entry.about, entry.about.actor
        return cls(
            **dict(LineTold.model_validate(line)),
            person=actor.person,
            roles=actor.roles,
            acted_for_person=actor.acted_for,
            correlation=about.correlation,
            causation=about.causation,
            command=entry.recorded.command if entry.recorded else "",
            task=about.task,
            references=about.references,
            fact=as_json(entry.fact, texts),
        )


@routes.read("/{entry}", responses=TAGGED)
def show_entry(code: Code, entry: Number, at: Reading) -> EntryTold:
    """Show one entry: the fact as it was recorded, who did that and when, and what became of it.

    Its ETag is the version of the municipality: what an If-Match about the entry names.
    """
    page = history(at.reader, at.knowing, at.municipality(code), after=(entry - 1,), limit=1)
    if not page.lines or page.lines[0].entry != entry:
        raise NotOnRecord("entry", str(entry))
    (found,) = at.ledger.entries_at([(code, entry)])
    at.tagged(code)
    return EntryTold.of(found, page.lines[0], at.reader.opened([found]))


@routes.write("/{entry}/corrections", Right.CORRECT, guarded=True)
def correct_entry(code: Code, entry: Number, sent: Posted[CorrectionSent], at: Guarded) -> Recorded:
    """Say how an entry should have read.

    It also asks for the right to record a fact of its kind.
    """
    now = _as_seen(at, code, entry)
    replacement, day = _changed(now, sent)
    for fact in (now.fact, replacement):
        at.require(recording(fact))
    _require_sound(replacement, at)
    question = sent.said("entry_happened_on", "fact") | {"replacement": replacement, "replacement_happened_on": day}
    return Recorded.of(at.record(records.correct_entry, code, sent, entry=entry, **question))


@routes.write("/{entry}/withdrawals", Right.CORRECT, guarded=True)
def withdraw_entry(code: Code, entry: Number, sent: Posted[WithdrawalSent], at: Guarded) -> Recorded:
    """Take back an entry that was made in error, or a correction of one.

    It also asks for the right to record a fact of its kind.
    """
    if recorded := at.state(code).entries.get(entry):
        at.require(recording(recorded.fact))
    return Recorded.of(at.record(records.withdraw_entry, code, sent, entry=entry, **sent.said()))


def _as_seen(at: Recording, code: str, number: int) -> Entry:
    """The entry as it stood in the version that the caller saw: a command sent again then asks the same again."""
    found = as_it_stands(at.state(code).entries.upto(at.seen or 0), number)
    if found is None:
        raise NotOnRecord("entry", str(number))
    return found


def _changed(now: Entry, sent: CorrectionSent) -> tuple[Fact, PartialDate]:
    if sent.entry_day is None and not sent.fact:
        raise wrong(NOTHING_CHANGES, ("fact", None))
    try:
        return corrected(now, sent.entry_day, sent.fact)
    except ValidationError as error:
        found = [{**each, "loc": ("body", "fact", *each["loc"])} for each in error.errors(include_url=False)]
        raise RequestValidationError(found) from None


def _require_sound(fact: Fact, at: Recording) -> None:
    """What holds for the other bodies by their schemas holds for a fact that is put together too."""
    for part in parts(fact):
        match part:
            case PartialDate() | date():
                day = part.first_day if isinstance(part, PartialDate) else part
                if not FIRST <= (day or FIRST) <= LAST:
                    raise wrong(NO_DAY, ("fact", str(part)))
            case str() if "\0" in part:
                raise wrong(NO_TEXT, ("fact", None))
            case str() if part.startswith(PERSON):
                at.require_persons(("fact", PersonId(part)))
            case _:
                pass
