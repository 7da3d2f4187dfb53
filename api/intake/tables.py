"""A file as a stream of raw rows: CSV as it comes, XLSX, XLS and ODS by way of python-calamine.

What a file is, is told by its content, not by its name. A CSV file is streamed and may have any size; a workbook is
held in memory as a whole, which its format bounds (1,048,576 rows per sheet) and so do we (``MAX_UNPACKED``).
"""

import codecs
import csv
import hashlib
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BufferedReader
from pathlib import Path
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from api.intake.refusals import FileRefused, shown

Cell = str | int | float | bool | date | datetime | time | timedelta
"""What a cell holds: text in CSV, typed values in a workbook; whole floats are ints, an empty cell is ''."""

Row = tuple[int, tuple[Cell, ...]]
"""The row number as a spreadsheet shows it, from 1, and the cells."""

MAX_UNPACKED: Final = 2 * 1024**3
"""A workbook that says it is larger than this (bytes, unpacked) is not opened."""

_CHUNK: Final = 1024 * 1024
_SAMPLE: Final = 64 * 1024
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_A_TABLE: Final = "Dit bestand is geen tabel die Trede kan lezen. Lever CSV, XLSX of ODS aan."


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; a CSV file has one, without a name. ``rows`` starts anew on each call."""

    name: str
    visible: bool
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read through once: ``sha256`` in hex; ``encoding`` is None for a workbook."""

    path: Path
    sha256: str
    encoding: str | None
    stamp: tuple[int, int, int]

    def sheets(self) -> Iterator[Sheet]:
        """The sheets in their order, hidden ones too; raises FileRefused for a workbook that cannot be read."""
        if self.encoding is None:
            yield from _workbook_sheets(self.path)
        else:
            yield _csv_sheet(self.path, self.encoding)

    def require_unchanged(self) -> None:
        """Refuse a file that was changed since its sha256 was taken: that would prove nothing."""
        if _stamp(self.path.stat()) != self.stamp:
            raise FileRefused(
                "changed-while-reading", "Het bestand is veranderd terwijl het werd gelezen. Probeer het opnieuw."
            )


def open_table(path: Path) -> Table:
    """Read a file through once, for its sha256 and its encoding; raises FileRefused for what is no table."""
    if not path.exists():
        raise FileRefused("missing-file", f"Het bestand {path.name} bestaat niet.")
    if not path.is_file():
        raise FileRefused("not-a-file", f"{path.name} is geen bestand maar bijvoorbeeld een map.")
    try:
        with path.open("rb") as file:
            stamp = _stamp(os.fstat(file.fileno()))
            sha256, encoding = _scan(file)
    except OSError as error:
        raise FileRefused(
            "unreadable-file", f"Het bestand {path.name} kan niet worden gelezen: {error.strerror}."
        ) from error
    return Table(path, sha256, encoding, stamp)


def _stamp(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def _scan(file: BufferedReader) -> tuple[str, str | None]:
    start = file.read(_CHUNK)
    file.seek(0)
    text = start.removeprefix(codecs.BOM_UTF8).strip()
    if not text:
        raise FileRefused("empty-file", "Het bestand is leeg.")
    if start.startswith((_ZIP, _OLE)):
        return hashlib.file_digest(file, "sha256").hexdigest(), None
    if start.startswith(_PDF):
        raise FileRefused("not-a-table", f"Dit is een PDF. {_NOT_A_TABLE}")
    if text.startswith(b"<"):
        raise FileRefused(
            "not-a-table", f"Dit is een webpagina of XML. Open het in Excel en sla het op als XLSX. {_NOT_A_TABLE}"
        )
    return _scan_text(file, utf16=start.startswith(_UTF16))


def _scan_text(file: BufferedReader, *, utf16: bool) -> tuple[str, str]:
    """The sha256 and the encoding; text that is not UTF-8 is taken for CP1252, the code page of Windows here."""
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    utf8 = True
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
        if not utf16 and b"\0" in chunk:
            raise FileRefused("not-a-table", _NOT_A_TABLE)
        if len(chunk) == _CHUNK and b"\n" not in chunk and b"\r" not in chunk:
            raise FileRefused("not-a-table", f"Dit bestand heeft een regel van meer dan 1 MB. {_NOT_A_TABLE}")
        utf8 = utf8 and not utf16 and _decodes(decoder, chunk)
    if utf16:
        return digest.hexdigest(), "utf-16"
    return digest.hexdigest(), "utf-8-sig" if utf8 and _decodes(decoder, b"", final=True) else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _csv_sheet(path: Path, encoding: str) -> Sheet:
    delimiter = _delimiter(path, encoding)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, errors="replace", newline="") as lines:
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            try:
                for number, cells in enumerate(reader, 1):
                    yield number, tuple(cells)
            except csv.Error as error:
                raise FileRefused(
                    "broken-csv",
                    f"Rond regel {reader.line_num} staat een aanhalingsteken verkeerd, of ontbreekt er een. "
                    f"Vanaf daar is niet zeker waar een cel eindigt. Sla het bestand opnieuw op. ({error})",
                ) from error

    return Sheet("", visible=True, rows=rows)


def _delimiter(path: Path, encoding: str) -> str:
    """The separator that cuts the first rows into the most cells, the same number in each; or what 'sep=' says."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        lines = file.read(_SAMPLE).splitlines(keepends=True)
    if lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == len("sep=;"):
        return lines[0][4]

    def regular_cells(delimiter: str) -> int:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        return max((width * times for width, times in widths.items()), default=0)

    return max(";\t,", key=regular_cells)


def _workbook_sheets(path: Path) -> Iterator[Sheet]:
    _require_workbook(path)
    try:
        with path.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
        for place, about in enumerate(workbook.sheets_metadata):
            if about.typ == SheetTypeEnum.WorkSheet:
                yield _sheet(workbook.get_sheet_by_index(place), visible=about.visible == SheetVisibleEnum.Visible)
    except PasswordError as error:
        raise _encrypted() from error
    except CalamineError as error:
        raise FileRefused("broken-file", f"Dit bestand is beschadigd of geen werkmap. ({shown(error)})") from error


def _sheet(sheet: CalamineSheet, *, visible: bool) -> Sheet:
    def rows() -> Iterator[Row]:
        for number, cells in enumerate(sheet.iter_rows(), 1):
            yield number, tuple([int(c) if type(c) is float and c.is_integer() else c for c in cells])

    return Sheet(sheet.name, visible, rows)


def _require_workbook(path: Path) -> None:
    """Refuse what calamine cannot explain: an encrypted workbook, a broken zip, a zip that is something else."""
    with path.open("rb") as file:
        if file.read(len(_OLE)) == _OLE:
            if "EncryptedPackage".encode("utf-16-le") in file.read(MAX_UNPACKED):
                raise _encrypted()
            return
    try:
        with zipfile.ZipFile(path) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
            if sum(parts.values()) > MAX_UNPACKED:
                raise FileRefused("too-large", "Deze werkmap is te groot om te openen. Lever de cijfers aan als CSV.")
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in parts else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise FileRefused(
            "broken-file", "Dit bestand is beschadigd: het is niet compleet. Sla het opnieuw op."
        ) from error
    if b"encryption-data" in manifest:
        raise _encrypted()
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & parts.keys():
        raise FileRefused("not-a-table", _NOT_A_TABLE)


def _encrypted() -> FileRefused:
    return FileRefused("encrypted", "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.")
