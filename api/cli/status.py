"""``trede status``: whether everything is there, where, and whether the read models keep up."""

from api.cli.desk import Desk, desk
from api.cli.options import AsJson
from api.cli.output import as_json, heading, in_one_line, say, table
from projections.dutch.words import moment, number
from projections.engine.bookkeeping import Parked
from projections.engine.status import ReadModelStatus, status
from projections.models import MODELS


def show_status(*, json: AsJson = False) -> None:
    """Start de database en vertel hoe het ervoor staat."""
    with desk() as at:
        read_models = status(at.ledger, MODELS)
        if json:
            as_json({**_as_dict(at), "readModels": [_read_model(each) for each in read_models]})
            return
        _show(at)
        if read_models:
            _show_read_models(at, read_models)


def _as_dict(at: Desk) -> dict[str, object]:
    head = at.ledger.head()
    return {
        "database": "external" if at.settings.database_url else "embedded",
        "data": None if at.settings.database_url else str(at.settings.data.absolute()),
        "server": at.ledger.server_version,
        "record": str(at.ledger.record_id),
        "position": head.position,
        "recordedAt": head.recorded_at.isoformat() if head.position else None,
        "municipalities": len(at.ledger.streams("GM")),
        "province": at.settings.province,
        "masterKey": at.ledger.key_place,
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
        "trouble": _trouble(each),
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


def _trouble(each: ReadModelStatus) -> str | None:
    """Why a read model does not go on."""
    return next((one.trouble for one in (each.live, each.building) if one and one.trouble), None)


def _show(at: Desk) -> None:
    state, head = _as_dict(at), at.ledger.head()
    where = f"in {state['data']}" if state["data"] else "op een eigen server"
    say(f"De database draait (PostgreSQL {state['server']}, {where}).")
    last = f", het laatst op {moment(head.recorded_at)}" if head.position else ""
    say(f"{number(head.position)} vastleggingen over {state['municipalities']} gemeenten{last}.")
    say(f"De hoofdsleutel van de teksten: {state['masterKey']}. Bewaar daarvan een kopie, los van de reservekopie.")
    if at.settings.province:
        say(f"Import neemt alleen gemeenten van provincie {at.settings.province}.")


def _show_read_models(at: Desk, read_models: list[ReadModelStatus]) -> None:
    heading("Overzichten")
    head = at.ledger.head().position
    table(
        ("overzicht", "versie", "bij tot", "achter", "toestand"),
        (
            (
                each.model,
                str(each.version),
                number(each.live.position) if each.live else "–",
                number(each.lag),
                _state(each, head),
            )
            for each in read_models
        ),
        right=frozenset({1, 2, 3}),
    )
    if any(each.live is None and each.building is None for each in read_models):
        say("Wat nog niet is gebouwd, komt er vanzelf bij de eerste vraag, of met: trede upgrade")
    for each in read_models:
        if trouble := _trouble(each):
            say(f"{each.model} staat stil. Technische melding: {in_one_line(trouble)}")
        for one in each.parked:
            say(
                f"{each.model} laat {one.stream} liggen sinds {moment(one.parked_at)}, vanaf vastlegging"
                f" {number(one.position)} ({number(one.tries)} keer geprobeerd)."
                f" Technische melding: {in_one_line(one.error)}"
            )


def _state(each: ReadModelStatus, head: int) -> str:
    """How it stands, in a few words."""
    states = []
    if each.live is None and each.building is None:
        states.append("nog niet gebouwd")
    if each.live is not None:
        states.append("bij" if each.lag == 0 else "loopt achter")
    if each.building is not None:
        states.append(f"wordt gebouwd: {number(each.building.position)} van {number(head)}")
    if _trouble(each):
        states.append("staat stil")
    if each.parked:
        states.append(f"{number(len(each.parked))} niet verwerkt")
    return ", ".join(states)
