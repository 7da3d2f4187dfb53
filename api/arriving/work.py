"""Looks for figures each minute, in a thread of its own: in the folder, and at the address when that is due.

Of all processes of a server one looks at a time. What they need to know of each other is in the database: what came of
earlier looks, and how far an import is. So whichever process looks next goes on where another stopped, or died.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime
from threading import Event, Thread

from eventsourcing.persistence import PersistenceError

from api import clock
from api.arriving.address import Address, Fetched, FetchFailed, Version
from api.arriving.alarm import stayed_away
from api.arriving.folder import DONE, REFUSED, Folder, Found, in_dutch
from api.arriving.schedule import is_due, last_time
from api.arriving.standing import RESULTS
from api.arriving.taking_in import TOO_LARGE, StoppingError, TakenIn, TakingIn
from api.arriving.told import report
from api.importing.receiving import LARGEST
from api.importing.work import PASSING, ImportWork
from api.logging import log_access
from api.settings import Settings
from api.store import Store
from api.store.arrivals import Arrival, Arrivals, Result, Told, Way
from domain.events.base import Origin
from domain.ledger.application import Ledger
from domain.ledger.connecting import DatabaseError
from projections.dutch.rules import FIGURES_ARRIVING

EVERY = 60.0
"""Seconds between two looks; a file must lie unchanged in the folder for as long."""
PATIENCE = 20.0
"""Seconds that a look may take to end when the server stops: a server that is asked may be silent for a while."""

NO_FOLDER = "De map voor cijfers (TREDE_FIGURES_FOLDER) is niet te lezen: {error}."
UNREADABLE = "Het bestand is niet te lezen: {error}."
NOT_MOVED = "De uitkomst is: {told}. Maar het bestand kan niet naar de map '{place}': {error}."
BROKE = "Er ging iets mis in Trede zelf. In het log staat wat."
WELL = (Result.IMPORTED, Result.NOTHING_NEW, Result.REFUSED)
"""What came of an address that answered."""

logger = logging.getLogger(__name__)


class Arriving:
    """The looking of one process. ``begin`` and ``close`` stand around it; ``look`` is one look.

    ``now`` tells the moment, ``today`` the day that imports are of. ``each_day`` is what else is done once a day, by a
    process that looks: after the figures of that moment are in.
    """

    def __init__(
        self,
        ledger: Ledger,
        store: Store,
        settings: Settings,
        work: ImportWork,
        today: Callable[[], date],
        *,
        now: Callable[[], datetime] = clock.now,
        each_day: Callable[[date], object] | None = None,
    ) -> None:
        self.ledger = ledger
        self.store = store
        self.settings = settings
        self.arrivals = Arrivals(store, ledger)
        self._today, self._now = today, now
        self._each_day, self._day = each_day, date.min
        self._stop = Event()
        self._road = TakingIn(ledger, work, settings, today, self._stop)
        self._folder = Folder(settings.figures_folder) if settings.figures_folder else None
        self._address = Address(settings, settings.figures_url) if settings.figures_url else None
        self._thread = Thread(target=self._run, name="figures arriving", daemon=True)

    def begin(self) -> None:
        """Look now and each minute, until the end."""
        self._thread.start()

    def close(self) -> None:
        """Stop; what is not done is left to others."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(PATIENCE)

    def look(self) -> bool:
        """Look once; False when another process does so at this moment."""
        with self.store.alone("figures arriving") as alone:
            if alone:
                self._warn()
                if self._folder:
                    self.arrivals.begin(Way.FOLDER, at=self._now())
                    self._look_in(self._folder)
                if self._address:
                    self.arrivals.begin(Way.ADDRESS, at=self._now())
                    self._ask(self._address)
                self._begin_day()
        return alone

    def _run(self) -> None:
        pause = 0.0 if self.settings.figures_arrive else EVERY
        while not self._stop.wait(pause):
            pause = EVERY
            try:
                self.look()
            except StoppingError:
                return
            except (DatabaseError, PersistenceError) as error:
                logger.warning("figures arriving: the database: %s", type(error).__name__)
            except Exception:  # whatever it is, the next look may go well
                logger.exception("a look for figures failed")

    def _warn(self) -> None:
        """Log once a day that figures stay away."""
        today = self._today()
        missed = stayed_away(self, today)
        if missed and self.arrivals.is_first_alarm(today):
            logger.warning("figures stay away: no import for %d working days", missed.working_days)

    def _begin_day(self) -> None:
        """Do what is done once a day; again after a failure, and harmless when another process did so as well."""
        today = self._today()
        if self._each_day and self._day != today:
            self._each_day(today)
            self._day = today

    # The folder

    def _look_in(self, folder: Folder) -> None:
        try:
            files = folder.settled()
        except OSError as error:
            self._missed(NO_FOLDER.format(error=in_dutch(error)), None)
            return
        for found in files:
            if self._stop.is_set():
                raise StoppingError
            self._take(folder, found)

    def _take(self, folder: Folder, found: Found) -> None:
        """Import a file and put it away; one with which that cannot be done is left until it is another one."""
        try:
            taken = self._taken(folder, found)
        except OSError as error:
            folder.leave(found)
            self._missed(UNREADABLE.format(error=in_dutch(error)), found)
            return
        if taken is None:
            return
        if taken.result is Result.FAILED:
            folder.leave(found)
            self._missed(taken.reason or BROKE, found)
            return
        place, at = REFUSED if taken.result is Result.REFUSED else DONE, self._now()
        self._remember(Way.FOLDER, taken, Told(file_name=found.told, reason=taken.reason))
        try:
            folder.put_away(found, place, report(found.told, taken, at))
        except OSError as error:
            folder.leave(found)
            self._missed(NOT_MOVED.format(told=RESULTS[taken.result], place=place, error=in_dutch(error)), found)

    def _taken(self, folder: Folder, found: Found) -> TakenIn | None:
        """What came of a file; None when it has become another one meanwhile."""
        if found.stamp.size > LARGEST:
            return TakenIn(Result.REFUSED, reason=TOO_LARGE)
        content = folder.content(found)
        return None if content is None else self._imported(found.told, content)

    def _imported(self, name: str, content: bytes) -> TakenIn:
        """What came of a file. An error of the program is told like any other: other files follow, and another day."""
        try:
            return self._road.take(name, content)
        except (StoppingError, *PASSING):
            raise
        except Exception:
            logger.exception("a file that arrived could not be taken in")
            return TakenIn(Result.FAILED, reason=BROKE)

    def _missed(self, reason: str, found: Found | None) -> None:
        """Remember what is wrong with the folder or a file in it, once for as long as it stays so."""
        told = Told(file_name=found.told if found else None, reason=reason)
        last = self.arrivals.last_of(Way.FOLDER)
        if not (last and last.result is Result.FAILED and last.told == told):
            self._remember(Way.FOLDER, TakenIn(Result.FAILED), told)

    # The address

    def _ask(self, address: Address) -> None:
        moment = last_time(self._now(), self.settings.figures_times)
        if moment is None:
            return
        since = self.arrivals.since(Way.ADDRESS, moment)
        failures = [each.at for each in since if each.result is Result.FAILED]
        answered = any(each.result in WELL for each in since)
        if is_due(self._now(), self.settings.figures_times, failures, answered=answered):
            taken, told = self._fetched(address)
            self._remember(Way.ADDRESS, taken, told)

    def _fetched(self, address: Address) -> tuple[TakenIn, Told]:
        """What came of asking an address, and what there is to remember of it."""
        known = self.arrivals.last_of(Way.ADDRESS, Result.IMPORTED, Result.NOTHING_NEW)
        try:
            fetched = address.fetch(_version(known, address), stopping=self._stop.is_set)
            if fetched is None:
                return TakenIn(Result.NOTHING_NEW), known.told if known else Told()
            taken = self._imported(fetched.name, fetched.content)
        except FetchFailed as failed:
            if self._stop.is_set():
                raise StoppingError from failed
            return TakenIn(Result.FAILED), Told(reason=str(failed))
        return taken, _of_fetched(fetched, taken, address)

    def _remember(self, way: Way, taken: TakenIn, told: Told) -> None:
        self.arrivals.clean(at=self._now())
        self.arrivals.add(way, taken.result, at=self._now(), told=told, stream=taken.stream)
        log_access(
            action="figures-arriving",
            object=taken.stream or way.value,
            result=taken.result.value,
            origin=Origin.RULE,
            actor=FIGURES_ARRIVING,
        )


def _version(known: Arrival | None, address: Address) -> Version | None:
    """What the address said of the file that was taken in last, when it was this address."""
    if known is None or known.told.asked != address.asked:
        return None
    return Version(known.told.etag, known.told.modified)


def _of_fetched(fetched: Fetched, taken: TakenIn, address: Address) -> Told:
    version = fetched.version
    return Told(
        file_name=fetched.name,
        reason=taken.reason,
        etag=version.etag,
        modified=version.modified,
        asked=address.asked,
    )
