"""The folder in which others put files with figures: which of them are complete, and where they go afterwards.

A file is complete when it did not change between two looks and its name is not one that programs give to files they are
still writing. What is no file of this folder itself is left alone: links, folders, pipes.
"""

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

DONE, REFUSED = "verwerkt", "geweigerd"
"""The folders inside it, for files that were imported and for files that could not be."""
REPORT = ".verslag.txt"
"""How the report beside a file is called: as the file, and this."""
LONGEST_NAME = 180
"""Bytes of the name of a file that are kept, so that there is room for what comes behind it."""
LONGEST_ENDING = 20

UNFINISHED = re.compile(
    r"^[.~]|~$|\.(tmp|temp|part|partial|filepart|crdownload|download|opdownload|swp|lock)$", re.IGNORECASE
)
"""How files are called that a program is still writing, or that it keeps beside the real one."""


ERRORS = {
    errno.ENOENT: "het is er niet",
    errno.EACCES: "Trede mag er niet bij",
    errno.EPERM: "Trede mag er niet bij",
    errno.ENOTDIR: "het is geen map",
    errno.EEXIST: "er ligt een bestand met die naam",
    errno.ELOOP: "het is een verwijzing naar een andere plek",
    errno.EROFS: "er kan niet worden geschreven",
    errno.ENOSPC: "de schijf is vol",
}
"""What a file system says that goes wrong, in Dutch."""


class Stamp(NamedTuple):
    """What changes when a file does."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, status: os.stat_result) -> "Stamp":
        """As the file system tells it."""
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies in the folder, as it was when it was found."""

    name: str
    stamp: Stamp

    @property
    def told(self) -> str:
        """Its name as it can be shown, whatever bytes it has."""
        return os.fsencode(self.name).decode(errors="replace")


class Folder:
    """One folder, with what was seen in it at the last look."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: dict[str, Stamp] = {}
        self._left: dict[str, Stamp] = {}

    def settled(self) -> list[Found]:
        """The files that lie here unchanged since the last look, the oldest first; without those that are left.

        Raises:
            OSError: the folder is not there, or may not be read.
        """
        now = {each.name: each.stamp for each in self._files()}
        unchanged = [Found(name, stamp) for name, stamp in now.items() if self._seen.get(name) == stamp]
        self._seen = now
        self._left = {name: stamp for name, stamp in self._left.items() if now.get(name) == stamp}
        waiting = [each for each in unchanged if each.name not in self._left]
        return sorted(waiting, key=lambda each: (each.stamp.modified, each.name))

    def leave(self, found: Found) -> None:
        """Let a file lie, until it is another one."""
        self._left[found.name] = found.stamp

    def content(self, found: Found) -> bytes | None:
        """What is in a file; None when it has become another one meanwhile.

        Raises:
            OSError: it may not be read.
        """
        # Neither a link nor a pipe that took its place is opened.
        handle = os.open(self.path / found.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            if Stamp.of(os.fstat(handle)) != found.stamp:
                return None
            content = file.read(found.stamp.size + 1)
            complete = len(content) == found.stamp.size and Stamp.of(os.fstat(handle)) == found.stamp
        return content if complete else None

    def put_away(self, found: Found, place: str, report: str) -> str | None:
        """Move a file to one of the folders inside, with a report beside it; answers the name that it has there.

        None when another file has taken its place meanwhile: that one is not ours to move.

        Raises:
            OSError: it cannot be moved.
        """
        source, inside = self.path / found.name, self.path / place
        inside.mkdir(exist_ok=True)
        if not stat.S_ISDIR(inside.lstat().st_mode):
            raise NotADirectoryError(errno.ELOOP, "a link takes the place of a folder", place)
        if Stamp.of(source.lstat()) != found.stamp:
            return None
        name = _free(inside, found.name)
        source.rename(inside / name)
        with (inside / f"{name}{REPORT}").open("x", encoding="utf-8") as beside:
            beside.write(report)
        return name

    def _files(self) -> Iterator[Found]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                ours = entry.name in {DONE, REFUSED}
                if not ours and not UNFINISHED.search(entry.name) and entry.is_file(follow_symlinks=False):
                    try:
                        yield Found(entry.name, Stamp.of(entry.stat(follow_symlinks=False)))
                    except FileNotFoundError:  # taken away while we looked
                        continue


def in_dutch(error: OSError) -> str:
    """What is wrong with a file or folder, as the end of a sentence."""
    return ERRORS.get(error.errno or 0) or error.strerror or type(error).__name__


def _free(folder: Path, name: str) -> str:
    """A name under which nothing lies in a folder yet: ``juni.csv``, ``juni (2).csv``."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(os.fsencode(ending)) > LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    stem = os.fsdecode(os.fsencode(stem)[:LONGEST_NAME])
    number, free = 1, f"{stem}{dot}{ending}"
    while any(os.path.lexists(folder / each) for each in (free, f"{free}{REPORT}")):
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    return free
