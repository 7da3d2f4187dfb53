"""``trede demo``: make the fictional province where there is none yet, and serve it."""

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import say
from api.cli.progress import progress_bar
from api.cli.serve import Port, door_at, serve_at
from api.cli.usage import Unusable
from api.clock import today_of
from api.demo.making import OccupiedError, keys_of, make, there_is, throw_away
from api.settings import Settings
from projections.dutch.words import number

Data = Annotated[Path, typer.Option("--data", metavar="MAP", help="De map met de voorbeeldgegevens.")]
Serve = Annotated[bool, typer.Option("--serve", help="Open daarna de pagina's, tot Ctrl-C.")]
Again = Annotated[bool, typer.Option("--again", help="Maak de voorbeeldgegevens opnieuw, tot en met vandaag.")]


def show_demo(*, data: Data = Path("var/demo"), serve: Serve = False, again: Again = False, port: Port = 8000) -> None:
    """Maak een verzonnen provincie met drie jaar geschiedenis, als die er nog niet is."""
    with door_at(port) if serve else nullcontext() as door:
        _see_to_it(data, again=again)
        _work_in(data)
        if door:
            serve_at(door)
    say(f"De voorbeeldgegevens staan in {data}. Bekijk ze met: trede demo --serve")


def _see_to_it(data: Path, *, again: bool) -> None:
    """Have a demo in the folder."""
    try:
        there = there_is(data)
        if there and again:
            throw_away(data)
        if not there or again:
            _make(data)
    except OccupiedError as occupied:
        raise Unusable(str(occupied)) from None


def _make(data: Path) -> None:
    with progress_bar(quiet=False) as bar:
        task = bar.add_task("", total=None)

        def heard(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        entries = make(data, today_of(Settings()), progress=heard)
    say(f"De voorbeeldprovincie is klaar: {number(entries)} vastleggingen.")


def _work_in(data: Path) -> None:
    """Let this process, and those that it starts, work with the demo and with nothing else."""
    for variable in ("DATABASE_URL", "MASTER_KEY", "PROVINCE", "ARCHIVE"):
        os.environ.pop(f"TREDE_{variable}", None)
    os.environ["TREDE_DATA"], os.environ["TREDE_KEY_FOLDER"] = str(data), str(keys_of(data))
    os.environ.setdefault("TREDE_LOG", str(data / "trede.log"))
