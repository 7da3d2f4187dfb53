"""Takes in a file that arrived, along the road of every import: looked at, recorded by the rule, reported.

Which import it is follows from what is in the file. So a file that comes twice, by two ways, or again after a crash is
imported once; a process that finds one half done goes on with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from threading import Event
from uuid import UUID, uuid5

from api.identity.caller import Caller
from api.importing.outcome import Outcome, UploadedFile
from api.importing.receiving import LARGEST, described, received
from api.importing.work import ImportWork, counts, stream_of
from api.intake.refusals import FileRefused
from api.settings import Settings
from api.store.arrivals import Result
from api.store.uploads import Confirmation, State, Upload
from domain.events.base import Entry
from domain.events.figures_import import FiguresImported
from domain.ledger.application import Ledger
from domain.values import SourceKind
from projections.dutch.rules import FIGURES_ARRIVING
from projections.engine.known import Knowing, NotBuiltError
from projections.imports import imports
from projections.reading import Reader

ARRIVALS = UUID("5d4c1f9e-2a57-4b0e-9f6d-3e0c6a1b7d52")
"""Under which the ids of imports of arrived files are made."""
RULE = Caller(person=FIGURES_ARRIVING, roles=())
AT_WORK = (State.UPLOADED, State.PREVIEWING, State.IMPORTING)
GLANCE = (0.02, 0.5)
"""Seconds between two looks how far an import is: at first, and at most."""

TOO_LARGE = f"Het bestand is groter dan {LARGEST // 1_000_000} MB. Laat het inlezen op de opdrachtregel: trede import."
BROKE = "Het inlezen is mislukt. In het log staat waarom."
DROPPED = "Iemand gooide het bestand weg voordat het was ingelezen."


class StoppingError(Exception):
    """This process stops; whoever looks next goes on."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of a file. ``stream`` is its import; ``reason`` says in Dutch why there is none."""

    result: Result
    stream: str | None = None
    reason: str | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class TakingIn:
    """The road of one process, which ends where it is when told to stop."""

    ledger: Ledger
    work: ImportWork
    settings: Settings
    today: Callable[[], date]
    stop: Event

    def take(self, name: str, content: bytes) -> TakenIn:
        """A file, taken in or refused; raises StoppingError when this process stops first."""
        file = described(name, content, self._unstated)
        upload = self._which(file)
        if upload is None:
            return TakenIn(Result.NOTHING_NEW)
        try:
            self._receive(upload, file, content)
        except FileRefused as refused:
            return TakenIn(Result.REFUSED, reason=str(refused), outcome=Outcome.of_refusal(refused))
        return self._confirmed(self._until_over(upload), file)

    @property
    def _unstated(self) -> dict[str, object]:
        """What holds for rows that do not say it themselves."""
        kind, source = SourceKind.OTHER, self.settings.figures_source
        return {"open_unknown": False, "period": None, "source": source, "source_kind": kind, "nature": None}

    def _which(self, file: UploadedFile) -> UUID | None:
        """The id of the import of a file; None when it was imported already.

        Of a file of which rows were refused, or that is recorded in parts, the next import is another one: those rows
        may be recorded now, and parts may be missing.
        """
        for attempt in count():
            upload = _import_of(file, attempt)
            recorded = self.ledger.entries(stream_of(upload))
            known = self.work.uploads.find(upload) if recorded else None
            if not recorded or (known and known.state is not State.DONE):
                return upload
            if not counts(recorded).refused and not any(_is_part(entry) for entry in recorded):
                return None
        raise AssertionError("there is always another number")

    def _receive(self, upload: UUID, file: UploadedFile, content: bytes) -> None:
        """Have the file looked at; one that was given up on, or was to be read otherwise, begins anew."""
        uploads = self.work.uploads
        known = uploads.find(upload)
        if known and known.confirmation is None:
            uploads.drop(upload)
            known = None
        if known is None:
            received(self.work, self.ledger, RULE, upload=upload, file=file, content=content)

    def _confirmed(self, looked_at: Upload | None, file: UploadedFile) -> TakenIn:
        """What came of a file that was looked at, once it is recorded."""
        if looked_at is None:
            return TakenIn(Result.FAILED, reason=DROPPED)
        outcome = Outcome.model_validate_json(looked_at.outcome or b"{}")
        if looked_at.state is State.PREVIEWED and not outcome.counts.recorded and self._was_imported(file):
            self.work.uploads.drop(looked_at.id)
            return TakenIn(Result.NOTHING_NEW)
        if looked_at.state is State.PREVIEWED or (looked_at.state is State.FAILED and looked_at.confirmation):
            asked = looked_at.confirmation or Confirmation(
                uuid5(looked_at.id, "confirmation"), RULE.actor(), self.today()
            )
            self.work.uploads.confirm(looked_at.id, asked)
            self.work.queue(looked_at.id)
            return _told(self._until_over(looked_at.id))
        return _told(looked_at)

    def _was_imported(self, file: UploadedFile) -> bool:
        """Whether somebody imported a file with this content before, by whatever way."""
        if self.ledger.entries(stream_of(_import_of(file))):
            return True
        knowing = Knowing(self.ledger.head().position, date.max)
        try:
            return bool(imports(Reader(self.ledger), knowing, sha256=file.sha256, limit=1).lines)
        except NotBuiltError:
            return False

    def _until_over(self, upload: UUID) -> Upload | None:
        """The file once nobody works on it any more; None when it was dropped."""
        pause, most = GLANCE
        while (found := self.work.uploads.find(upload)) and found.state in AT_WORK:
            if found.waits:
                self.work.queue(upload)
            if self.stop.wait(pause):
                raise StoppingError
            pause = min(pause * 1.5, most)
        return found


def _import_of(file: UploadedFile, attempt: int = 0) -> UUID:
    return uuid5(ARRIVALS, f"{file.sha256} {attempt}")


def _is_part(entry: Entry) -> bool:
    return isinstance(entry.fact, FiguresImported) and entry.fact.part is not None


def _told(over: Upload | None) -> TakenIn:
    if over is None:
        return TakenIn(Result.FAILED, reason=DROPPED)
    outcome = Outcome.model_validate_json(over.outcome or b"{}")
    match over.state:
        case State.DONE:
            return TakenIn(Result.IMPORTED, stream=stream_of(over.id), outcome=outcome)
        case State.REFUSED:
            return TakenIn(Result.REFUSED, reason=outcome.refused.detail if outcome.refused else BROKE, outcome=outcome)
        case _:
            return TakenIn(Result.FAILED, reason=BROKE)
