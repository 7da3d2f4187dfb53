"""Which municipality a row is about: its code, its name, and whether the two agree."""

import re
from dataclasses import dataclass

from api.intake.cells import is_absent, plain
from api.intake.refusals import shown
from api.intake.register import Register, RegisteredMunicipality, municipality_code, name_key
from api.intake.tables import Cell

_AREA_CODE = re.compile(r"(?:PV|NL) ?[0-9]{0,2}", re.IGNORECASE)
_TOTAL = re.compile(r"(?:(?:sub|eind) ?|generaal |landelijk |grand )?tota(?:al|len|l|le)\b")
_AREAS = frozenset({"nederland", "landelijk", "netherlands", "the netherlands", "friesland", "alle gemeenten"})
_GIVE_CODE = "de code van het CBS, zoals GM0622, of de naam van een bestaande gemeente"


@dataclass(frozen=True, slots=True)
class Identity:
    """The municipality of a row, its name as written; ``registered`` is None for a code the register does not know."""

    code: str
    name: str | None
    registered: RegisteredMunicipality | None


@dataclass(frozen=True, slots=True)
class Unidentified:
    """Why a row's municipality is not certain; ``field`` is the column to look at."""

    field: str
    kind: str
    problem: str
    expected: str


def identify(register: Register, code_cell: Cell, name_cell: Cell) -> Identity | Unidentified:
    """The municipality named by a code, a name, or both; never a guess."""
    name = None if is_absent(name_cell) else plain(name_cell)
    if is_absent(code_cell):
        return _by_name(register, name)
    code = municipality_code(code_cell)
    if code is None:
        return Unidentified(
            "code", "bad-code", "Dit is geen code van een gemeente.", "GM en vier cijfers, zoals GM0622"
        )
    return _by_code(register, code, name)


def _by_name(register: Register, name: str | None) -> Identity | Unidentified:
    if name is None:
        return Unidentified("name", "no-municipality", "In deze rij staat geen gemeente.", _GIVE_CODE)
    match register.candidates(name):
        case (known,):
            return Identity(known.code, name, known)
        case ():
            return Unidentified(
                "name",
                "unknown-municipality",
                "Deze gemeente is niet bekend. Misschien bestaat zij niet meer of is de naam anders.",
                _GIVE_CODE,
            )
        case several:
            ways = " of ".join(f"{known.code} voor {known.name}" for known in several)
            return Unidentified(
                "name", "ambiguous-municipality", "Er is meer dan één gemeente met deze naam.", f"de code: {ways}"
            )


def _by_code(register: Register, code: str, name: str | None) -> Identity | Unidentified:
    known = register.by_code(code)
    if name is None:
        return Identity(code, None, known)
    namesakes = register.candidates(name)
    if known is None and not namesakes and not is_total(register, name):
        return Identity(code, name, None)
    if known is not None and known in namesakes:
        return Identity(code, name, known)
    says = f"De code {code} is van {known.name}" if known else f"De code {code} is niet bekend"
    expected = f"de naam {known.name}, of een andere code" if known else _GIVE_CODE
    if namesakes:
        expected = " of ".join(f"{other.code} voor {other.name}" for other in namesakes)
    return Unidentified("name", "code-and-name-disagree", f"{says}, maar de naam is '{shown(name)}'.", expected)


def is_area_code(cell: Cell) -> bool:
    """Whether a cell holds the code of a province or the country, such as PV28."""
    return isinstance(cell, str) and _AREA_CODE.fullmatch(cell.strip()) is not None


def is_total(register: Register, name: str) -> bool:
    """Whether a name says total, or is a province or the country, and not a municipality ('Utrecht' is one)."""
    key = name_key(name)
    area = key.removeprefix("provincie ")
    if _TOTAL.match(key) or key != area:
        return True
    return (area in register.provinces or area in _AREAS) and not register.candidates(name)
