"""Figures that somebody puts in the folder: imported once, put away with a report, whatever crashes in between."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest

from api.arriving import taking_in
from api.arriving.taking_in import StoppingError
from api.importing import receiving
from api.importing.receiving import described
from api.importing.work import stream_of
from api.store.arrivals import Result, Way
from api.store.uploads import State
from domain.events.base import Origin
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported, ImportCounts
from domain.ledger import importing
from domain.ledger.application import Ledger
from projections.dutch.rules import FIGURES_ARRIVING
from projections.engine.known import Knowing
from projections.engine.runner import Projector
from projections.imports import IMPORTS, imports
from projections.reading import Reader
from tests.api.yard import CODE, HEADER, TODAY, Yard, a_yard, figures, looked
from tests.projections.asking import tell
from tests.spec import happened, opened, plain


@pytest.fixture
def yard(ledger: Ledger, tmp_path: Path) -> Iterator[Yard]:
    with a_yard(ledger, tmp_path / "cijfers") as made:
        yield made


# The folder


def test_a_file_in_the_folder_is_imported_by_the_rule_and_put_away_with_its_report(yard: Yard) -> None:
    yard.put("juni.csv", figures())
    looked(yard.arriving())
    assert yard.realised() == [30]
    (told,) = yard.told()
    assert (told.way, told.result, told.told.file_name) == (Way.FOLDER, Result.IMPORTED, "juni.csv")
    assert told.stream
    (entry,) = yard.ledger.entries(told.stream)
    assert (entry.about.actor.person, entry.about.origin) == (FIGURES_ARRIVING, Origin.IMPORT)
    assert (yard.files(), yard.files("verwerkt")) == ([], ["juni.csv", "juni.csv.verslag.txt"])
    report = (yard.folder / "verwerkt" / "juni.csv.verslag.txt").read_text()
    assert "Ingelezen door Trede op 3 juni 2024 08:00." in report
    assert "Van de ene rij is er 1 vastgelegd." in report
    assert told.stream in report


def test_who_recorded_it_reads_as_a_rule_and_not_as_a_person_who_was_erased(yard: Yard) -> None:
    yard.put("juni.csv", figures())
    looked(yard.arriving())
    Projector(yard.ledger, [IMPORTS]).catch_up()
    (line,) = imports(Reader(yard.ledger), Knowing(yard.ledger.head().position, TODAY)).lines
    assert line.by == "Trede (cijfers halen)"


def test_a_file_that_is_written_slowly_is_imported_once_and_whole(yard: Yard) -> None:
    arriving, whole = yard.arriving(), figures()
    for upto in (20, 60, len(whole) - 3, len(whole)):
        yard.put("juni.csv", whole[:upto])
        looked(arriving, 1)
        assert yard.told() == []
    looked(arriving, 1)
    assert (yard.realised(), yard.results()) == ([30], [Result.IMPORTED])


def test_the_same_file_again_records_nothing_whatever_it_is_called(yard: Yard) -> None:
    arriving = yard.arriving()
    for name in ("juni.csv", "juni.csv", "kopie van juni.csv"):
        yard.put(name, figures())
        looked(arriving)
    assert yard.results() == [Result.IMPORTED, Result.NOTHING_NEW, Result.NOTHING_NEW]
    assert len(yard.imports()) == 1
    assert "juni (2).csv" in yard.files("verwerkt")
    report = (yard.folder / "verwerkt" / "juni (2).csv.verslag.txt").read_text()
    assert "Dit bestand was al eerder ingelezen; er is niets nieuws vastgelegd." in report


def test_another_file_with_the_same_figures_proves_that_they_were_looked_at(yard: Yard) -> None:
    arriving = yard.arriving()
    for content in (figures(), figures() + "\n"):
        yard.put("juni.csv", content)
        looked(arriving)
    assert [each.counts.recorded for each in yard.imports()] == [1, 0]
    assert yard.results() == [Result.IMPORTED, Result.IMPORTED]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (figures(header=f"BSN;{HEADER}").replace("2024-06-01", "123456782;2024-06-01"), "BSN"),
        (b"%PDF-1.7 en nog wat", "PDF"),
        (b"PK\x03\x04 half een werkmap", "beschadigd"),
        (b"", "leeg"),
        (figures(code="GM9999"), "geen enkele rij"),
    ],
)
def test_a_file_that_is_refused_is_put_aside_with_its_reason_and_nothing_of_it_is_recorded(
    yard: Yard, content: str | bytes, why: str
) -> None:
    before = yard.ledger.head().position
    yard.put("juni.csv", content)
    looked(yard.arriving())
    assert yard.ledger.head().position == before
    assert yard.results() == [Result.REFUSED]
    assert why in (yard.told()[0].told.reason or "")
    assert (yard.files(), yard.files("geweigerd")) == ([], ["juni.csv", "juni.csv.verslag.txt"])
    report = (yard.folder / "geweigerd" / "juni.csv.verslag.txt").read_text()
    assert "Van dit bestand is niets vastgelegd." in report
    assert why in report
    assert "123456782" not in report
    assert ("Gooi dit bestand hier weg" in report) == (why == "BSN")


def test_a_file_that_was_refused_can_be_put_in_again_once_it_can_be_read(yard: Yard) -> None:
    arriving = yard.arriving()
    yard.put("juni.csv", figures(code="GM9002"))
    looked(arriving)
    tell(yard.ledger, opened(name="Fictie"), code="GM9002")
    yard.put("juni.csv", figures(code="GM9002"))
    looked(arriving)
    assert yard.results() == [Result.REFUSED, Result.IMPORTED]
    assert yard.realised("GM9002") == [30]


def test_rows_that_were_refused_are_recorded_when_the_file_comes_again_and_they_can_be(yard: Yard) -> None:
    arriving, both = yard.arriving(), figures() + figures(code="GM9002").splitlines()[1] + "\n"
    for _ in range(2):
        yard.put("juni.csv", both)
        looked(arriving)
    assert (
        "rij 3, kolom 'gemeentecode': Deze gemeente staat nog niet"
        in (yard.folder / "verwerkt" / "juni.csv.verslag.txt").read_text()
    )
    tell(yard.ledger, opened(name="Fictie"), code="GM9002")
    yard.put("juni.csv", both)
    looked(arriving)
    assert (yard.realised(), yard.realised("GM9002")) == ([30], [30])
    assert yard.results()[-1] is Result.IMPORTED


def test_a_file_that_is_too_large_is_put_aside_unread(yard: Yard) -> None:
    (yard.folder / "groot.csv").touch()
    os.truncate(yard.folder / "groot.csv", receiving.LARGEST + 1)
    looked(yard.arriving())
    assert "groter dan 50 MB" in (yard.told()[0].told.reason or "")
    assert yard.files("geweigerd") == ["groot.csv", "groot.csv.verslag.txt"]


def test_the_source_of_rows_that_name_none_can_be_set(yard: Yard) -> None:
    yard.put("juni.csv", figures().replace(";COA", ";"))
    looked(yard.arriving(figures_source="COA"))
    facts = [each.fact for each in yard.ledger.entries(CODE)]
    assert [str(each.source.kind) for each in facts if isinstance(each, FiguresReported)] == ["COA"]


def test_a_large_file_of_which_a_part_is_missing_is_completed_when_it_comes_again(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TOGETHER", 1)
    both = figures() + "2023-06-01;GM9001;Fictie;2023-1;57;12;20;COA\n"
    first = taking_in._import_of(described("juni.csv", both.encode(), yard.arriving()._road._unstated))
    counted = ImportCounts(rows=1, recorded=1)
    part = FiguresImported(file_name=plain("juni.csv"), sha256="5e" * 32, part="2023", counts=counted)
    tell(yard.ledger, happened(part), code=stream_of(first))
    for _ in range(2):
        yard.put("juni.csv", both)
        looked(yard.arriving())
    assert sorted(yard.realised(), key=str) == [20, 30]
    assert yard.results() == [Result.IMPORTED, Result.NOTHING_NEW]


# What goes wrong with the folder


def test_a_folder_that_is_not_there_is_told_once_for_as_long_as_it_is_not(yard: Yard) -> None:
    arriving = yard.arriving(folder=yard.folder / "weg")
    looked(arriving, 3)
    (told,) = yard.told()
    assert told.result is Result.FAILED
    assert "TREDE_FIGURES_FOLDER" in (told.told.reason or "")


def test_a_file_that_cannot_be_moved_is_imported_once_and_told_once(yard: Yard) -> None:
    (yard.folder / "verwerkt").write_text("geen map")
    arriving = yard.arriving()
    yard.put("juni.csv", figures())
    looked(arriving, 4)
    assert len(yard.imports()) == 1
    assert Result.FAILED in yard.results()
    assert "kan niet naar de map 'verwerkt'" in (yard.told()[0].told.reason or "")
    looked(yard.arriving(), 4)
    assert len(yard.imports()) == 1


def test_a_file_on_which_the_import_breaks_does_not_keep_others_waiting(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "imports", None)  # a fault of the program, in what only a known file meets
    arriving = yard.arriving()
    yard.put("a.csv", figures() + figures().splitlines()[1].replace("Fictie", "Anders") + "\n")
    yard.put("b.csv", figures(31))
    looked(arriving)
    assert Result.IMPORTED in yard.results()


# Crashes, and several processes


def test_a_crash_between_the_import_and_the_move_does_no_harm(yard: Yard) -> None:
    first = yard.arriving()
    yard.put("juni.csv", figures())
    assert first._road.take("juni.csv", figures().encode()).result is Result.IMPORTED
    looked(yard.arriving())
    assert (len(yard.imports()), yard.realised()) == (1, [30])
    assert yard.results() == [Result.NOTHING_NEW]
    assert yard.files("verwerkt") == ["juni.csv", "juni.csv.verslag.txt"]


@pytest.mark.parametrize("state", [State.PREVIEWING, State.PREVIEWED, State.IMPORTING, State.FAILED])
def test_a_process_that_stopped_half_way_leaves_the_file_to_the_next(yard: Yard, state: State) -> None:
    stopped = yard.arriving()
    stopped._stop.set()
    with pytest.raises(StoppingError):
        stopped._road.take("juni.csv", figures().encode())
    while (upload := yard.work.uploads.find(_upload(yard))) and upload.state is not State.PREVIEWED:
        time.sleep(0.01)
    yard.store.rows("UPDATE {uploads} SET state = %(state)s, worker = NULL", state=state.value)
    if state in (State.IMPORTING, State.FAILED):
        yard.store.rows(
            "UPDATE {uploads} SET command = gen_random_uuid(), confirmed_on = '2024-06-02',"
            " actor = jsonb_build_object('person', %(person)s::text, 'roles', '[]'::jsonb)",
            person=FIGURES_ARRIVING,
        )
    yard.put("juni.csv", figures())
    looked(yard.arriving())
    assert (len(yard.imports()), yard.realised(), yard.results()) == (1, [30], [Result.IMPORTED])


def _upload(yard: Yard) -> UUID:
    ((upload,),) = (row.values() for row in yard.store.rows("SELECT id FROM {uploads}"))
    found: UUID = upload
    return found


def test_of_several_processes_one_looks_at_a_time_and_a_file_is_imported_once(yard: Yard) -> None:
    yard.put("juni.csv", figures())
    several = [yard.arriving() for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        for _ in range(40):  # who is kept out has not seen the file yet: one of them must have come twice
            list(threads.map(lambda arriving: arriving.look(), several))
            if yard.imports():
                break
        list(threads.map(lambda arriving: arriving.look(), several))
    assert (len(yard.imports()), yard.realised()) == (1, [30])
    assert yard.results() == [Result.IMPORTED]
