"""The read model of obligations: not what is owed, which depends on the day, but the entries that it follows from.

An obligation is derived from what had happened by a day, and by then is overdue or is not. So there is nothing to keep
but where the facts are: a row for each entry that obligations rest on, with the entry in which it now reads and the day
from which it counts. What those come to is told by ``domain.policy.obligations``, for one municipality as for all.
"""

from collections.abc import Iterable, Sequence

from domain.events.base import Entry
from domain.policy.obligations import GROUNDS
from projections.engine.schema import Row, Table, ThingModel
from projections.engine.told import Told

ENTRIES = Table(
    "grounds",
    columns=(
        ("entry", "int"),
        ("told", "int"),  # the entry in which it reads: itself, or the correction of it
        ("happened_on", "date"),  # the first day that it can be; 0001-01-01 when nobody knows
    ),
    key=("entry",),
)


class ObligationsModel(ThingModel):
    """The entries of each municipality that its obligations follow from; figures are not among them."""

    name, version, tables, handles = "obligations", 1, (ENTRIES,), GROUNDS

    def things(self, entry: Entry) -> Iterable[str]:
        """Each entry is a thing of its own."""
        return (str(entry.version),)

    def rows_of(self, thing: str, told: Sequence[Told]) -> Iterable[Row]:  # noqa: ARG002 - it is the entry itself
        """A row for each entry that stands."""
        return [Row(ENTRIES, (each.entry.version, each.reads_in, each.day)) for each in told]


OBLIGATIONS = ObligationsModel()
