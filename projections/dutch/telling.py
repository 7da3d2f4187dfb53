"""What every sentence needs besides its fact: the texts as the reader may see them, and how a sentence ends."""

from collections.abc import Callable
from dataclasses import dataclass

from domain.values import PersonId, PlainText, SealedText

Text = PlainText | SealedText | None

ENDS = (".", "!", "?", "…")
LONGEST_NAME = 80
"""The most characters of a text that name something in a sentence about it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Sealed text as the reader may see it, the names of persons, and by which text an id is known to people.

    ``subject`` gives what an agreement, a measure or a letter says of itself; nothing when that is not at hand.
    """

    text: Callable[[Text], str]
    name: Callable[[PersonId], str]
    subject: Callable[[str], Text]

    def said(self, text: Text, before: str = ": ") -> str:
        """A text with what leads to it, or nothing when there is none."""
        return "" if text is None else f"{before}{self.text(text)}"

    def amid(self, text: Text) -> str:
        """A text in the middle of a sentence: without the full stop at its end."""
        return self.text(text).rstrip(".")

    def about(self, identity: str) -> str:
        """Which one is meant, in brackets, when that is known: `` (een lijst van locaties)``."""
        text = self.subject(identity)
        return "" if text is None else f" ({shortened(self.amid(text))})"


def ended(sentence: str) -> str:
    """A sentence with one mark at its end, whatever the text in it ends with."""
    return sentence if sentence.endswith(ENDS) else f"{sentence}."


def shortened(text: str) -> str:
    """A text as a name: one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else f"{line[: LONGEST_NAME - 1].rstrip()}…"


def counted(how_many: int, one: str, more: str) -> str:
    """A number of things: ``1 maatregel``, ``2 maatregelen``."""
    return f"{how_many} {one if how_many == 1 else more}"


def capital(text: str) -> str:
    """The text with a capital, as a sentence begins."""
    return text[:1].upper() + text[1:]
