"""Answers on the terminal: tables and sentences for people, JSON for scripts."""

import io
import json
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.events.figures import Number

answers = Console(highlight=False, soft_wrap=True)

JSON_NAMES = {
    Number.NET_TARGET: "netTarget",
    Number.OPENING_BACKLOG: "openingBacklog",
    Number.CORRECTED_TARGET: "correctedTarget",
    Number.REALISED: "realised",
    Number.CLOSING_BACKLOG: "closingBacklog",
}
"""The numbers of a statement as scripts know them."""

CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")
"""Every control character but tab and newline: in a text they could steer the terminal."""


def write_anywhere() -> None:
    """A terminal or a pipe that has no letter such as 'é' gets a question mark for it, not an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def as_json(answer: object) -> None:
    """Write an answer as JSON, camelCase as the caller made it; with escapes where the output has no such letters."""
    everything = (sys.stdout.encoding or "").casefold().replace("-", "").startswith("utf")
    json.dump(answer, sys.stdout, ensure_ascii=not everything, indent=2, default=str)
    sys.stdout.write("\n")


def say(text: str = "", style: str = "") -> None:
    """Write a line; nothing in it is read as markup, or by the terminal."""
    answers.print(Text(readable(text), style=style))


def readable(text: str) -> str:
    """A text with nothing in it that a terminal obeys; as long as it was."""
    return text.translate(CONTROL)


def in_one_line(text: str) -> str:
    """A text of several lines as one."""
    return " ".join(text.split())


def heading(text: str) -> None:
    """Write a heading above what follows."""
    answers.print()
    say(text, style="bold")


def table(
    headers: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    right: frozenset[int] = frozenset(),
    whole: frozenset[int] = frozenset(),
) -> None:
    """Write a table; the columns with the numbers in ``right`` are aligned right, as numbers are.

    A number is never broken or cut off, nor is what stands first or in one of the columns ``whole``: where the terminal
    is too narrow, the lines run on.
    """
    shown = Table(box=None, pad_edge=False, header_style="dim")
    for number, header in enumerate(headers):
        unbroken = number in {0, *right, *whole}
        shown.add_column(header, justify="right" if number in right else "left", overflow="fold", no_wrap=unbroken)
    for row in rows:
        shown.add_row(*(Text(readable(cell)) for cell in row))
    boundless = answers.options.update(width=1000)
    if answers.measure(shown, options=boundless).maximum > answers.width:
        shown.padding = (0, 1, 0, 0)
    needed = answers.measure(shown, options=boundless).minimum
    (answers if needed <= answers.width else Console(highlight=False, width=needed)).print(shown)
