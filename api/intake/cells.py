"""Numbers and words as people write them in a cell."""

import re
from typing import Final

from api.intake.refusals import NotUnderstood
from api.intake.tables import Cell
from domain.values import Nature

MOST: Final = 1_000_000
"""No number of persons is larger, ahead or behind; as in domain.values."""

_ABSENT = frozenset(
    [
        "",
        "-",
        "--",
        "n.v.t.",
        "n.v.t",
        "nvt",
        "onbekend",
        "n.b.",
        "n.b",
        "nb",
        "niet bekend",
        "niet beschikbaar",
        "n/a",
        "n.a.",
        "na",
        "unknown",
        "not available",
    ]
)
_DASHES = "\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}"
_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}"
_PLAIN = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_SPACES, " "))
_NUMBER = re.compile(
    r"(?P<before>[+-]|\()? ?"
    r"(?P<whole>[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)|[0-9]{1,20})"
    r"(?:[.,]0{1,2})? ?(?P<after>-|\))?"
)
_SIGNS = {(None, None): 1, ("+", None): 1, ("-", None): -1, (None, "-"): -1, ("(", ")"): -1}
_FRACTION = re.compile(r"[+-]?[0-9][0-9. ]*[.,][0-9]+")
_WHOLE_NUMBER = "een heel getal, zoals 1377 of 1.377"

_NATURES = {
    Nature.MEASURED: ("gemeten", "meting", "measured", "definitief", "definitieve cijfers", "final"),
    Nature.PROVISIONAL: ("voorlopig", "voorlopige cijfers", "provisional", "preliminary"),
    Nature.ESTIMATE: ("schatting", "geschat", "raming", "geraamd", "estimate", "estimated"),
}
_NATURE_OF = {word: nature for nature, words in _NATURES.items() for word in words}


def plain(cell: Cell) -> str:
    """The text of a cell with one kind of minus and single spaces."""
    return " ".join(str(cell).translate(_PLAIN).split())


def is_absent(cell: Cell) -> bool:
    """Whether a cell says nothing: empty, a dash, 'n.v.t.', 'onbekend'."""
    return isinstance(cell, str) and (not cell or plain(cell).casefold() in _ABSENT)


def read_number(cell: Cell) -> int | None:
    """A whole number of persons, within ±1,000,000; None when the cell says nothing.

    ``1.377`` and ``1 377`` are 1377; ``-28``, ``28-`` and ``(28)`` are 28 below zero.
    """
    if is_absent(cell):
        return None
    number = cell if type(cell) is int else _number_written(cell)
    if abs(number) > MOST:
        raise NotUnderstood(
            "out-of-bounds", "Dit aantal is te groot om te kunnen kloppen.", "hoogstens 1.000.000 personen"
        )
    return number


def read_count(cell: Cell) -> int | None:
    """A number of persons that cannot be negative: a target, persons housed."""
    number = read_number(cell)
    if number is not None and number < 0:
        raise NotUnderstood("negative", "Dit aantal kan niet negatief zijn.", "nul of meer personen")
    return number


def _number_written(cell: Cell) -> int:
    if isinstance(cell, float):
        raise _not_whole()
    if not isinstance(cell, str):
        raise NotUnderstood("not-a-number", "Dit is geen getal.", _WHOLE_NUMBER)
    text = plain(cell)
    if text.startswith("#"):
        raise NotUnderstood("formula-error", "De formule in deze cel geeft een fout.", _WHOLE_NUMBER)
    found = _NUMBER.fullmatch(text)
    sign = _SIGNS.get((found["before"], found["after"])) if found else None
    if found is None or sign is None:
        raise (
            _not_whole()
            if _FRACTION.fullmatch(text)
            else NotUnderstood("not-a-number", "Dit is geen getal.", _WHOLE_NUMBER)
        )
    return sign * int(found["whole"].replace(".", "").replace(" ", ""))


def _not_whole() -> NotUnderstood:
    return NotUnderstood(
        "not-whole",
        "Dit is geen heel aantal personen; na een komma staan decimalen, duizendtallen krijgen een punt.",
        _WHOLE_NUMBER,
    )


def read_nature(cell: Cell) -> Nature | None:
    """How firm the numbers are; None when the cell says nothing."""
    if is_absent(cell):
        return None
    nature = _NATURE_OF.get(plain(cell).casefold())
    if nature is None:
        raise NotUnderstood(
            "unknown-nature", "Deze aard van de cijfers is onbekend.", "gemeten, voorlopig of schatting"
        )
    return nature
