"""When figures are missed: after a number of working days on which none were imported, by whatever way.

It is worked out whenever somebody looks, from the last import there is; nothing is stored that could be out of date.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from api.arriving.settings import ArrivingSettings
from api.store import Store
from api.store.arrivals import Arrivals, Result, Way
from domain.events.figures_import import FiguresImported
from domain.ledger.reading import Reading
from domain.policy.days_off import DECREE_DAYS, LAST_YEAR, worded, working_days
from projections.dutch.telling import counted
from projections.dutch.words import AMSTERDAM
from projections.engine.known import Knowing, NotBuiltError
from projections.engine.status import lowest
from projections.imports import IMPORTS, ImportLine, imports, one_import
from projections.reading import Reader

LONGEST = 400
"""Days that are counted one by one; who missed figures for longer need not know how long exactly."""


LOOKED_UP = 10_000
"""The most entries of the record that are looked through."""


class Watching(Protocol):
    """What an alarm is worked out from: a running server has it all."""

    @property
    def ledger(self) -> Reading:
        """The record."""

    @property
    def store(self) -> Store:
        """The lasting tables beside it."""

    @property
    def settings(self) -> ArrivingSettings:
        """Where figures come from, and when they are missed."""


@dataclass(frozen=True, slots=True)
class StayedAway:
    """Figures stay away: since this day, for so many working days that are over, told in a Dutch sentence or two.

    ``since`` is the day of the last import; of the first look where there was none yet, and then ``never``.
    """

    since: date
    working_days: int
    never: bool
    sentence: str


def stayed_away(running: Watching, today: date) -> StayedAway | None:
    """Whether figures stay away; None also where nobody ever imported any and none are to come by themselves."""
    try:
        return missed(running, today, last_import(running, today))
    except NotBuiltError:
        return None


def missed(running: Watching, today: date, last: ImportLine | None) -> StayedAway | None:
    """The same of who knows the last import."""
    since = last.imported_on.first_day if last else _watched_since(running)
    if since is None or today.year > LAST_YEAR:
        return None
    days = working_days(max(since, today - timedelta(days=LONGEST)), today - timedelta(days=1), DECREE_DAYS)
    if days < running.settings.figures_alarm_after:
        return None
    sentence = _sentence(since, days, never=last is None, long=(today - since).days > LONGEST)
    why = _why(running, last.recorded_at if last else None)
    return StayedAway(since, days, last is None, f"{sentence} {why}" if why else sentence)


def last_import(running: Watching, today: date) -> ImportLine | None:
    """The last import of figures, by whatever way; None when there is none.

    What the read model does not show yet is looked up in the record, so that nobody is alarmed in the seconds after an
    import, or on a computer where no server keeps up. Raises NotBuiltError when that is too much.
    """
    reader, head = Reader(running.ledger), running.ledger.head().position
    shown = lowest(running.ledger, [IMPORTS])
    if 0 < head - shown <= LOOKED_UP:
        newer = running.ledger.part(shown, head, topics=[FiguresImported.TOPIC])
        if newer:
            return one_import(reader, str(newer[-1].originator_id))[-1]
    try:
        return next(iter(imports(reader, Knowing(head, today), limit=1).lines), None)
    except NotBuiltError:
        if head > LOOKED_UP:
            raise
        return None


def _watched_since(running: Watching) -> date | None:
    """From which day on figures are to come by themselves; None where none are."""
    settings = running.settings
    ways = {Way.FOLDER: settings.figures_folder, Way.ADDRESS: settings.figures_url}
    moment = Arrivals(running.store, running.ledger).watched_since(way for way, given in ways.items() if given)
    return moment.astimezone(AMSTERDAM).date() if moment else None


def _sentence(since: date, days: int, *, never: bool, long: bool) -> str:
    how_long = "meer dan een jaar" if long else counted(days, "werkdag", "werkdagen")
    day = worded(since, DECREE_DAYS)
    if never:
        return f"Trede kijkt al {how_long} uit naar cijfers, sinds {day}, en er zijn er nog geen ingelezen."
    return f"Er zijn al {how_long} geen cijfers ingelezen; voor het laatst op {day}."


def _why(running: Watching, last: datetime | None) -> str:
    """What came instead, when something did."""
    if not running.settings.figures_arrive:
        return ""
    arrived = Arrivals(running.store, running.ledger).last(1)
    if not arrived or (last and arrived[0].at < last):
        return ""
    match arrived[0].result:
        case Result.FAILED:
            return f"Het laatste dat mislukte: {arrived[0].told.reason}"
        case Result.REFUSED:
            return "Wat er daarna binnenkwam, is geweigerd."
        case Result.NOTHING_NEW:
            return "Wat er daarna binnenkwam, was steeds hetzelfde bestand."
        case _:
            return ""
