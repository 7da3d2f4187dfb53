"""Columns are found by what their headers mean; a column on persons closes the file."""

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from api.intake.columns import FIELDS, Synonyms, SynonymsRefused, find_heading, header_key

SYNONYMS = Synonyms.load()


@pytest.mark.parametrize(
    ("field", "headers"),
    [
        ("reported_on", ["peildatum", "Stand per", "DATUM", "Reporting date", "As of"]),
        ("code", ["gemeentecode", "CBS-code", "GM code", "gm_code", "Gemeente-code"]),
        ("name", ["Gemeente", "gemeentenaam", "Municipality"]),
        ("period", ["Periode", "taakstellings-\nperiode", "halfjaar", "Period"]),
        ("net_target", ["Taakstelling", "netto_taakstelling", "Netto  taakstelling", "net target"]),
        ("opening_backlog", ["beginstand", "Achterstand/voorsprong begin", "Stand begin periode", "opening backlog"]),
        ("corrected_target", ["gecorrigeerde_taakstelling", "Taakstelling incl. achterstand", "Corrected target"]),
        ("realised", ["gerealiseerd", "Realisatie", "Gehuisvest", "réalisatie:"]),
        ("closing_backlog", ["eindstand", "Achterstand einde periode", "Resterend", "closing backlog"]),
        ("source", ["Bron", "source"]),
        ("nature", ["aard", "Soort cijfer", "nature"]),
    ],
)
def test_a_header_is_known_in_dutch_and_english_however_it_is_written(field: str, headers: list[str]) -> None:
    assert [SYNONYMS.field(header) for header in headers] == [field] * len(headers)


@pytest.mark.parametrize("header", ["Realisatie (%)", "Achterstand", "Voorsprong begin", "Inwoners", "", 2024])
def test_a_header_with_another_or_no_certain_meaning_is_not_taken(header: str | int) -> None:
    assert SYNONYMS.field(header) is None


def test_no_synonym_means_two_things() -> None:
    own = tomllib.loads(files("api.intake").joinpath("columns.toml").read_text(encoding="utf-8"))
    keys = [header_key(header) for headers in own["headers"].values() for header in headers]
    assert set(own["headers"]) == set(FIELDS)
    assert [key for key in keys if SYNONYMS.is_personal(key) or SYNONYMS.is_doubtful(key)] == []
    assert sorted(keys) == sorted(set(keys))


PERSONAL = """
Naam vergunninghouder|achternaam|Voornaam|naam cliënt|Naam cliënt / gezin|V-nummer|v_nr|BSN|BSN-nummer
Burgerservicenummer|Geboortedatum|geb. datum|Geboortedatum (dd-mm-jjjj)|Date of birth|Surname
"""


@pytest.mark.parametrize("header", PERSONAL.strip().replace("\n", "|").split("|"))
def test_a_header_on_a_person_is_recognised(header: str) -> None:
    assert SYNONYMS.is_personal(header)


@pytest.mark.parametrize(
    "header", ["Aantal vergunninghouders met BSN", "Gemeentenaam", "aantal personen", "naam", "Vnummers.nl"]
)
def test_a_count_of_persons_is_no_data_on_a_person(header: str) -> None:
    assert not SYNONYMS.is_personal(header)


def test_the_heading_is_the_row_with_the_most_known_headers() -> None:
    rows = [
        (1, ("Taakstelling per gemeente",)),
        (2, ("gemeente", "taakstelling", "")),
        (3, ("Gemeente", "", "Taakstelling", "Gerealiseerd", "Opmerking")),
        (4, ("Delft", "", "12", "3", "")),
    ]
    heading = find_heading(rows, SYNONYMS)
    assert heading is not None
    assert (heading.row, heading.at) == (3, {"name": 0, "net_target": 2, "realised": 3})
    assert heading.ignored == ("Opmerking",)


@pytest.mark.parametrize("cells", [("gemeente", "periode"), ("taakstelling", "gerealiseerd"), ("Delft", "12")])
def test_a_heading_names_a_municipality_and_a_number(cells: tuple[str, ...]) -> None:
    assert find_heading([(1, cells)], SYNONYMS) is None


def extended(folder: Path, text: str) -> Synonyms:
    path = folder / "eigen.toml"
    path.write_text(text, encoding="utf-8")
    return Synonyms.load(path)


def test_a_province_adds_its_own_headers_and_keeps_ours(tmp_path: Path) -> None:
    synonyms = extended(tmp_path, '[headers]\nrealised = ["Geplaatst"]\n[personal]\nheaders = ["Kenmerk persoon"]\n')
    assert synonyms.field("geplaatst") == synonyms.field("gerealiseerd") == "realised"
    assert synonyms.is_personal("kenmerk persoon")
    assert synonyms.is_personal("BSN")


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("[headers", "eigen.toml", "kan niet worden gelezen"),
        ('kop = "x"', "kop", "onbekend"),
        ('[doubtful]\nheaders = ["x"]', "doubtful", "onbekend"),
        ('[headers]\nhoused = ["x"]', "headers.housed", "onbekend"),
        ('[headers]\nrealised = "x"', "headers.realised", "lijst van koppen"),
        ("[headers]\nrealised = [3]", "headers.realised", "lijst van koppen"),
        ('[headers]\nrealised = ["--"]', "headers.realised", "lijst van koppen"),
        ('[headers]\nrealised = ["Taakstelling"]', "headers.realised", "betekent al net_target"),
        ('[headers]\nname = ["Achternaam"]', "headers.name", "gegevens over personen"),
    ],
)
def test_a_mistake_in_the_users_file_names_file_key_and_reason(
    tmp_path: Path, text: str, key: str, reason: str
) -> None:
    with pytest.raises(SynonymsRefused) as refused:
        extended(tmp_path, text)
    assert "eigen.toml" in str(refused.value)
    assert key in str(refused.value)
    assert reason in str(refused.value)


def test_a_users_file_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(SynonymsRefused, match=r"weg\.toml"):
        Synonyms.load(tmp_path / "weg.toml")
