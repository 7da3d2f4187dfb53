"""``trede status``: whether everything is there, where, and whether the read models keep up."""

from dataclasses import dataclass

from api import clock
from api.arriving.standing import RESULTS, Standing
from api.cli.desk import desk
from api.cli.options import AsJson
from api.cli.output import as_json, heading, in_one_line, say, table
from api.condition import Condition, state_in_words, trouble
from api.safekeeping import in_words, warning
from api.settings import Settings
from api.store import Store
from domain.ledger.application import Ledger
from domain.ledger.backup.standing import BackupStanding
from projections.dutch.words import moment, number
from projections.engine.bookkeeping import Parked
from projections.engine.status import ReadModelStatus, status
from projections.models import MODELS


@dataclass(frozen=True, slots=True)
class _Watching:
    """What tells how it stands with figures."""

    ledger: Ledger
    store: Store
    settings: Settings


def show_status(*, json: AsJson = False) -> None:
    """Start de database en vertel hoe het ervoor staat."""
    with desk() as at:
        read_models, now = status(at.ledger, MODELS), Condition.of(at.ledger, at.settings)
        watching = _Watching(at.ledger, Store.open(at.ledger), at.settings)
        arriving = Standing.of(watching, at.today, clock.now(), shown=1)
        if json:
            as_json(
                {
                    **_as_dict(now),
                    "figures": _figures(arriving),
                    "readModels": [_read_model(each) for each in read_models],
                }
            )
            return
        _show(now)
        _show_figures(arriving)
        if read_models:
            _show_read_models(now, read_models)


def _as_dict(now: Condition) -> dict[str, object]:
    return {
        "database": "external" if now.data is None else "embedded",
        "data": None if now.data is None else str(now.data),
        "server": now.server,
        "record": now.record,
        "position": now.position,
        "recordedAt": now.recorded_at.isoformat() if now.recorded_at else None,
        "municipalities": now.municipalities,
        "province": now.province,
        "masterKey": now.key_place,
        "backups": _backups(now.backups) if now.backups else None,
    }


def _backups(standing: BackupStanding) -> dict[str, object]:
    """How it stands with backups and the archive, as scripts get it."""
    return {
        "last": str(standing.last.folder) if standing.last else None,
        "lastMadeAt": standing.last.made_at.isoformat() if standing.last else None,
        "archive": str(standing.folder) if standing.folder else None,
        "archiveBytes": standing.size,
        "well": standing.well,
        "failingSince": standing.failing_since.isoformat() if standing.failing_since else None,
        "missing": standing.hole.name if standing.hole else None,
    }


def _read_model(each: ReadModelStatus) -> dict[str, object]:
    """How a read model stands, as scripts get it; without a position when it was never built."""
    return {
        "name": each.model,
        "version": each.version,
        "position": each.live.position if each.live else None,
        "lag": each.lag,
        "updatedAt": each.live.updated_at.isoformat() if each.live else None,
        "building": each.building.position if each.building else None,
        "trouble": trouble(each),
        "parked": [_parked(one) for one in each.parked],
    }


def _parked(each: Parked) -> dict[str, object]:
    return {
        "stream": each.stream,
        "position": each.position,
        "error": each.error,
        "tries": each.tries,
        "parkedAt": each.parked_at.isoformat(),
    }


def _show(now: Condition) -> None:
    where = f"in {now.data}" if now.data else "op een eigen server"
    say(f"De database draait (PostgreSQL {now.server}, {where}).")
    last = f", het laatst op {moment(now.recorded_at)}" if now.recorded_at else ""
    say(f"{number(now.position)} vastleggingen over {now.municipalities} gemeenten{last}.")
    say(f"De hoofdsleutel van de teksten: {now.key_place}. Bewaar daarvan een kopie, los van de reservekopie.")
    if now.backups:
        say(in_words(now.backups))
        if wrong := warning(now.backups):
            say(f"Let op: {wrong}")
    if now.province:
        say(f"Import neemt alleen gemeenten van provincie {now.province}.")


def _figures(arriving: Standing) -> dict[str, object]:
    """How it stands with figures, as scripts get it."""
    alarm = arriving.alarm
    return {
        "folder": arriving.folder,
        "address": arriving.host,
        "times": list(arriving.times) if arriving.host else [],
        "lastImportedAt": arriving.last.recorded_at.isoformat() if arriving.last else None,
        "alarm": None
        if alarm is None
        else {"since": alarm.since.isoformat(), "workingDays": alarm.working_days, "sentence": alarm.sentence},
    }


def _show_figures(arriving: Standing) -> None:
    say(arriving.in_words)
    if arriving.folder or arriving.host:
        say(arriving.ways_in_words)
    for each in arriving.arrivals:
        said = f"{each.told.file_name}: {RESULTS[each.result]}" if each.told.file_name else RESULTS[each.result]
        say(
            f"Het laatst binnengekomen op {moment(each.at)}: {said}."
            + (f" {each.told.reason}" * bool(each.told.reason))
        )
    if arriving.alarm:
        say(f"Let op: {arriving.alarm.sentence}")


def _show_read_models(now: Condition, read_models: list[ReadModelStatus]) -> None:
    heading("Overzichten")
    table(
        ("overzicht", "versie", "bij tot", "achter", "toestand"),
        (
            (
                each.model,
                str(each.version),
                number(each.live.position) if each.live else "–",
                number(each.lag),
                state_in_words(each, now.position),
            )
            for each in read_models
        ),
        right=frozenset({1, 2, 3}),
    )
    if any(each.live is None and each.building is None for each in read_models):
        say("Wat nog niet is gebouwd, komt er vanzelf bij de eerste vraag, of met: trede upgrade")
    for each in read_models:
        if stopped := trouble(each):
            say(f"{each.model} staat stil. Technische melding: {in_one_line(stopped)}")
        for one in each.parked:
            say(
                f"{each.model} laat {one.stream} liggen sinds {moment(one.parked_at)}, vanaf vastlegging"
                f" {number(one.position)} ({number(one.tries)} keer geprobeerd)."
                f" Technische melding: {in_one_line(one.error)}"
            )
