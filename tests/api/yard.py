"""Where figures come in by themselves: a record, a folder, and a clock that a test sets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from api.arriving.work import Arriving
from api.importing.afterwards import AfterImport
from api.importing.work import ImportWork
from api.settings import Settings
from api.store import Store
from api.store.arrivals import Arrival, Arrivals, Result
from api.store.uploads import Uploads
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported
from domain.ledger.application import Ledger
from tests.projections.asking import tell
from tests.spec import opened

TODAY = date(2024, 6, 3)
MONDAY = datetime(2024, 6, 3, 6, 0, tzinfo=UTC)
"""Eight o'clock in the Netherlands."""
CODE = "GM9001"
HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron"


def figures(realised: int = 30, code: str = CODE, header: str = HEADER) -> str:
    """A file with a row about a municipality."""
    return f"{header}\n2024-06-01;{code};Fictie;2024-1;57;12;{realised};COA\n"


@dataclass
class Yard:
    """A record with everything by which figures come in, and a clock that a test sets."""

    ledger: Ledger
    store: Store
    work: ImportWork
    folder: Path
    now: datetime = MONDAY
    today: date = TODAY

    def arriving(self, url: str | None = None, folder: Path | None = None, **given: Any) -> Arriving:  # noqa: ANN401 - settings
        """The looking of a process."""
        settings = Settings(figures_folder=folder or self.folder, figures_url=url, **given)
        return Arriving(self.ledger, self.store, settings, self.work, lambda: self.today, now=lambda: self.now)

    def put(self, name: str, content: str | bytes) -> None:
        """A file that somebody puts in the folder."""
        (self.folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    def told(self) -> list[Arrival]:
        """What is remembered, the newest first."""
        return Arrivals(self.store, self.ledger).last()

    def results(self) -> list[Result]:
        """What came of it, the oldest first."""
        return [each.result for each in reversed(self.told())]

    def imports(self) -> list[FiguresImported]:
        """The imports in the record."""
        return [entry.fact for entry in self.ledger.since(0) if isinstance(entry.fact, FiguresImported)]

    def realised(self, code: str = CODE) -> list[int | None]:
        """The numbers that are recorded of a municipality."""
        facts = (entry.fact for entry in self.ledger.entries(code))
        return [fact.realised for fact in facts if isinstance(fact, FiguresReported)]

    def files(self, place: str = "") -> list[str]:
        """What lies in the folder, or in one inside it."""
        inside = self.folder / place
        return sorted(each.name for each in inside.iterdir() if each.is_file()) if inside.exists() else []


@contextmanager
def a_yard(ledger: Ledger, folder: Path, following: Sequence[AfterImport] = ()) -> Iterator[Yard]:
    """A yard on an empty record, with one municipality under supervision."""
    folder.mkdir()
    tell(ledger, opened(name="Fictie"), code=CODE)
    store = Store.open(ledger)
    work = ImportWork(ledger, Uploads(store, ledger), Settings(), lambda: TODAY, following=following)
    yield Yard(ledger, store, work, folder)
    work.close()


def looked(arriving: Arriving, times: int = 2) -> None:
    """As often as a file needs to settle and be taken in."""
    for _ in range(times):
        assert arriving.look()
