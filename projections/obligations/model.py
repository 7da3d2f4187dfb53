"""The read model of obligations: not what is owed, which depends on the day, but the entries that it follows from.

An obligation is derived from what had happened by a day, and by then is overdue or is not. So there is nothing to keep
but where the facts are: a row for each entry that obligations rest on, with the entry in which it now reads and the day
from which it counts. What those come to is told by ``domain.policy.obligations``, for one municipality as for all.
"""

from collections.abc import Iterable
from datetime import date

from domain.municipality import Municipality, reads_in, standing
from domain.policy.obligations import GROUNDS
from projections.engine.schema import Row, StateModel, Table

ENTRIES = Table(
    "grounds",
    columns=(
        ("entry", "int"),
        ("told", "int"),  # the entry in which it reads: itself, or the correction of it
        ("happened_on", "date"),  # the first day that it can be; 0001-01-01 when nobody knows
    ),
    key=("entry",),
)


class ObligationsModel(StateModel):
    """The entries of each municipality that its obligations follow from; figures are not among them."""

    name, version, tables, handles = "obligations", 1, (ENTRIES,), GROUNDS

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        """A row for each entry that stands."""
        corrected = reads_in(municipality.entries)
        for entry in standing(municipality.entries):
            told = corrected.get(entry.version, entry.version)
            yield Row(ENTRIES, (entry.version, told, entry.about.happened_on.first_day or date.min))


OBLIGATIONS = ObligationsModel()
