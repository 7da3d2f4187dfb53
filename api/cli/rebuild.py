"""``trede rebuild`` and ``trede upgrade``: build the read models again, or those that this version does not have yet.

A build goes on beside the read models in use. Whatever breaks it off, the next one goes on where it was.
"""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from api.cli.catching_up import Positions
from api.cli.desk import Desk, desk, messages
from api.cli.options import AsJson
from api.cli.output import as_json, say
from api.cli.usage import Unusable
from projections.dutch.words import number
from projections.engine.rebuilding import drop_older, missing, rebuild
from projections.engine.schema import ReadModel
from projections.engine.status import status
from projections.models import MODELS

NOT_ALL = 1
INTERRUPTED = 130
BROKEN_OFF = "Afgebroken. De overzichten die er waren, blijven in gebruik."

Names = Annotated[
    list[str] | None,
    typer.Argument(metavar="[OVERZICHT...]", help="Overzichten om opnieuw te bouwen; anders alle.", show_default=False),
]


def rebuild_read_models(names: Names = None, *, json: AsJson = False) -> None:
    """Bouw overzichten opnieuw op uit de vastleggingen. Intussen blijven de oude in gebruik."""
    models = named(names or [])
    with _in_own_words(), desk() as at:
        build = _build(at, models, quiet=json)
        if json:
            as_json(build.as_dict)
        else:
            _tell(at, build)
    raise typer.Exit(NOT_ALL if build.elsewhere else 0)


def upgrade(*, json: AsJson = False) -> None:
    """Bouw de overzichten die deze versie van Trede nog niet heeft, en ruim op wat geen programma meer gebruikt."""
    with _in_own_words(), desk() as at:
        wanted = missing(at.ledger, MODELS)
        build = _build(at, wanted, quiet=json)
        dropped = drop_older(at.ledger, MODELS)
        if json:
            as_json({**build.as_dict, "dropped": dropped})
        else:
            _tell(at, build)
            if not wanted:
                say("Alle overzichten van deze versie zijn er al.")
            if dropped:
                say(f"Opgeruimd: {', '.join(dropped)}.")
    raise typer.Exit(NOT_ALL if build.elsewhere else 0)


@dataclass(frozen=True, slots=True)
class Build:
    """What came of building: what is in use now, and what another process is building already."""

    built: tuple[ReadModel, ...]
    elsewhere: tuple[ReadModel, ...]
    positions: int
    seconds: float

    @property
    def as_dict(self) -> dict[str, object]:
        """The same, as scripts get it."""
        return {
            "built": [model.name for model in self.built],
            "elsewhere": [model.name for model in self.elsewhere],
            "positions": self.positions,
            "seconds": round(self.seconds, 3),
        }


def named(names: Iterable[str], models: Sequence[ReadModel] = MODELS) -> list[ReadModel]:
    """The read models with these names; all of them for no names."""
    known = {model.name: model for model in models}
    for name in names:
        if name not in known:
            raise Unusable(f"'{name}' is geen overzicht; kies uit {', '.join(known)}.")
    return [known[name] for name in dict.fromkeys(names)] or list(models)


def _build(at: Desk, models: Sequence[ReadModel], *, quiet: bool) -> Build:
    begun = time.monotonic()
    try:
        with Positions("Overzichten bouwen", quiet=quiet) as positions:
            built = rebuild(at.ledger, models, progress=positions.heard) if models else []
    except KeyboardInterrupt as interrupted:
        _tell_interrupted(at, models)
        raise SystemExit(INTERRUPTED) from interrupted
    elsewhere = tuple(model for model in models if model not in built)
    return Build(tuple(built), elsewhere, positions.taken, time.monotonic() - begun)


@contextmanager
def _in_own_words() -> Iterator[None]:
    """Whenever it is interrupted, also before it builds and while it lets go, say that nothing was lost."""
    try:
        yield
    except KeyboardInterrupt as interrupted:
        messages.print(BROKEN_OFF)
        raise SystemExit(INTERRUPTED) from interrupted


def _tell_interrupted(at: Desk, models: Sequence[ReadModel]) -> None:
    building = [each for each in status(at.ledger, models) if each.building]
    messages.print(BROKEN_OFF)
    if building:
        done = min(each.building.position for each in building if each.building)
        messages.print(
            f"Gebouwd tot vastlegging {number(done)} van {number(at.ledger.head().position)}."
            " Dezelfde opdracht gaat daar verder; een server die draait doet dat vanzelf."
        )


def _tell(at: Desk, build: Build) -> None:
    if build.built:
        pace = f", {number(round(build.positions / build.seconds))} per seconde" if build.seconds >= 1 else ""
        say(f"Gebouwd en in gebruik: {', '.join(model.name for model in build.built)}.")
        say(f"{number(build.positions)} vastleggingen in {number(round(build.seconds, 1))} s{pace}.")
    for each in status(at.ledger, build.elsewhere):
        how_far = f", nu bij vastlegging {number(each.building.position)}" if each.building else ""
        say(f"{each.model} wordt al gebouwd door een ander programma{how_far}. Volg het met: trede status")
