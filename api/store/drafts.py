"""Drafts: what somebody filled in and has not recorded yet, so that a lost session or a flat battery loses nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.store.store import Store
from domain.ledger.reading import Reading
from domain.values import PersonId

KEPT = "30 days"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose draft it is, about which municipality, in which form."""

    person: PersonId
    municipality: str
    form: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What was filled in, by the names of the fields, with the command that the form gives."""

    command: UUID
    kept_at: datetime
    fields: Mapping[str, Sequence[str]]


class Drafts:
    """The drafts beside one record, sealed by its master key. There is one per place: a newer one takes its place."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store = store
        self._reading = reading

    def keep(self, place: Place, command: UUID, fields: Mapping[str, Sequence[str]]) -> bool:
        """Keep what is filled in; False when this was recorded meanwhile, so that there is nothing to keep."""
        if self._reading.entries_of(command):
            return False
        content = json.dumps({name: list(values) for name, values in fields.items()}, ensure_ascii=False)
        self.clean()
        self._store.rows(
            "INSERT INTO {drafts} (person, municipality, form, command, content)"
            " VALUES (%(person)s, %(municipality)s, %(form)s, %(command)s, %(content)b)"
            " ON CONFLICT (person, municipality, form) DO UPDATE"
            " SET command = excluded.command, content = excluded.content, kept_at = now()",
            person=place.person,
            municipality=place.municipality,
            form=place.form,
            command=command,
            content=self._reading.seal_aside(_name(place), content.encode(errors="replace")),
        )
        return True

    def find(self, place: Place) -> Draft | None:
        """What was filled in there before."""
        rows = self._store.rows(
            "SELECT command, kept_at, content FROM {drafts} WHERE person = %(person)s"
            " AND municipality = %(municipality)s AND form = %(form)s AND kept_at > now() - %(kept)s::interval",
            person=place.person,
            municipality=place.municipality,
            form=place.form,
            kept=KEPT,
        )
        if not rows:
            return None
        fields = json.loads(self._reading.open_aside(_name(place), rows[0]["content"]))
        return Draft(rows[0]["command"], rows[0]["kept_at"], fields)

    def drop(self, place: Place) -> None:
        """Throw it away, as it was recorded or is not wanted any more."""
        self._store.rows(
            "DELETE FROM {drafts} WHERE person = %(person)s AND municipality = %(municipality)s AND form = %(form)s",
            person=place.person,
            municipality=place.municipality,
            form=place.form,
        )

    def clean(self) -> None:
        """Throw away what is older than is kept."""
        self._store.rows("DELETE FROM {drafts} WHERE kept_at < now() - %(kept)s::interval", kept=KEPT)


def _name(place: Place) -> str:
    return f"draft {place.person} {place.municipality} {place.form}"
