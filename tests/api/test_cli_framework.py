"""``trede framework``: which frameworks there are, what stands in one, and whether a file can be used."""

from pathlib import Path

import pytest

from api.clock import today
from api.frameworks import Frameworks
from api.settings import Settings
from tests.api.office import Office
from tests.domain.frameworks import NEWEST, changed
from tests.ledger.asking import asked

OURS = ('"zuid-holland"', '"ons-kader"')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a province with one framework."""
    (tmp_path / "ons-kader.toml").write_text(changed(OURS))
    return tmp_path


def test_the_frameworks_are_listed_with_the_one_of_today(office: Office, folder: Path) -> None:
    ran = office.here("framework", "list", TREDE_FRAMEWORKS=str(folder), TREDE_FRAMEWORK="ons-kader")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert [line.split()[:2] for line in lines[1:6]] == [
        ["beginselplicht", "2024"],
        ["ons-kader", "2024"],
        *(["zuid-holland", version] for version in ("2012", "2020", "2024")),
    ]
    assert "vanaf 1 jan 2024 *" in lines[2]
    assert "eigen map" in lines[2]
    assert "* De dagen zijn nog niet bevestigd." in ran.out
    assert "Vandaag is van kracht: ons-kader 2024." in ran.out


def test_scripts_get_the_list_as_json_with_what_came_into_use(office: Office) -> None:
    Frameworks.of(Settings(), office.ledger).adopt(office.ledger, NEWEST, asked(today=today()))
    found = {f"{each['name']} {each['version']}": each for each in office.here("framework", "list", "--json").json}
    used = found["zuid-holland 2024"]
    assert (used["usedSince"], used["inForce"], used["sha256"]) == (str(today()), True, NEWEST.ref.sha256)
    assert found["zuid-holland 2020"]["usedSince"] is None


def test_a_framework_is_shown_with_where_its_numbers_come_from(office: Office) -> None:
    ran = office.here("framework", "show", "zuid-holland", "2024")
    assert ran.code == 0
    assert ran.out.startswith(
        "Aanvullend beleidskader IBT huisvesting vergunninghouders, Zuid-Holland (zuid-holland 2024)"
    )
    assert "De dagen zijn nog niet bevestigd." in ran.out
    assert "growing: Groeit de achterstand, dan gaat de gemeente een trede omhoog." in ran.out
    settings = {line.split()[0]: line for line in ran.out.splitlines() if line}
    assert "10%" in settings["percent"]
    assert settings["percent"].endswith("provincie")
    assert settings["highest_rungs"].rstrip().endswith("gepubliceerd")
    assert "Trede 4, 5 en 6: Gedeputeerde Staten; vastgelegd door de provinciesecretaris." in ran.out


def test_size_steps_are_shown(office: Office) -> None:
    assert "Meer dan 25% van de taakstelling: trede 3" in office.here("framework", "show", "zuid-holland", "2020").out


def test_the_file_itself_is_given_to_begin_ones_own_with(office: Office) -> None:
    assert office.here("framework", "show", "zuid-holland", "2024", "--toml").out == NEWEST.content


def test_scripts_get_a_framework_as_json(office: Office) -> None:
    told = office.here("framework", "show", "zuid-holland", "2024", "--json").json
    assert told["parameters"]["percent"]["value"] == 10
    assert told["clauses"]["growing"]["source"]


def test_one_that_is_not_there_is_told(office: Office) -> None:
    ran = office.here("framework", "show", "zuid-holland", "1999")
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith("Er is geen beleidskader 'zuid-holland 1999'. Kijk met: trede framework list")


def test_a_file_that_can_be_used_is_told_so(office: Office, folder: Path) -> None:
    for settings in ({}, {"TREDE_FRAMEWORKS": str(folder)}):
        ran = office.here("framework", "check", folder / "ons-kader.toml", **settings)
        assert ran.code == 0
        assert ran.out.startswith(
            "Dit beleidskader is te gebruiken: ons-kader 2024.\nVan kracht vanaf 1 januari 2024.\n"
        )


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        (("from = 2024-01-01", "from = 1"), "validity.from", "is a day, such as 2024-01-31, not 1"),
        (("verified = false", "verified = true"), "version", "2024 stands in "),
    ],
)
def test_a_file_that_cannot_be_used_is_told_with_key_and_reason(
    office: Office, tmp_path: Path, changes: tuple[str, str], key: str, reason: str
) -> None:
    file = tmp_path / "kader.toml"
    file.write_text(changed(changes))
    ran = office.here("framework", "check", file)
    assert (ran.code, ran.out) == (2, "")
    told = ran.said.splitlines()
    assert told[0] == "Een beleidskader is niet te gebruiken."
    assert told[1].startswith("Bestand: ")
    assert told[2] == f"Sleutel: {key}"
    assert told[3].startswith(f"Reden: {reason}")


def test_the_server_does_not_start_with_a_framework_that_cannot_be_used(office: Office, folder: Path) -> None:
    (folder / "ons-kader.toml").write_text(changed(OURS, ("value = 10", "value = true")))
    ran = office.here("serve", "--port", "0", TREDE_FRAMEWORKS=str(folder))
    assert ran.code == 2
    assert ran.said.splitlines() == [
        "Een beleidskader is niet te gebruiken.",
        f"Bestand: {folder}/ons-kader.toml",
        "Sleutel: parameters.schedule_border.value",
        "Reden: is a whole number, not true.",
    ]
