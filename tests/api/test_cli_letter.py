"""Letters from the command line: looked at, written to a file, recorded."""

from pathlib import Path

import pytest

from domain.events.contact import LetterSent
from domain.events.documents import DocumentFiled
from domain.events.plan import PlanRequested
from tests.api.office import Office


def test_a_letter_is_shown_written_and_recorded_with_what_it_asks(office: Office, tmp_path: Path) -> None:
    code, file = office.opened(rung=3), tmp_path / "brief.pdf"
    before = office.ledger.municipality(code).version
    assert "Geacht college," in office.here("letter", code, "plan-request").out
    assert "Er is niets vastgelegd." in office.here("letter", code, "plan-request", "--out", file).out
    assert file.read_bytes().startswith(b"%PDF")
    assert office.ledger.municipality(code).version == before
    told = office.here("letter", code, "plan-request", "--record", "--out", file, "--json").json
    facts = [entry.fact for entry in office.ledger.entries(code, after=before)]
    assert [type(fact) for fact in facts] == [DocumentFiled, LetterSent, PlanRequested]
    assert file.read_bytes() == office.ledger.content(code, told["document"])


def test_a_letter_that_is_not_finished_is_not_recorded_nor_written(office: Office, tmp_path: Path) -> None:
    code, file = office.opened(rung=2), tmp_path / "brief.pdf"
    before = office.ledger.municipality(code).version
    ran = office.here("letter", code, "information-request", "--record", "--out", file)
    assert (ran.code, office.ledger.municipality(code).version, file.exists()) == (2, before, False)
    assert "[vul in]" in ran.said


@pytest.mark.parametrize(
    ("name", "content", "text", "told"),
    [
        ("sender.toml", "name = 3", "Goed gedaan.", "Het sjabloon van de provincie klopt niet: sender.toml"),
        ("letter.typ", "#panic(1)", "Goed gedaan.", "Het sjabloon van de provincie klopt niet: letter.typ"),
        ("none", "", "Goed \N{NAZAR AMULET} gedaan.", "Dit teken kan niet in een brief: \N{NAZAR AMULET}"),
        ("none", "", " \n", "--text: in tekst.txt staat geen tekst."),
    ],
)
def test_a_letter_that_cannot_be_drawn_is_told_and_leaves_nothing_not_even_a_name(  # noqa: PLR0917 - what is wrong, and what it says
    office: Office, tmp_path: Path, name: str, content: str, text: str, told: str
) -> None:
    code, typed = office.opened(rung=2), tmp_path / "tekst.txt"
    (tmp_path / name).write_text(content, encoding="utf-8")
    typed.write_text(text, encoding="utf-8")
    position = office.position
    asked = ("letter", code, "compliment", "--record", "--text", typed, "--as", "Iemand die nieuw is")
    ran = office.here(*asked, TREDE_LETTERS=str(tmp_path))
    assert (ran.code, ran.out, office.position) == (2, "", position)
    assert ran.said.startswith(told)
