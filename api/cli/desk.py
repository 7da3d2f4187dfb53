"""Where a command of the command line sits down to work: the record opened, the person known, the day read once."""

import os
import pwd
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from rich.console import Console

from api.clock import today
from api.settings import Settings
from domain.events.base import Actor, Entry, Origin
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from domain.ledger.request import Request
from domain.values import PartialDate, PersonId
from projections.reading import Opened, opened

PROVINCE = "provincie"
"""The organisation of colleagues."""

messages = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress and problems go here; standard output is for answers."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One command at work."""

    settings: Settings
    ledger: Ledger
    today: date

    def actor(self, acting_for: str | None = None) -> Actor:
        """The account that runs the program, and the colleague for whom it does so, both as persons of the record."""
        user = self.ledger.persons.find_or_register(
            pwd.getpwuid(os.getuid()).pw_name, PersonKind.SYSTEM_USER, today=self.today
        )
        if acting_for is None:
            return Actor(person=user)
        colleague = self.ledger.persons.find_or_register(
            acting_for, PersonKind.COLLEAGUE, today=self.today, organisation=PROVINCE, by=Actor(person=user)
        )
        return Actor(person=user, acted_for=colleague)

    def participant(self, name: str, organisation: str, by: Actor) -> PersonId:
        """Somebody who took part in a conversation, as a person of the record."""
        return self.ledger.persons.find_or_register(
            name, PersonKind.PARTICIPANT, today=self.today, organisation=organisation, by=by
        )

    def request(
        self,
        by: Actor,
        happened_on: date | PartialDate,
        *,
        command: UUID | None = None,
        seen: int | None = None,
        origin: Origin = Origin.COMMAND_LINE,
    ) -> Request:
        """The circumstances in which this command asks something of the record."""
        return Request(
            command=command or uuid4(),
            by=by,
            origin=origin,
            happened_on=happened_on if isinstance(happened_on, PartialDate) else PartialDate.of(happened_on),
            today=self.today,
            seen=seen,
        )

    def opened(self, entries: Iterable[Entry]) -> Opened:
        """The texts and names in these entries that a reader may see."""
        return opened(entries, self.ledger.unseal, self.ledger.persons.names)


@contextmanager
def desk() -> Iterator[Desk]:
    """Sit down to work: the embedded database is started when no other is named, and left running for others."""
    settings = Settings()
    with ExitStack() as stack:
        if settings.database_url is None:
            cluster = stack.enter_context(start(settings.data, on_wait=messages.print))
            conninfo = cluster.conninfo()
        else:
            conninfo = settings.database_url
        ledger = Ledger.open(conninfo, master_key=settings.master_key, key_folder=settings.key_folder)
        stack.callback(ledger.close)
        yield Desk(settings, ledger, today())
