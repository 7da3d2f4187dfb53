"""The timeline of a dossier: its history, the newest first, with every correction under what it corrects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from api.web.visiting import UnreadableAddressError, Visit
from domain.events.figures import FiguresReported
from domain.refusals import UnknownMunicipality
from projections.dutch.words import word
from projections.history import Line, history
from projections.paging import Page
from projections.subjects import Subject

SUBJECT, AFTER = "onderwerp", "na"
SIZE = 100
"""How many entries a page of it has; of the daily figures among them most are folded away."""
RUN = 3
"""From how many statements of figures in a row they fold."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry, with the corrections and withdrawals of it that are on the same page, the oldest first."""

    line: Line
    amendments: tuple["Event", ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Statements of figures in a row, the newest first, which a page folds into one."""

    events: tuple[Event, ...]

    @property
    def newest(self) -> Line:
        """The last that was recorded."""
        return self.events[0].line

    @property
    def oldest(self) -> Line:
        """The first."""
        return self.events[-1].line


@dataclass(frozen=True, slots=True)
class Tab:
    """A subject to choose; the first is all of them."""

    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of the timeline; ``following`` is the address of the next page, None on the last."""

    events: tuple[Event | Run, ...]
    total: int
    tabs: tuple[Tab, ...]
    following: str | None
    start: str
    first: bool


def timeline(visit: Visit, code: str) -> Timeline:
    """The page of the timeline that the address asks for."""
    subject, after, path = _subject(visit), _after(visit), f"/gemeenten/{code}"
    try:
        page = history(visit.reader, visit.knowing, code, subject=subject, newest_first=True, after=after, limit=SIZE)
    except UnknownMunicipality:
        page = Page((), 0, None)
    chosen = subject.value if subject else None
    return Timeline(
        events=tuple(folded(nested(page.lines)) if subject is None else nested(page.lines)),
        total=page.total,
        tabs=(
            Tab("alles", f"{visit.link(path)}#tijdlijn", subject is None),
            *(
                Tab(word(each), f"{visit.link(path, **{SUBJECT: each.value})}#tijdlijn", each is subject)
                for each in Subject
            ),
        ),
        following=f"{visit.link(path, **{SUBJECT: chosen, AFTER: page.next[0]})}#tijdlijn" if page.next else None,
        start=f"{visit.link(path, **{SUBJECT: chosen})}#tijdlijn",
        first=after is None,
    )


def nested(lines: Iterable[Line]) -> Iterator[Event]:
    """These entries in their order, but an amendment under what it amends where that is among them."""
    told = tuple(lines)
    here = {line.entry for line in told}
    for line in told:
        if line.amends not in here:
            yield _event(line, told)


def folded(events: Iterable[Event]) -> Iterator[Event | Run]:
    """The same, with statements of figures that follow each other in one; not what was corrected, which is told."""
    for daily, group in groupby(events, key=_is_daily):
        told = tuple(group)
        if daily and len(told) >= RUN:
            yield Run(told)
        else:
            yield from told


def _is_daily(event: Event) -> bool:
    return event.line.topic == FiguresReported.TOPIC and not event.line.amended_by


def _event(line: Line, told: tuple[Line, ...]) -> Event:
    under = sorted((each for each in told if each.amends == line.entry), key=lambda each: each.entry)
    return Event(line, tuple(_event(each, told) for each in under))


def _subject(visit: Visit) -> Subject | None:
    given = visit.request.query_params.get(SUBJECT, "")
    if given and given not in set(Subject):
        raise UnreadableAddressError(f"'{given}' is geen onderwerp van de tijdlijn.")
    return Subject(given) if given else None


def _after(visit: Visit) -> tuple[int] | None:
    given = visit.request.query_params.get(AFTER, "")
    if given and not (given.isascii() and given.isdigit()):
        raise UnreadableAddressError(f"'{given}' is geen plaats in de tijdlijn.")
    return (int(given),) if given else None
