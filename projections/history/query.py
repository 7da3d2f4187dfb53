"""Asking for the history: a page of it, by subject and by day, as it was known.

It is read from the record itself, a page at a time. Of the whole stream only what amends entries is read: that says
what still stands, and it goes with the entry it is about, by subject and by day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from immutables import Map

from domain.events.base import Entry, Fact
from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    LetterReceived,
    LetterSent,
)
from domain.events.documents import DocumentFiled, DocumentWithdrawn
from domain.events.law import DecisionEvent, SubstitutionDecided, TermExtended
from domain.events.plan import MeasureProgressReported, PlanRevised, PlanSubmitted
from domain.ledger.reading import Reading
from domain.municipality import standing
from domain.refusals import UnknownMunicipality
from projections.engine.known import HERE, Knowing
from projections.engine.parts import AMENDING
from projections.history.amendments import Amendments
from projections.history.lines import Line, lines
from projections.paging import Cursor, Order, Page
from projections.reading import Reader, parts, subjects_of
from projections.subjects import Subject, subject_of, topics_about

ORDER = Order((("version", int),))

SPEAK_OF_ANOTHER = (
    AgreementChanged,
    AgreementKept,
    AgreementNotKept,
    LetterReceived,
    DocumentWithdrawn,
    MeasureProgressReported,
    DecisionEvent,
    TermExtended,
)
"""Facts of which the sentence says which agreement, letter, document, measure or decision is meant."""
MAKE_KNOWN: tuple[type[Fact], ...] = (
    AgreementMade,
    LetterSent,
    LetterReceived,
    DocumentFiled,
    PlanSubmitted,
    PlanRevised,
    SubstitutionDecided,
)
"""Facts that say what these are called."""


def history(
    reader: Reader,
    knowing: Knowing,
    code: str,
    *,
    subject: Subject | None = None,
    newest_first: bool = False,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[Line]:
    """The entries about a municipality that were known and had happened by the day, in the order of recording.

    An entry happened when it says so, as it now reads; what has no day counts. A correction or withdrawal is told when
    the entry it is about is, and no amendment is spoken of that was not known.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: the municipality.
        subject: about this.
        newest_first: the other way round.
        after: the end of the page before.
        limit: the most lines of a page.

    Raises:
        UnknownMunicipality: nothing was ever recorded about it.
        UnreadableCursorError: ``after`` is no cursor of this question.
    """
    past = _Past.of(reader.reading, knowing, code)
    chosen = past.chosen(subject)
    place = None if after is None else int(ORDER.parameters(after)["after_version"])
    shown = _page(chosen, place, limit, newest_first=newest_first)
    told = past.entries(shown)
    texts = reader.opened([*told, *past.spoken_of(told)])
    more = bool(shown) and shown[-1] != (chosen[0] if newest_first else chosen[-1])
    return Page(lines(told, texts, past.amendments), len(chosen), (shown[-1],) if more else None)


@dataclass(frozen=True, slots=True)
class _Past:
    """What was known of a municipality: its entries up to a version, and what amended them."""

    reading: Reading
    knowing: Knowing
    code: str
    upto: int
    amending: tuple[Entry, ...]
    amendments: Amendments

    @classmethod
    def of(cls, reading: Reading, knowing: Knowing, code: str) -> "_Past":
        upto = reading.version_at(code, knowing.position)
        if not upto and not reading.version_at(code, reading.head().position):
            raise UnknownMunicipality(code)
        stored = reading.part_of(code, 0, knowing.position, topics=AMENDING)
        amending = tuple(map(reading.read, stored))
        return cls(reading, knowing, code, upto, amending, Amendments(amending))

    def entries(self, versions: Iterable[int]) -> list[Entry]:
        """The entries with these versions, in their order."""
        wanted = list(versions)
        found = {entry.version: entry for entry in self.reading.entries_at((self.code, each) for each in wanted)}
        return [found[version] for version in wanted]

    def chosen(self, subject: Subject | None) -> Sequence[int]:
        """The versions about a subject of what had happened by the day, in order."""
        every_day = self._all_happened()
        if subject is None and every_day:
            return range(1, self.upto + 1)
        untouched = self.reading.versions(
            self.code,
            self.upto,
            topics=None if subject is None else topics_about(subject),
            happened_by=None if every_day else self.knowing.day,
        )
        amended, amending = self.amendments.amended, self.amendments.amending
        told = {
            entry.version
            for entry in self.entries(amended)
            if subject in (None, subject_of(entry.fact.TOPIC)) and self._has_happened(entry)
        }
        with_them = {version for version in amending if self.amendments.original(version) in told}
        return sorted({*untouched}.difference(amended, amending) | told | with_them)

    def spoken_of(self, told: Iterable[Entry]) -> list[Entry]:
        """The entries that say what these entries speak of, as they were known to stand."""
        inside = [part for entry in told for part in parts(entry.fact)]
        if not any(isinstance(part, SPEAK_OF_ANOTHER) for part in inside):
            return []
        meant = {part for part in inside if isinstance(part, str)}
        topics = [kind.TOPIC for kind in MAKE_KNOWN]
        stored = map(self.reading.read, self.reading.part_of(self.code, 0, self.knowing.position, topics=topics))
        stands = standing(Map({entry.version: entry for entry in (*stored, *self.amending)}))
        return [entry for entry in stands if not meant.isdisjoint(subjects_of(entry))]

    def _all_happened(self) -> bool:
        """Whether the last entry was recorded by the day: nothing is recorded before it happened."""
        last = self.reading.entries(self.code, after=self.upto - 1, upto=self.upto)
        return all(
            each.recorded and each.recorded.recorded_at.astimezone(HERE).date() <= self.knowing.day for each in last
        )

    def _has_happened(self, entry: Entry) -> bool:
        first_day = self.amendments.happened_on(entry).first_day
        return first_day is None or first_day <= self.knowing.day


def _page(chosen: Sequence[int], place: int | None, limit: int | None, *, newest_first: bool) -> Sequence[int]:
    """The versions of one page, in the order in which it shows them."""
    size = len(chosen) if limit is None else limit
    if newest_first:
        end = len(chosen) if place is None else bisect_left(chosen, place)
        return chosen[max(0, end - size) : end][::-1]
    start = 0 if place is None else bisect_right(chosen, place)
    return chosen[start : start + size]
