"""The record as the library's application sees it, put together; ``Ledger`` and the other writers work through it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import Mapper

from domain.events.base import Entry, Fact, Recorded
from domain.ledger.appending import Append, Appended, Command, Outcome, Token
from domain.ledger.filing import Content, with_content
from domain.ledger.mapper import EntryMapper
from domain.ledger.master import VARIABLE, MasterKey, key_file, master_key
from domain.ledger.recorder import Factory, Recorder
from domain.ledger.request import Answer, Place, Request
from domain.ledger.schema import Names
from domain.ledger.sealing import Keyring
from domain.refusals import CommandReused


@dataclass(frozen=True, slots=True)
class Written:
    """An append that was answered, with the entries as they are stored: sealed, and with their place."""

    answer: Answer
    entries: tuple[Entry, ...] = ()


class Record(Application[str]):
    """One record: its connections, its keys, and appending to it."""

    name = "Record"

    def __init__(
        self,
        conninfo: str,
        names: Names,
        record: UUID,
        *,
        given_key: str | None,
        key_folder: Path,
        connections: int,
        patience: float,
        remembered: int,
    ) -> None:
        self.id = record
        self._given_key = given_key
        self._key_folder = key_folder
        super().__init__(
            Factory.environment(conninfo, names, connections=connections, patience=patience, remembered=remembered)
        )

    def construct_mapper(self) -> Mapper[str]:
        """The first hook that needs the master key: the library makes the factory before, the recorder after."""
        self.datastore = cast("Factory", self.factory).datastore
        self.master: MasterKey = master_key(
            self.id, self.datastore.adopt_master, given=self._given_key, folder=self._key_folder
        )
        self.keyring = Keyring(self.datastore, self.master)
        self.entry_mapper = EntryMapper(self.keyring)
        return self.entry_mapper

    def construct_recorder(self) -> Recorder:
        """Our recorder, under its own type."""
        self.entry_recorder = cast("Factory", self.factory).application_recorder()
        return self.entry_recorder

    def close(self) -> None:
        """Carry out what waits to be appended, and give the connections back."""
        self.entry_recorder.close()
        super().close()

    @property
    def key_place(self) -> str:
        """Where the master key comes from: the environment, or a file."""
        return VARIABLE if self._given_key else str(key_file(self._key_folder, self.id))

    def last_version(self, stream: str) -> int:
        """The version at which a stream ends; 0 when there is no such stream."""
        (row,) = self.entry_recorder.query("SELECT max(version) AS version FROM {events} WHERE stream = %s", stream)
        return row["version"] or 0

    def streams(self, prefix: str = "") -> list[str]:
        """The streams whose names begin so, by name."""
        rows = self.entry_recorder.query(
            "SELECT stream FROM {events} WHERE version = 1 AND starts_with(stream, %s) ORDER BY stream", prefix
        )
        return [row["stream"] for row in rows]

    def write(
        self,
        stream: str,
        after: int,
        facts: Sequence[Fact],
        *,
        request: Request,
        command: Command,
        tokens: Iterable[Token] = (),
        content: Content | None = None,
    ) -> Written | None:
        """Append facts to a stream that ends at version ``after``; None when it does not end there any more.

        A content goes with the fact that files it.

        What was sealed and stored is read back from its bytes before it is sent: what cannot be read is never recorded.

        Raises:
            CommandReused: the command id was used before, for something else or by somebody else.
            OutcomeUnknownError: the connection was lost and did not come back.
        """
        about = request.about
        new = [Entry(stream, version, fact, about) for version, fact in enumerate(facts, after + 1)]
        events = self.entry_mapper.to_stored_events(new)
        if content:
            events = with_content(events, new, content, self.keyring.sealing())
        stored = [self.entry_mapper.to_domain_event(event) for event in events]
        (done,) = self.entry_recorder.append([Append(command, events, tuple(tokens))])
        match done.outcome:
            case Outcome.CONFLICT:
                return None
            case Outcome.RECORDED | Outcome.UNCHANGED:
                entries = tuple(_recorded(stored, command, done))
                places = tuple(Place(each.stream, each.version, at) for at, each in enumerate(entries, done.first))
                return Written(Answer(done.position, places), entries)
            case _:
                answer = self.first_answer(command)
                assert answer is not None  # noqa: S101 - the record has just said that it knows the command
                return Written(answer)

    def first_answer(self, command: Command) -> Answer | None:
        """The answer that a command got when it was carried out; None when it was not.

        Raises:
            CommandReused: its id was used for something else or by somebody else.
        """
        known = self.entry_recorder.query("SELECT * FROM {commands} WHERE command_id = %s", command.id)
        if not known:
            return None
        (row,) = known
        if (row["actor"], row["request"]) != (command.actor, command.request):
            raise CommandReused(str(command.id))
        places = self.entry_recorder.query(
            "SELECT stream, version, position FROM {events} WHERE position > %s AND position <= %s ORDER BY position",
            row["position"] - row["size"],
            row["position"],
        )
        return Answer(row["position"], tuple(Place(**place) for place in places), repeated=True)


def _recorded(stored: Sequence[Entry], command: Command, done: Appended) -> Iterable[Entry]:
    """The entries with their places."""
    if done.recorded_at is None:
        return
    for position, (entry, digest) in enumerate(zip(stored, done.digests, strict=True), done.first):
        yield replace(entry, recorded=Recorded(position, done.recorded_at, str(command.id), digest.hex()))
