"""Guards that several decisions share."""

from datetime import date

from domain.decisions.occasion import Occasion
from domain.events.base import Entry, Fact
from domain.events.record_keeping import RecordKeepingEvent
from domain.municipality import Municipality, recorded
from domain.refusals import (
    AlreadyOnRecord,
    ChangedSince,
    DayNeeded,
    InTheFuture,
    NotOnRecord,
    SupervisionNotOpen,
    TooEarly,
    require,
)
from domain.values import PartialDate, Precision


def require_open(municipality: Municipality) -> None:
    """The province acts on municipalities that it supervises."""
    require(municipality.case.is_open, SupervisionNotOpen(municipality.code))


def require_past(what: str, day: date | PartialDate, on: Occasion) -> None:
    """A fact does not lie in the future: the day, month or year in which it happened has at least begun."""
    first = day.first_day if isinstance(day, PartialDate) else day
    if first is not None and first > on.today:
        raise InTheFuture(what, first, on.today)


def require_not_before(what: str, day: date | None, bound: date | PartialDate) -> None:
    """A day that follows from another does not lie before it."""
    first = bound.first_day if isinstance(bound, PartialDate) else bound
    if day is not None and first is not None:
        require(day >= first, TooEarly(what, day, first))


def day_of(what: str, on: Occasion) -> date:
    """The day that an occasion is about, where it has to be known to the day."""
    day = on.happened_on.first_day
    if day is None or on.happened_on.precision is not Precision.DAY:
        raise DayNeeded(what, str(on.happened_on))
    return day


def require_known(what: str, identity: str, known: object) -> None:
    """A follow-up cites something that stands."""
    require(known is not None, NotOnRecord(what, identity))


def require_new(what: str, identity: str, known: object) -> None:
    """An id names one thing only."""
    require(known is None, AlreadyOnRecord(what, identity))


def require_unchanged(
    municipality: Municipality,
    what: str,
    on: Occasion,
    *,
    subject: type[Fact] | tuple[type[Fact], ...],
    id_field: str = "",
    identity: object = "",
) -> None:
    """Nobody changed the subject since the version that the person saw; asks nothing when no version was seen.

    The subject is every entry of these kinds, or only those whose ``id_field`` is ``identity``.
    """
    if on.seen is None:
        return
    kinds = subject if isinstance(subject, tuple) else (subject,)
    for told in recorded(municipality.entries, RecordKeepingEvent, *kinds, after=on.seen):
        entry = subject_of(municipality, told)
        touches = isinstance(entry.fact, subject) and (not id_field or getattr(entry.fact, id_field, None) == identity)
        require(not touches, ChangedSince(what, on.seen, told.version))


def subject_of(municipality: Municipality, entry: Entry) -> Entry:
    """The entry itself, or the one that it corrects or withdraws in the end."""
    while isinstance(entry.fact, RecordKeepingEvent):
        entry = municipality.entries[entry.fact.entry]
    return entry
