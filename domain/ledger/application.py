"""The ledger: the one road by which facts come into the record, and the way to read them back.

A command is *load, decide, append*: the state of a municipality, a decision on it, and all that it answered in one
append. It is decided on the state this process remembers; when the record has gone on meanwhile, the append says so
and it is decided again on the newest state. So recording a fact never fails because somebody else recorded another one;
what must not happen unseen is guarded by the decision itself, with the version that the person saw (``Occasion.seen``).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, Self, cast

from pydantic import TypeAdapter

from domain.events.base import Entry, Fact
from domain.ledger.appending import Command
from domain.ledger.bulk import BulkAppend
from domain.ledger.datastore import PATIENCE
from domain.ledger.deciding import Decision, decide
from domain.ledger.demo import misplaced
from domain.ledger.filing import Content
from domain.ledger.loading import Loading
from domain.ledger.master import VARIABLE, folder_of_keys
from domain.ledger.reading import Reading
from domain.ledger.record import Record
from domain.ledger.request import Answer, Request
from domain.ledger.schema import DEFAULT_NAMES, Names, prepare
from domain.municipality import Municipality
from domain.refusals import Refusal, UnknownMunicipality, require
from domain.values import MunicipalityCode

ATTEMPTS = 50
"""How often a command is decided anew because another process was first. Threads of one process take turns."""
TURNS = 256

_CODE: TypeAdapter[str] = TypeAdapter(MunicipalityCode)


class BusyError(Exception):
    """Others recorded in the same stream again and again; nothing is recorded, and trying again is safe."""


class Ledger(Reading):
    """One record, open for reading and recording. Safe to use from many threads; close it at the end."""

    def __init__(self, record: Record) -> None:
        super().__init__(record)
        self._turns = [Lock() for _ in range(TURNS)]
        self._loading = Loading(record)

    @classmethod
    def open(
        cls,
        conninfo: str,
        names: Names = DEFAULT_NAMES,
        *,
        master_key: str | None = None,
        key_folder: Path | None = None,
        connections: int = 10,
        patience: float = PATIENCE,
        remembered: int = 1000,
    ) -> Self:
        """Open the record behind a connection string, and make it first when it is not there.

        Args:
            conninfo: a connection string or URL of PostgreSQL.
            names: the schemas of the record.
            master_key: the master key in base64; by default ``TREDE_MASTER_KEY``, else the file in ``key_folder``.
            key_folder: where key files are; by default with the settings of this account.
            connections: how many connections this process uses at most, besides the one that appends.
            patience: for how many seconds a database that is away is waited for, with each question and each command.
            remembered: of how many municipalities the state is remembered.

        Raises:
            NewerSchemaError: a newer program has made the record.
            MasterKeyError: the master key is missing, damaged, or of another record.
        """
        record = Record(
            conninfo,
            names,
            prepare(conninfo, names),
            given_key=master_key or os.environ.get(VARIABLE),
            key_folder=key_folder or folder_of_keys(os.environ),
            connections=connections,
            patience=patience,
            remembered=remembered,
        )
        return cls(record)

    # Recording

    def set_demo_clock(self, moment: datetime | None) -> None:
        """Record from now on as if it were this moment, until it is None; a demo only, and never backwards.

        Raises:
            PersistenceError: the record is no demo, or its last entry was recorded later.
        """
        self._record.datastore.set_demo_clock(moment)

    def record(
        self,
        decision: Decision,
        /,
        *,
        municipality: str,
        request: Request,
        content: bytes | None = None,
        **question: Any,  # noqa: ANN401 - the decision knows its question
    ) -> Answer:
        """Decide on the newest state and record what was decided; a command sent again gets its first answer.

        ``content`` is what a document holds that the decision files. The decision is told its ``sha256`` and ``size``.

        Raises:
            Refusal: what the decision refuses; also InTheFuture, UnknownMunicipality, CommandReused, and what is
                misplaced in a demo, or elsewhere.
            BusyError: too many others recorded about this municipality at the same time.
            OutcomeUnknownError: the connection was lost; sending the same command again tells what became of it.
            PersistenceError: the database was away for longer than there is patience, or refuses; nothing is recorded.
        """
        code = _CODE.validate_python(municipality)
        if stranger := misplaced(self, code):
            raise stranger
        filed = None if content is None else Content.of(content)
        if filed:
            question |= filed.proof
        command = self.command(decision.__name__, code, request, {**question, **({"content": "kept"} if filed else {})})
        with self._turn(code):
            for _ in range(ATTEMPTS):
                answer = self._attempt(decision, self._remembered(code), request, question, command, content=filed)
                if answer:
                    return answer
                self.newest(code)
        raise BusyError(f"{code}: others recorded first {ATTEMPTS} times; nothing is recorded, try again")

    def save_in(self, stream: str, facts: Sequence[Fact], *, request: Request) -> Answer:
        """Record facts that no decision guards in a small stream of their own, an import say. Raises as record does."""
        command = self.command("save", stream, request, {"facts": facts})
        for _ in range(ATTEMPTS):
            after = self._record.last_version(stream)
            written = self._record.write(stream, after, facts, request=request, command=command)
            if written:
                return written.answer
        raise BusyError(f"{stream}: others recorded first {ATTEMPTS} times; nothing is recorded, try again")

    def bulk(self, command: Command) -> AbstractContextManager[BulkAppend]:
        """Record many entries of many streams together or not at all; see BulkAppend."""
        return BulkAppend.begin(self._record, command)

    def command(self, what: str, of: str, request: Request, question: Mapping[str, Any]) -> Command:
        """The command in which a request asks something; its digest tells a repetition from something else."""
        return request.asked(what, of, question, self._record.master)

    def first_answer(self, command: Command) -> Answer | None:
        """The answer that a command got, when it was carried out before; raises CommandReused."""
        return self._record.first_answer(command)

    def _attempt(
        self,
        decision: Decision,
        state: Municipality,
        request: Request,
        question: Mapping[str, Any],
        command: Command,
        *,
        content: Content | None,
    ) -> Answer | None:
        """The answer of one attempt; None when the state was not the newest, so that it said nothing."""
        try:
            facts = decide(decision, state, request.occasion, question)
        except Refusal:
            if answer := self._record.first_answer(command):
                return answer
            if self._is_newest(state):
                raise
            return None
        if not facts and not self._is_newest(state):  # 'nothing new' is true of the newest state only
            return None
        after = state.version
        written = self._record.write(state.code, after, facts, request=request, command=command, content=content)
        if written is None:
            return None
        self._remember(state, written.entries)
        return written.answer

    # The state of a municipality, remembered between commands

    def municipality(self, code: str) -> Municipality:
        """The state after all that is recorded by now; raises UnknownMunicipality."""
        newest = self.newest(code)
        require(newest.version > 0, UnknownMunicipality(code))
        return newest

    def newest(self, code: str, *, remember: bool = True) -> Municipality:
        """The state after all that is recorded by now, of version 0 when that is nothing.

        Who goes through all municipalities once does not ask to ``remember`` them.
        """
        known = self._known(code)
        newest = self._loading.caught_up(known) if known else self._loading.newest(code)
        return self._keep(newest) if remember or known else newest

    def _remembered(self, code: str) -> Municipality:
        """The state as this process knows it; others may have gone on since."""
        return self._known(code) or self._keep(self._loading.newest(code))

    def _remember(self, state: Municipality, entries: Sequence[Entry]) -> Municipality:
        """The state after these entries, as they are stored; kept for the next command."""
        return self._keep(self._loading.after(state, entries))

    def _known(self, code: str) -> Municipality | None:
        with suppress(KeyError):
            if self._record.repository.cache:
                return cast("Municipality", self._record.repository.cache.get(code))
        return None

    def _keep(self, state: Municipality) -> Municipality:
        if state.version and self._record.repository.cache:
            self._record.repository.cache.put(state.code, state)
        return state

    def _is_newest(self, state: Municipality) -> bool:
        return self._record.last_version(state.code) == state.version

    @contextmanager
    def _turn(self, stream: str) -> Iterator[None]:
        """Threads of this process take turns per stream; between processes the record itself decides."""
        with self._turns[hash(stream) % TURNS]:
            yield
