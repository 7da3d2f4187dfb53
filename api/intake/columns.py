"""Which column says what: headers found by synonyms, kept in columns.toml and in a file of the user."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Self

from api.intake.refusals import FileRefused, shown
from api.intake.tables import Cell, Row

NUMBERS: Final = ("net_target", "opening_backlog", "corrected_target", "realised", "closing_backlog")
FIELDS: Final = ("reported_on", "code", "name", "period", *NUMBERS, "source", "nature")
SEARCHED_ROWS: Final = 40
"""The header row is among the first so many rows of a sheet."""

_COUNTED = re.compile(r"(?:aantal|totaal|number of|percentage)\b")


class SynonymsRefused(Exception):  # noqa: N818 - it says what happened, as FileRefused does
    """A file with synonyms that cannot be used; the message names file, key and reason."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Headers by their key: ``fields`` says what they mean, ``personal`` and ``doubtful`` are on persons, or may be."""

    fields: dict[str, str]
    personal: frozenset[str]
    doubtful: frozenset[str]

    @classmethod
    def load(cls, extra: Path | None = None) -> Self:
        """The synonyms of the product and of the user's own file; raises SynonymsRefused, naming file and key."""
        own = tomllib.loads(files(__package__).joinpath("columns.toml").read_text(encoding="utf-8"))
        fields = {header_key(header): field for field, headers in own["headers"].items() for header in headers}
        personal = frozenset(map(header_key, own["personal"]["headers"]))
        synonyms = cls(fields, personal, frozenset(map(header_key, own["doubtful"]["headers"])))
        return synonyms if extra is None else synonyms._with(extra)

    def field(self, header: Cell) -> str | None:
        """What a column with this header says; None when the header is unknown."""
        return self.fields.get(header_key(header))

    def is_personal(self, header: Cell) -> bool:
        """Whether a header names, among its words, data on a person; a count of persons is not such data."""
        key = header_key(header)
        return not _COUNTED.match(key) and any(f" {words} " in f" {key} " for words in self.personal)

    def is_doubtful(self, header: Cell) -> bool:
        """Whether a header may be of a municipality or of a person."""
        return header_key(header) in self.doubtful

    def _with(self, extra: Path) -> Self:
        fields, personal = dict(self.fields), set(self.personal)
        for table, field, header in _synonyms_of_user(extra):
            key = header_key(header)
            if table == "personal":
                personal.add(key)
                continue
            if self.is_personal(header):
                raise SynonymsRefused(f"{extra}: headers.{field}: '{header}' wijst op gegevens over personen")
            if fields.setdefault(key, field) != field:
                raise SynonymsRefused(f"{extra}: headers.{field}: '{header}' betekent al {fields[key]}")
        return type(self)(fields, frozenset(personal), self.doubtful)


@dataclass(frozen=True, slots=True)
class Heading:
    """The header row of a table: ``row`` is its number, ``at`` gives the place of each field found."""

    row: int
    cells: tuple[Cell, ...]
    at: dict[str, int]
    doubtful: tuple[int, ...]

    def header(self, field: str) -> str:
        """The header of a field as it stands in the file."""
        return shown(self.cells[self.at[field]])

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers that mean nothing here."""
        known = set(self.at.values())
        return tuple(shown(cell) for place, cell in enumerate(self.cells) if place not in known and str(cell).strip())


def header_key(header: Cell) -> str:
    """What two ways to write one header have in common; '%' is a word, for a share is no number of persons."""
    text = unicodedata.normalize("NFKD", str(header)).casefold().replace("%", " procent ")
    return " ".join(
        "".join(mark if mark.isalnum() else " " for mark in text if not unicodedata.combining(mark)).split()
    )


def find_heading(rows: Iterable[Row], synonyms: Synonyms) -> Heading | None:
    """The row with the most headers we know; it names a municipality and a number. None when there is no such row."""
    headings = [_heading(row, cells, synonyms) for row, cells in rows]
    usable = [it for it in headings if it.at.keys() & {"code", "name"} and it.at.keys() & set(NUMBERS)]
    return max(usable, key=lambda it: len(it.at), default=None)


def _heading(row: int, cells: tuple[Cell, ...], synonyms: Synonyms) -> Heading:
    at: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = synonyms.field(cell)
        if field is not None:
            at.setdefault(field, place)
    doubtful = tuple(place for place, cell in enumerate(cells) if synonyms.is_doubtful(cell))
    if doubtful:
        at.setdefault("name", doubtful[0])
    return Heading(row, cells, at, doubtful)


def require_one_column_each(heading: Heading, synonyms: Synonyms) -> None:
    """Refuse a table with two columns for one field: it is not certain which one counts."""
    for place, cell in enumerate(heading.cells):
        field = synonyms.field(cell)
        if field is not None and heading.at[field] != place:
            raise FileRefused(
                "duplicate-columns",
                f"De kolommen '{heading.header(field)}' en '{shown(cell)}' betekenen hetzelfde. Laat er één weg.",
            )


def require_no_personal_column(rows: Iterable[Row], heading: Heading | None, synonyms: Synonyms) -> None:
    """Refuse a table with a header on persons: anywhere in its first rows, or as part of a header in its header row."""
    headers = heading.cells if heading else ()
    suspect = [cell for cell in headers if synonyms.is_personal(cell)]
    suspect += [cell for _, cells in rows for cell in cells if header_key(cell) in synonyms.personal]
    if suspect:
        raise personal_column(suspect[0])


def personal_column(header: Cell) -> FileRefused:
    """The refusal of a file with data on persons."""
    return FileRefused(
        "personal-data",
        f"De kolom '{shown(header)}' bevat gegevens over personen. Trede leest zulke bestanden niet. "
        "Verwijder de kolom, en bewaar of mail het oorspronkelijke bestand niet.",
    )


def _synonyms_of_user(extra: Path) -> Iterator[tuple[str, str, str]]:
    """Table, key and header of each synonym in the user's file."""
    try:
        given: dict[str, Any] = tomllib.loads(extra.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SynonymsRefused(f"{extra}: het bestand kan niet worden gelezen: {error}") from error
    allowed = {"headers": FIELDS, "personal": ("headers",)}
    for table, entries in given.items():
        if table not in allowed or not isinstance(entries, dict):
            raise SynonymsRefused(f"{extra}: {table}: onbekend; verwacht een tabel [headers] of [personal]")
        for key, headers in entries.items():
            if key not in allowed[table]:
                raise SynonymsRefused(f"{extra}: {table}.{key}: onbekend; verwacht een van {', '.join(allowed[table])}")
            if not isinstance(headers, list) or not all(isinstance(it, str) and header_key(it) for it in headers):
                raise SynonymsRefused(f"{extra}: {table}.{key}: verwacht een lijst van koppen")
            yield from ((table, key, header) for header in headers)
