"""What follows an import: told of the municipalities whose figures were recorded, and never the import's undoing."""

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from api.store.arrivals import Result
from domain.ledger.application import Ledger
from tests.api.office import Office
from tests.api.yard import CODE, TODAY, Yard, a_yard, figures, looked


@dataclass
class Following:
    """Follows imports, and tells of which municipalities and days it heard."""

    heard: list[tuple[list[str], date]] = field(default_factory=list)
    called: threading.Event = field(default_factory=threading.Event)

    def __call__(self, ledger: Ledger, codes: Collection[str], *, today: date) -> None:
        """Hear of an import."""
        assert all(ledger.entries(code) for code in codes)
        self.heard.append((list(codes), today))
        self.called.set()


def fails(*_: object, **__: object) -> None:
    """Follow an import, and never well."""
    raise RuntimeError("what follows an import is broken")


@pytest.fixture
def following() -> Following:
    return Following()


@pytest.fixture
def yard(ledger: Ledger, tmp_path: Path, following: Following) -> Iterator[Yard]:
    with a_yard(ledger, tmp_path / "cijfers", [fails, following]) as made:
        yield made


def test_what_comes_in_is_followed_once_it_is_recorded_and_stands_when_that_fails(
    yard: Yard, following: Following
) -> None:
    yard.put("juni.csv", figures())
    looked(yard.arriving())
    assert following.called.wait(10)
    assert following.heard == [([CODE], TODAY)]
    assert (yard.results(), yard.realised()) == ([Result.IMPORTED], [30])


def test_an_import_that_recorded_nothing_is_not_followed(yard: Yard, following: Following) -> None:
    arriving = yard.arriving()
    for content in (figures(), figures(), figures() + "\n", "leeg", figures(code="GM9999")):
        yard.put("juni.csv", content)
        looked(arriving)
    yard.work.close()
    assert following.heard == [([CODE], TODAY)]


def test_an_import_on_the_command_line_stands_when_what_follows_cannot_be_done(
    fresh_office: Office, tmp_path: Path
) -> None:
    (tmp_path / "kader").mkdir()
    (tmp_path / "kader" / "kapot.toml").write_text("dit is geen kader")
    code, file = fresh_office.opened(), tmp_path / "juni.csv"
    file.write_text(figures(code=code))
    ran = fresh_office.here("import", "figures", file, TREDE_FRAMEWORKS=str(tmp_path / "kader"))
    assert (ran.code, "Vastgelegd: 1 van 1 rijen." in ran.out) == (0, True)
