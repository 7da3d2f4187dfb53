"""The real figures that newspapers and municipalities published: every row is accounted for."""

from datetime import date
from pathlib import Path

import pytest

from api.intake.columns import Synonyms
from api.intake.figures_file import open_figures
from api.intake.register import Register
from api.intake.rows import FigureRow, RefusedRow
from domain.values import Period, Precision

PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "published_figures.csv"
pytestmark = pytest.mark.skipif(not PUBLISHED.exists(), reason="../shared/data is not beside the checkout")

FORMER = {"Beemster", "Rijnwaarden", "Vlagtwedde", "Delfzijl", "Ferwerderadiel", "Uden", "Dongeradeel", "Langedijk"}


def published() -> tuple[list[FigureRow], list[RefusedRow]]:
    file = open_figures(PUBLISHED, register=Register.load(), synonyms=Synonyms.load(), today=date(2026, 2, 1))
    read = list(file)
    assert file.skipped.total() == 0
    assert file.ignored_columns == ()
    return [row for row in read if isinstance(row, FigureRow)], [row for row in read if isinstance(row, RefusedRow)]


def test_all_317_rows_are_read_but_eleven_of_municipalities_that_no_longer_exist() -> None:
    rows, refused = published()
    assert (len(rows), len(refused)) == (306, 11)
    assert {problem.kind for row in refused for problem in row.problems} == {"unknown-municipality"}
    assert {problem.value for row in refused for problem in row.problems} == FORMER
    assert sorted([row.row for row in rows] + [row.row for row in refused]) == list(range(2, 319))


def test_every_published_statement_keeps_its_source_and_its_precision() -> None:
    rows, _ = published()
    assert all(row.source.reference and row.registered for row in rows)
    assert {row.reported_on.precision for row in rows} == set(Precision)
    amsterdam = next(row for row in rows if row.code == "GM0363" and row.period == Period(2015))
    assert (amsterdam.net_target, amsterdam.realised, amsterdam.closing_backlog) == (1377, 1006, 912)
    assert amsterdam.source.reference == "https://nul20.nl/stadsregio-amsterdam-kan-statushouders-niet-huisvesten"
