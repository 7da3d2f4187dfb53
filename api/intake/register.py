"""The product's own register of the 342 municipalities: codes, names, aliases and provinces.

Source of codes and names: Statistics Netherlands (CBS), the municipalities of 2023/2024. The aliases are our own: names
as municipalities, COA and newspapers write them. Municipalities that no longer exist are not in it.
"""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Self

from api.demo.province import province

_CODE = re.compile(r"(?:GM ?)?([0-9]{1,4})(?:\.0)?", re.IGNORECASE)
_APOSTROPHES = (
    "'`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
)
_DROPPED = str.maketrans("", "", f"{_APOSTROPHES}.")


@dataclass(frozen=True, slots=True)
class RegisteredMunicipality:
    """A municipality as the register knows it; ``code`` is ``GM0622``, ``province`` ``PV28``."""

    code: str
    name: str
    aliases: tuple[str, ...]
    province: str
    province_name: str


@dataclass(frozen=True, slots=True)
class Register:
    """The municipalities by code and by name; nothing is ever guessed from a name that looks alike."""

    codes: dict[str, RegisteredMunicipality]
    names: dict[str, tuple[RegisteredMunicipality, ...]]
    provinces: frozenset[str]

    @classmethod
    def load(cls, *, fictional: bool = False) -> Self:
        """The register that ships with the product; with ``fictional``, also the municipalities of the demo."""
        text = files(__package__).joinpath("register.csv").read_text(encoding="utf-8")
        lines = (line for line in text.splitlines() if not line.startswith("#"))
        real = [_municipality(row) for row in csv.DictReader(lines)]
        return cls.of([*real, *_of_the_demo()] if fictional else real)

    @classmethod
    def of(cls, municipalities: Iterable[RegisteredMunicipality]) -> Self:
        """A register of these municipalities."""
        codes = {known.code: known for known in municipalities}
        names: dict[str, list[RegisteredMunicipality]] = defaultdict(list)
        for known in codes.values():
            for key in {name_key(name) for name in (known.name, *known.aliases)}:
                names[key].append(known)
        provinces = {name_key(known.province_name) for known in codes.values()}
        return cls(codes, {key: tuple(found) for key, found in names.items()}, frozenset(provinces))

    def by_code(self, code: str) -> RegisteredMunicipality | None:
        """The municipality with the code ``GM0622``."""
        return self.codes.get(code)

    def by_name(self, name: str) -> RegisteredMunicipality | None:
        """The one municipality with this name or alias; None for none, and for several, which ``candidates`` gives."""
        found = self.candidates(name)
        return found[0] if len(found) == 1 else None

    def candidates(self, name: str) -> tuple[RegisteredMunicipality, ...]:
        """Every municipality that is called so: two for 'Bergen'."""
        return self.names.get(name_key(name), ())


def municipality_code(cell: object) -> str | None:
    """The code ``GM0622`` for 'GM0622', 'gm 622', '0622' or 622; None when the cell holds no such code."""
    found = None if isinstance(cell, bool) else _CODE.fullmatch(str(cell).strip())
    return f"GM{int(found[1]):04d}" if found else None


@lru_cache(4096)
def name_key(name: str) -> str:
    """What two ways to write a name have in common: case, accents, apostrophes, hyphens, 'gemeente' do not count."""
    plain = unicodedata.normalize("NFKD", name.translate(_DROPPED)).casefold().replace("&", " en ")
    words = "".join(" " if not mark.isalnum() else mark for mark in plain if not unicodedata.combining(mark)).split()
    return " ".join(words[1:] if words[:1] == ["gemeente"] and len(words) > 1 else words)


def _of_the_demo() -> Iterator[RegisteredMunicipality]:
    told = province()
    for each in told.municipalities:
        aliases = (each.name,) if each.later else ()
        yield RegisteredMunicipality(each.code, each.later or each.name, aliases, told.code, told.name)


def _municipality(row: dict[str, str]) -> RegisteredMunicipality:
    aliases = tuple(row["aliases"].split("|")) if row["aliases"] else ()
    return RegisteredMunicipality(row["code"], row["name"], aliases, row["province"], row["province_name"])
