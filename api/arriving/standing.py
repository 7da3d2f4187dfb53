"""How it stands with figures that come in by themselves: from where, when they last came, and whether they are missed.

The page, the API and the command line tell this; each in its own way.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from api.arriving.alarm import StayedAway, Watching, last_import, missed
from api.arriving.schedule import next_time
from api.store.arrivals import Arrival, Arrivals, Result
from projections.dutch.words import listed, moment
from projections.engine.known import NotBuiltError
from projections.imports import ImportLine

SHOWN = 10
"""The last arrivals that are shown."""

RESULTS = {
    Result.BEGUN: "begonnen met kijken",
    Result.IMPORTED: "ingelezen",
    Result.NOTHING_NEW: "niets nieuws",
    Result.REFUSED: "geweigerd",
    Result.FAILED: "mislukt",
}
"""What came of an arrival, in a word or two."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is to know. ``folder`` is a path, ``host`` the computer that is asked, ``next_at`` when it is again.

    ``last`` is the last import, by whatever way. ``known`` is False while the read model of imports is not there.
    """

    folder: str | None
    host: str | None
    times: tuple[str, ...]
    next_at: datetime | None
    known: bool
    last: ImportLine | None
    alarm: StayedAway | None
    arrivals: tuple[Arrival, ...]

    @classmethod
    def of(cls, running: Watching, today: date, now: datetime, *, shown: int = SHOWN) -> Self:
        """As it is now."""
        settings, known = running.settings, True
        try:
            last = last_import(running, today)
        except NotBuiltError:
            last, known = None, False
        return cls(
            folder=str(settings.figures_folder.absolute()) if settings.figures_folder else None,
            host=settings.figures_host,
            times=tuple(f"{each:%H:%M}" for each in settings.figures_times),
            next_at=next_time(now, settings.figures_times) if settings.figures_url else None,
            known=known,
            last=last,
            alarm=missed(running, today, last) if known else None,
            arrivals=tuple(Arrivals(running.store, running.ledger).last(shown)),
        )

    @property
    def in_words(self) -> str:
        """When figures last came in, in a sentence."""
        if not self.known:
            return "Wanneer er cijfers zijn ingelezen, is te zien zodra het overzicht van imports is gebouwd."
        if self.last is None:
            return "Er zijn nog geen cijfers ingelezen."
        return f"Cijfers voor het laatst ingelezen op {moment(self.last.recorded_at)}, door {self.last.by}."

    @property
    def ways_in_words(self) -> str:
        """By which ways figures come in by themselves, in a sentence."""
        ways = [
            *(["uit de map (elke minuut bekeken)"] if self.folder else []),
            *([f"van {self.host} (op werkdagen om {listed(list(self.times))})"] if self.host else []),
        ]
        return f"Cijfers komen vanzelf binnen {listed(ways)}." if ways else "Cijfers komen niet vanzelf binnen."
