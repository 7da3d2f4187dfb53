"""The routine around the stories: in each half year a conversation, as the rung asks, with agreements where it lags."""

from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from api.demo.days import PERIODS, working_day
from api.demo.dossier import Dossier
from api.demo.province import document
from api.demo.tellers_of_contact import talked

EARLIEST, LATEST = 35, 150
"""Between which days of a half year a conversation is held, unless the story has one."""
SUPERVISION_FROM = 2
EXCHANGED = -2
"""The half year in which those without a backlog tell how they do it."""
MUCH = 0.15
"""How large a part of the target an opening backlog is from which on a municipality is told to be far behind."""


@cache
def _texts() -> dict[str, Any]:
    return document("texts.toml")


def add_routine(dossier: Dossier) -> None:
    """Add a conversation to each half year in which the story has none."""
    chance = Random(dossier.code)  # noqa: S311 - the same each time, on purpose
    shuffled = {name: chance.sample(texts, len(texts)) for name, texts in _texts().items() if isinstance(texts, list)}
    for half in range(1 - PERIODS, 1):
        period = dossier.days.period(half)
        on = working_day(period.first_day + timedelta(days=chance.randint(EARLIEST, LATEST)))
        if on <= dossier.days.today and not any(day in period for day in dossier.talked):
            _talk(dossier, half, on, chance, shuffled)


def _talk(dossier: Dossier, half: int, on: date, chance: Random, shuffled: dict[str, list[dict[str, Any]]]) -> None:
    """One conversation, with a text that has not been used for this municipality yet."""
    rung, backlog = dossier.rung_on(on), dossier.course.opening(half)
    kind = "progress"
    if rung >= SUPERVISION_FROM:
        kind = "administrative-supervision" if rung > SUPERVISION_FROM and half % 2 else "official-supervision"
    elif half == EXCHANGED and backlog <= 0:
        kind = "information-exchange"
    behind = backlog > MUCH * dossier.course.net_target(half)
    state = (
        "supervision" if rung >= SUPERVISION_FROM else "behind" if behind else "ahead" if backlog < 0 else "on-track"
    )
    pool = shuffled["exchange" if kind == "information-exchange" else state]
    told = {
        "kind": kind,
        "channel": chance.choice(["in-person", "in-person", "video", "telephone"]),
        **pool[half % len(pool)],
    }
    if rung >= SUPERVISION_FROM or behind:
        told["promises"] = [_promise(chance, shuffled["promise"], half)]
    if kind == "administrative-supervision":
        told["with"] = ["wethouder wonen", "hoofd ruimtelijke ontwikkeling"]
    talked(dossier, told, on)


def _promise(chance: Random, pool: list[dict[str, Any]], half: int) -> dict[str, Any]:
    told = {**pool[half % len(pool)], "due": f"+{chance.randint(45, 110)}"}
    kept = chance.random() < float(told.pop("chance", 0.7))
    return {**told, "then": "kept" if kept else "broken", "note": told["kept" if kept else "broken"]}
