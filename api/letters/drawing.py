"""Drawing a letter: a PDF for the archive (PDF/A-2a) that can be read aloud (PDF/UA-1), the same bytes each time.

The template is Typst. What is in the letter reaches it as data, so a ``#`` that somebody types prints as a ``#``.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import typst

from api.letters.sender import Sender
from projections.dutch.words import day as dutch_day

TEMPLATE = "letter.typ"
STANDARDS: Final = ("a-2a", "ua-1")


NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
"""How Typst says that a letter for the archive would hold a sign that no font has."""


class LetterTemplateError(Exception):
    """The template of the province's own cannot be drawn; the message says why (English, from Typst)."""


class UnprintableError(Exception):
    """The letter holds signs that no font has; ``signs`` are the first of them."""

    def __init__(self, signs: str) -> None:
        super().__init__(f"{signs!r} cannot be printed")
        self.signs = signs


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is drawn: who sends it to whom, about what, on which day. ``paragraphs`` are plain text."""

    sender: Sender
    addressee: Sequence[str]
    day: date
    reference: str
    subject: str
    paragraphs: Sequence[str]
    until: date | None = None


def drawn(letter: Letter, template: Path | None = None) -> bytes:
    """The letter as PDF; ``template`` is one of the province's own.

    Raises:
        UnprintableError: somebody typed a sign that cannot be printed.
        LetterTemplateError: that template is not there, or Typst cannot draw it.
    """
    told = asdict(letter) | {
        "sender": letter.sender.model_dump(),
        "day": dutch_day(letter.day),
        "until": dutch_day(letter.until) if letter.until else None,
    }
    source = template or Path(__file__).with_name(TEMPLATE)
    noon = datetime(letter.day.year, letter.day.month, letter.day.day, 12, tzinfo=UTC)
    try:
        pdf: bytes = typst.compile(
            source,
            format="pdf",
            ignore_system_fonts=True,
            sys_inputs={"letter": json.dumps(told, ensure_ascii=False)},
            pdf_standards=list(STANDARDS),
            timestamp=noon,
        )
    except (typst.TypstError, OSError) as error:
        if found := NOT_SHOWN.search(str(error)):
            raise UnprintableError(found[1]) from None
        raise LetterTemplateError(f"{source.name}: {error}") from error
    return pdf


def paragraphs_of(text: str) -> tuple[str, ...]:
    """The paragraphs of a text: blank lines stand between them."""
    blocks = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return tuple(stripped for block in blocks if (stripped := block.strip()))
