"""How the read models stand: how far behind the record, what is being built, what is parked and what stopped."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.ledger.reading import Reading
from projections.engine.bookkeeping import Bookkeeping, Parked, Standing
from projections.engine.schema import ReadModel


@dataclass(frozen=True, slots=True)
class ReadModelStatus:
    """One read model of this program: ``lag`` counts the entries of the record that queries do not show yet.

    ``live`` is the generation that queries see, and ``building`` the one beside it; None where there is none.
    """

    model: str
    version: int
    lag: int
    live: Standing | None
    building: Standing | None
    parked: tuple[Parked, ...]


def status(reading: Reading, models: Sequence[ReadModel]) -> list[ReadModelStatus]:
    """How each of these read models stands."""
    with reading.connection() as connection:
        books = Bookkeeping(connection, reading.names)
        standings, parked = books.standings(), books.parked()
    head = reading.head().position
    found = []
    for model in models:
        own = [each for each in standings if (each.model, each.version) == (model.name, model.version)]
        live = next((each for each in own if each.live), None)
        found.append(
            ReadModelStatus(
                model=model.name,
                version=model.version,
                lag=head - (live.position if live else 0),
                live=live,
                building=next((each for each in own if not each.live), None),
                parked=tuple(
                    each for each in parked if live and (each.model, each.generation) == (live.model, live.generation)
                ),
            )
        )
    return found


def lowest(reading: Reading, models: Iterable[ReadModel]) -> int:
    """The position up to which queries on all of these read models show the record; 0 when one is not built."""
    with reading.connection() as connection:
        standings = Bookkeeping(connection, reading.names).standings()
    live = {(each.model, each.version): each.position for each in standings if each.live}
    return min((live.get((model.name, model.version), 0) for model in models), default=0)
