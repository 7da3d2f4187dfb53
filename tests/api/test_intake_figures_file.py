"""A file of figures becomes statements; every row is read, skipped and counted, or refused with all its problems."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.intake.columns import Synonyms, find_heading
from api.intake.figures_file import FiguresFile, open_figures
from api.intake.refusals import NotUnderstood
from api.intake.register import Register
from api.intake.rows import Defaults, FigureRow, RefusedRow, RowReader
from api.intake.sources import read_source
from api.intake.tables import Cell
from domain.values import UNKNOWN_DATE, Nature, PartialDate, Period, Source, SourceKind

REGISTER = Register.load()
SYNONYMS = Synonyms.load()
TODAY = date(2024, 7, 1)
COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron;aard"


def opened(
    path: Path, *, period: str | None = None, source: Source | None = None, nature: Nature | None = None
) -> FiguresFile:
    stated = Period.parse(period) if period else None
    return open_figures(
        path, register=REGISTER, synonyms=SYNONYMS, today=TODAY, period=stated, source=source, nature=nature
    )


def csv_file(folder: Path, *lines: str) -> Path:
    path = folder / "cijfers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def the_row(folder: Path, line: str, header: str = HEADER) -> FigureRow:
    (row,) = opened(csv_file(folder, header, line))
    assert isinstance(row, FigureRow), row
    return row


def problems(folder: Path, line: str, header: str = HEADER) -> list[tuple[str, str, str]]:
    """Column, value and kind of each problem of a row."""
    (row,) = opened(csv_file(folder, header, line))
    assert isinstance(row, RefusedRow), row
    assert all(it.row == row.row and it.problem.endswith(".") and it.expected for it in row.problems)
    return [(it.column, it.value, it.kind) for it in row.problems]


def test_a_row_gives_a_statement_with_its_source(tmp_path: Path) -> None:
    row = the_row(tmp_path, "1-6-2024;622;Gemeente Vlaardingen;2024-I;1.377;-28;132;COA maandoverzicht;voorlopig")
    assert row == FigureRow(
        row=2,
        code="GM0622",
        name="Gemeente Vlaardingen",
        registered=REGISTER.by_code("GM0622"),
        period=Period(2024, 1),
        reported_on=PartialDate.of("2024-06-01"),
        source=Source(kind=SourceKind.COA, reference="COA maandoverzicht"),
        nature=Nature.PROVISIONAL,
        net_target=1377,
        opening_backlog=-28,
        corrected_target=None,
        realised=132,
        closing_backlog=None,
    )


def test_a_file_tells_its_name_its_sha256_and_its_columns(tmp_path: Path) -> None:
    file = opened(
        csv_file(tmp_path, "Gemeente;Periode;Netto-taakstelling;Inwoners;;Regio", "Delft;2024-1;12;100000;;Haaglanden")
    )
    assert file.name == "cijfers.csv"
    assert len(file.sha256) == 64
    assert file.columns == {"name": "Gemeente", "period": "Periode", "net_target": "Netto-taakstelling"}
    assert file.ignored_columns == ("Inwoners", "Regio")


def test_what_a_row_does_not_say_is_taken_from_what_was_given_for_the_file(tmp_path: Path) -> None:
    path = csv_file(tmp_path, HEADER, ";;Delft;;12;;;;", ";;Gouda;2023-2;12;;;tabel 3;raming")
    first, second = opened(path, period="2024-1", source=COA, nature=Nature.PROVISIONAL)
    assert isinstance(first, FigureRow)
    assert isinstance(second, FigureRow)
    assert (first.period, first.source, first.nature) == (Period(2024, 1), COA, Nature.PROVISIONAL)
    assert (second.period, second.nature) == (Period(2023, 2), Nature.ESTIMATE)
    assert second.source == Source(kind=SourceKind.COA, reference="tabel 3")
    assert first.reported_on == UNKNOWN_DATE


def test_without_anything_given_a_source_is_unknown_and_figures_are_measured(tmp_path: Path) -> None:
    row = the_row(tmp_path, ";;Delft;2024-1;12;;;;")
    assert (row.source, row.nature) == (Source(), Nature.MEASURED)


def test_titles_above_totals_below_empty_rows_and_notes_are_skipped_and_counted(tmp_path: Path) -> None:
    file = opened(
        csv_file(
            tmp_path,
            "Huisvesting vergunninghouders;;;;",
            "Stand per 1 juni 2024;;;;",
            "",
            "gemeentecode;gemeente;;taakstelling;gerealiseerd",
            "GM0503;Delft;;104;60",
            ";;;;",
            "gemeentecode;gemeente;;taakstelling;gerealiseerd",
            "GM0513;Gouda;;1.000;10",
            ";Subtotaal;;1.104;70",
            "Totaal;;;1.104;70",
            ";Zuid-Holland;;1.104;70",
            "PV28;Zuid-Holland;;1.104;70",
            ";Provincie Utrecht;;3;3",
            ";Nederland;;9.999;70",
            "* Delft: na correctie;door COA;;;",
            "Bron: COA;;;;",
        ),
        period="2024-1",
    )
    assert [(row.row, type(row)) for row in file] == [(5, FigureRow), (8, FigureRow)]
    assert file.skipped == {"empty": 1, "heading": 1, "total": 6, "note": 2}


def test_a_second_reading_counts_anew(tmp_path: Path) -> None:
    file = opened(csv_file(tmp_path, "gemeente;taakstelling", "Delft;1", "Totaal;1"), period="2024-1")
    assert len(list(file)) == len(list(file)) == 1
    assert file.skipped.total() == 1


def test_a_total_in_the_first_column_is_skipped_also_when_dates_come_first(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "peildatum;gemeentecode;taakstelling", "Totaal;;12", "2024-06-01;Totaal;12")
    assert list(opened(path, period="2024-1")) == []


def test_utrecht_and_groningen_without_a_code_are_municipalities_and_no_totals(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "gemeente;taakstelling", "Utrecht;12", "Groningen;13")
    assert [row.code for row in opened(path, period="2024-1") if isinstance(row, FigureRow)] == ["GM0344", "GM0014"]


def test_a_total_with_the_code_of_a_municipality_is_not_skipped(tmp_path: Path) -> None:
    assert problems(tmp_path, ";GM0503;Totaal;2024-1;12;;;;") == [("gemeente", "Totaal", "code-and-name-disagree")]
    assert problems(tmp_path, ";GM9901;Totaal;2024-1;12;;;;") == [("gemeente", "Totaal", "code-and-name-disagree")]


@pytest.mark.parametrize("name", ["Den Haag", "'s-Gravenhage", "s gravenhage", "The Hague", ""])
def test_a_code_with_a_name_or_an_alias_or_no_name_is_accepted(tmp_path: Path, name: str) -> None:
    assert the_row(tmp_path, f";GM0518;{name};2024-1;12;;;;").code == "GM0518"


def test_a_code_goes_with_a_plain_name_that_two_municipalities_share(tmp_path: Path) -> None:
    assert the_row(tmp_path, ";GM0893;Bergen;2024-1;12;;;;").code == "GM0893"


def test_a_code_that_the_register_does_not_know_is_left_to_the_importer(tmp_path: Path) -> None:
    row = the_row(tmp_path, ";GM9901;Beemster;2015;16;;16;;")
    assert (row.code, row.name, row.registered) == ("GM9901", "Beemster", None)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";GM0622;Delft;2024-1;12;;;;", ("gemeente", "Delft", "code-and-name-disagree")),
        (";GM0622;Beemster;2024-1;12;;;;", ("gemeente", "Beemster", "code-and-name-disagree")),
        (";GM0683;Súdwest-Fryslân;2024-1;12;;;;", ("gemeente", "Súdwest-Fryslân", "code-and-name-disagree")),
        (";;Beemster;2024-1;12;;;;", ("gemeente", "Beemster", "unknown-municipality")),
        (";;Bergen;2024-1;12;;;;", ("gemeente", "Bergen", "ambiguous-municipality")),
        (";;;2024-1;12;;;;", ("gemeente", "", "no-municipality")),
        (";Delft;Delft;2024-1;12;;;;", ("gemeentecode", "Delft", "bad-code")),
        (";;Delft;2024-1;;;;;", ("taakstelling, beginstand, gerealiseerd", "", "no-number")),
        (";;Delft;2024-1;-12;;;;", ("taakstelling", "-12", "negative")),
        (";;Delft;2024-1;;;-1;;", ("gerealiseerd", "-1", "negative")),
        (";;Delft;2024-1;;1.000.001;;;", ("beginstand", "1.000.001", "out-of-bounds")),
        (";;Delft;2024-1;12,5;;;;", ("taakstelling", "12,5", "not-whole")),
        (";;Delft;;12;;;;", ("periode", "", "missing-period")),
        (";;Delft;2024-01;12;;;;", ("periode", "2024-01", "period-or-month")),
        (";;Delft;2027-1;12;;;;", ("periode", "2027-1", "period-too-far")),
        ("2-7-2024;;Delft;2024-1;12;;;;", ("peildatum", "2-7-2024", "future-day")),
        ("2024-08;;Delft;2024-1;12;;;;", ("peildatum", "2024-08", "future-day")),
        ("1-6-24;;Delft;2024-1;12;;;;", ("peildatum", "1-6-24", "two-digit-year")),
        (";;Delft;2024-1;12;;;;misschien", ("aard", "misschien", "unknown-nature")),
        (";;Delft;2024-1;12;;;;;verschoven", ("", "verschoven", "too-many-cells")),
    ],
)
def test_a_problem_names_column_value_and_kind(tmp_path: Path, line: str, problem: tuple[str, str, str]) -> None:
    assert problems(tmp_path, line) == [problem]


def test_today_and_this_month_and_a_target_two_years_ahead_are_no_problem(tmp_path: Path) -> None:
    assert the_row(tmp_path, "1-7-2024;;Delft;2024-2;12;;;;").reported_on == PartialDate.of(TODAY)
    assert the_row(tmp_path, "2024-07;;Delft;2026-2;12;;;;").period == Period(2026, 2)


def test_a_row_gives_all_its_problems(tmp_path: Path) -> None:
    found = problems(tmp_path, "31-2-2024;GM0622;Delft;2024-3;twaalf;(5;-1;;x")
    kinds = [
        "code-and-name-disagree",
        "not-a-period",
        "no-such-day",
        "unknown-nature",
        "not-a-number",
        "not-a-number",
        "negative",
    ]
    assert [kind for _, _, kind in found] == kinds


def test_an_ambiguous_name_is_answered_with_the_codes_to_choose_from(tmp_path: Path) -> None:
    (row,) = opened(csv_file(tmp_path, "gemeente;taakstelling", "Bergen;12"), period="2024-1")
    assert isinstance(row, RefusedRow)
    assert row.problems[0].expected == "de code: GM0373 voor Bergen (NH.) of GM0893 voor Bergen (L.)"


def test_a_name_that_is_unknown_is_answered_with_what_to_do(tmp_path: Path) -> None:
    (row,) = opened(csv_file(tmp_path, "gemeente;taakstelling", "Beemster;12"), period="2024-1")
    assert isinstance(row, RefusedRow)
    assert "bestaat zij niet meer" in row.problems[0].problem
    assert "code van het CBS" in row.problems[0].expected


def test_a_long_cell_is_cut_in_a_message(tmp_path: Path) -> None:
    ((_, value, _),) = problems(tmp_path, f";;{'x' * 200};2024-1;12;;;;")
    assert len(value) == 80


def test_a_source_with_a_sign_that_no_text_can_hold_is_not_understood() -> None:
    with pytest.raises(NotUnderstood, match="geen tekst"):
        read_source("COA\0", COA)


CELLS: dict[Cell, list[Cell]] = {
    "peildatum": ["2024-06-01", "2024-06", "", "1-6-24"],
    "gemeentecode": ["GM0503", "", "PV28", "x"],
    "gemeente": ["Delft", "Totaal", "", "Gouda"],
    "periode": ["2024-1", "2024", "", "2024-01"],
    "taakstelling": ["12", "1.377", "-12", "", 7, True],
    "gerealiseerd": ["0", "n.v.t.", "3,5", "", 7.5],
    "aard": ["voorlopig", "", "misschien"],
    "": ["", "opmerking"],
}


@given(
    kept=st.lists(st.sampled_from([*CELLS]), unique=True, min_size=1).filter(
        lambda headers: {"gemeente", "gemeentecode"} & {*headers}
    ),
    picks=st.lists(st.integers(0, 11), min_size=9, max_size=9),
    width=st.integers(-1, 1),
)
@settings(max_examples=200)
def test_a_row_that_is_read_at_once_is_read_as_with_care(kept: list[Cell], picks: list[int], width: int) -> None:
    heading = find_heading([(1, (*kept, "gerealiseerd"))], SYNONYMS)
    assert heading
    reader = RowReader(heading, REGISTER, Defaults(Period(2024, 2), Source(), Nature.MEASURED), TODAY)
    cells = tuple(CELLS[header][pick % len(CELLS[header])] for header, pick in zip(heading.cells, picks, strict=False))
    cells = (*cells, "")[: len(cells) + width] if width else cells
    with_care = reader._with_care(2, cells)
    assert reader._at_once(2, cells) in (None, with_care)
    assert reader.read(2, cells) == with_care
    if isinstance(with_care, FigureRow) and not width:
        assert reader._at_once(2, cells) == with_care


def test_a_short_row_says_nothing_in_the_columns_it_lacks(tmp_path: Path) -> None:
    assert the_row(tmp_path, ";;Delft;2024-1;12").realised is None
