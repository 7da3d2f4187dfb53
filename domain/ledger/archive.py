"""The archive of the write-ahead log: what brings a backup from when it was made to any later moment.

The server of a data folder puts each segment of its log there once it is full, or after five minutes in which
something was recorded (``archive.sh`` says how, and what happens when it cannot). The folder holds::

    of           which cluster it is of: another one is refused
    backups/     one file per backup that may need it (``domain.ledger.backup.needed``)
    0000000100…  the segments, and small files that tell where a timeline or a backup begins

A timeline is a course of history: each restore begins a new one, and leaves what came after its moment on the old.
"""

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from domain.ledger.system_user import SystemUser

FOLDER = "postgres.archive"
SCRIPT = "archive.sh"
SCRIPT_TEXT = (files(__package__) / SCRIPT).read_bytes()
KEPT = 64
"""How many segments of 16 MB are kept while no backup needs them; the script has the same number."""
SEGMENT = re.compile(r"[0-9A-F]{24}")
HISTORY = re.compile(r"([0-9A-F]{8})\.history")
SEGMENTS_PER_FILE = 256
"""Of a log position of 64 bits, the name of a segment of 16 MB tells the upper half, and the rest in this many."""


class ForeignArchiveError(Exception):
    """The archive is of another cluster; the text says what to do."""


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """16 MB of the log: its place in the log, and the timeline that wrote it."""

    number: int
    timeline: int

    @classmethod
    def named(cls, name: str) -> "Segment":
        """The segment in a file of this name, 24 hexadecimal digits."""
        timeline, upper, lower = (int(name[at : at + 8], 16) for at in (0, 8, 16))
        return cls(upper * SEGMENTS_PER_FILE + lower, timeline)

    @property
    def name(self) -> str:
        """The name of its file."""
        upper, lower = divmod(self.number, SEGMENTS_PER_FILE)
        return f"{self.timeline:08X}{upper:08X}{lower:08X}"


@dataclass(frozen=True)
class Archive:
    """The archive of one data folder: in the folder ``place``, which is the data folder where nobody said otherwise."""

    place: Path
    user: SystemUser

    @property
    def folder(self) -> Path:
        """Where the files are."""
        return self.place / FOLDER

    @property
    def identity(self) -> str:
        """Which cluster it is of; nothing, while it is of none."""
        try:
            return (self.folder / "of").read_bytes().decode().strip()
        except FileNotFoundError:
            return ""

    @contextmanager
    def opened(self, cluster: Path) -> Iterator[int | None]:
        """The open folder, made when absent; None when the place itself is not there: a disk that was not mounted.

        Raises:
            ForeignArchiveError: another cluster has its log here.
        """
        if not self.place.is_dir():
            yield None
            return
        self._made(identity_of(cluster))
        handle = os.open(self.folder, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            yield handle
        finally:
            os.close(handle)

    def settings(self, cluster: Path, folder: int | None) -> dict[str, str]:
        """What the server is told of it, with the script in the cluster; the folder is open in the server too."""
        write_whole(cluster / SCRIPT, SCRIPT_TEXT, self.user)
        return {
            "archive_command": f'sh ./{SCRIPT} "%p" %f {-1 if folder is None else folder}',
            "trede.archive": str(self.folder),  # where it is, for who asks the server
        }

    def _made(self, identity: str) -> None:
        for folder in (self.folder, self.folder / "backups"):
            if not folder.is_dir():
                folder.mkdir(mode=0o700)
                self.user.given(folder)
        of = self.folder / "of"
        if identity and not of.exists():
            write_whole(of, f"{identity}\n".encode(), self.user)
        elif identity and (whose := self.identity) != identity:
            raise ForeignArchiveError(
                f"{self.folder} holds the archive of another database ({whose}, this one is {identity}): set "
                f"TREDE_ARCHIVE to another folder, or move that archive away"
            )


def write_whole(path: Path, content: bytes, user: SystemUser) -> None:
    """Write a file that is there whole or not at all, also after a power cut; it belongs to the account.

    What it says already is not written again: a disk that is full is no reason not to start.
    """
    with suppress(FileNotFoundError):
        if path.read_bytes() == content:
            return
    draft = path.with_name(f".{path.name}.unfinished")
    draft.unlink(missing_ok=True)
    with os.fdopen(user.opened(draft, os.O_WRONLY), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def segments_in(folder: Path) -> list[Segment]:
    """The segments in a folder, by their place in the log."""
    return sorted(Segment.named(each.name) for each in folder.iterdir() if SEGMENT.fullmatch(each.name))


def identity_of(cluster: Path) -> str:
    """The number that a cluster keeps for ever, also in its backups; it stands first in this file."""
    try:
        (number,) = struct.unpack("=Q", (cluster / "global" / "pg_control").read_bytes()[:8])
    except (FileNotFoundError, struct.error):  # the server is about to say what is wrong with it
        return ""
    return str(number)
