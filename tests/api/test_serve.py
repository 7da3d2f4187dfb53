"""The server as a process: what it answers about itself, how it starts, ends and survives, and who may reach it."""

import json
import os
import signal
import socket
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from api.serving import listen
from projections.models import MODELS
from tests.api.office import Office, days_ago
from tests.program import Program
from tests.serving import serving


@pytest.fixture(scope="module")
def trede(office: Office) -> Program:
    """The program on the record of this module."""
    office.opened()
    return Program({"TREDE_DATABASE_URL": office.conninfo, "TREDE_KEY_FOLDER": str(office.keys)})


CALLERS = 6
"""Enough for either of two workers to be asked."""


def renamed(url: str, token: str, code: str, name: str) -> list[str]:
    """Give a municipality a name; what it is called then, for several callers that ask what they asked before."""
    one, headers = f"{url}/v1/municipalities/{code}", {"Authorization": f"Bearer {token}"}
    callers = [httpx.Client(headers=headers, timeout=30) for _ in range(CALLERS)]
    for each in callers:
        assert each.get(one).status_code == httpx.codes.OK
    written = callers[0].post(
        f"{one}/names",
        json={"name": name, "happenedOn": str(days_ago(0))},
        headers={"Idempotency-Key": str(uuid4())},
    )
    assert written.status_code == httpx.codes.CREATED, written.text
    upto = {"X-Trede-Position": written.headers["X-Trede-Position"]}
    told = [each.get(one, headers=upto).json()["name"] for each in callers]
    for each in callers:
        each.close()
    return told


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except FileNotFoundError:
        return True


def test_a_server_says_where_it_listens_answers_how_it_is_and_ends_in_order(trede: Program, office: Office) -> None:
    with serving(trede) as server:
        assert server.client.get("/health/live").json() == {"status": "live"}
        server.until_ready()
        told = server.client.get("/health")
        assert told.headers["cache-control"] == "no-store"
        assert (told.json()["status"], told.json()["database"], told.json()["lag"]) == ("ready", True, 0)
        assert [each["name"] for each in told.json()["readModels"]] == [model.name for model in MODELS]
        assert "Fictie" not in told.text
        assert server.client.post("/v1/municipalities/GM0622/causes").status_code == httpx.codes.UNAUTHORIZED
        code, out, said = server.stop()
    assert (code, out) == (0, "")
    lines = [json.loads(line) for line in said.splitlines()]
    assert [line["result"] for line in lines if line["action"].startswith("POST")] == ["401"]
    assert office.here("status").code == 0


def test_who_asked_is_in_the_log_and_the_token_is_not(trede: Program, office: Office, tmp_path: Path) -> None:
    token = office.here("token", "create", "--as", "Anne de Boer", "--role", "auditor", "--json").json
    log = tmp_path / "trede.log"
    with serving(trede, TREDE_LOG=str(log)) as server:
        server.client.headers["Authorization"] = f"Bearer {token['token']}"
        answer = server.client.post("/v1/municipalities/GM0622/causes")
        assert answer.status_code == httpx.codes.FORBIDDEN
        assert server.stop() == (0, "", "")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    (line,) = [line for line in lines if line["action"].startswith("POST")]
    assert (line["object"], line["result"], line["actor"], line["origin"]) == ("GM0622", "403", token["person"], "api")
    assert token["token"] not in log.read_text()


def test_what_is_recorded_elsewhere_is_shown_within_a_second(trede: Program, office: Office) -> None:
    with serving(trede) as server:
        server.until_ready()
        office.opened()
        begun = time.monotonic()
        while server.client.get("/health").json()["lag"]:
            assert time.monotonic() - begun < 2
        assert server.stop(signal.SIGINT)[0] == 0


def test_a_read_from_the_command_line_leaves_keeping_up_to_the_server(trede: Program, office: Office) -> None:
    with serving(trede) as server:
        server.until_ready()
        code = office.opened()
        assert code in office.here("ladder").out


def test_the_body_of_an_answer_does_not_wait_until_the_caller_confirms_its_headers() -> None:
    with listen("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        inside, _ = door.accept()
        with inside:
            assert inside.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_workers_share_the_door_and_what_is_recorded_and_one_that_is_killed_is_replaced(
    trede: Program, office: Office
) -> None:
    municipality = office.opened()
    token = office.here("token", "create", "--as", "Anne de Boer", "--role", "manager", "--json").json["token"]
    with serving(trede, "--workers", 2) as server:
        server.until_ready()
        before = server.workers()
        assert len(before) == 2
        for name in ("Eén", "Twee", "Drie"):
            shown = renamed(str(server.client.base_url), token, municipality, name)
            assert shown == [name] * CALLERS
        os.kill(before[0], signal.SIGKILL)
        give_up = time.monotonic() + 20
        while len(now := server.workers()) < 2 or before[0] in now:
            assert time.monotonic() < give_up
            time.sleep(0.05)
        server.until_ready()
        code, _, said = server.stop()
    assert code == 0
    assert all(json.loads(line)["action"] for line in said.splitlines())


def test_workers_end_when_their_supervisor_was_killed(trede: Program) -> None:
    with serving(trede, "--workers", 2) as server:
        server.until_ready()
        workers = server.workers()
        server.process.kill()
        give_up = time.monotonic() + 20
        while not all(map(gone, workers)):
            assert time.monotonic() < give_up
            time.sleep(0.05)
        with pytest.raises(httpx.TransportError):
            server.client.get("/health/live")


def test_an_embedded_database_that_was_killed_is_started_again(tmp_path: Path) -> None:
    trede = Program({"TREDE_DATA": str(tmp_path / "data"), "TREDE_KEY_FOLDER": str(tmp_path / "keys")})
    with serving(trede) as server:
        server.until_ready()
        postmaster = int((tmp_path / "data/postgres/postmaster.pid").read_text().split("\n")[0])
        os.kill(postmaster, signal.SIGKILL)
        time.sleep(0.2)
        server.until_ready(within=30)
        assert server.stop()[0] == 0
    assert not (tmp_path / "data/postgres/postmaster.pid").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.20", "trede.example"])  # noqa: S104 - refused
def test_nobody_else_can_be_let_in_yet(office: Office, host: str) -> None:
    ran = office.here("serve", "--host", host)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith("--host: Trede luistert alleen op deze computer zelf (127.0.0.1, ::1 of localhost)")
    assert f"'{host}'" in ran.said


def test_a_port_that_is_taken_is_named(office: Office) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = office.here("serve", "--port", port)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(f"--port: poort {port} is niet te gebruiken (Address already in use).")


def test_what_is_wrong_with_the_record_is_said_as_by_every_other_command(trede: Program, tmp_path: Path) -> None:
    ran = trede("serve", "--port", 0, TREDE_KEY_FOLDER=str(tmp_path))
    assert ran.code == 2
    assert "De hoofdsleutel ontbreekt of past niet (TREDE_MASTER_KEY, TREDE_KEY_FOLDER)." in ran.said
    assert "Traceback" not in ran.said
