"""``trede backup``: a verified copy of the record, while everybody works on."""

from pathlib import Path
from typing import Annotated

import typer

from api import clock
from api.cli.backup_progress import backup_bar
from api.cli.backup_told import exact
from api.cli.desk import desk, waiting
from api.cli.options import AsJson
from api.cli.output import as_json, say
from api.cli.usage import Unusable
from api.settings import Settings
from domain.ledger.archive import FOLDER as ARCHIVE
from domain.ledger.backup.taking import Taken, back_up
from domain.ledger.embedded import start
from projections.dutch.telling import counted
from projections.dutch.words import number

OWN_SERVER = (
    "Deze administratie staat op een eigen PostgreSQL-server (TREDE_DATABASE_URL); Trede maakt en herstelt daar geen"
    " reservekopie van. Laat die server dat doen, met pg_basebackup en een archief van de WAL: van de hele database,"
    " want record, keys en app horen bij elkaar. Bewaar de hoofdsleutel apart (trede status zegt waar die is). Wordt er"
    " hersteld tot voor het wissen van een tekst, dan moet die daarna opnieuw worden gewist."
)

NOTE = """\
Dit is een reservekopie van de administratie van Trede, gemaakt op {moment}.

Terugzetten, in een nieuwe datamap:

    TREDE_DATA=/pad/naar/nieuwe/map trede restore "{folder}"

Oefenen, zonder dat er iets verandert: trede restore MAP --drill
Tot een moment: --to 2026-11-28T14:00. Daarvoor is ook het archief nodig: {archive}

De hoofdsleutel zit hier NIET bij. Zij was toen hier: {key_place}
Zonder die sleutel kan niemand de teksten lezen. Cijfers, dagen en namen van gemeenten staan hier wel leesbaar in:
bewaar deze kopie waar anderen er niet bij kunnen, en niet langer dan nodig. Wat later is gewist, staat er nog in.
"""
"""What lies in a backup, for who finds it in some years."""

Folder = Annotated[
    Path,
    typer.Argument(metavar="MAP", help="De map voor de reservekopieën; elke krijgt daarin een map met zijn datum."),
]
Keep = Annotated[
    int | None,
    typer.Option(
        "--keep", metavar="AANTAL", min=1, help="Bewaar zoveel reservekopieën; oudere worden daarna verwijderd."
    ),
]


def make_backup(folder: Folder, *, keep: Keep = None, json: AsJson = False) -> None:
    """Maak een reservekopie en controleer die. Intussen kan iedereen doorwerken."""
    settings = Settings()
    if settings.database_url is not None:
        raise Unusable(OWN_SERVER)
    with (
        desk() as at,
        start(settings.data, archive=settings.archive, on_wait=waiting) as cluster,
        backup_bar(quiet=json) as progress,
    ):
        key_place = at.ledger.key_place
        note = NOTE.format(
            moment=exact(now := clock.now()),
            folder=folder.absolute(),
            archive=(settings.archive or settings.data).absolute() / ARCHIVE,
            key_place=key_place,
        )
        taken = back_up(cluster, folder, now=now, key_place=key_place, note=note, keep=keep, progress=progress)
        at.log("backup", str(taken.backup.folder), "made")
    if json:
        as_json(_as_dict(taken))
    else:
        _tell(taken, settings.data)


def _as_dict(taken: Taken) -> dict[str, object]:
    backup = taken.backup
    return {
        "folder": str(backup.folder),
        "record": str(backup.record),
        "position": backup.position,
        "finishedAt": backup.finished_at.isoformat(),
        "bytes": backup.size,
        "archive": str(backup.archive) if backup.archive else None,
        "masterKey": backup.key_place,
        "erasedKeys": taken.erased,
        "removed": [str(each.folder) for each in taken.retired],
    }


def _tell(taken: Taken, data: Path) -> None:
    backup = taken.backup
    say(f"De reservekopie staat in {backup.folder} ({number(backup.size // 1_000_000)} MB) en is gecontroleerd.")
    say(f"Zij bevat alles tot en met vastlegging {number(backup.position)}, van {exact(backup.finished_at)}.")
    if taken.archived:
        say(f"Met het archief in {backup.archive} is elk later moment te herstellen: trede restore --help")
    else:
        say("Let op: het archief werkt nu niet (trede status): een later moment is hiervandaan niet te herstellen.")
    say(
        f"De hoofdsleutel zit er NIET bij: {backup.key_place}. Bewaar daarvan een kopie op een andere plaats;"
        " zonder die sleutel kan niemand de teksten lezen."
    )
    if backup.folder.stat().st_dev == data.stat().st_dev:
        say("Let op: zij staat op dezelfde schijf als de administratie. Zet er een kopie van op een andere computer.")
    if taken.erased:
        keys = counted(taken.erased, "gewiste sleutel staat", "gewiste sleutels staan")
        say(f"{keys} op de lijst ernaast: bij herstel wist Trede die opnieuw.")
    for each in taken.retired:
        say(f"Verwijderd: {each.folder}.")
