"""The register knows every municipality by its code and by the names people use, and never guesses."""

import pytest

from api.intake.register import Register, municipality_code, name_key

REGISTER = Register.load()


def code_of(name: str) -> str | None:
    found = REGISTER.by_name(name)
    return found.code if found else None


def test_the_register_has_342_municipalities_in_12_provinces() -> None:
    assert len(REGISTER.codes) == 342
    assert len(REGISTER.provinces) == 12
    assert sum(known.province == "PV28" for known in REGISTER.codes.values()) == 50


def test_a_code_gives_the_name_and_the_province() -> None:
    known = REGISTER.by_code("GM0622")
    assert known is not None
    assert (known.name, known.province, known.province_name) == ("Vlaardingen", "PV28", "Zuid-Holland")
    assert REGISTER.by_code("GM9901") is None


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "GM0518",
            ["'s-Gravenhage", "s-Gravenhage", "\N{RIGHT SINGLE QUOTATION MARK}s Gravenhage", "Den Haag", "The Hague"],
        ),
        ("GM0796", ["'s-Hertogenbosch", "Den Bosch", "DEN BOSCH", "`s Hertogenbosch"]),
        ("GM0687", ["Middelburg (Z.)", "Middelburg", "Middelburg (Z)"]),
        ("GM0888", ["Beek (L.)", "Beek", "beek l"]),
        ("GM0971", ["Stein (L.)", "Stein"]),
        ("GM0164", ["Hengelo (O.)", "Hengelo", "Hengelo (Ov)"]),
        ("GM0417", ["Laren (NH.)", "Laren (N.H.)", "Laren"]),
        ("GM0603", ["Rijswijk (ZH.)", "Rijswijk (Z-H)".replace("-", ""), "Rijswijk"]),
        ("GM0373", ["Bergen (NH.)", "Bergen (NH)", "Bergen NH"]),
        ("GM0893", ["Bergen (L.)", "Bergen (Limburg)"]),
        ("GM1900", ["Súdwest-Fryslân", "Sudwest Fryslan", "SÚDWEST-FRYSLÂN", "Zuidwest-Friesland"]),
        ("GM1940", ["De Fryske Marren", "De Friese Meren"]),
        ("GM1970", ["Noardeast-Fryslân", "Noardeast Fryslan", "Noordoost-Friesland"]),
        ("GM0737", ["Tytsjerksteradiel", "Tietjerksteradeel"]),
        ("GM1891", ["Dantumadiel", "Dantumadeel"]),
        ("GM1949", ["Waadhoeke"]),
        ("GM0820", ["Nuenen, Gerwen en Nederwetten", "Nuenen Gerwen & Nederwetten", "Nuenen", "Nuenen c.a."]),
        ("GM1924", ["Goeree-Overflakkee", "Goeree Overflakkee", "gemeente  Goeree\N{EN DASH}Overflakkee"]),
        ("GM0484", ["Alphen aan den Rijn", "Alphen a/d Rijn", "Alphen a.d. Rijn"]),
        ("GM0344", ["Utrecht", "Gemeente Utrecht"]),
    ],
)
def test_a_municipality_is_found_by_every_way_its_name_is_written(code: str, names: list[str]) -> None:
    assert [code_of(name) for name in names] == [code] * len(names)


def test_every_municipality_is_found_by_its_own_name_and_no_two_share_one() -> None:
    assert [code for code, known in REGISTER.codes.items() if REGISTER.by_name(known.name) != known] == []


def test_only_the_plain_name_bergen_belongs_to_more_than_one_municipality() -> None:
    assert [key for key, found in REGISTER.names.items() if len(found) > 1] == ["bergen"]
    assert REGISTER.by_name("Bergen") is None
    assert {known.code for known in REGISTER.candidates("Bergen")} == {"GM0373", "GM0893"}


@pytest.mark.parametrize("name", ["Vlaardinge", "Beemster", "Haag", "Zuid-Holland", "gemeente", ""])
def test_a_name_that_only_looks_alike_is_never_guessed(name: str) -> None:
    assert REGISTER.by_name(name) is None


@pytest.mark.parametrize("cell", ["GM0622", "gm0622", "GM 0622", "0622", "622", " 622 ", 622, "622.0"])
def test_a_code_is_understood_as_it_is_typed(cell: object) -> None:
    assert municipality_code(cell) == "GM0622"


@pytest.mark.parametrize("cell", ["", "PV28", "GM06220", "Delft", "62-2", True, 622.5, -622])
def test_what_is_no_code_of_a_municipality_gives_none(cell: object) -> None:
    assert municipality_code(cell) is None


def test_the_word_gemeente_alone_stays_a_name() -> None:
    assert name_key("Gemeente") == "gemeente"
