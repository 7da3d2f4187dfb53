"""Building the read models again within a running server, in the background; the old ones stay in use meanwhile."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from domain.ledger.reading import Reading
from projections.engine.rebuilding import rebuild
from projections.engine.schema import ReadModel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Build:
    """A build of all read models: positions ``done`` of how many, and how it ended once it did.

    ``elsewhere`` names those that another process builds already.
    """

    begun_at: datetime
    done: int = 0
    total: int = 0
    ended_at: datetime | None = None
    failed: bool = False
    elsewhere: tuple[str, ...] = ()

    @property
    def goes_on(self) -> bool:
        """Whether it is not over yet."""
        return self.ended_at is None


class Rebuilding:
    """The builds of one process: one at a time, and only the last is remembered."""

    def __init__(self, reading: Reading, models: Sequence[ReadModel]) -> None:
        self._reading = reading
        self._models = tuple(models)
        self._turn = Lock()
        self._stop = Event()
        self._thread: Thread | None = None
        self._build: Build | None = None

    @property
    def last(self) -> Build | None:
        """The build that goes on, or the last one; None when there was none."""
        return self._build

    def begin(self) -> bool:
        """Begin to build everything again; False when that goes on already."""
        with self._turn:
            if self._stop.is_set() or (self._build and self._build.goes_on):
                return False
            self._build = Build(datetime.now(UTC))
            self._thread = Thread(target=self._carry_out, args=[self._build], name="rebuild", daemon=True)
            self._thread.start()
        return True

    def close(self) -> None:
        """Break off; the next builder goes on where it was."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _carry_out(self, build: Build) -> None:
        def heard(done: int, total: int) -> None:
            self._build = replace(build, done=done, total=total)

        try:
            built = rebuild(self._reading, self._models, stop=self._stop, progress=heard)
        except Exception:  # whatever it is: the page tells that it failed, and the old read models stay in use
            log.exception("a rebuild failed")
            self._build = replace(self._build or build, ended_at=datetime.now(UTC), failed=True)
        else:
            elsewhere = tuple(model.name for model in self._models if model not in built)
            self._build = replace(self._build or build, ended_at=datetime.now(UTC), elsewhere=elsewhere)
