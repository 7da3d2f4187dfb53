"""The page of imports: a file is looked at first, recorded by one button, and leaves a report with its proof."""

import hashlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from httpx import Response

from api.importing.receiving import described
from api.importing.work import STREAMS
from domain.events.base import Role
from domain.events.figures_import import FiguresImported
from domain.ledger.embedded import Cluster
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing
from tests.web.visitor import Visitor, hidden, visited, words

HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron"
GOOD = "2024-06-01;{code};Fictie;2024-1;57;12;{realised};COA"


@pytest.fixture(scope="module")
def visitor(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(server, tmp_path_factory.mktemp("keys"), Role.REPORTING) as arrived:
        yield arrived


def sent(visitor: Visitor, *rows: str, name: str = "cijfers juni.csv", **fields: str) -> Response:
    content = "\n".join((HEADER, *rows, "")).encode()
    return visitor.send("/import", {"openen": "ja", **fields}, files={"bestand": (name, content)})


def address(answer: Response) -> str:
    found = re.search(r'action="(/import/figures-import-[0-9a-f-]+)/vastleggen"', answer.text)
    assert found, words(answer)
    return found[1]


def recorded(visitor: Visitor, preview: Response) -> Response:
    where = address(preview)
    answer = visitor.send(f"{where}/vastleggen", {"opdracht": hidden(preview, "opdracht")})
    give_up = time.monotonic() + 20
    while "Bezig met" in answer.text:
        assert time.monotonic() < give_up
        answer = visitor.get(where)
    return answer


def imports_of(visitor: Visitor, name: str) -> list[FiguresImported]:
    facts = [entry.fact for entry in visitor.ledger.since(0, limit=10_000)]
    digest = hashlib.sha256(name.encode()).hexdigest()
    return [fact for fact in facts if isinstance(fact, FiguresImported) and fact.sha256 == digest]


def test_a_file_is_shown_with_what_it_changes_before_anything_is_recorded(visitor: Visitor) -> None:
    before = visitor.ledger.head().position
    page = sent(visitor, GOOD.format(code="GM9101", realised=30))
    assert page.status_code == 200
    said = words(page)
    assert "Van de ene rij wordt er 1 vastgelegd. Er is nog niets vastgelegd." in said
    assert "Leg 1 cijfer vast" in said
    assert re.search(r"2024-1 gerealiseerd nog niets– 30", said)
    assert visitor.ledger.head().position == before


def test_the_button_records_it_and_the_report_has_its_proof(visitor: Visitor) -> None:
    row = GOOD.format(code="GM9102", realised=31)
    report = recorded(visitor, sent(visitor, row))
    said = words(report)
    assert "Rapport van de import" in said
    assert "Van de ene rij is er 1 vastgelegd." in said
    assert hashlib.sha256(f"{HEADER}\n{row}\n".encode()).hexdigest() in said
    assert "Femke Postma" in said
    assert len(imports_of(visitor, f"{HEADER}\n{row}\n")) == 1
    listed = words(visitor.caught_up().get("/import"))
    assert "cijfers juni.csv" in listed


def test_the_same_form_twice_records_once(visitor: Visitor) -> None:
    row = GOOD.format(code="GM9103", realised=32)
    preview = sent(visitor, row)
    recorded(visitor, preview)
    again = recorded(visitor, preview)
    assert "Rapport van de import" in words(again)
    assert len(imports_of(visitor, f"{HEADER}\n{row}\n")) == 1


def test_what_is_wrong_with_rows_comes_first_with_row_column_and_what_was_expected(visitor: Visitor) -> None:
    page = sent(visitor, GOOD.format(code="GM9104", realised="veel"), GOOD.format(code="GM9105", realised=3))
    said = words(page)
    assert "1 rij kan niet worden vastgelegd" in said
    assert re.search(r"Rij 2, kolom gerealiseerd: veel", said)
    assert "Verwacht:" in said
    assert said.index("Rij 2, kolom") < said.index("Dit verandert er")


def test_contradictions_stand_apart_and_are_recorded_all_the_same(visitor: Visitor) -> None:
    recorded(visitor, sent(visitor, GOOD.format(code="GM9106", realised=3)))
    other = "2024-06-01;GM9106;Fictie;2024-1;60;12;3;gemeente"
    page = sent(visitor, other)
    said = words(page)
    assert "1 keer tegenspraak" in said
    assert "Leg 1 cijfer vast" in said


def test_a_file_with_data_on_persons_is_refused_in_plain_dutch_and_nothing_is_kept(visitor: Visitor) -> None:
    content = f"{HEADER};bsn\n{GOOD.format(code='GM9107', realised=1)};123456782\n".encode()
    page = visitor.send("/import", files={"bestand": ("met personen.csv", content)})
    assert page.status_code == 422
    said = words(page)
    assert "met personen.csv is geweigerd" in said
    assert "Er is niets van dit bestand bewaard." in said
    assert "123456782" not in page.text


def test_no_file_is_told_beside_the_field(visitor: Visitor) -> None:
    page = visitor.send("/import")
    assert page.status_code == 422
    assert words(page).count("Kies een bestand.") >= 2


def test_a_period_and_a_source_for_rows_that_do_not_say_theirs(visitor: Visitor) -> None:
    content = b"gemeentecode;gemeente;gerealiseerd\nGM9108;Fictie;7\n"
    fields = {"openen": "ja", "periode": "2024-1", "bron": "COA"}
    page = visitor.send("/import", fields, files={"bestand": ("kaal.csv", content)})
    assert "2024-1 gerealiseerd nog niets– 7" in words(page)


def test_going_back_and_choosing_another_file_is_another_import(visitor: Visitor) -> None:
    command = hidden(visitor.get("/import"), "opdracht")
    first = sent(visitor, GOOD.format(code="GM9109", realised=1), opdracht=command)
    second = sent(visitor, GOOD.format(code="GM9109", realised=2), opdracht=command)
    again = sent(visitor, GOOD.format(code="GM9109", realised=1), opdracht=command)
    assert address(first) == address(again) != address(second)


def test_a_file_that_waits_is_found_again_by_who_sent_it_only(visitor: Visitor) -> None:
    where = address(sent(visitor, GOOD.format(code="GM9115", realised=1), name="onderweg.csv"))
    assert "onderweg.csv" in words(visitor.get("/import"))
    assert "onderweg.csv" not in words(visitor.another(Role.SUPERVISOR).get("/import"))
    visitor.send(f"{where}/weggooien")
    assert "onderweg.csv" not in words(visitor.get("/import"))


def test_a_file_can_be_thrown_away(visitor: Visitor) -> None:
    where = address(sent(visitor, GOOD.format(code="GM9110", realised=1)))
    assert "Er is niets vastgelegd." in words(visitor.send(f"{where}/weggooien"))
    assert visitor.get(where).status_code == 404


def test_a_file_that_changes_nothing_is_still_recorded_as_looked_at(visitor: Visitor) -> None:
    row = GOOD.format(code="GM9111", realised=1)
    recorded(visitor, sent(visitor, row))
    page = sent(visitor, row, name="nog eens.csv")
    said = words(page)
    assert "Leg vast dat u dit bestand bekeek" in said
    assert "Er verandert geen getal dat nu geldt." in said


def test_who_does_not_import_reads_the_report_only(visitor: Visitor) -> None:
    preview = sent(visitor, GOOD.format(code="GM9112", realised=1))
    legal = visitor.another(Role.LEGAL)
    assert legal.get("/import").status_code == 403
    assert legal.get(address(preview)).status_code == 403
    assert legal.send(f"{address(preview)}/vastleggen").status_code == 403
    recorded(visitor, preview)
    report = legal.get(address(preview))
    assert report.status_code == 200
    assert "Rapport van de import" in words(report)


def test_a_script_that_waits_hears_when_the_page_is_another_one(visitor: Visitor) -> None:
    where = address(sent(visitor, GOOD.format(code="GM9113", realised=1)))
    assert visitor.get(where, piece=True).headers["hx-refresh"] == "true"


def test_earlier_imports_come_in_pages(visitor: Visitor) -> None:
    for number in range(21):
        recorded(visitor, sent(visitor, GOOD.format(code="GM9114", realised=number)))
    first = visitor.caught_up().get("/import")
    older = re.search(r'href="(/import\?na=\d+)#eerder">Oudere', first.text)
    assert older
    second = visitor.get(older[1])
    assert second.status_code == 200
    pages = [page.text.partition('id="eerder"')[2] for page in (first, second)]
    newest, others = [set(re.findall(r"figures-import-[0-9a-f-]+", page)) for page in pages]
    assert len(newest) == 20
    assert others
    assert not newest & others


def test_what_is_no_import_is_not_there(visitor: Visitor) -> None:
    assert visitor.get("/import/figures-import-00000000-0000-4000-8000-000000000000").status_code == 404
    assert visitor.get("/import/iets").status_code == 404


# In a browser


def a_file(tmp_path: Path, *rows: str) -> Path:
    file = tmp_path / "cijfers juni.csv"
    file.write_text("\n".join((HEADER, *rows, "")))
    return file


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_from_a_file_to_its_report(
    browsing: Browsing, require_accessible: Accessible, tmp_path: Path, width: int, *, javascript: bool
) -> None:
    site = browsing.site
    one, other = site.another(), site.another(name="Duindrecht")
    rows = [GOOD.format(code=one, realised=30).replace("Fictie", "Waterveen")]
    rows.append(GOOD.format(code=other, realised="veel").replace("Fictie", "Duindrecht"))
    page = browsing.signed_in(Role.REPORTING, width, javascript=javascript)
    page.goto("/import")
    judge = require_accessible if javascript else lambda _: None
    judge(page)
    page.set_input_files("#bestand", a_file(tmp_path, *rows))
    page.get_by_role("button", name="Bekijk wat er verandert").click()
    page.get_by_role("heading", name="Wat dit bestand verandert").wait_for()
    assert page.get_by_role("heading", name="1 rij kan niet worden vastgelegd").is_visible()
    judge(page)
    page.get_by_role("button", name="Leg 1 cijfer vast").click()
    page.get_by_role("heading", name="Rapport van de import").wait_for()
    judge(page)
    assert [type(fact).__name__ for fact in site.facts(one)][1:] == ["FiguresReported"]
    page.get_by_role("link", name="Import", exact=True).last.click()
    judge(page)


def test_a_file_is_dropped_on_the_page(browsing: Browsing, require_accessible: Accessible) -> None:
    page = browsing.signed_in(Role.REPORTING)
    page.goto("/import")
    assert page.get_by_text("Of sleep het bestand hierheen.").is_visible()
    page.evaluate(
        """([name, content]) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([content], name, { type: "text/csv" }));
            const at = document.querySelector("[data-drop]");
            at.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: dropped }));
        }""",
        ["gesleept.csv", f"{HEADER};bsn\n{GOOD.format(code='GM9199', realised=1)};123456782\n"],
    )
    page.keyboard.press("Tab")  # from the field, where the focus came, past what folds out and the choice
    page.get_by_role("button", name="Bekijk wat er verandert").press("Enter")
    page.get_by_role("alert").wait_for()
    assert "gesleept.csv is geweigerd" in page.get_by_role("alert").inner_text()
    assert page.evaluate("document.activeElement.id") == "fouten"
    require_accessible(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_the_page_of_a_file_that_is_worked_on_comes_again_by_itself(
    browsing: Browsing, require_accessible: Accessible, *, javascript: bool
) -> None:
    """A file that is kept but not queued waits, until somebody asks for it; then the page follows it to its end."""
    work, ledger = browsing.site.running.imports, browsing.site.ledger
    code, upload = browsing.site.another(), uuid4()
    content = f"{HEADER}\n{GOOD.format(code=code, realised=1)}\n".encode()
    about = described(
        "wacht.csv",
        content,
        {"open_unknown": False, "period": None, "source": None, "source_kind": "other", "nature": None},
    )
    person = browsing.site.accounts[Role.REPORTING].person
    assert work.uploads.add(upload, by=person, about=about.model_dump_json().encode(), content=content)
    assert work.uploads.claim(upload, somebody := uuid4())
    page = browsing.signed_in(Role.REPORTING, javascript=javascript)
    page.goto(f"/import/{STREAMS}{upload}")
    assert page.get_by_role("heading", name="Bezig met bekijken").is_visible()
    if javascript:
        require_accessible(page)
    assert work.uploads.release(upload, somebody)
    page.get_by_role("heading", name="Wat dit bestand verandert").wait_for()
    assert ledger.entries(f"{STREAMS}{upload}") == []
