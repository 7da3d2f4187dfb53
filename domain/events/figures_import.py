"""An import of figures: the proof that the figures were looked at that day. A small stream of its own per import."""

from typing import Annotated

from pydantic import Field, StringConstraints

from domain.events.base import Fact
from domain.values import Label, MunicipalityCode, Sealed, Value

Count = Annotated[int, Field(ge=0)]

LISTED_PROBLEMS = 500
"""The most problems that an entry lists; beyond these it counts them."""


class ImportProblem(Value):
    """A cell that could not be read or a row that was refused: where, and which rule.

    The value of the cell is left out on purpose: what does not belong in a cell can be about a person.
    """

    row: Annotated[int, Field(ge=1)]
    column: Annotated[str, StringConstraints(max_length=200)]
    rule: Label


class ImportCounts(Value):
    """How the rows of a file came out: ``rows`` = recorded + unchanged + outside + refused.

    ``restated``, ``contradictions`` count among the recorded rows; ``skipped`` lines (totals, notes) are no rows.
    """

    rows: Count = 0
    recorded: Count = 0
    unchanged: Count = 0
    outside: Count = 0
    refused: Count = 0
    restated: Count = 0
    contradictions: Count = 0
    skipped: Count = 0


class FiguresImported(Fact):
    """A file with figures was imported, in whole or one calendar year of it (``part``).

    ``columns`` pairs each field that was found with its header in the file.
    """

    TOPIC = "figures-import.recorded.v1"
    file_name: Sealed
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    part: Annotated[str, StringConstraints(pattern=r"^\d{4}$")] | None = None
    columns: tuple[tuple[Label, Annotated[str, StringConstraints(max_length=200)]], ...] = ()
    counts: ImportCounts
    opened: tuple[MunicipalityCode, ...] = ()
    problems: tuple[ImportProblem, ...] = ()
