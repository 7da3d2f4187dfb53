"""A file becomes the rows that a person sees in it, whatever program wrote it."""

import hashlib
import os
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from api.intake.refusals import FileRefused
from api.intake.tables import Cell, Row, open_table

TEXT = "gemeente;taakstelling\r\nSúdwest-Fryslân;12\r\n"
ROWS = [(1, ("gemeente", "taakstelling")), (2, ("Súdwest-Fryslân", "12"))]


def written(folder: Path, content: bytes, name: str = "cijfers.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def rows_of(path: Path) -> list[Row]:
    return list(next(open_table(path).sheets()).rows())


def refusal(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        [list(sheet.rows()) for sheet in open_table(path).sheets()]
    return refused.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_file_is_read_in_the_encoding_it_was_saved_in(tmp_path: Path, encoding: str) -> None:
    assert rows_of(written(tmp_path, TEXT.encode(encoding))) == ROWS


def test_a_letter_cut_in_two_by_the_reading_in_blocks_is_still_utf8(tmp_path: Path) -> None:
    text = "gemeente;bron\n" + "Súdwest-Fryslân;é\n" * 120_000
    path = written(tmp_path, b"x" + text.encode())
    assert open_table(path).encoding == "utf-8-sig"
    assert rows_of(path)[-1] == (120_001, ("Súdwest-Fryslân", "é"))


def test_a_late_byte_that_is_no_utf8_makes_the_whole_file_cp1252(tmp_path: Path) -> None:
    path = written(tmp_path, b"gemeente;bron\n" + b"Delft;x\n" * 200_000 + "Súdwest;y\n".encode("cp1252"))
    assert open_table(path).encoding == "cp1252"
    assert rows_of(path)[-1][1] == ("Súdwest", "y")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_delimiter_is_found_from_the_content(tmp_path: Path, delimiter: str) -> None:
    lines = [
        ["Overzicht, stand per 1 juni; voorlopig"],
        ["gemeente", "bron", "aantal"],
        ["Delft", "COA", "3"],
        ["Urk", "COA", "4"],
    ]
    path = written(tmp_path, "\n".join(delimiter.join(line) for line in lines).encode())
    assert [cells for _, cells in rows_of(path)][1:] == [tuple(line) for line in lines[1:]]


def test_decimal_commas_do_not_make_the_comma_a_delimiter(tmp_path: Path) -> None:
    path = written(tmp_path, b"gemeente;a;b\nDelft;12,0;13,0\nGouda;1,0;2,0\n")
    assert rows_of(path)[1] == (2, ("Delft", "12,0", "13,0"))


def test_excel_may_say_in_the_first_line_what_the_delimiter_is(tmp_path: Path) -> None:
    path = written(tmp_path, b"sep=,\r\ngemeente,aantal\r\nDelft,3\r\n")
    assert rows_of(path)[1:] == [(2, ("gemeente", "aantal")), (3, ("Delft", "3"))]


def test_a_quoted_cell_may_hold_delimiters_and_line_breaks_and_a_row_keeps_its_number(tmp_path: Path) -> None:
    path = written(tmp_path, b'gemeente;"aantal\npersonen"\n\n"Nuenen; Gerwen";3\n')
    assert rows_of(path) == [(1, ("gemeente", "aantal\npersonen")), (2, ()), (3, ("Nuenen; Gerwen", "3"))]


def test_a_quote_that_is_never_closed_refuses_the_file_instead_of_swallowing_rows(tmp_path: Path) -> None:
    refused = refusal(written(tmp_path, b'gemeente;aantal\nDelft;3\n"Gouda;4\nLeiden;5\n'))
    assert refused.kind == "broken-csv"
    assert "aanhalingsteken" in str(refused)


def test_the_sha256_is_that_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode() * 100_000)
    assert open_table(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_reading_a_csv_file_takes_no_more_memory_when_the_file_is_larger(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = written(tmp_path, b"gemeente;taakstelling;bron\n" + b"Vlaardingen;132;COA\n" * rows)
        tracemalloc.start()
        assert sum(1 for sheet in open_table(path).sheets() for _ in sheet.rows()) == rows + 1
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1_000)
    assert peak(300_000) < peak(100_000) + 200_000


def workbook(path: Path, *sheets: dict[tuple[int, int], Cell], hidden: int = 0) -> Path:
    """An XLSX file with the cells (row, column) of each sheet, from 0; the last ``hidden`` sheets are hidden."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for place, cells in enumerate(sheets):
        sheet = book.add_worksheet()
        if place >= len(sheets) - hidden:
            sheet.hide()
        for (row, column), cell in cells.items():
            sheet.write(row, column, cell, *([day] if isinstance(cell, date) else []))
    book.close()
    return path


def test_a_workbook_keeps_types_and_row_numbers(tmp_path: Path) -> None:
    cells: dict[tuple[int, int], Cell] = {(2, 1): "gemeente", (4, 1): "Delft", (4, 2): 1377.0, (4, 3): 12.5}
    cells |= {(5, 1): date(2024, 6, 1), (5, 2): datetime(2024, 6, 1, 13, 5), (5, 3): True}  # noqa: DTZ001 - Excel knows no zone
    path = workbook(tmp_path / "cijfers.xlsx", cells)
    assert rows_of(path) == [
        (1, ("", "", "")),
        (2, ("", "", "")),
        (3, ("gemeente", "", "")),
        (4, ("", "", "")),
        (5, ("Delft", 1377, 12.5)),
        (6, (date(2024, 6, 1), datetime(2024, 6, 1, 13, 5), True)),  # noqa: DTZ001 - Excel knows no zone
    ]
    assert type(rows_of(path)[4][1][1]) is int


def test_a_workbook_is_known_by_its_content_and_so_is_csv(tmp_path: Path) -> None:
    workbook(tmp_path / "cijfers.xlsx", {(0, 0): "gemeente"})
    assert rows_of((tmp_path / "cijfers.xlsx").rename(tmp_path / "cijfers.csv")) == [(1, ("gemeente",))]
    assert rows_of(written(tmp_path, TEXT.encode(), "cijfers.xlsx")) == ROWS


def test_a_hidden_sheet_is_handed_out_as_hidden(tmp_path: Path) -> None:
    path = workbook(tmp_path / "cijfers.xlsx", {(0, 0): "a"}, {(0, 0): "b"}, hidden=1)
    assert [sheet.visible for sheet in open_table(path).sheets()] == [True, False]


def test_an_ods_file_gives_rows_with_types(tmp_path: Path) -> None:
    pytest.importorskip("odf", reason="odfpy, which writes the ODS file, is not installed")
    from odf.opendocument import OpenDocumentSpreadsheet  # noqa: PLC0415 - after the skip
    from odf.table import Table, TableCell, TableRow  # noqa: PLC0415 - after the skip
    from odf.text import P  # noqa: PLC0415 - after the skip

    document = OpenDocumentSpreadsheet()
    sheet = Table(name="Cijfers")
    document.spreadsheet.addElement(sheet)
    sheet.addElement(TableRow(numberrowsrepeated=2))
    row = TableRow()
    sheet.addElement(row)
    for text, about in (
        ("Delft", {"valuetype": "string"}),
        ("12", {"valuetype": "float", "value": "12"}),
        ("1-6-2024", {"valuetype": "date", "datevalue": "2024-06-01"}),
    ):
        cell = TableCell(**about)
        cell.addElement(P(text=text))
        row.addElement(cell)
    document.save(str(tmp_path / "cijfers.ods"))
    assert rows_of(tmp_path / "cijfers.ods")[-1] == (3, ("Delft", 12, date(2024, 6, 1)))


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("empty-file", b""),
        ("empty-file", b" \r\n"),
        ("empty-file", "\N{BOM}".encode()),
        ("not-a-table", b"%PDF-1.7 ..."),
        ("not-a-table", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("not-a-table", b"\xef\xbb\xbf <html><table>"),
        ("not-a-table", b"x" * 1_100_000),
        ("broken-file", b"PK\x03\x04 and then nothing"),
        ("broken-file", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(tmp_path: Path, kind: str, content: bytes) -> None:
    assert refusal(written(tmp_path, content)).kind == kind


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "weg.csv").kind == "missing-file"
    assert refusal(tmp_path).kind == "not-a-file"


def test_a_workbook_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "heel.xlsx", {(0, 0): "gemeente"}).read_bytes()
    assert refusal(written(tmp_path, whole[: len(whole) // 2])).kind == "broken-file"


def test_a_text_document_and_an_encrypted_spreadsheet_are_refused_by_what_they_are(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "brief.docx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with zipfile.ZipFile(tmp_path / "geheim.ods", "w") as archive:
        archive.writestr("content.xml", b"\1\2")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert refusal(tmp_path / "brief.docx").kind == "not-a-table"
    assert refusal(tmp_path / "geheim.ods").kind == "encrypted"


def test_a_workbook_that_would_fill_the_memory_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "cijfers.xlsx", {(0, 0): "gemeente"})
    monkeypatch.setattr("api.intake.tables.MAX_UNPACKED", 100)
    assert refusal(path).kind == "too-large"


def test_a_file_that_changed_since_its_sha256_was_taken_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, TEXT.encode())
    table = open_table(path)
    table.require_unchanged()
    path.write_bytes(TEXT.replace("12", "99").encode())
    os.utime(path, ns=(0, 0))
    with pytest.raises(FileRefused) as refused:
        table.require_unchanged()
    assert refused.value.kind == "changed-while-reading"
