"""How a read model declares itself: its tables, its version, the facts it handles, and the rows they come to.

A read model is disposable: its rows follow from the record and from nothing else. Rows are bitemporal: each has the
position from which it was known, and the one from which it no longer was. A row is never changed in place, but for that
second position; so what was known at any moment is a query.

The version of a read model is part of the names of its tables: whoever changes what the rows are raises it, and a
program reads only its own. There are three kinds:

- :class:`EntryModel`: rows follow from one entry each, and a correction replaces the rows of that entry;
- :class:`ThingModel`: rows follow from the few entries about one thing, an agreement or a letter, as they stand;
- :class:`StateModel`: rows follow from the state of a municipality, folded from the facts the model handles.

::

    NOTES = Table("notes", columns=(("cause", "text"), ("words", "text")), key=("cause",))

    class Causes(StateModel):
        name, version, tables, handles = "causes", 1, (NOTES,), frozenset({CauseNoted})

        def rows(self, municipality: Municipality) -> Iterable[Row]:
            for cause, noted in municipality.causes.items():
                yield NOTES.row(cause=cause, words=noted.kind)
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, LiteralString, NamedTuple

from domain.events.base import FACTS, Entry, Fact
from domain.ledger.reading import Reading
from domain.municipality import Municipality
from projections.engine.told import Told

Value = Any
"""What a column holds: anything that psycopg writes and that compares by value. ``NUL`` has no place in a text."""

NAME = re.compile(r"[a-z][a-z_]{0,19}")
"""Names are short: a table is called ``{model}_v{version}_g{generation}_{table}`` in a database of 63 bytes a name."""

STREAM, KNOWN_FROM, KNOWN_TO = "municipality", "known_from", "known_to"
"""The columns that every table has besides its own."""


@dataclass(frozen=True, eq=False)  # one table is itself and no other: quick to compare and to find
class Table:
    """A table of a read model.

    Each table also has ``municipality`` (the stream), ``known_from`` and ``known_to`` (positions; NULL while known).
    The key comes with an index on municipality, key and known_from.

    Args:
        name: short, of lower-case letters and underscores.
        columns: its own columns with their SQL types, in the order of the values of a row.
        key: the columns that tell a row from the others of its municipality at one moment; never NULL.
        indexes: what follows ``CREATE INDEX ON <table>``: ``(year, half, municipality)``, ``USING gin (words)``.
        if_possible: indexes too, which are left out where the database lacks the extension that they need.
        derived: columns that PostgreSQL computes, with type and expression:
            ``("words", "tsvector", "to_tsvector('dutch', sentence)")``. They are not among the values of a row.
    """

    name: str
    columns: tuple[tuple[str, LiteralString], ...]
    key: tuple[str, ...]
    indexes: tuple[LiteralString, ...] = ()
    derived: tuple[tuple[str, LiteralString, LiteralString], ...] = ()
    if_possible: tuple[LiteralString, ...] = ()

    def __post_init__(self) -> None:
        names = [*self.names, *(name for name, *_ in self.derived), STREAM, KNOWN_FROM, KNOWN_TO]
        if not NAME.fullmatch(self.name):
            raise ValueError(f"table {self.name!r}: a name is at most twenty lower-case letters and underscores")
        if len(set(names)) < len(names):
            raise ValueError(f"table {self.name!r}: two columns have one name among {', '.join(names)}")
        if not self.key or not set(self.key) <= set(self.names):
            raise ValueError(f"table {self.name!r}: its key {self.key} must be of its own columns")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of its own columns."""
        return tuple(name for name, _ in self.columns)

    @cached_property
    def kinds(self) -> tuple[LiteralString, ...]:
        """The SQL types of its own columns, as psycopg knows them too."""
        return tuple(
            "int4" + kind.removeprefix("int") if kind in ("int", "int[]") else kind for _, kind in self.columns
        )

    @cached_property
    def key_at(self) -> tuple[int, ...]:
        """Where the columns of the key stand among the values of a row."""
        return tuple(self.names.index(name) for name in self.key)

    def row(self, **values: Value) -> "Row":
        """A row by the names of its columns; every column must be there. ``Row(table, values)`` is the faster way."""
        if len(values) != len(self.names):
            raise TypeError(f"a row of {self.name!r} has the columns {self.names}, not {tuple(values)}")
        return Row(self, tuple([values[name] for name in self.names]))


class Row(NamedTuple):
    """The values of one row, in the order of the columns of its table."""

    table: Table
    values: tuple[Value, ...]

    @property
    def key(self) -> tuple[Value, ...]:
        """What tells this row from the others of its table, within its municipality."""
        values = self.values
        return tuple([values[at] for at in self.table.key_at])


Rows = Sequence[Row]


class ReadModel(ABC):
    """What all kinds declare.

    ``handles`` names the facts that lead to rows; a class of facts (``CaseEvent``) stands for all of that class.
    Corrections and withdrawals of these come by themselves.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    tables: ClassVar[tuple[Table, ...]]
    handles: ClassVar[frozenset[type[Fact]]]

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it came
        super().__init_subclass__(**kwargs)
        if "name" in cls.__dict__ and not NAME.fullmatch(cls.name):
            raise ValueError(f"read model {cls.name!r}: a name is at most twenty lower-case letters and underscores")
        if "tables" in cls.__dict__ and len({table.name for table in cls.tables}) < len(cls.tables):
            raise ValueError(f"read model {cls.name!r}: two tables have one name")

    @property
    def called(self) -> str:
        """The read model as its tables are called: ``ladder_v1``."""
        return f"{self.name}_v{self.version}"

    @cached_property
    def topics(self) -> frozenset[str]:
        """The topics that this read model handles."""
        kinds = tuple(self.handles)
        return frozenset(topic for topic, fact in FACTS.items() if issubclass(fact, kinds))

    @property
    def skipped(self) -> frozenset[str]:
        """The topics that this read model needs nothing of."""
        return frozenset(FACTS) - self.topics


class EntryModel(ReadModel):
    """Rows that follow from one entry. The key of each table begins with ``entry``, the version in the stream.

    It may handle facts of small streams as well (a figures import); ``municipality`` then holds the name of the stream.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it came
        super().__init_subclass__(**kwargs)
        for table in cls.__dict__.get("tables", ()):
            if table.key[0] != "entry":
                raise ValueError(f"table {table.name!r} of an entry model has a key that begins with 'entry'")

    def with_texts_of(self, reading: Reading) -> "EntryModel":  # noqa: ARG002 - for a model that needs them
        """This read model, able to open the texts of a record; itself when it needs none."""
        return self

    @abstractmethod
    def rows(self, entry: Entry) -> Iterable[Row]:
        """The rows of an entry as it stands."""

    def rows_of(self, entries: Sequence[Entry]) -> Iterable[Iterable[Row]]:
        """The rows of each of some entries, in their order.

        For a read model that needs something which is better fetched for many at once, such as opened texts.
        """
        return map(self.rows, entries)


class ThingModel(ReadModel):
    """Rows that follow from what is told of one thing in a stream, as it stands. The key of each row says which thing.

    An entry changes the rows of the things that it is about, and of no other; so what a municipality costs does not
    grow with what was told of it before. Only a correction or a withdrawal has everything told again.
    """

    @abstractmethod
    def things(self, entry: Entry) -> Iterable[str]:
        """The things that an entry is about, by what they are called."""

    @abstractmethod
    def rows_of(self, thing: str, told: Sequence[Told]) -> Iterable[Row]:
        """The rows of a thing, by all that is told of it, in the order of recording; at least one entry."""


class StateModel(ReadModel):
    """Rows that follow from what a municipality remembers of the facts this model handles.

    Its ``entries`` are those facts and all corrections and withdrawals; ``domain.municipality.standing`` tells which of
    them stand. All rows are told again after each handled entry: not for what grows without end, such as statements.
    What is about things of their own is better told thing by thing (:class:`ThingModel`).
    """

    @abstractmethod
    def rows(self, municipality: Municipality) -> Iterable[Row]:
        """The rows of a municipality as it stands."""
