"""Documents as people hand them in: by its content, what kind of file each is, and whether it is one to be kept.

What a file is called is not believed. What can run, what a browser would carry out, and archives are refused, and so is
a file whose content is something else than its name says. What is inside a message or an office file is not looked at.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final
from unicodedata import category
from zipfile import BadZipFile, ZipFile

import puremagic

from api.intake.refusals import FileRefused

MEGABYTE: Final = 1_000_000

MOST_PARTS: Final = 10_000
"""More files in one office file are no document but a trap: each costs memory."""
LONGEST_PART: Final = 1_000_000
"""So much is read of the part of an office file that says what it is."""
LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is kept, by what people call it, and the extensions that its files have."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file that can be kept. ``file_name`` is without folders; None when it had no name."""

    media_type: str
    file_name: str | None


PDF = Kind("PDF", "application/pdf", (".pdf",))
PNG = Kind("PNG", "image/png", (".png",))
JPEG = Kind("JPEG", "image/jpeg", (".jpg", ".jpeg"))
TIFF = Kind("TIFF", "image/tiff", (".tif", ".tiff"))
TEXT = Kind("TXT", "text/plain", (".txt",))
CSV = Kind("CSV", "text/csv", (".csv",))
EML = Kind("EML", "message/rfc822", (".eml",))
MSG = Kind("MSG", "application/vnd.ms-outlook", (".msg",))

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_XML = (
    Kind("DOCX", f"{_OPEN_XML}wordprocessingml.document", (".docx",)),
    Kind("XLSX", f"{_OPEN_XML}spreadsheetml.sheet", (".xlsx",)),
    Kind("PPTX", f"{_OPEN_XML}presentationml.presentation", (".pptx",)),
)
OPEN_DOCUMENT = (
    Kind("ODT", "application/vnd.oasis.opendocument.text", (".odt",)),
    Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet", (".ods",)),
)

KINDS: Final = (PDF, *OPEN_XML, *OPEN_DOCUMENT, PNG, JPEG, TIFF, TEXT, CSV, EML, MSG)
BY_EXTENSION: Final[Mapping[str, Kind]] = {extension: kind for kind in KINDS for extension in kind.extensions}
BY_SIGNATURE: Final[Mapping[str, Kind]] = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".tif": TIFF, ".tiff": TIFF}
"""By the extension that puremagic has for the first bytes."""

_TYPES, _MEDIA_TYPE, _MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
"""The parts of an office file that say what it is."""
_MACROS = re.compile(r"vbaProject\.bin$|^(Basic|Scripts)/", re.IGNORECASE)

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_NEVER_IN_TEXT = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NEVER_IN_WORDS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<[a-z!?/]", re.IGNORECASE)
_CARRIED_OUT = ("#!", "%!", "{\\rtf")
_MESSAGE = bytes.fromhex("0b0d020000000000c000000000000046")
"""The class of the root of an Outlook message, {00020D0B-0000-0000-C000-000000000046}, as the file has it."""
_UNNAMED = bytes(16)

_KEPT = "Wat wel kan: " + ", ".join(kind.name for kind in KINDS) + "."


def recognise(content: bytes, file_name: str | None, *, limit: int) -> Recognised:
    """The kind of a file, by its content.

    Args:
        content: what is in the file.
        file_name: how it was called where it comes from, if known.
        limit: how large it may be, in megabytes of a million bytes.

    Raises:
        FileRefused: it is not kept; with the rule (English) and what to do (Dutch).
    """
    if not content:
        raise FileRefused("empty-file", "Het bestand is leeg.")
    if len(content) > limit * MEGABYTE:
        raise FileRefused(
            "too-large", f"Het bestand is te groot: hoogstens {limit} MB. Maak het kleiner of splits het."
        )
    name = bare_name(file_name)
    promised = _promised(name)
    kind = _kind(content, promised)
    if promised and promised is not kind:
        raise FileRefused(
            "another-kind",
            f"De naam eindigt op {kind_of_name(name)}, maar de inhoud is {kind.name}. Geef het zijn juiste naam.",
        )
    return Recognised(kind.media_type, name)


def bare_name(file_name: str | None) -> str | None:
    """The name without folders and without what is not seen, as marks that turn the order round; None when empty."""
    last = re.split(r"[/\\]", file_name or "")[-1]
    name = "".join(each for each in last if not category(each).startswith("C")).strip().lstrip(".")
    if len(name) <= LONGEST_NAME:
        return name or None
    end = kind_of_name(name)
    return name[: LONGEST_NAME - len(end)] + end


def kind_of_name(name: str | None) -> str:
    """How a name ends, in small letters: ``.pdf``; empty when it does not say."""
    return PurePosixPath(name or "").suffix.lower()[:20]


def _promised(name: str | None) -> Kind | None:
    """What the name says the file is; None when it says nothing."""
    end = kind_of_name(name)
    if end and end not in BY_EXTENSION:
        raise FileRefused("kind-not-allowed", f"Bestanden die op {end} eindigen, worden niet bewaard. {_KEPT}")
    return BY_EXTENSION[end] if end else None


def _kind(content: bytes, promised: Kind | None) -> Kind:
    """What the content is. The name counts only where the content leaves it open."""
    if content.startswith(_ZIP):
        return _package(content)
    if content.startswith(_OLE):
        return _compound(content)
    for found in _signatures(content):
        if found in BY_SIGNATURE:
            return BY_SIGNATURE[found]
    _require_text(content)
    if promised is EML:
        return EML if _is_message(content) else TEXT
    return CSV if promised is CSV else TEXT


def _signatures(content: bytes) -> list[str]:
    """The extensions that the first bytes speak for; what stands further on or at the end can be anybody's."""
    try:
        matches = puremagic.magic_string(content)
    except puremagic.PureError:
        return []
    return [match.extension for match in matches if content.startswith(match.byte_match)]


def _package(content: bytes) -> Kind:
    """The office file in a zip; raises FileRefused for any other zip."""
    if content.count(b"PK\x01\x02") > MOST_PARTS:
        raise FileRefused("too-large", "Dit bestand bestaat uit te veel delen om te bewaren.")
    try:
        with ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            said = {part: _start(archive, part) for part in (_TYPES, _MEDIA_TYPE, _MANIFEST) if part in names}
    except (BadZipFile, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise FileRefused("broken-file", "Dit bestand is beschadigd: het is niet compleet.") from error
    if b"encryption-data" in said.get(_MANIFEST, b""):
        raise _encrypted()
    if b"macroEnabled" in said.get(_TYPES, b"") or any(_MACROS.search(name) for name in names):
        raise FileRefused("macros", "Dit bestand heeft macro's. Sla het op zonder macro's en dien het dan in.")
    for kind in OPEN_XML:
        if f'"{kind.media_type}.main+xml"'.encode() in said.get(_TYPES, b""):
            return kind
    for kind in OPEN_DOCUMENT:
        if said.get(_MEDIA_TYPE) == kind.media_type.encode():
            return kind
    raise FileRefused("kind-not-allowed", f"Dit is een zip-bestand en geen document. Pak het uit. {_KEPT}")


def _start(archive: ZipFile, part: str) -> bytes:
    with archive.open(part) as file:
        return file.read(LONGEST_PART)


def _compound(content: bytes) -> Kind:
    """An Outlook message; raises FileRefused for any other file of that form: old office files, installers."""
    root = _class_of_root(content)
    if root == _MESSAGE or (root == _UNNAMED and "__nameid_version1.0".encode("utf-16-le") in content):
        return MSG
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise _encrypted()
    raise FileRefused(
        "kind-not-allowed",
        f"Dit is een bestand in een oude vorm, zoals DOC of XLS. Sla het op als DOCX, XLSX of PDF. {_KEPT}",
    )


def _class_of_root(content: bytes) -> bytes:
    """The class of the root of a compound file: 80 bytes into the first entry of its directory."""
    size = 1 << min(int.from_bytes(content[30:32], "little"), 16)
    root = (int.from_bytes(content[48:52], "little") + 1) * size
    return content[root + 80 : root + 96]


def _encrypted() -> FileRefused:
    return FileRefused("encrypted", "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.")


def _require_text(content: bytes) -> None:
    """Refuse what is no text, and text that is more than that: a page, a drawing, a script."""
    if content.startswith(_UTF16):
        words = content.decode("utf-16", errors="replace")
        is_text = not _NEVER_IN_WORDS.search(words) and "\N{REPLACEMENT CHARACTER}" not in words
        start = words[:LONGEST_PART]
    else:
        is_text = not _NEVER_IN_TEXT.search(content)
        start = content.removeprefix(b"\xef\xbb\xbf")[:LONGEST_PART].decode("latin-1")
    if not is_text:
        raise FileRefused("kind-not-allowed", f"De inhoud van dit bestand is van een soort die niet kan. {_KEPT}")
    if _MARKUP.match(start):
        raise FileRefused(
            "markup", f"Dit is een webpagina, een SVG of een ander XML-bestand. Sla het op als PDF. {_KEPT}"
        )
    if start.lstrip().startswith(_CARRIED_OUT):
        raise FileRefused("kind-not-allowed", f"Dit is een script of een RTF-bestand en geen gewone tekst. {_KEPT}")


def _is_message(content: bytes) -> bool:
    """Whether a text begins as a message does: who sent it, and when, to whom or about what."""
    heading = BytesHeaderParser().parsebytes(content[:LONGEST_PART])
    return "from" in heading and any(name in heading for name in ("date", "to", "subject", "received"))
