"""A file of figures is read as a whole or refused as a whole, and a refusal says what to do about it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from api.intake.columns import Synonyms
from api.intake.figures_file import FiguresFile, open_figures
from api.intake.refusals import FileRefused
from api.intake.register import Register
from api.intake.rows import FigureRow, RefusedRow
from api.intake.tables import Cell
from domain.values import PartialDate, Period

REGISTER = Register.load()
SYNONYMS = Synonyms.load()
TODAY = date(2024, 7, 1)


def opened(path: Path, *, period: str | None = None) -> FiguresFile:
    stated = Period.parse(period) if period else None
    return open_figures(path, register=REGISTER, synonyms=SYNONYMS, today=TODAY, period=stated)


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "cijfers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def workbook(folder: Path, *sheets: Sequence[Sequence[Cell]], hide: int | None = None) -> Path:
    book = xlsxwriter.Workbook(folder / "cijfers.xlsx")
    for place, rows in enumerate(sheets):
        sheet = book.add_worksheet()
        if place == hide:
            sheet.hide()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return folder / "cijfers.xlsx"


def refusal(path: Path, period: str | None = None) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        list(opened(path, period=period))
    return refused.value


def test_a_file_without_a_period_is_refused_because_a_period_is_never_inferred_from_a_date(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "peildatum;gemeente;gerealiseerd", "2024-06-01;Delft;12")
    assert refusal(path).kind == "no-period"
    assert len(list(opened(path, period="2024-1"))) == 1


def test_a_workbook_gives_the_same_statement_with_typed_cells(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Overzicht"],
        [],
        ["Peildatum", "CBS-code", "", "Gemeente", "Periode", "Taakstelling", "Realisatie"],
        [date(2024, 6, 1), 622, "", "Vlaardingen", "2024-1", 132.0, 60],
        ["", "", "", "Totaal", "", 132.0, 60],
    ]
    book = xlsxwriter.Workbook(tmp_path / "cijfers.xlsx", {"default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows, 2):
        sheet.write_row(number, 1, row)
    book.close()
    file = opened(tmp_path / "cijfers.xlsx")
    (read,) = file
    assert isinstance(read, FigureRow)
    assert (read.row, read.code, read.net_target, read.realised) == (6, "GM0622", 132, 60)
    assert read.reported_on == PartialDate.of("2024-06-01")
    assert file.skipped == {"total": 1}


def test_a_period_that_excel_turned_into_a_date_is_explained(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "cijfers.xlsx", {"default_date_format": "mmm-yy"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["gemeente", "periode", "taakstelling"])
    sheet.write_row(1, 0, ["Delft", date(2024, 1, 1), 12])
    book.close()
    (row,) = opened(tmp_path / "cijfers.xlsx")
    assert isinstance(row, RefusedRow)
    assert row.problems[0].kind == "period-is-date"


FIGURES: list[list[Cell]] = [["gemeente", "periode", "taakstelling"], ["Delft", "2024-1", 12]]


def test_the_first_visible_sheet_with_figures_is_read_and_others_are_named(tmp_path: Path) -> None:
    file = opened(workbook(tmp_path, [["Toelichting"]], FIGURES, FIGURES, FIGURES, hide=1))
    assert (file.sheet, file.other_sheets) == ("Sheet3", ("Sheet2", "Sheet4"))
    assert len(list(file)) == 1


@pytest.mark.parametrize("hide", [None, 1])
def test_persons_on_another_sheet_even_a_hidden_one_refuse_the_file(tmp_path: Path, hide: int | None) -> None:
    refused = refusal(workbook(tmp_path, FIGURES, [["Achternaam", "V-nummer"], ["x", "y"]], hide=hide))
    assert (refused.kind, "Achternaam" in str(refused)) == ("personal-data", True)


@pytest.mark.parametrize(
    "header", ["BSN", "V-nummer", "Geboortedatum (dd-mm)", "Naam vergunninghouder", "Voornaam cliënt"]
)
def test_a_column_on_persons_refuses_the_whole_file_and_is_named(tmp_path: Path, header: str) -> None:
    refused = refusal(csv_file(tmp_path, f"gemeente;periode;gerealiseerd;{header}", "Delft;2024-1;1;x"))
    assert refused.kind == "personal-data"
    assert f"'{header}'" in str(refused)


def test_a_warning_above_the_table_not_to_send_a_bsn_is_no_column(tmp_path: Path) -> None:
    assert (
        len(list(opened(csv_file(tmp_path, "Vermeld geen BSN;;", "gemeente;periode;taakstelling", "Delft;2024-1;1"))))
        == 1
    )


def test_a_column_naam_is_that_of_municipalities_when_municipalities_stand_in_it(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "naam;taakstelling", "Delft;1", "Beemster;2", "Totaal;3")
    assert opened(path, period="2024-1").columns["name"] == "naam"


@pytest.mark.parametrize("header", ["naam;gerealiseerd", "naam;gerealiseerd;gemeente"])
def test_a_column_naam_with_other_names_is_taken_for_persons(tmp_path: Path, header: str) -> None:
    refused = refusal(csv_file(tmp_path, header, "A. Jansen;1;Delft", "B. de Vries;1;Delft", "Delft;1;Delft"), "2024-1")
    assert refused.kind == "personal-data"


def test_two_columns_for_one_field_refuse_the_file_naming_both(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, "gemeente;periode;gerealiseerd;Realisatie", "Delft;2024-1;1;2"))
    assert refused.kind == "duplicate-columns"
    assert "'gerealiseerd'" in str(refused)
    assert "'Realisatie'" in str(refused)


def test_a_file_without_a_heading_says_what_was_looked_for_and_what_was_found_but_shows_no_data(tmp_path: Path) -> None:
    refused = refusal(csv_file(tmp_path, "Lijst;;", "Cliënt;Plaats;Jaar", "A. Jansen;Delft;2024"))
    assert refused.kind == "no-heading"
    assert "'gemeente'" in str(refused)
    assert "Lijst; Cliënt | Plaats | Jaar" in str(refused)
    assert "Jansen" not in str(refused)


def test_a_heading_below_row_forty_is_not_found(tmp_path: Path) -> None:
    path = csv_file(tmp_path, *["titel"] * 39, "gemeente;taakstelling", "Delft;1")
    assert len(list(opened(path, period="2024-1"))) == 1
    assert refusal(csv_file(tmp_path, *["titel"] * 40, "gemeente;taakstelling", "Delft;1")).kind == "no-heading"


def test_a_file_that_changes_while_it_is_read_is_refused_at_the_end(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "gemeente;taakstelling", "Delft;1")
    file = opened(path, period="2024-1")
    path.write_text("gemeente;taakstelling\nDelft;1000\n", encoding="utf-8")
    with pytest.raises(FileRefused) as refused:
        list(file)
    assert refused.value.kind == "changed-while-reading"
