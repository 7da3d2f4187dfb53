"""A line of the worklist as a page shows it, and the groups in which the lines stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api.web.visiting import Visit
from api.worklist.items import Item, Subject, Urgency
from domain.events.contact import Side
from projections.dutch.telling import capital
from projections.dutch.words import day, listed, number

SHOWN = 25
"""So many lines of a group are shown at once; the others fold out."""


@dataclass(frozen=True, slots=True)
class Row:
    """An item with when it is due: ``until`` is the day, ``late`` how long ago or from now that is, ``why`` its basis.

    ``button`` is the address of where it is done; None when the visitor may not, or looks at another moment.
    """

    item: Item
    until: str
    late: str
    why: tuple[str, ...]
    button: str | None

    @property
    def later(self) -> bool:
        """Whether it has time."""
        return self.item.urgency is Urgency.OPEN


@dataclass(frozen=True, slots=True)
class Group:
    """Items that ask attention in one way, the first of them in sight; ``folded`` when all fold out."""

    name: str
    title: str
    shown: tuple[Row, ...]
    more: tuple[Row, ...]
    folded: bool

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.shown) + len(self.more)


GROUPS = (
    ("wij-te-laat", "Wij zijn te laat", Urgency.OVERDUE, (Side.PROVINCE,)),
    ("wacht", "Wacht op een besluit", Urgency.WAITING, tuple(Side)),
    ("gemeente-te-laat", "Termijn van de gemeente verstreken", Urgency.OVERDUE, (Side.MUNICIPALITY, Side.OTHER)),
    ("binnenkort", "Komt eraan", Urgency.DUE_SOON, tuple(Side)),
    ("later", "Staat open", Urgency.OPEN, tuple(Side)),
)
"""The groups in their order: by name, with the title, and who has to act."""


def groups(visit: Visit, items: Sequence[Item], *, unfolded: bool) -> tuple[Group, ...]:
    """The items in groups, without the groups that have none; ``unfolded`` when what is not due yet is asked for."""
    found = []
    for name, title, urgency, sides in GROUPS:
        rows = [row_of(visit, item) for item in items if item.urgency is urgency and item.owed_by in sides]
        if rows:
            folded = urgency is Urgency.OPEN and not unfolded
            found.append(Group(name, title, tuple(rows[:SHOWN]), tuple(rows[SHOWN:]), folded))
    return tuple(found)


def row_of(visit: Visit, item: Item) -> Row:
    """An item as the page of a visitor shows it."""
    may = visit.may(item.action.right) and not visit.time_travel
    return Row(item, _until(item), _late(visit, item), tuple(_why(item)), item.action.path if may else None)


def _until(item: Item) -> str:
    return f"t/m {day(item.due.day)}" if item.due else ""


def _late(visit: Visit, item: Item) -> str:
    """How late it is, or how long there is left."""
    if item.due is None:
        return f"sinds {day(item.since)}" if item.urgency is Urgency.WAITING else ""
    days = (item.due.day - visit.knowing.day).days
    if days < 0:
        passed = "voorbij" if item.about is Subject.TERM else "te laat"  # nobody is late with a term for views
        return f"{number(-days)} {'dag' if days == -1 else 'dagen'} {passed}"
    return "vandaag" if days == 0 else f"over {number(days)} {'dag' if days == 1 else 'dagen'}"


def _why(item: Item) -> Iterable[str]:
    """What the due day rests on, where it comes from, what a person should look at, and of whom it is."""
    yield from _basis(item)
    if item.names:
        yield _sentence(f"het gaat om {listed(list(item.names))}")


def _basis(item: Item) -> Iterable[str]:
    if item.due is None:
        yield _sentence(item.source)
        return
    yield _sentence(item.due.basis.sentence)
    if item.source not in item.due.basis.sentence:
        yield _sentence(f"bron: {item.source}")
    yield from (_sentence(f"let op: {each}") for each in item.due.warnings)


def _sentence(told: str) -> str:
    return f"{capital(told.rstrip('.'))}."
