"""Work on uploaded files in the background: one at a time in each process of the server.

How far a file is stands in the database, with a heartbeat of the process that works on it. A process that dies leaves
its file to whoever is asked about it next; as the same command is carried out once only, that is safe at any moment.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

from eventsourcing.persistence import InterfaceError, OperationalError

from api.importing.afterwards import AfterImport, afterwards
from api.importing.file import READING, Importing
from api.importing.outcome import Counts, Outcome, Refused, UploadedFile
from api.importing.report import FileReport
from api.intake.figures_file import FiguresFile
from api.intake.refusals import FileRefused
from api.refusals import in_dutch
from api.settings import Settings
from api.store.uploads import Confirmation, State, Upload, Uploads
from domain.events.base import Actor, Entry, Origin
from domain.events.figures_import import FiguresImported
from domain.ledger.appending import OutcomeUnknownError
from domain.ledger.application import BusyError, Ledger
from domain.ledger.importing import Progress
from domain.ledger.request import Request
from domain.refusals import CommandReused
from domain.values import PartialDate

OPENING = "openUnknown"
PHASES = {READING: "reading", "besluiten": "deciding", "vastleggen": "recording"}
"""What the ledger says that is going on, as the API tells it."""
BEAT = 5.0
"""Seconds between two signs of life."""
STREAMS = "figures-import-"
"""How the streams of imports begin."""
MOST_ATTEMPTS = 3
"""How often work on a file begins: when several processes died of it, it is the file."""

PASSING = (OperationalError, InterfaceError, OutcomeUnknownError, BusyError)
"""What passes by itself: the file is left as it is, to whoever goes on with it later."""

logger = logging.getLogger(__name__)


class _LeftError(Exception):
    """This process stops, or the file is not its any more."""


class ImportWork:
    """The work of one process. ``begin`` and ``close`` stand around all else.

    How far it is, is told once in so many seconds: ``tell_every``. What follows each import is ``following``.
    """

    def __init__(
        self,
        ledger: Ledger,
        uploads: Uploads,
        settings: Settings,
        today: Callable[[], date],
        *,
        tell_every: float = 0.5,
        following: Sequence[AfterImport] = (),
    ) -> None:
        self.uploads = uploads
        self._ledger = ledger
        self._importing = Importing.of(ledger, settings, opening=OPENING)
        self._today = today
        self._tell_every = tell_every
        self._following = following
        self._worker = uuid4()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="imports")
        self._turn = threading.Lock()
        self._queued: set[UUID] = set()
        self._stopping = threading.Event()

    def begin(self) -> None:
        """Clear away what is over, and go on with what others left."""
        self.uploads.clean()
        for upload in self.uploads.waiting():
            self.queue(upload)

    def close(self) -> None:
        """Stop; what is not done is left to others."""
        self._stopping.set()
        self._thread.shutdown(cancel_futures=True)

    def require_readable(self, content: bytes, file: UploadedFile) -> None:
        """Look at a file before anything of it is kept; raises FileRefused, as for one with data on persons."""
        with as_path(content) as path:
            self._opened(path, file, self._today())

    def queue(self, upload: UUID) -> None:
        """Have a file worked on, after those that were queued before."""
        with self._turn:
            if upload in self._queued or self._stopping.is_set():
                return
            self._queued.add(upload)
            self._thread.submit(self._take, upload)

    def _take(self, upload: UUID) -> None:
        with self._turn:
            self._queued.discard(upload)
        if self._stopping.is_set():
            return
        try:
            if claimed := self.uploads.claim(upload, self._worker):
                self._carry_out(claimed)
        except PASSING:
            logger.warning("an import waits for the database", exc_info=True)

    def _carry_out(self, upload: Upload) -> None:
        """Work on a file that is ours, and say what came of it."""
        if upload.attempts > MOST_ATTEMPTS:
            self.uploads.fail(upload.id, self._worker)
            return
        with self._alive(upload.id) as tell:
            try:
                state, outcome, position = self._work(upload, tell)
            except _LeftError:
                self.uploads.release(upload.id, self._worker)
            except PASSING:
                raise
            except Exception:  # whatever it is, the file must not stay as it is for ever
                logger.exception("an import failed")
                self.uploads.fail(upload.id, self._worker)
            else:
                told = outcome.model_dump_json().encode()
                self.uploads.finish(upload.id, self._worker, state, told, position)
                if state is State.DONE:
                    afterwards(self._ledger, outcome.recorded_of, self._today(), self._following)

    def _work(self, upload: Upload, tell: Progress) -> tuple[State, Outcome, int | None]:
        file = UploadedFile.model_validate_json(upload.about)
        content = self.uploads.content(upload.id)
        if content is None:
            raise _LeftError
        try:
            with as_path(content) as path:
                if upload.confirmation is None:
                    return self._preview(path, file, upload, tell)
                return self._import(path, file, upload, upload.confirmation, tell)
        except FileRefused as refused:
            return State.REFUSED, Outcome.of_refusal(refused), None
        except CommandReused as reused:
            why = Refused(rule=type(reused).__name__, detail=in_dutch(reused))
            return State.REFUSED, Outcome(refused=why), None

    def _preview(
        self, path: Path, file: UploadedFile, upload: Upload, tell: Progress
    ) -> tuple[State, Outcome, int | None]:
        nobody = Confirmation(upload.id, Actor(person=upload.uploaded_by), self._today())
        outcome = Outcome.of(self._read(path, file, nobody, tell, stream=None))
        return (State.REFUSED if outcome.refused else State.PREVIEWED), outcome, None

    def _import(
        self,
        path: Path,
        file: UploadedFile,
        upload: Upload,
        confirmed: Confirmation,
        tell: Progress,
    ) -> tuple[State, Outcome, int | None]:
        """Record the file. What another process recorded before it died is not told as unchanged."""
        stream = stream_of(upload.id)
        begun = bool(self._ledger.entries(stream))
        outcome = Outcome.of(self._read(path, file, confirmed, tell, stream=stream))
        entries = self._ledger.entries(stream)
        if not entries:
            return State.REFUSED, outcome, None
        if begun and upload.outcome is not None:
            outcome = Outcome.model_validate_json(upload.outcome)
        return State.DONE, outcome.model_copy(update={"counts": counts(entries)}), _last(entries)

    def _read(
        self,
        path: Path,
        file: UploadedFile,
        asked: Confirmation,
        tell: Progress,
        *,
        stream: str | None,
    ) -> FileReport:
        """Read a file and record it in a stream; without one, only look what would come of it."""
        request = Request(
            command=asked.command,
            by=asked.actor,
            origin=Origin.IMPORT,
            happened_on=PartialDate.of(asked.day),
            today=asked.day,
        )
        return self._importing.imported(
            self._opened(path, file, asked.day),
            request,
            by=lambda: asked.actor,
            open_unknown=file.open_unknown,
            dry_run=stream is None,
            stream=stream,
            progress=tell,
        )

    def _opened(self, path: Path, file: UploadedFile, today: date) -> FiguresFile:
        return self._importing.opened(path, file.unstated, today=today, name=file.file_name)

    @contextmanager
    def _alive(self, upload: UUID) -> Iterator[Progress]:
        """Show signs of life meanwhile; what it yields tells how far the work is, and ends it when it is not ours."""
        over, lost = threading.Event(), threading.Event()
        told = time.monotonic()

        def beat() -> None:
            while not over.wait(BEAT):
                try:
                    if not self.uploads.beat(upload, self._worker):
                        lost.set()
                except PASSING:
                    logger.warning("an import waits for the database", exc_info=True)

        def tell(what: str, done: int, total: int) -> None:
            nonlocal told
            if lost.is_set() or self._stopping.is_set():
                raise _LeftError
            if time.monotonic() - told >= self._tell_every:
                told = time.monotonic()
                if not self.uploads.progress(upload, self._worker, PHASES[what], done, total):
                    raise _LeftError

        beating = threading.Thread(target=beat, name="imports alive", daemon=True)
        beating.start()
        try:
            yield tell
        finally:
            over.set()
            beating.join()


def stream_of(upload: UUID) -> str:
    """The stream in which the import of a file is recorded: what it is called from the upload on."""
    return f"{STREAMS}{upload}"


def counts(entries: list[Entry]) -> Counts:
    """How the rows of an import came out, as recorded."""
    return Counts.of(entry.fact.counts for entry in entries if isinstance(entry.fact, FiguresImported))


def _last(entries: list[Entry]) -> int:
    return max(entry.recorded.position for entry in entries if entry.recorded)


@contextmanager
def as_path(content: bytes) -> Iterator[Path]:
    """A path to read these bytes from. They are in memory only: whatever ends the process, nothing is left behind."""
    handle = os.memfd_create("upload")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        yield Path(f"/proc/self/fd/{handle}")
