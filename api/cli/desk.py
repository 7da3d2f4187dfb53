"""Where a command of the command line sits down to work: the record opened, the person known, the day read once."""

import os
import pwd
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from rich.console import Console

from api.clock import today_of
from api.frameworks import Frameworks
from api.logging import configure, log_access
from api.opening import opened_ledger
from api.settings import Settings
from domain.decisions.occasion import Occasion
from domain.events.base import Actor, Entry, Origin
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision, decide
from domain.ledger.request import Answer, Request
from domain.municipality import Municipality
from domain.refusals import UnknownMunicipality
from domain.values import PartialDate, PersonId
from projections.reading import Opened, opened

PROVINCE = "provincie"
"""The organisation of colleagues."""

NOBODY = PersonId("person-")
"""Stands for somebody who is not known yet, while a decision is only tried."""

messages = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress and problems go here; standard output is for answers."""

Introduce = Callable[[str, str], PersonId]
"""Gives the person with a name, who takes part for an organisation."""

Question = Callable[[Introduce], dict[str, Any]]
"""What a decision is asked, by name, once the persons in it are known."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One command at work."""

    settings: Settings
    ledger: Ledger
    today: date

    def record(
        self,
        decision: Decision,
        code: str,
        question: Question,
        *,
        happened_on: date | PartialDate | None = None,
        acting_for: str | None = None,
        command: UUID | None = None,
        seen: int | None = None,
    ) -> Answer:
        """Ask the record for a decision about a municipality, today unless said otherwise.

        A refusal records nothing, so no name either: with a name that is not known yet, the decision is tried first.
        """
        day = happened_on or self.today
        strangers: list[str] = []
        self._known(self._account(), PersonKind.SYSTEM_USER, None, strangers)
        tried = question(lambda name, organisation: self._known(name, PersonKind.PARTICIPANT, organisation, strangers))
        if acting_for is not None:
            self._known(acting_for, PersonKind.COLLEAGUE, PROVINCE, strangers)
        if strangers:
            on = Occasion(today=self.today, happened_on=_partial(day), by=Actor(person=NOBODY), seen=seen)
            decide(decision, self.state(code), on, tried)
        by = self.actor(acting_for)
        request = self.request(by, day, command=command, seen=seen)
        asked = question(lambda name, organisation: self.participant(name, organisation, by))
        return self.ledger.record(decision, municipality=code, request=request, **asked)

    def log(self, command: str, object: str, result: str) -> None:  # noqa: A002 - the word of BIO 8.15
        """Log that somebody did or read this, where the settings name a log; a terminal is no place for it."""
        if self.settings.log is not None:
            known = self.ledger.persons.find(self._account(), PersonKind.SYSTEM_USER)
            log_access(
                action=f"trede {command}",
                object=object,
                result=result,
                origin=Origin.COMMAND_LINE,
                actor=known or f"account-{os.getuid()}",  # who never recorded anything is not a person of the record
            )

    @property
    def frameworks(self) -> Frameworks:
        """What can be judged by; raises FrameworkError for a file that cannot be used."""
        return Frameworks.of(self.settings, self.ledger)

    def state(self, code: str) -> Municipality:
        """What is recorded of a municipality by now, be it nothing."""
        try:
            return self.ledger.municipality(code)
        except UnknownMunicipality:
            return Municipality(code)

    def actor(self, acting_for: str | None = None) -> Actor:
        """The account that runs the program, and the colleague for whom it does so, both as persons of the record."""
        user = self.ledger.persons.find_or_register(self._account(), PersonKind.SYSTEM_USER, today=self.today)
        return Actor(person=user, acted_for=None if acting_for is None else self.colleague(acting_for))

    def colleague(self, name: str) -> PersonId:
        """Somebody who works for the province, as a person of the record."""
        return self.ledger.persons.find_or_register(
            name, PersonKind.COLLEAGUE, today=self.today, organisation=PROVINCE, by=self.actor()
        )

    def participant(self, name: str, organisation: str, by: Actor) -> PersonId:
        """Somebody who took part in a conversation, as a person of the record."""
        return self.ledger.persons.find_or_register(
            name, PersonKind.PARTICIPANT, today=self.today, organisation=organisation, by=by
        )

    @staticmethod
    def _account() -> str:
        """The name of the account that runs the program; its number in a container that has no name for it."""
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return str(os.getuid())

    def _known(self, name: str, kind: PersonKind, organisation: str | None, strangers: list[str]) -> PersonId:
        known = self.ledger.persons.find(name, kind, organisation=organisation)
        if known is None:
            strangers.append(name)
        return known or NOBODY

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
            happened_on=_partial(happened_on),
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
    if settings.log is not None:
        configure(settings.log)
    with opened_ledger(settings, on_wait=waiting) as ledger:
        yield Desk(settings, ledger, today_of(settings))


def waiting(what: str) -> None:
    """Say what is waited for."""
    messages.print(f"Wachten op de database ({what}) …", markup=False)


def _partial(day: date | PartialDate) -> PartialDate:
    return day if isinstance(day, PartialDate) else PartialDate.of(day)
