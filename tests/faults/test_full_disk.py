"""The disk of the database is full: who records is told so, nothing is damaged, and all goes on when there is room.

The disk is a small one in memory, in a namespace of its own: only the processes of this test see it.
"""

import errno
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx
import psycopg
import pytest

from api.ailments import AILMENTS
from domain.events.base import Role
from domain.ledger.connecting import Ailment
from domain.ledger.server import closing
from tests.faults.hammer import Sent, talked
from tests.program import Program
from tests.serving import Server, serving

SIZE = 160
"""Megabytes: the database takes a third, and its log the most of what is left."""
ALLOWED = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
BLOCK = b"\0" * 65_536
WITHIN = 60.0
"""Seconds in which it goes on when there is room."""
TOLD = AILMENTS[Ailment.FULL].sentence
CODE = "GM9000"


def not_allowed() -> str:
    """Why there is no small disk to be had here; nothing where there is."""
    try:
        done = subprocess.run(ALLOWED, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""


REASON = not_allowed()


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A small disk at ``folder``, seen by who is in the namespace of one process."""

    folder: Path
    holder: subprocess.Popen[bytes]

    @property
    def trede(self) -> Program:
        """The program in that namespace, with its record on that disk."""
        inside = ("nsenter", "--target", str(self.holder.pid), "--mount", f"--wd={Path.cwd()}")
        keys, log = self.folder.parent / "keys", self.folder.parent / "server.log"
        settings = {"TREDE_DATA": str(self.folder / "data"), "TREDE_KEY_FOLDER": str(keys), "TREDE_LOG": str(log)}
        return Program(settings | {"TREDE_PATIENCE": "2"}, inside)

    @property
    def ballast(self) -> Path:
        """A file on that disk, as it is seen from here."""
        return Path(f"/proc/{self.holder.pid}/root{self.folder}/ballast")

    def fill(self) -> None:
        """Take what room there is left."""
        with self.ballast.open("ab", buffering=0) as file:
            try:
                while file.write(BLOCK):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC  # noqa: PT017 - the only way this ends

    def fill_log(self) -> None:
        """Have the database begin new files of its log until there is no room: it ends, and cannot start again."""
        with (
            closing(os.open(self.ballast.parent / "data" / "postgres", os.O_PATH | os.O_DIRECTORY)) as cluster,
            suppress(psycopg.OperationalError),
            psycopg.connect(f"host=/proc/self/fd/{cluster} user=trede dbname=trede", autocommit=True) as admin,
        ):
            while True:
                admin.execute("SELECT pg_switch_wal(), pg_logical_emit_message(false, 'fill', 'the log', true)")

    def token(self) -> str:
        """A token of somebody with every role."""
        roles = [word for role in Role for word in ("--role", role.value)]
        told = self.trede("token", "create", "--as", "de tester", *roles, "--json").json["token"]
        assert isinstance(told, str)
        return told

    def make_room(self) -> None:
        """Give it back."""
        self.ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path) as made:
        yield made


@contextmanager
def small_disk(within: Path) -> Iterator[SmallDisk]:
    """A small disk, gone with its namespace when the last process in that ends."""
    (folder := within / "disk").mkdir()
    script = 'mount -t tmpfs -o size="$1"m,mode=755 none "$2" && echo ready && exec sleep infinity'
    holder = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", script, "sh", str(SIZE), str(folder)], stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"ready\n"
        try:
            yield SmallDisk(folder, holder)
        finally:
            holder.kill()


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who records by the API, and has every role."""

    server: Server
    secret: str

    def post(self, sent: Sent) -> httpx.Response:
        """Send a command."""
        headers = {"Authorization": f"Bearer {self.secret}", "Idempotency-Key": str(sent.key)}
        return self.server.client.post(f"/v1/municipalities/{sent.path}", json=sent.body, headers=headers)

    def until_refused(self) -> tuple[list[Sent], Sent, httpx.Response]:
        """Record as long as that goes: what was recorded, what was not, and what was said of that."""
        recorded: list[Sent] = []
        while (answer := self.post(sent := talked(CODE, len(recorded)))).status_code == HTTPStatus.CREATED:
            recorded.append(sent)
        return recorded, sent, answer

    def until_recorded(self, sent: Sent) -> httpx.Response:
        """Send a command until it is recorded."""
        give_up = time.monotonic() + WITHIN
        while (answer := self.post(sent)).status_code != HTTPStatus.CREATED:
            assert time.monotonic() < give_up, answer.text
            time.sleep(0.1)
        return answer


@pytest.mark.skipif(bool(REASON), reason=f"no small disk can be made here: {REASON}")
def test_a_full_disk_is_told_and_nothing_is_damaged_and_all_goes_on_when_there_is_room(disk: SmallDisk) -> None:
    assert disk.trede("open", CODE, "--name", "Fictie").code == 0
    with serving(disk.trede) as server:
        server.until_ready()
        client = Client(server, disk.token())
        head = client.until_recorded(talked(CODE, 0)).json()["position"]
        disk.fill()
        recorded, refused, answer = client.until_refused()
        assert (answer.status_code, answer.json()["detail"]) == (HTTPStatus.SERVICE_UNAVAILABLE, TOLD)
        ran = disk.trede("open", "GM9001", "--name", "Fictie")
        assert (ran.code, ran.said.splitlines()[0]) == (2, TOLD)
        disk.fill_log()
        assert client.post(refused).status_code == HTTPStatus.SERVICE_UNAVAILABLE
        assert disk.trede("status").said.startswith(TOLD)
        disk.make_room()
        assert client.until_recorded(refused).json()["position"] == head + sum(
            each.size for each in [*recorded, refused]
        )
        assert all("Idempotency-Replayed" in client.post(each).headers for each in [*recorded, refused])
        ran = disk.trede("verify")
        assert (ran.code, ran.said) == (0, "")
        server.until_ready()
        assert server.stop()[0] == 0
