"""``trede restore``: the record back from a backup, to the end of the archive or to a moment; or only a rehearsal."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.cli.backup import OWN_SERVER
from api.cli.backup_progress import backup_bar
from api.cli.backup_told import exact
from api.cli.desk import desk, waiting
from api.cli.options import AsJson
from api.cli.output import as_json, say
from api.cli.usage import Unusable
from api.settings import Settings
from domain.ledger.backup.restoring import Place, Restored, rehearse, restore
from projections.dutch.telling import counted
from projections.dutch.words import number

NOT_SOUND = 1

Source = Annotated[
    Path,
    typer.Argument(metavar="MAP", help="Een reservekopie, of de map met reservekopieën: dan de nieuwste die past."),
]
To = Annotated[
    str | None,
    typer.Option("--to", metavar="MOMENT", help="Herstel tot dit moment, zoals 2026-11-28T14:00; anders tot het eind."),
]
Replace = Annotated[
    bool, typer.Option("--replace", metavar="", help="Zet de administratie die er staat opzij, onder een andere naam.")
]
Drill = Annotated[
    bool,
    typer.Option("--drill", metavar="", help="Oefen: herstel ernaast, controleer, en gooi weg. Er verandert niets."),
]


def restore_backup(
    source: Source, *, to: To = None, replace: Replace = False, drill: Drill = False, json: AsJson = False
) -> None:
    """Herstel de administratie uit een reservekopie, of oefen dat."""
    settings = Settings()
    if settings.database_url is not None:
        raise Unusable(OWN_SERVER)
    moment, begun = None if to is None else read_moment(to), time.monotonic()
    with backup_bar(quiet=json) as progress:
        place = Place(
            data=settings.data,
            archive=settings.archive,
            given_key=settings.master_key,
            key_folder=settings.key_folder,
            on_wait=waiting,
            progress=progress,
        )
        if drill:
            restored = rehearse(place, source, to=moment)
        else:
            restored = restore(place, source, to=moment, replace=replace, now=clock.now())
    if not drill:
        _open_once(restored)
    seconds = time.monotonic() - begun
    if json:
        as_json(_as_dict(restored, drill=drill, seconds=seconds))
    else:
        _tell(restored, settings.data, drill=drill, seconds=seconds, moment=moment)
    raise typer.Exit(NOT_SOUND if restored.findings else 0)


def read_moment(given: str) -> datetime:
    """A moment as ``2026-11-28T14:00``, in Dutch time unless it says otherwise."""
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise Unusable(f"--to: '{given}' is geen moment; schrijf 2026-11-28T14:00.") from None
    if moment.tzinfo is not None:
        return moment
    earlier, later = (moment.replace(tzinfo=clock.AMSTERDAM, fold=fold) for fold in (0, 1))
    if earlier.utcoffset() != later.utcoffset():
        raise Unusable(
            f"--to: {given} komt bij het verzetten van de klok twee keer of niet voor."
            f" Schrijf het met het verschil met UTC: {given}+01:00 of {given}+02:00."
        )
    return earlier


def _open_once(restored: Restored) -> None:
    """Start what was restored as it will be from now on: what it wrote goes to the archive."""
    with desk() as at:
        at.log("restore", str(restored.backup.folder), f"restored to position {restored.head.position}")


def _as_dict(restored: Restored, *, drill: bool, seconds: float) -> dict[str, object]:
    head = restored.head
    return {
        "backup": str(restored.backup.folder),
        "drill": drill,
        "position": head.position,
        "recordedAt": head.recorded_at.astimezone(UTC).isoformat() if head.position else None,
        "findings": [f"{each.position} ({each.stream}/{each.version}): {each.what}" for each in restored.findings],
        "erasedAgain": restored.erased,
        "erasuresKnown": restored.erasures_known,
        "aside": str(restored.aside) if restored.aside else None,
        "seconds": round(seconds, 1),
    }


def _tell(restored: Restored, data: Path, *, drill: bool, seconds: float, moment: datetime | None) -> None:
    head = restored.head
    took = counted(round(seconds), "seconde", "seconden")
    last = f", het laatst op {exact(head.recorded_at)}" if head.position else ""
    if drill:
        say(f"Geoefend met {restored.backup.folder}, in {took}. Er is niets veranderd.")
        say(f"Na herstel gaat de administratie tot en met vastlegging {number(head.position)}{last}.")
    else:
        say(f"Hersteld uit {restored.backup.folder}, in {took}.")
        say(f"De administratie gaat nu tot en met vastlegging {number(head.position)}{last}.")
    if restored.findings:
        say(f"Let op: {counted(len(restored.findings), 'plek leest', 'plekken lezen')} niet zoals vastgelegd:")
        for each in restored.findings:
            say(f"  vastlegging {each.position} ({each.stream}/{each.version}): {each.what}")
    else:
        say("Elke vastlegging is nagelopen en leest zoals zij is vastgelegd.")
    if restored.erased:
        say(f"Opnieuw gewist: {counted(restored.erased, 'sleutel', 'sleutels')} die na dat moment waren gewist.")
    if not restored.erasures_known:
        say("Let op: wat na de laatste reservekopie is gewist, is niet bekend. Wis dat zo nodig opnieuw.")
    if not drill:
        _tell_what_now(restored, data, moment)


def _tell_what_now(restored: Restored, data: Path, moment: datetime | None) -> None:
    say("De overzichten komen vanzelf bij, of met: trede upgrade")
    if moment is not None:
        say(
            "Wie mag inloggen en welke tokens gelden, is ook weer als toen. Kijk met: trede user list, trede token list"
        )
    if restored.aside:
        say(f"Wat er stond, is bewaard als {restored.aside}. Gooi het pas weg als alles klopt.")
    say(f"Maak nu een nieuwe reservekopie van {data}: trede backup MAP")
