"""The log that there is for a restore: in which folders, on which timelines, and whether it is without a hole."""

from dataclasses import dataclass
from pathlib import Path

from domain.ledger.archive import HISTORY, Segment, segments_in
from domain.ledger.backup.kept import Backup

SEGMENT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Stretch:
    """What one timeline wrote of a line; ``end`` is where the next one took over, None for the last."""

    timeline: int
    end: int | None


@dataclass(frozen=True, slots=True)
class Log:
    """The folders in which the log is looked for, in this order.

    ``tail`` is where a cluster wrote it: it goes on where the archive ends, and may have files that were never written.
    """

    archives: tuple[Path, ...]
    tail: Path | None = None

    @property
    def folders(self) -> tuple[Path, ...]:
        """All of them."""
        return self.archives if self.tail is None else (*self.archives, self.tail)

    def newest_of(self, backup: Backup) -> int:
        """The newest timeline that goes on from a backup: a restore to before it may have left its own behind."""
        return max((each for each in self._timelines() if self.leads(backup, each)), default=backup.timeline)

    @property
    def newest(self) -> int:
        """The timeline on which history went on."""
        return max(self._timelines(), default=1)

    def leads(self, backup: Backup, timeline: int) -> bool:
        """Whether a timeline goes on from a backup."""
        return any(
            each.timeline == backup.timeline and (each.end is None or backup.end <= each.end)
            for each in self.line(timeline)
        )

    def line(self, timeline: int) -> list[Stretch]:
        """The timelines from the first to this one."""
        stretches = []
        for told in self._history(timeline).splitlines():
            words = told.split("#")[0].split()
            if len(words) > 1:
                stretches.append(Stretch(int(words[0]), log_position(words[1])))
        return [*stretches, Stretch(timeline, None)]

    def archived(self, backup: Backup, timeline: int) -> set[int]:
        """The numbers of the archived segments on the line to this timeline, from the backup on."""
        return self._numbers(backup, timeline, self.archives)

    def _numbers(self, backup: Backup, timeline: int, folders: tuple[Path, ...]) -> set[int]:
        line = {each.timeline: each.end for each in self.line(timeline)}
        return {
            segment.number
            for folder in folders
            for segment in segments_in(folder)
            if segment.timeline in line
            and segment.number >= backup.first.number
            and segment.number <= segment_of(line[segment.timeline], default=segment.number)
        }

    def hole(self, backup: Backup, timeline: int) -> Segment | None:
        """The first segment that is not there, while later ones are."""
        there = self._numbers(backup, timeline, self.folders) | self._own(backup)
        missing = set(range(backup.first.number, max(there))) - there
        return Segment(min(missing), timeline) if missing else None

    @staticmethod
    def _own(backup: Backup) -> set[int]:
        """What the backup brings along: enough for the moment at which it was finished."""
        return set(range(backup.first.number, segment_of(backup.end, default=backup.first.number) + 1))

    def _timelines(self) -> set[int]:
        found = {1}
        for folder in self.folders:
            found |= {int(name[1], 16) for each in folder.iterdir() if (name := HISTORY.fullmatch(each.name))}
        return found

    def _history(self, timeline: int) -> str:
        for folder in self.folders:
            path = folder / f"{timeline:08X}.history"
            if path.exists():
                return path.read_bytes().decode()
        return ""


def log_position(told: str) -> int:
    """A place in the log as PostgreSQL writes it, ``0/3000028``, in bytes."""
    upper, lower = told.split("/")
    return (int(upper, 16) << 32) + int(lower, 16)


def segment_of(position: int | None, *, default: int) -> int:
    """The number of the segment in which a place of the log is."""
    return default if position is None else position // SEGMENT_BYTES
