"""A command-line read brings the read models up to the record itself; where a server does, it waits for that."""

from collections.abc import Sequence
from typing import Self

from rich.progress import TaskID

from api.cli.desk import Desk
from api.cli.progress import progress_bar
from projections.engine.runner import Projector
from projections.engine.schema import ReadModel
from projections.models import MODELS

WORTH_SHOWING = 10_000
"""Positions to go from which on a bar is shown: with fewer there is hardly time to see it."""


def catch_up(at: Desk, *, quiet: bool = False, models: Sequence[ReadModel] = MODELS) -> None:
    """Bring these read models as far as the record is now; what was never built is built first.

    Raises:
        StaleError: another process keeps them up, and does not get there.
        UnknownTopicError: only a newer program can read all of the record.
    """
    with Positions("Overzichten bijwerken", quiet=quiet) as positions:
        Projector(at.ledger, models).catch_up(progress=positions.heard)


class Positions:
    """A bar of positions of the record that are done, shown once it is worth it."""

    def __init__(self, what: str, *, quiet: bool) -> None:
        self._what = what
        self._bar = progress_bar(quiet=quiet)
        self._task: TaskID | None = None
        self._first: int | None = None
        self._last = 0

    @property
    def taken(self) -> int:
        """How many were taken under this bar; what was done before does not count."""
        return self._last - (self._first or 0)

    def heard(self, done: int, total: int) -> None:
        """So many are done, of how many."""
        self._first = done if self._first is None else self._first
        self._last = done
        if self._task is None and total - done >= WORTH_SHOWING:
            self._bar.start()
            self._task = self._bar.add_task(self._what, total=total)
        if self._task is not None:
            what = self._what if done < total else "Indexen maken en in gebruik nemen"
            self._bar.update(self._task, description=what, completed=done, total=total)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()
