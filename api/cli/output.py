"""Answers on the terminal: tables and sentences for people, JSON for scripts."""

import json
import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

answers = Console(highlight=False, soft_wrap=True)


def as_json(answer: object) -> None:
    """Write an answer as JSON, camelCase as the caller made it."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def say(text: str = "") -> None:
    """Write a line; nothing in it is read as markup."""
    answers.print(Text(text))


def heading(text: str) -> None:
    """Write a heading above what follows."""
    answers.print()
    answers.print(Text(text, style="bold"))


def table(headers: Iterable[str], rows: Iterable[Iterable[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Write a table; the columns with these numbers are aligned right, as numbers are."""
    shown = Table(box=None, pad_edge=False, header_style="dim")
    for number, header in enumerate(headers):
        shown.add_column(header, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(Text(cell) for cell in row))
    answers.print(shown)
