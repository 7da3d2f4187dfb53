"""Imports over HTTP: uploaded, looked at, confirmed, recorded once, whatever happens in between."""

import io
import itertools
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
import xlsxwriter
from fastapi.testclient import TestClient
from httpx import Response
from psycopg import sql

from api.app import create_app
from api.importing.receiving import LARGEST
from api.importing.work import MOST_ATTEMPTS, STREAMS, ImportWork
from api.running import Running
from api.settings import Settings
from api.store import Store
from api.store.uploads import Confirmation, State, Upload, Uploads
from domain.events.base import Actor, Origin, Role
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported
from domain.ledger import importing
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from tests.api.rest.calling import Calling
from tests.ledger.rows import imported, row

TODAY = date(2024, 6, 3)
CODES = itertools.count(9000)
HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron"
OFFICE = "Kantoor Rozenburg"


def figures(code: str, realised: int = 30) -> str:
    """A file with two rows about a municipality."""
    rows = (f"2024-06-01;{code};Fictie;2024-1;57;12;{realised};COA", f"2024-05-01;{code};Fictie;2024-1;;;20;COA")
    return "\n".join((HEADER, *rows, ""))


def uploaded(api: Calling, content: str | bytes, by: Role = Role.REPORTING, **given: Any) -> Response:  # noqa: ANN401 - a header, or a field of the form
    """The answer to a file that was uploaded."""
    headers = {"Idempotency-Key": str(given.pop("key"))} if "key" in given else {}
    file = (given.pop("name", "cijfers juni.csv"), content if isinstance(content, bytes) else content.encode())
    return api.call("POST", "/imports", by, files={"file": file}, data=given, headers=headers)


def confirmed(api: Calling, told: str, by: Role = Role.REPORTING, key: UUID | None = None, **body: object) -> Response:
    """The answer to a confirmation."""
    headers = {"Idempotency-Key": str(key)} if key else {}
    return api.post(f"/imports/{told}/confirmation", body, by, headers=headers)


def until(api: Calling, told: str, *states: State) -> Any:  # noqa: ANN401 - whatever JSON says
    """What is told of an import once it is in one of these states."""
    give_up = time.monotonic() + 20
    while (answer := api.get(f"/imports/{told}", Role.REPORTING).json())["state"] not in states:
        assert time.monotonic() < give_up, answer
        time.sleep(0.02)
    return answer


def previewed(api: Calling, content: str | bytes, **given: Any) -> Any:  # noqa: ANN401 - whatever JSON says
    """What is told of a file that was looked at."""
    answer = uploaded(api, content, **given)
    assert answer.status_code == 201, answer.text
    return until(api, answer.json()["id"], State.PREVIEWED, State.REFUSED, State.FAILED)


def done(api: Calling, told: str, **given: Any) -> Any:  # noqa: ANN401 - whatever JSON says
    """What is told of an import that was confirmed, once it is over."""
    answer = confirmed(api, told, **given)
    assert answer.status_code == 202, answer.text
    return until(api, told, State.DONE, State.REFUSED, State.FAILED)


def running(api: Calling) -> Running:
    found: Running = api.client.app.state.running  # type: ignore[attr-defined]  # httpx knows any ASGI application
    return found


def realised(api: Calling, code: str) -> list[int | None]:
    facts = (entry.fact for entry in api.ledger.entries(code))
    return [fact.realised for fact in facts if isinstance(fact, FiguresReported)]


def kept(api: Calling, told: str) -> Upload:
    """An upload as the table has it."""
    upload = running(api).imports.uploads.find(UUID(told.removeprefix(STREAMS)))
    assert upload
    return upload


def changed(admin: psycopg.Connection, names: Names, change: str) -> None:
    """What a clock or a crash would do to the table."""
    admin.execute(sql.SQL(f"UPDATE {{}} SET {change}").format(sql.Identifier(names.app, "uploads")))  # noqa: S608 - a change of this test


@pytest.fixture(scope="module")
def names(conninfo: str) -> Iterator[Names]:
    """One record for all tests of this module."""
    fresh = Names.suffixed(uuid4().hex[:12])
    yield fresh
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for schema in (fresh.record, fresh.keys, fresh.read, fresh.app):
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture(scope="module")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def api(conninfo: str, names: Names, key_folder: Path) -> Iterator[Calling]:
    """One server for all tests of this module: each speaks of a municipality of its own."""
    with (
        Ledger.open(conninfo, names, key_folder=key_folder) as ledger,
        TestClient(create_app(ledger=ledger, today=lambda: TODAY), raise_server_exceptions=False) as client,
    ):
        yield Calling.by_every_role(client, ledger, TODAY)


@pytest.fixture
def code(api: Calling) -> str:
    """A municipality that no other test speaks of, under supervision."""
    return api.opened(code=f"GM{next(CODES)}")


# From the upload to the record


def test_a_file_that_is_uploaded_changes_nothing_and_tells_what_it_would_change(api: Calling, code: str) -> None:
    answer = uploaded(api, figures(code))
    assert answer.status_code == 201
    assert answer.json()["state"] in {"uploaded", "previewing", "previewed"}  # the work may be done already
    assert answer.headers["Location"] == f"/v1/imports/{answer.json()['id']}"
    told = until(api, answer.json()["id"], State.PREVIEWED)
    assert (told["fileName"], told["uploadedBy"]) == ("cijfers juni.csv", api.persons[Role.REPORTING])
    outcome = told["outcome"]
    assert (outcome["counts"]["rows"], outcome["counts"]["recorded"], outcome["changed"]) == (2, 2, 3)
    (municipality,) = outcome["municipalities"]
    assert (municipality["code"], municipality["name"], municipality["opened"]) == (code, "Vlaardingen", False)
    assert {"period": "2024-1", "number": "realised", "before": None, "after": 30} in municipality["changes"]
    assert (told["position"], told["progress"], realised(api, code)) == (None, None, [])


def test_the_values_in_force_are_shown_as_they_were_and_as_they_would_be(api: Calling, code: str) -> None:
    done(api, previewed(api, figures(code))["id"])
    told = previewed(api, figures(code, 35).replace("2024-06-01", "2024-06-02"))
    (change,) = told["outcome"]["municipalities"][0]["changes"]
    assert change == {"period": "2024-1", "number": "realised", "before": 30, "after": 35}
    assert told["outcome"]["counts"]["unchanged"] == 1


def test_a_confirmed_file_is_recorded_in_the_background_by_who_confirmed_it(api: Calling, code: str) -> None:
    told, key = previewed(api, figures(code)), uuid4()
    over = done(api, told["id"], by=Role.SUPERVISOR, key=key, actingFor=api.persons[Role.MANAGER])
    assert (over["state"], over["confirmedBy"]) == ("done", api.persons[Role.SUPERVISOR])
    assert realised(api, code) == [30, 20]
    (entry,) = api.ledger.entries(told["id"])
    assert isinstance(entry.fact, FiguresImported)
    assert entry.recorded
    assert (entry.recorded.command, entry.recorded.position) == (str(key), over["position"])
    assert (entry.about.origin, entry.about.actor.acted_for) == (Origin.IMPORT, api.persons[Role.MANAGER])
    assert entry.fact.sha256 == told["sha256"]
    assert api.get(f"/imports/{told['id']}").headers["X-Trede-Position"] == str(over["position"])


def test_a_workbook_is_read_as_well(api: Calling, code: str) -> None:
    with io.BytesIO() as file:
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet("cijfers")
            for number, line in enumerate(figures(code).splitlines()):
                sheet.write_row(number, 0, line.split(";"))
        content = file.getvalue()
    assert previewed(api, content, name="cijfers.xlsx")["outcome"]["counts"]["recorded"] == 2


def test_what_rows_do_not_say_is_said_beside_the_file(api: Calling) -> None:
    code = f"GM{next(CODES)}"
    content = f"gemeentecode;gemeente;gerealiseerd\n{code};Fictie;30\n"
    told = previewed(api, content, period="2024-1", source="coa", nature="provisional", openUnknown="true")
    assert told["file"]["openUnknown"] is True
    assert told["outcome"]["municipalities"][0]["opened"] is True
    done(api, told["id"])
    fact = api.ledger.entries(code)[-1].fact
    assert isinstance(fact, FiguresReported)
    assert (str(fact.period), fact.source.kind, fact.nature) == ("2024-1", "COA", "provisional")


def test_rows_that_cannot_be_recorded_are_named_by_row_column_value_and_what_was_expected(
    api: Calling, code: str
) -> None:
    unknown = "2024-06-01;GM0606;Schiedam;2024-1;1;1;1;COA\n"
    content = f"{figures(code)}{unknown}2024-06-01;{code};Fictie;2024-7;1;1;veel;COA\n"
    outcome = previewed(api, content)["outcome"]
    assert (outcome["counts"]["recorded"], outcome["counts"]["refused"]) == (2, 2)
    assert [(each["row"], each["column"], each["value"]) for each in outcome["problems"]] == [
        (4, "gemeentecode", "GM0606"),
        (5, "periode", "2024-7"),
        (5, "gerealiseerd", "veel"),
    ]
    assert outcome["problems"][0]["expected"].endswith("met openUnknown")


def test_contradictions_are_told_apart_and_recorded(api: Calling, code: str) -> None:
    told = previewed(api, f"{figures(code)}2024-06-01;{code};Fictie;2024-1;57;12;31;gemeente\n")
    (contradiction,) = told["outcome"]["contradictions"]
    assert (contradiction["row"], contradiction["municipality"]) == (4, code)
    assert "31" in contradiction["problem"]
    assert told["outcome"]["counts"]["contradictions"] == 1
    assert done(api, told["id"])["outcome"]["counts"]["recorded"] == 3


# What is refused


def test_a_file_with_a_column_on_persons_is_refused_whole_and_nothing_of_it_is_kept(
    api: Calling, admin: psycopg.Connection, names: Names
) -> None:
    def count() -> int:
        return admin.execute(sql.SQL("SELECT FROM {}").format(sql.Identifier(names.app, "uploads"))).rowcount

    before = count()
    answer = uploaded(api, f"{HEADER};BSN\n2024-06-01;GM0622;Vlaardingen;2024-1;57;12;30;COA;123456782\n")
    assert (answer.status_code, answer.json()["rule"]) == (422, "personal-data")
    assert "BSN" in answer.json()["detail"]
    assert count() == before


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "empty-file"),
        ("%PDF-1.7", "not-a-table"),
        ("gemeente;naam\nA;B\n", "no-heading"),
        ("<html>", "not-a-table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(api: Calling, content: str, rule: str) -> None:
    answer = uploaded(api, content)
    assert (answer.status_code, answer.json()["rule"]) == (422, rule)
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_file_that_turns_out_to_be_broken_is_refused_and_kept_no_longer(api: Calling, code: str) -> None:
    rows = 300 * figures(code).splitlines(keepends=True)[1]
    told = previewed(api, f'{figures(code)}{rows}2024-06-01;"{code};Fictie\n')
    assert (told["state"], told["outcome"]["refused"]["rule"]) == ("refused", "broken-csv")
    assert running(api).imports.uploads.content(kept(api, told["id"]).id) is None
    assert confirmed(api, told["id"]).status_code == 409


def test_a_file_of_which_every_row_is_refused_is_refused(api: Calling) -> None:
    told = previewed(api, figures(f"GM{next(CODES)}"))
    assert (told["state"], told["outcome"]["refused"]["rule"]) == ("refused", "every-row-refused")
    assert told["outcome"]["counts"]["refused"] == 2
    assert confirmed(api, told["id"]).status_code == 409


def test_what_is_too_large_is_refused(api: Calling) -> None:
    assert uploaded(api, b"a" * (LARGEST + 1)).status_code == 413
    assert uploaded(api, b"a" * (LARGEST + 200_000)).status_code == 413


def test_a_form_that_is_not_as_told_is_refused(api: Calling) -> None:
    assert uploaded(api, HEADER, openunknown="true").json()["errors"][0]["pointer"] == "#/openunknown"
    assert uploaded(api, HEADER, period="2024-7").status_code == 422
    assert api.post("/imports", {"file": "x"}, Role.REPORTING).status_code == 415


def test_only_who_imports_figures_may_and_everybody_sees_what_was_recorded(api: Calling, code: str) -> None:
    assert uploaded(api, figures(code), by=Role.AUDITOR).status_code == 403
    told = previewed(api, figures(code))
    assert confirmed(api, told["id"], by=Role.LEGAL).status_code == 403
    assert api.call("DELETE", f"/imports/{told['id']}", Role.AUDITOR).status_code == 403
    assert api.get(f"/imports/{told['id']}", Role.AUDITOR).status_code == 403
    done(api, told["id"])
    seen = api.get(f"/imports/{told['id']}", Role.AUDITOR).json()
    assert (seen["state"], seen["fileName"], seen["file"]) == ("done", "cijfers juni.csv", None)
    assert seen["outcome"]["counts"]["recorded"] == 2


# The same again


def test_a_file_that_is_sent_again_is_one_upload(api: Calling, code: str) -> None:
    key = uuid4()
    first = uploaded(api, figures(code), key=key).json()
    assert uploaded(api, figures(code), key=key).json()["id"] == first["id"] == f"{STREAMS}{key}"
    for other in (
        uploaded(api, figures(code, 31), key=key),
        uploaded(api, figures(code), key=key, period="2024-1"),
        uploaded(api, figures(code), key=key, by=Role.SUPERVISOR),
    ):
        assert (other.status_code, other.json()["rule"]) == (422, "CommandReused")


def test_a_confirmation_that_is_sent_again_records_once(api: Calling, code: str) -> None:
    told, key = previewed(api, figures(code)), uuid4()
    assert "Idempotency-Replayed" not in confirmed(api, told["id"], key=key).headers
    again = confirmed(api, told["id"], key=key)
    assert (again.status_code, again.headers["Idempotency-Replayed"]) == (202, "true")
    until(api, told["id"], State.DONE)
    assert confirmed(api, told["id"], key=key).json()["state"] == "done"
    assert realised(api, code) == [30, 20]
    assert confirmed(api, told["id"], key=uuid4()).status_code == 409
    other = confirmed(api, told["id"], by=Role.SUPERVISOR, key=key)
    assert (other.status_code, other.json()["rule"]) == (422, "CommandReused")


def test_a_command_that_did_something_else_confirms_nothing(api: Calling, code: str) -> None:
    first, second, key = previewed(api, figures(code)), previewed(api, figures(code, 31)), uuid4()
    done(api, first["id"], key=key)
    other = confirmed(api, second["id"], key=key)
    assert (other.status_code, other.json()["rule"]) == (422, "CommandReused")
    assert until(api, second["id"], State.PREVIEWED)


def test_a_file_that_was_not_looked_at_yet_cannot_be_confirmed(api: Calling, code: str) -> None:
    answer = confirmed(api, orphaned(api, code))
    assert (answer.status_code, "bekeken" in answer.json()["detail"]) == (409, True)


# Lists, dropping, expiry


def test_recorded_imports_are_listed_the_newest_first(api: Calling, code: str) -> None:
    told = [done(api, previewed(api, figures(code, 30 + n))["id"]) for n in range(3)]
    position = {"X-Trede-Position": str(told[-1]["position"])}
    page = api.get("/imports?limit=2", headers=position).json()
    assert [each["id"] for each in page["items"]] == [told[2]["id"], told[1]["id"]]
    assert (page["items"][0]["fileName"], page["items"][0]["by"]) == ("cijfers juni.csv", "de reporting")
    rest = api.call("GET", page["next"].removeprefix("/v1"), Role.SUPERVISOR).json()
    assert (rest["items"][0]["id"], rest["total"]) == (told[0]["id"], page["total"])
    one = api.get(f"/imports?sha256={told[1]['sha256']}", headers=position).json()
    assert ([each["id"] for each in one["items"]], one["total"], one["next"]) == ([told[1]["id"]], 1, None)


def test_an_import_that_came_in_another_way_is_told_by_its_stream(api: Calling, code: str) -> None:
    report = imported(api.ledger, [row(1, code, realised=7)])
    told = api.get(f"/imports/{report.stream}", Role.AUDITOR).json()
    assert (told["state"], told["file"], told["outcome"]["counts"]["recorded"]) == ("done", None, 1)
    assert told["position"] == report.position


@pytest.mark.parametrize("told", [f"{STREAMS}{UUID(int=7)}", "figures-import-x", "GM0622"])
def test_an_import_that_is_not_there_is_not_found(api: Calling, told: str) -> None:
    assert api.get(f"/imports/{told}", Role.REPORTING).status_code == 404
    assert confirmed(api, told).status_code == 404
    assert api.call("DELETE", f"/imports/{told}", Role.REPORTING).status_code == 404


def test_an_upload_is_dropped_until_it_is_confirmed(api: Calling, code: str) -> None:
    told = previewed(api, figures(code))
    assert api.call("DELETE", f"/imports/{told['id']}", Role.REPORTING).status_code == 204
    assert api.get(f"/imports/{told['id']}", Role.REPORTING).status_code == 404
    other = previewed(api, figures(code))
    done(api, other["id"])
    assert api.call("DELETE", f"/imports/{other['id']}", Role.REPORTING).status_code == 409


def test_what_nobody_confirmed_in_a_day_is_gone_and_what_was_recorded_stays(
    api: Calling, code: str, admin: psycopg.Connection, names: Names
) -> None:
    told, recorded = previewed(api, figures(code, 31)), previewed(api, figures(code))
    done(api, recorded["id"])
    changed(admin, names, "uploaded_at = now() - interval '25 hours'")
    fresh = previewed(api, figures(code, 32))
    assert api.get(f"/imports/{told['id']}", Role.REPORTING).status_code == 404
    assert api.get(f"/imports/{recorded['id']}", Role.REPORTING).json()["file"]
    changed(admin, names, "uploaded_at = now() - interval '31 days'")
    with another(api) as work:
        assert work.uploads.waiting() == []
    assert api.get(f"/imports/{fresh['id']}", Role.REPORTING).status_code == 404
    assert api.get(f"/imports/{recorded['id']}", Role.REPORTING).json()["file"] is None


def test_who_has_the_database_cannot_read_what_was_uploaded(
    api: Calling, code: str, admin: psycopg.Connection, names: Names
) -> None:
    told = previewed(api, figures(code).replace("COA", OFFICE), name=f"{OFFICE}.csv")
    rows = admin.execute(
        sql.SQL("SELECT about, content, outcome FROM {} WHERE id = %s").format(sql.Identifier(names.app, "uploads")),
        [kept(api, told["id"]).id],
    )
    for sealed in rows.fetchall()[0]:
        assert OFFICE.encode() not in sealed


# Processes that stop and die


@contextmanager
def another(api: Calling) -> Iterator[ImportWork]:
    """The work of another process of the server, as far as memory goes."""
    work = ImportWork(api.ledger, running(api).imports.uploads, Settings(), lambda: TODAY)
    work.begin()
    yield work
    work.close()


def orphaned(api: Calling, code: str) -> str:
    """A file that was uploaded to a process which died before it looked at it."""
    example = kept(api, previewed(api, figures(code))["id"])
    orphan = uuid4()
    content = figures(code).encode()
    running(api).imports.uploads.add(orphan, by=example.uploaded_by, about=example.about, content=content)
    return f"{STREAMS}{orphan}"


def test_a_file_whose_process_died_is_looked_at_by_whoever_is_asked_about_it(api: Calling, code: str) -> None:
    orphan = orphaned(api, code)
    assert api.get(f"/imports/{orphan}", Role.REPORTING).json()["progress"]["waiting"] is True
    assert until(api, orphan, State.PREVIEWED)


def test_a_process_that_starts_goes_on_with_what_others_left(api: Calling, code: str) -> None:
    orphan = orphaned(api, code)
    with another(api):
        give_up = time.monotonic() + 10
        while kept(api, orphan).state is not State.PREVIEWED:
            assert time.monotonic() < give_up
            time.sleep(0.02)


def test_nobody_goes_on_while_another_process_shows_that_it_is_alive(
    api: Calling, code: str, admin: psycopg.Connection, names: Names
) -> None:
    orphan, uploads = orphaned(api, code), running(api).imports.uploads
    assert uploads.claim(kept(api, orphan).id, uuid4())
    assert uploads.claim(kept(api, orphan).id, uuid4()) is None
    assert api.get(f"/imports/{orphan}", Role.REPORTING).json()["progress"]["waiting"] is False
    changed(admin, names, "heartbeat = now() - interval '1 minute' WHERE state = 'previewing'")
    assert until(api, orphan, State.PREVIEWED)


def test_a_file_on_which_process_after_process_dies_is_given_up(
    api: Calling, code: str, admin: psycopg.Connection, names: Names
) -> None:
    orphan = orphaned(api, code)
    changed(admin, names, f"attempts = {MOST_ATTEMPTS} WHERE state = 'uploaded'")
    assert until(api, orphan, State.FAILED)["outcome"] is None
    assert confirmed(api, orphan).status_code == 409
    assert api.call("DELETE", f"/imports/{orphan}", Role.REPORTING).status_code == 204


class Interrupted(Uploads):
    """Does something where the work has come to a point: the n-th time that a phase is told, or the very end."""

    point, times = "", 1
    then: Callable[[], None]

    def progress(self, upload: UUID, worker: UUID, phase: str, done: int, total: int) -> bool:
        if phase == self.point:
            self.times -= 1
            if self.times == 0:
                self.then()
        return super().progress(upload, worker, phase, done, total)

    def finish(self, *told: Any, **more: Any) -> bool:  # noqa: ANN401 - as the base class takes it
        if self.point == "finish":
            self.then()
        return super().finish(*told, **more)


def interrupted(ledger: Ledger, point: str, times: int) -> tuple[ImportWork, Interrupted]:
    """The work of a process to which something happens at a point."""
    uploads = Interrupted(Store.open(ledger), ledger)
    uploads.point, uploads.times = point, times
    return ImportWork(ledger, uploads, Settings(), lambda: TODAY, tell_every=0), uploads


@pytest.mark.parametrize("point", ["reading", "deciding"])
def test_a_process_that_stops_leaves_its_work_to_others(api: Calling, code: str, point: str) -> None:
    orphan = orphaned(api, code)
    work, uploads = interrupted(api.ledger, point, 1)
    stopped = threading.Event()
    uploads.then = lambda: (work._stopping.set(), stopped.set())  # type: ignore[assignment,func-returns-value]  # two steps
    work.queue(kept(api, orphan).id)
    assert stopped.wait(10)
    work.close()
    assert (kept(api, orphan).state, kept(api, orphan).waits) == (State.PREVIEWING, True)
    assert until(api, orphan, State.PREVIEWED)


def test_work_on_a_file_that_was_dropped_ends(api: Calling, code: str) -> None:
    orphan = orphaned(api, code)
    upload = kept(api, orphan).id
    work, uploads = interrupted(api.ledger, "deciding", 1)
    uploads.then = lambda: api.call("DELETE", f"/imports/{orphan}", Role.REPORTING)  # type: ignore[assignment]  # whatever it answers
    work._take(upload)
    assert uploads.find(upload) is None


def test_an_error_of_the_program_is_told_as_failed_and_the_same_confirmation_tries_again(
    api: Calling, code: str
) -> None:
    told, key = previewed(api, figures(code)), uuid4()
    upload = kept(api, told["id"]).id
    asked = Confirmation(key, Actor(person=api.persons[Role.REPORTING]), TODAY)
    assert running(api).imports.uploads.confirm(upload, asked)
    work, uploads = interrupted(api.ledger, "deciding", 1)
    uploads.then = lambda: 1 // 0  # type: ignore[assignment]  # it does not come back
    work._take(upload)
    assert kept(api, told["id"]).state is State.FAILED
    assert realised(api, code) == []
    assert confirmed(api, told["id"], key=uuid4()).status_code == 409
    assert done(api, told["id"], key=key)["state"] == "done"
    assert realised(api, code) == [30, 20]


def die(conninfo: str, names: Names, key_folder: Path, upload: UUID, *point: Any) -> None:  # noqa: ANN401 - of the parameters of the test
    """Work on a file until a point, as a process of its own."""
    with Ledger.open(conninfo, names, key_folder=key_folder) as ledger:
        *where, importing.TOGETHER = point
        work, uploads = interrupted(ledger, *where)
        uploads.then = lambda: os.kill(os.getpid(), signal.SIGKILL)
        work._take(upload)


@pytest.mark.parametrize(
    "point",
    [("reading", 1, 9), ("deciding", 2, 9), ("recording", 2, 9), ("finish", 1, 9), ("recording", 3, 1)],
    ids=str,
)
def test_a_file_that_was_being_recorded_by_a_killed_process_is_recorded_once(  # noqa: PLR0917 - fixtures come by name
    api: Calling, code: str, conninfo: str, key_folder: Path, monkeypatch: pytest.MonkeyPatch, point: tuple[Any, ...]
) -> None:
    monkeypatch.setattr(importing, "TOGETHER", point[-1])
    told = previewed(api, f"{figures(code)}2023-06-01;{code};Fictie;2023-1;50;0;40;COA\n")
    upload, uploads = kept(api, told["id"]).id, running(api).imports.uploads
    assert uploads.confirm(upload, Confirmation(uuid4(), Actor(person=api.persons[Role.REPORTING]), TODAY))
    process = multiprocessing.get_context("spawn").Process(
        target=die, args=(conninfo, api.ledger.names, key_folder, upload, *point)
    )
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    with psycopg.connect(conninfo, autocommit=True) as admin:
        changed(admin, api.ledger.names, "heartbeat = now() - interval '1 minute'")
    over = until(api, told["id"], State.DONE, State.FAILED, State.REFUSED)
    assert (over["state"], over["outcome"]["counts"]["recorded"]) == ("done", 3)
    assert over["outcome"]["municipalities"][0]["changes"]
    assert sorted(realised(api, code), key=str) == [20, 30, 40]
    assert list(api.ledger.verify()) == []
    assert uploads.content(upload) is None
