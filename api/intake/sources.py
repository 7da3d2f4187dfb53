"""Who says so: the kind of a source, from the text of its cell.

Only official sources count for verdicts, so a text is COA, ministry, municipality or province only when it begins with
that word, and a newspaper that quotes one of them is press.
"""

import re

from pydantic import ValidationError

from api.intake.cells import is_absent, plain
from api.intake.refusals import NotUnderstood
from api.intake.tables import Cell
from domain.values import Source, SourceKind

_PRESS = re.compile(r"(?:krant|courant|dagblad|omroep)\b|\b(?:artikel|nieuwsbericht|nieuwssite|anp|nos|nu\.nl)\b")
_BEGINNINGS = {
    SourceKind.COA: re.compile(r"coa\b|centraal orgaan opvang"),
    SourceKind.MINISTRY: re.compile(
        r"(?:het )?(?:ministerie|min\. van|minister|staatssecretaris|rijksoverheid|jenv|j&v|ind|bzk|a&m)\b"
    ),
    SourceKind.MUNICIPALITY: re.compile(
        r"(?:de )?(?:gemeente|college van b|raadsbrief|raadsinformatiebrief|opgave gemeente)\b"
    ),
    SourceKind.PROVINCE: re.compile(r"(?:de )?(?:provincie|gedeputeerde staten|provinciale staten)\b"),
}


def source_kind(text: str) -> SourceKind | None:
    """The kind of source a text names; None when it names none."""
    lowered = text.casefold()
    if _PRESS.search(lowered):
        return SourceKind.PRESS
    return next((kind for kind, begins in _BEGINNINGS.items() if begins.match(lowered)), None)


def read_source(cell: Cell, default: Source) -> Source:
    """The source a cell names, with its text as reference; the default when it says nothing."""
    if is_absent(cell):
        return default
    text = plain(cell)
    if "\0" in text:  # old workbooks can hold it; no database keeps it in a text
        raise NotUnderstood("unreadable-source", "In deze bron staat een teken dat geen tekst is.", "gewone tekst")
    try:
        return Source(kind=source_kind(text) or default.kind, reference=text)
    except ValidationError as error:
        raise NotUnderstood("source-too-long", "Deze bron is te lang.", "hoogstens 2000 tekens") from error
