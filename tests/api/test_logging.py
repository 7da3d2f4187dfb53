"""The log in the form of BIO 8.15, and what never comes into it: names, texts, tokens, words that were searched for."""

import asyncio
import json
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI, Request
from starlette.types import Message, Scope

from api.access_log import AccessLog
from api.logging import LEFT_OUT, configure, log_access

Lines = Callable[[], list[dict[str, Any]]]
FORM = {"action", "object", "result", "origin", "actor", "time"}
NAME = "Jan de Vries"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "trede.log"


@pytest.fixture
def lines(file: Path) -> Iterator[Lines]:
    """What was logged; afterwards nothing is logged any more."""
    before, hook = logging.getLogger().handlers[:], threading.excepthook
    configure(file)
    yield lambda: [json.loads(line) for line in file.read_text().splitlines()]
    configure(None)
    root = logging.getLogger()
    for handler in [each for each in root.handlers if each not in before]:
        root.removeHandler(handler)
    logging.captureWarnings(capture=False)
    threading.excepthook = hook


def read(**more: Any) -> None:  # noqa: ANN401 - whatever a caller may pass
    told = {"action": "read-history", "object": "GM0622", "result": "done", "origin": "api", "actor": "person-1"}
    log_access(**told | more)


def test_who_did_what_to_what_with_what_result_by_which_way_and_when_is_one_line(lines: Lines) -> None:
    read(milliseconds=1.5)
    (line,) = lines()
    assert datetime.now(UTC) - datetime.fromisoformat(line.pop("time")) < timedelta(minutes=1)
    assert line == {
        "action": "read-history",
        "object": "GM0622",
        "result": "done",
        "origin": "api",
        "actor": "person-1",
        "milliseconds": 1.5,
    }


@pytest.mark.parametrize("value", [NAME, "regel\nregel", "x" * 201])
def test_what_could_be_a_text_is_left_out(lines: Lines, value: str) -> None:
    read(object=value, actor=value, query=value)
    (line,) = lines()
    assert [line["object"], line["actor"], line["query"]] == [LEFT_OUT] * 3


def test_without_a_file_it_goes_to_standard_error_and_nothing_twice(
    lines: Lines, capsys: pytest.CaptureFixture[str]
) -> None:
    configure()
    configure()
    read()
    assert lines() == []
    assert json.loads(capsys.readouterr().err)["object"] == "GM0622"


def test_a_log_that_was_moved_away_is_begun_anew(lines: Lines, file: Path) -> None:
    read(object="GM0001")
    file.rename(file.with_suffix(".1"))
    read(object="GM0002")
    assert [line["object"] for line in lines()] == ["GM0002"]


def test_what_the_program_and_uvicorn_say_is_in_the_same_form(lines: Lines) -> None:
    logging.getLogger("projections.engine.runner").warning("read models: cannot %s: %s", "keep up", "OSError")
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 12)
    first, second = lines()
    assert set(first) >= FORM
    assert (first["object"], first["result"]) == ("projections.engine.runner", "warning")
    assert first["message"] == "read models: cannot keep up: OSError"
    assert (second["object"], second["message"]) == ("uvicorn.error", "Started server process [12]")


def test_a_traceback_that_uvicorn_made_a_text_is_told_by_its_kind(lines: Lines, file: Path) -> None:
    logging.getLogger("uvicorn.error").error(f"Traceback (most recent call last):\n  …\napi.BrokenError: {NAME}\n")  # noqa: G004 - as uvicorn does
    (line,) = lines()
    assert line["message"] == "api.BrokenError"
    assert NAME not in file.read_text()


def test_of_another_library_only_the_fixed_part_is_kept_and_no_news(lines: Lines) -> None:
    log = logging.getLogger("another.library")
    log.info("nothing new")
    log.warning("error connecting in %r: %s", "pool", NAME)
    log.warning(f"error of {NAME}")  # noqa: G004 - as libraries do
    first, second = lines()
    assert first["message"] == "error connecting in %r: %s"
    assert "message" not in second


def test_an_error_is_told_by_its_kind_and_place_and_not_by_what_it_says(lines: Lines, file: Path) -> None:
    try:
        try:
            int(NAME)
        except ValueError as error:
            raise RuntimeError(NAME) from error
    except RuntimeError:
        logging.getLogger("api.rest").exception("a request failed")
    (line,) = lines()
    assert (line["error"], line["message"]) == ("RuntimeError from ValueError", "a request failed")
    assert line["place"].startswith("tests.api.test_logging:")
    assert NAME not in file.read_text()


def test_a_thread_that_dies_and_a_warning_are_told_likewise(lines: Lines, file: Path) -> None:
    def failing() -> None:
        raise LookupError(NAME)

    thread = threading.Thread(target=failing)
    thread.start()
    thread.join()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(NAME, stacklevel=1)
    died, warned = lines()
    assert (died["result"], died["error"]) == ("error", "LookupError")
    assert warned["object"] == "py.warnings"
    assert NAME not in file.read_text()


@pytest.mark.usefixtures("lines")
def test_what_cannot_be_logged_is_said_and_keeps_nobody_from_working(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.unlink()
    file.mkdir()
    read()
    assert capsys.readouterr().err == "trede cannot log: IsADirectoryError\n"


# Requests


def application() -> AccessLog:
    """A few routes, as deep as the real ones."""
    app, v1, router = FastAPI(), APIRouter(prefix="/v1"), APIRouter(prefix="/municipalities")

    @router.get("/{code}/history/{entry}")
    def history(code: str, entry: int, request: Request) -> str:
        request.state.actor = "person-2"
        return f"{code}/{entry}"

    @router.get("/{code}/broken")
    def broken(code: str) -> None:
        raise RuntimeError(NAME + code)

    @app.get("/health")
    def health(*, ill: bool = False) -> None:
        if ill:
            raise OSError(NAME)

    v1.include_router(router)
    app.include_router(v1)
    return AccessLog(app)


def get(path: str, query: str = "") -> None:
    """Ask the application as a server does."""
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"authorization", b"Bearer geheim")],
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(_: Message) -> None:
        pass

    asyncio.run(application()(scope, receive, send))


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/v1/municipalities/GM0622/history/3", ("history/{entry}", "GM0622,3", "200", "person-2")),
        ("/v1/municipalities/GM0622/history/jansen", ("history/{entry}", "GM0622,?", "422", None)),
        ("/v1/municipalities/jansen/history/3", ("history/{entry}", "?,3", "200", "person-2")),
        ("/v1/municipalities/123456782/history/3", ("history/{entry}", "?,3", "200", "person-2")),
    ],
)
def test_a_request_is_logged_by_its_route_its_ids_its_status_and_who_asked(
    lines: Lines, file: Path, path: str, told: tuple[str, str, str, str | None]
) -> None:
    get(path, "q=jansen")
    (line,) = lines()
    action = f"GET /v1/municipalities/{{code}}/{told[0]}"
    assert (line["action"], line["object"], line["result"], line["actor"]) == (action, *told[1:])
    assert line["origin"] == "api"
    assert line["milliseconds"] >= 0
    assert not any(word in file.read_text() for word in ("jansen", "123456782", "geheim"))


def test_a_path_that_does_not_exist_is_not_repeated(lines: Lines) -> None:
    get("/dossiers/jansen")
    (line,) = lines()
    assert (line["action"], line["object"], line["result"], line["origin"]) == ("GET -", "-", "404", "screen")


def test_a_request_that_fails_is_logged_with_the_kind_and_place_of_the_error(lines: Lines, file: Path) -> None:
    with pytest.raises(RuntimeError):
        get("/v1/municipalities/GM0622/broken")
    (line,) = lines()
    assert (line["object"], line["result"], line["error"]) == ("GM0622", "500", "RuntimeError")
    assert NAME not in file.read_text()


def test_that_all_is_well_is_no_news_and_that_it_is_not_is(lines: Lines) -> None:
    get("/health")
    assert lines() == []
    with pytest.raises(OSError, match=NAME):
        get("/health", "ill=true")
    assert [line["result"] for line in lines()] == ["500"]
