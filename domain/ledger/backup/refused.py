"""Why a backup is not made, or nothing is restored from one."""

from enum import StrEnum


class Why(StrEnum):
    """The reasons; who tells them has words for each."""

    NO_BACKUP = "no-backup"
    UNFINISHED = "unfinished"
    UNREADABLE = "unreadable"
    DAMAGED = "damaged"
    ANOTHER_MAJOR = "another-major"
    NO_ROOM = "no-room"
    LIVING = "living"
    IN_USE = "in-use"
    BUSY = "busy"
    BEFORE_BACKUP = "before-backup"
    IN_THE_FUTURE = "in-the-future"
    AFTER_THE_END = "after-the-end"
    LOG_MISSING = "log-missing"
    LOG_DAMAGED = "log-damaged"
    NOT_RECOVERED = "not-recovered"
    NOT_COPIED = "not-copied"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, as those of the domain are
    """Nothing was done, or it was undone; ``about`` names what stands in the way, by the names the reason needs."""

    def __init__(self, why: Why, **about: object) -> None:
        super().__init__(f"{why}: " + ", ".join(f"{name}={value}" for name, value in about.items()))
        self.why, self.about = why, about
