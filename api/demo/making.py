"""Making the demo in a data folder of its own: whole, or not at all."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from api.demo.loading import load
from api.opening import opened_ledger
from api.settings import Settings
from domain.ledger.application import Ledger
from domain.ledger.demo import is_demo
from domain.ledger.embedded import Cluster, find, start
from projections.engine.runner import Projector
from projections.models import MODELS

RECORDING, BUILDING = "Voorbeeldprovincie vastleggen", "Overzichten bouwen"

Progress = Callable[[str, int, int], None]
"""Hears what is going on, how much of it is done, and how much there is."""


class OccupiedError(Exception):
    """There is something else than a demo in the folder, or somebody works with the demo in it; the text says so."""


def settings_of(data: Path) -> Settings:
    """The settings of a demo in a folder; the master key lies beside it, as nothing in a demo needs protection."""
    return Settings(
        data=data,
        key_folder=keys_of(data),
        archive=None,
        database_url=None,
        master_key=None,
        province=None,
        today=None,
    )


def keys_of(data: Path) -> Path:
    """The folder of the master key of a demo."""
    return data.with_name(f"{data.name}.keys")


def there_is(data: Path) -> bool:
    """Whether a demo is in the folder.

    Raises:
        OccupiedError: something else is.
    """
    if not data.exists() or not any(data.iterdir()):
        return False
    if (data / "postgres").is_dir():
        with opened_ledger(settings_of(data)) as ledger:
            if is_demo(ledger):
                return True
    raise OccupiedError(f"In de map {data} staan geen voorbeeldgegevens. Kies een andere map: --data.")


def make(data: Path, today: date, *, progress: Progress = lambda *_: None) -> int:
    """Make the demo beside its place, as it is on a day, and put it there; answers how many entries it has.

    Interrupted, there is no demo; what was left is thrown away by the next one.

    Raises:
        OccupiedError: somebody else is making it now.
    """
    unfinished = data.with_name(f"{data.name}.unfinished")
    with _alone(keys_of(data)):
        if unfinished.exists():
            shutil.rmtree(unfinished)
        with (
            start(unfinished) as cluster,
            Ledger.open(_hurried(cluster), key_folder=keys_of(data), connections=2) as ledger,
        ):
            load(ledger, today, progress=lambda done, total: progress(RECORDING, done, total))
            Projector(ledger, MODELS).catch_up(progress=lambda done, total: progress(BUILDING, done, total))
            entries = ledger.head().position
        if data.exists():
            data.rmdir()
        unfinished.rename(data)
    return entries


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a folder as the only process that does; the kernel lets go of it when this one dies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise OccupiedError("De voorbeeldgegevens worden al gemaakt, door een ander programma.") from None
    finally:
        os.close(handle)


def _hurried(cluster: Cluster) -> str:
    """How to reach the server without waiting for the disk: a power cut leaves no demo, which is made again."""
    return f"{cluster.conninfo()} options='-c synchronous_commit=off'"


def throw_away(data: Path) -> None:
    """Remove a demo that nobody uses.

    Raises:
        OccupiedError: somebody does.
    """
    if find(data) is not None:
        raise OccupiedError(f"De voorbeeldgegevens in {data} zijn in gebruik. Stop dat programma eerst.")
    shutil.rmtree(data)
    shutil.rmtree(keys_of(data), ignore_errors=True)
