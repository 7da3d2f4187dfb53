"""Absences: who is away from which day to which, and who stands in for them; what was taken back counts no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString
from uuid import UUID

from api.store.store import Store
from domain.values import PersonId


class NotAnAbsenceError(ValueError):
    """These days or these persons make no absence; the message says why, in Dutch, and ``field`` of what."""

    def __init__(self, field: str, told: str) -> None:
        super().__init__(told)
        self.field = field


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away from the first day to the last, both included, and another stands in; else NotAnAbsenceError."""

    id: UUID
    person: PersonId
    first_day: date
    last_day: date
    stands_in: PersonId
    entered_by: PersonId

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise NotAnAbsenceError("last_day", "de laatste dag ligt voor de eerste.")
        if self.stands_in == self.person:
            raise NotAnAbsenceError("stands_in", "niemand neemt voor zichzelf waar; kies een ander.")


class Absences:
    """The absences beside one record."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def enter(self, absence: Absence) -> Absence:
        """Keep an absence; what was kept with the same id before stays as it is, and is the answer then.

        Raises:
            NotAnAbsenceError: the person is away on one of these days already.
        """
        entered = self._store.rows(
            "INSERT INTO {absences} (id, person, first_day, last_day, stands_in, entered_by)"
            " SELECT %(id)s, %(person)s, %(first_day)s, %(last_day)s, %(stands_in)s, %(entered_by)s"
            " WHERE NOT EXISTS (SELECT FROM {absences} WHERE person = %(person)s AND ended_at IS NULL"
            "  AND first_day <= %(last_day)s AND last_day >= %(first_day)s)"
            " ON CONFLICT (id) DO NOTHING RETURNING *",
            **{name: getattr(absence, name) for name in Absence.__slots__},
        )
        kept = _absence(entered[0]) if entered else self._one("id = %(id)s", id=absence.id)
        if kept is None:
            raise NotAnAbsenceError("first_day", "voor een van deze dagen is al een afwezigheid ingevoerd.")
        return kept

    def end(self, id: UUID, *, by: PersonId) -> bool:  # noqa: A002 - the name of the field
        """Take an absence back; False when there is none, or nobody is away by it any more."""
        return bool(
            self._store.rows(
                "UPDATE {absences} SET ended_by = %(by)s, ended_at = now() WHERE id = %(id)s AND ended_at IS NULL"
                " RETURNING id",
                id=id,
                by=by,
            )
        )

    def find(self, id: UUID) -> Absence | None:  # noqa: A002 - the name of the field
        """An absence that was not taken back."""
        return self._one("id = %(id)s AND ended_at IS NULL", id=id)

    def on(self, day: date) -> tuple[Absence, ...]:
        """Who is away on a day."""
        return self._all("%(day)s BETWEEN first_day AND last_day", day=day)

    def from_day(self, day: date) -> tuple[Absence, ...]:
        """Who is away on a day or later, in the order in which they go."""
        return self._all("last_day >= %(day)s", day=day)

    def _one(self, condition: LiteralString, **parameters: object) -> Absence | None:
        query: LiteralString = "SELECT * FROM {absences} WHERE " + condition  # noqa: S608 - literals only
        return next(map(_absence, self._store.rows(query, **parameters)), None)

    def _all(self, condition: LiteralString, **parameters: object) -> tuple[Absence, ...]:
        query: LiteralString = "SELECT * FROM {absences} WHERE ended_at IS NULL AND " + condition  # noqa: S608 - literals only
        return tuple(map(_absence, self._store.rows(query + " ORDER BY first_day, last_day, id", **parameters)))


def stood_in_for(person: PersonId, absences: Iterable[Absence]) -> frozenset[PersonId]:
    """For whom somebody sees to things, of those who are away: for whom they stand in for as well, and so on.

    Who is away oneself still sees to nobody's things but one's own: those pass on to who stands in.
    """
    stands_in = {each.person: each.stands_in for each in absences}
    return frozenset(absent for absent in stands_in if absent != person and _whom(absent, stands_in) == person)


def _whom(absent: PersonId, stands_in: dict[PersonId, PersonId]) -> PersonId | None:
    """The first who is there, from one who stands in to the next; None when they all stand in for each other."""
    person, passed = absent, set[PersonId]()
    while person in stands_in:
        if person in passed:
            return None
        passed.add(person)
        person = stands_in[person]
    return person


def _absence(row: dict[str, Any]) -> Absence:
    return Absence(**{name: row[name] for name in Absence.__slots__})
