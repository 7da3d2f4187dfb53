"""Documents as they are handed in: told by their content, refused with the rule and with what to do."""

import io
from collections.abc import Mapping
from contextlib import suppress
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet, OpenDocumentText

from api.documents import KINDS, LONGEST_NAME, MEGABYTE, bare_name, recognise
from api.intake.refusals import FileRefused

OPEN_XML = "application/vnd.openxmlformats-officedocument."
OUTLOOK = bytes.fromhex("0b0d020000000000c000000000000046")
WORD_97 = bytes.fromhex("0609020000000000c000000000000046")


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    with io.BytesIO() as file:
        with ZipFile(file, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)
        return file.getvalue()


def open_xml(kind: str, **more: str) -> bytes:
    """An office file of Microsoft, as far as it says what it is."""
    types = f'<Types><Override PartName="/main.xml" ContentType="{OPEN_XML}{kind}.main+xml"/></Types>'
    return package({"[Content_Types].xml": types, "main.xml": "<main/>", **more})


def spreadsheet() -> bytes:
    with io.BytesIO() as file:
        with xlsxwriter.Workbook(file) as book:
            book.add_worksheet().write(0, 0, "gemeente")
        return file.getvalue()


def open_document(document: OpenDocument) -> bytes:
    with io.BytesIO() as file:
        document.write(file)
        return file.getvalue()


def compound(root: bytes, *names: str) -> bytes:
    """A compound file: its header, and a directory whose root has this class."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0"))
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (1).to_bytes(4, "little")
    entry = "Root Entry".encode("utf-16-le").ljust(80, b"\0") + root
    others = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in names)
    return bytes(header) + bytes(512) + entry.ljust(128, b"\0") + others.ljust(512, b"\0")


LETTER = b"From: anna@example.nl\r\nTo: bert@example.nl\r\nSubject: voortgang\r\n\r\n<html>Hallo</html>"
KEPT = {
    "plan.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "application/pdf"),
    "plan.docx": (open_xml("wordprocessingml.document"), f"{OPEN_XML}wordprocessingml.document"),
    "cijfers.xlsx": (spreadsheet(), f"{OPEN_XML}spreadsheetml.sheet"),
    "toelichting.pptx": (open_xml("presentationml.presentation"), f"{OPEN_XML}presentationml.presentation"),
    "plan.odt": (open_document(OpenDocumentText()), "application/vnd.oasis.opendocument.text"),
    "cijfers.ods": (open_document(OpenDocumentSpreadsheet()), "application/vnd.oasis.opendocument.spreadsheet"),
    "foto.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"),
    "foto.jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg"),
    "foto.JPEG": (b"\xff\xd8\xff\xe1\0\x10Exif\0", "image/jpeg"),
    "scan.tif": (b"II*\0\x08\0\0\0", "image/tiff"),
    "scan.tiff": (b"MM\0*\0\0\0\x08", "image/tiff"),
    "notitie.txt": ("Gesprek met de wethouder – één woning".encode(), "text/plain"),
    "oud.txt": ("één woning".encode("cp1252"), "text/plain"),
    "utf16.txt": ("één woning".encode("utf-16"), "text/plain"),
    "cijfers.csv": (b"\xef\xbb\xbfgemeente;periode\r\nDelft;2024-1\r\n", "text/csv"),
    "mail.eml": (LETTER, "message/rfc822"),
    "mail.msg": (compound(OUTLOOK, "__nameid_version1.0", "WordDocument"), "application/vnd.ms-outlook"),
    "export.msg": (compound(bytes(16), "__nameid_version1.0"), "application/vnd.ms-outlook"),
}

BOMB = package({f"{n}.xml": "" for n in range(10_001)})
MACROS = open_xml("wordprocessingml.document", **{"word/vbaProject.bin": "x"})
LOCKED = package({"mimetype": "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml": "<encryption-data>"})
REFUSED = {
    "empty.pdf": (b"", "empty-file"),
    "programma.exe": (b"MZ\x90\0\x03\0\0\0" + bytes(80), "kind-not-allowed"),
    "programma.pdf": (b"MZ\x90\0\x03\0\0\0" + bytes(80), "kind-not-allowed"),
    "programma": (b"\x7fELF\x02\x01\x01" + bytes(80), "kind-not-allowed"),
    "pagina.html": (b"<!DOCTYPE html><html>", "kind-not-allowed"),
    "pagina.txt": (b"\n <!doctype html><script>alert(1)</script>", "markup"),
    "pagina.csv": (b"\xef\xbb\xbf<script>alert(1)</script>", "markup"),
    "pagina16.txt": ("<html>".encode("utf-16"), "markup"),
    "tekening.svg": (b"<svg xmlns='x'/>", "kind-not-allowed"),
    "tekening.png": (b"<svg xmlns='x' onload='alert(1)'/>", "markup"),
    "tekening": (b"<?xml version='1.0'?><svg/>", "markup"),
    "script.txt": (b"#!/bin/sh\nrm -rf /", "kind-not-allowed"),
    "brief.rtf": (b"{\\rtf1 hallo}", "kind-not-allowed"),
    "brief.txt": (b"{\\rtf1 hallo}", "kind-not-allowed"),
    "alles.zip": (package({"a.txt": "a"}), "kind-not-allowed"),
    "alles.docx": (package({"a.txt": "a"}), "kind-not-allowed"),
    "java.docx": (package({"META-INF/MANIFEST.MF": "", "A.class": ""}), "kind-not-allowed"),
    "alles.gz": (b"\x1f\x8b\x08\0", "kind-not-allowed"),
    "alles": (b"7z\xbc\xaf'\x1c\0\x04", "kind-not-allowed"),
    "macros.docx": (MACROS, "macros"),
    "macros.odt": (
        package({"mimetype": "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml": ""}),
        "macros",
    ),
    "half.docx": (open_xml("wordprocessingml.document")[:-30], "broken-file"),
    "delen.docx": (BOMB, "too-large"),
    "slot.docx": (compound(bytes(16), "EncryptedPackage"), "encrypted"),
    "slot.odt": (LOCKED, "encrypted"),
    "oud.doc": (compound(WORD_97, "WordDocument"), "kind-not-allowed"),
    "oud.docx": (compound(WORD_97, "WordDocument"), "kind-not-allowed"),
    "kort.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "kind-not-allowed"),
    "plan.docx": (b"%PDF-1.7", "another-kind"),
    "plan.xlsx": (open_xml("wordprocessingml.document"), "another-kind"),
    "foto.png": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "another-kind"),
    "notitie.pdf": (b"gewone tekst", "another-kind"),
    "notitie.eml": (b"Beste Anna,\n\nFrom: is een Engels woord", "another-kind"),
    "cijfers.csv": (b"%PDF-1.7", "another-kind"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_document_is_known_by_its_content(name: str) -> None:
    content, media_type = KEPT[name]
    told = recognise(content, name, limit=25)
    assert (told.media_type, told.file_name) == (media_type, name)


@pytest.mark.parametrize("name", KEPT)
def test_the_content_alone_is_enough_except_to_tell_texts_apart(name: str) -> None:
    content, media_type = KEPT[name]
    text = media_type in {"text/csv", "message/rfc822"}
    assert recognise(content, None, limit=25).media_type == ("text/plain" if text else media_type)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_document_is_refused_by_its_rule_and_in_dutch(name: str) -> None:
    content, rule = REFUSED[name]
    with pytest.raises(FileRefused) as refused:
        recognise(content, name, limit=25)
    assert refused.value.kind == rule
    assert str(refused.value).endswith(".")


def test_who_is_refused_hears_what_can_be_kept() -> None:
    with pytest.raises(FileRefused, match=r"Bestanden die op \.exe eindigen, worden niet bewaard") as refused:
        recognise(b"MZ", "x.exe", limit=25)
    assert all(kind.name in str(refused.value) for kind in KINDS)


def test_a_name_that_says_something_else_is_named_with_what_the_content_is() -> None:
    with pytest.raises(FileRefused, match=r"De naam eindigt op \.docx, maar de inhoud is PDF"):
        recognise(b"%PDF-1.7", "Plan van aanpak.docx", limit=25)


def test_the_largest_document_is_kept_and_one_byte_more_is_not() -> None:
    content = b"a" * MEGABYTE
    assert recognise(content, "a.txt", limit=1).media_type == "text/plain"
    with pytest.raises(FileRefused, match="hoogstens 1 MB") as refused:
        recognise(content + b"a", "a.txt", limit=1)
    assert refused.value.kind == "too-large"


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        (None, None),
        ("", None),
        ("...", None),
        ("plan.pdf", "plan.pdf"),
        (r"C:\Mijn documenten\plan.pdf", "plan.pdf"),
        ("/srv/delen/../plan.pdf", "plan.pdf"),
        ("plan\r\nX-Header: 1.pdf", "planX-Header: 1.pdf"),
        ("plan\N{RIGHT-TO-LEFT OVERRIDE}fdp.exe", "planfdp.exe"),
        ("lang" * 100 + ".pdf", "lang" * 49 + ".pdf"),
        (".pdf", "pdf"),
    ],
)
def test_of_a_name_the_last_part_is_kept(given_name: str | None, kept: str | None) -> None:
    assert bare_name(given_name) == kept
    assert len(kept or "") <= LONGEST_NAME


@given(st.binary(max_size=2000), st.sampled_from([*KEPT, *REFUSED, None]))
def test_whatever_the_bytes_the_answer_is_a_kind_or_a_refusal(content: bytes, name: str | None) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"%PDF"):
        with suppress(FileRefused):
            assert recognise(start + content, name, limit=25).media_type in {kind.media_type for kind in KINDS}
