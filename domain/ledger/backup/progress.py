"""How far making a backup or restoring one has come."""

from collections.abc import Callable
from enum import StrEnum


class Stage(StrEnum):
    """What is going on."""

    COPYING = "copying"
    CHECKING = "checking"
    PUTTING_BACK = "putting back"
    REPLAYING = "replaying"
    VERIFYING = "verifying"


Progress = Callable[[Stage, int, int], None]
"""Hears what is going on, how much of it is done, and how much there is; of nothing when that is not known."""


def unheard(_stage: Stage, _done: int, _total: int) -> None:
    """Nobody listens."""
