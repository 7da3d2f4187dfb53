"""Letters from the command line: looked at, written to a file, recorded."""

from pathlib import Path

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


def test_a_letter_that_is_not_finished_is_not_recorded(office: Office) -> None:
    code = office.opened(rung=2)
    before = office.ledger.municipality(code).version
    ran = office.here("letter", code, "information-request", "--record")
    assert (ran.code, office.ledger.municipality(code).version) == (2, before)
    assert "[vul in]" in ran.said
