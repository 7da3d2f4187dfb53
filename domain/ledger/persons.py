"""Who is meant by a person's id: registered once, found again without keeping the name in the open."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from psycopg import sql

from domain.events.base import Actor, Origin
from domain.events.person import PersonDetailsChanged, PersonKind, PersonRegistered
from domain.ledger.appending import Token
from domain.ledger.datastore import reading
from domain.ledger.record import Record
from domain.ledger.request import Request
from domain.values import Classification, PartialDate, PersonId, PlainText

ATTEMPTS = 10


class Persons:
    """The persons of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._find = sql.SQL("SELECT person FROM {} WHERE token = %s").format(
            record.datastore.key_table("person_index")
        )

    def find_or_register(
        self,
        name: str,
        kind: PersonKind,
        *,
        today: date,
        organisation: str | None = None,
        by: Actor | None = None,
        origin: Origin = Origin.COMMAND_LINE,
    ) -> PersonId:
        """The person of this kind, name and organisation; registered now when there was none.

        However many processes ask at once, one person comes of it. Without ``by`` the person is registered by
        themselves, as the first of all has to be.
        """
        token = self._token(name, kind, organisation)
        for _ in range(ATTEMPTS):
            if person := self._known(token):
                return person
            person = PersonId(f"person-{uuid4()}")
            fact = PersonRegistered(
                kind=kind,
                name=PlainText(text=name, classification=Classification.INTERNAL, person=person),
                organisation=organisation,
            )
            request = Request(
                command=uuid4(),
                by=by or Actor(person=person),
                origin=origin,
                happened_on=PartialDate.of(today),
                today=today,
            )
            command = request.asked("register person", person, {}, self._record.master)
            if self._record.write(person, 0, [fact], request=request, command=command, tokens=[Token(token, person)]):
                return person
        raise RuntimeError("a person can neither be found nor registered")  # a token that is taken can be found

    def find(self, name: str, kind: PersonKind, *, organisation: str | None = None) -> PersonId | None:
        """The person of this kind, name and organisation, when registered."""
        return self._known(self._token(name, kind, organisation))

    def names(self, persons: Iterable[PersonId]) -> dict[PersonId, str | None]:
        """The names as they read now; None for a person who was erased. An id that is no person is left out."""
        wanted = sorted(set(persons))
        stored = self._record.entry_recorder.select("stream = ANY(%s) ORDER BY stream, version", wanted)
        sealed = {}
        for entry in map(self._record.entry_mapper.to_domain_event, stored):
            if isinstance(entry.fact, PersonRegistered | PersonDetailsChanged):
                sealed[PersonId(entry.stream)] = entry.fact.name
        return dict(zip(sealed, self._record.keyring.unseal(list(sealed.values())), strict=True))

    @reading
    def _known(self, token: bytes) -> PersonId | None:
        with self._record.datastore.reading_keys() as cursor:
            row = cursor.execute(self._find, [token]).fetchone()
        return None if row is None else PersonId(row["person"])

    def _token(self, name: str, kind: PersonKind, organisation: str | None) -> bytes:
        told = "\n".join((kind, _same(name), _same(organisation or "")))
        return self._record.master.token("person index", told.encode())


def _same(name: str) -> str:
    """The name as far as it tells people apart: not by capitals, spaces, or how an accent is written."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
