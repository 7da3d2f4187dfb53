"""Agreements: what was promised, by whom and by when, as both sides last put it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.contact import AgreementChanged, AgreementKept, AgreementMade, AgreementNotKept, Side
from domain.municipality import Municipality
from domain.municipality.contact import Agreement, Outcome
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, each_of, last_of, page_told, remembered

PROMISES = Table(
    "agreements",
    columns=(
        ("agreement", "text"),
        *SPAN,
        ("entry", "int"),  # that made it
        ("conversation", "text"),  # in which it was made
        ("owed_by", "text"),
        ("due", "date"),
        ("outcome", "text"),
    ),
    key=("agreement", "valid_from"),
    indexes=("(outcome, due, municipality, agreement)",),
)
ORDER = Order((("due", date), ("municipality", str), ("agreement", str)))


class Agreements(Things):
    """A row for each span in the life of each agreement."""

    name, version, tables, handles = (
        "agreements",
        1,
        (PROMISES,),
        frozenset({AgreementMade, AgreementChanged, AgreementKept, AgreementNotKept}),
    )

    def about(self, fact: AgreementMade | AgreementChanged | AgreementKept | AgreementNotKept) -> tuple[str]:
        """The agreement that a fact is about."""
        return (fact.agreement,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        agreement = _standing(span.told)
        if agreement is None:
            return None
        made = last_of(span.told, AgreementMade)
        return PROMISES.row(
            agreement=span.subject,
            **span.columns,
            entry=agreement.version,
            conversation=made[1].conversation if made else None,
            owed_by=agreement.owed_by.value,
            due=agreement.due,
            outcome=agreement.outcome.value,
        )


AGREEMENTS = Agreements()


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """How both sides changed an agreement, and why; None for what stayed as it was."""

    entry: int
    on: PartialDate
    what: str | None
    due: date | None
    persons: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement as it stands on a day: as both sides last put it, with its changes and what came of it.

    ``settled_on`` is the day on which it was established that it was kept or not, in the entry ``settled_in``; both are
    None while it is open. ``overdue`` says that it is open although the day it was due has passed.
    """

    code: str
    agreement: str
    entry: int
    conversation: str | None
    made_on: PartialDate
    owed_by: Side
    what: str
    due: date
    persons: int | None
    outcome: Outcome
    overdue: bool
    settled_on: PartialDate | None
    settled_in: int | None
    note: str | None
    changes: tuple[AgreementChange, ...]

    @property
    def is_open(self) -> bool:
        """Whether it still has to be kept."""
        return self.outcome is Outcome.OPEN


def agreements(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    agreement: str | None = None,
    conversation: str | None = None,
    owed_by: Side | None = None,
    outcome: Outcome | None = None,
    due_before: date | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[AgreementLine]:
    """Agreements as they stand on the day, the first that is due first.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        agreement: this one.
        conversation: made in this conversation.
        owed_by: owed by this side.
        outcome: of which this came.
        due_before: due before this day.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "agreement = %(agreement)s": agreement,
        "conversation = %(conversation)s": conversation,
        "owed_by = %(owed_by)s": owed_by,
        "outcome = %(outcome)s": outcome,
        "due < %(due_before)s": due_before,
    }

    def line(code: str, agreement: str, told: Sequence[Told], texts: Opened) -> AgreementLine:
        return agreement_line(code, agreement, told, texts, day=knowing.day)

    return page_told(reader, AGREEMENTS, knowing, asked, line, order=ORDER, after=after, limit=limit)


def agreements_of(municipality: Municipality, texts: Opened, *, day: date) -> tuple[AgreementLine, ...]:
    """The agreements that a municipality remembers as at a day, in the order in which they were recorded."""
    found = (
        agreement_line(municipality.code, span.subject, span.told, texts, day=day)
        for span in AGREEMENTS.as_at(municipality, day)
    )
    return tuple(sorted(found, key=lambda line: line.entry))


def agreement_line(code: str, agreement: str, told: Sequence[Told], texts: Opened, *, day: date) -> AgreementLine:
    """What a reader sees of one agreement, by the facts about it that happened by a day."""
    stands, made = _standing(told), last_of(told, AgreementMade)
    if stands is None or made is None:
        raise LookupError(f"{code}: agreement {agreement} was never made")
    changes = [(each, fact) for each, fact in each_of(told, AgreementChanged) if each.entry.version > stands.version]
    what = next((fact.what for _, fact in reversed(changes) if fact.what), made[1].what)
    settled = _settled(told, stands)
    return AgreementLine(
        code=code,
        agreement=agreement,
        entry=stands.version,
        conversation=made[1].conversation,
        made_on=made[0].on,
        owed_by=stands.owed_by,
        what=texts.text(what),
        due=stands.due,
        persons=stands.persons,
        outcome=stands.outcome,
        overdue=stands.outcome is Outcome.OPEN and stands.due < day,
        settled_on=settled[0].on if settled else None,
        settled_in=settled[0].entry.version if settled else None,
        note=texts.said(settled[1].note) if settled else None,
        changes=tuple(_change(each, fact, texts) for each, fact in changes),
    )


def _standing(told: Sequence[Told]) -> Agreement | None:
    """The agreement as a municipality remembers it; nothing when it was never made."""
    return next(iter(remembered(told).contact.agreements.values()), None)


def _settled(told: Sequence[Told], stands: Agreement) -> tuple[Told, AgreementKept | AgreementNotKept] | None:
    match stands.outcome:
        case Outcome.KEPT:
            return last_of(told, AgreementKept)
        case Outcome.NOT_KEPT:
            return last_of(told, AgreementNotKept)
        case Outcome.OPEN:
            return None


def _change(told: Told, fact: AgreementChanged, texts: Opened) -> AgreementChange:
    return AgreementChange(
        entry=told.entry.version,
        on=told.on,
        what=texts.said(fact.what),
        due=fact.due,
        persons=fact.persons,
        reason=texts.text(fact.reason),
    )
