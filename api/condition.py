"""How an installation stands: where its record is, how much is in it, and whether the read models keep up with it.

The command line, the page and whoever watches over a server ask this; each tells it in its own way.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from api.settings import Settings
from domain.ledger.application import Ledger
from domain.ledger.backup.standing import BackupStanding
from projections.dutch.words import number
from projections.engine.status import ReadModelStatus


@dataclass(frozen=True, slots=True)
class Condition:
    """What there is to know of a record. ``data`` is its folder, None on a server of its own; so is ``backups``.

    ``recorded_at`` is when the last entry was recorded, None while there is none.
    """

    data: Path | None
    server: str
    record: str
    position: int
    recorded_at: datetime | None
    municipalities: int
    province: str | None
    key_place: str
    backups: BackupStanding | None

    @classmethod
    def of(cls, ledger: Ledger, settings: Settings) -> Self:
        """As it is now."""
        head = ledger.head()
        return cls(
            data=None if settings.database_url else settings.data.absolute(),
            server=ledger.server_version,
            record=str(ledger.record_id),
            position=head.position,
            recorded_at=head.recorded_at if head.position else None,
            municipalities=len(ledger.streams("GM")),
            province=settings.province,
            key_place=ledger.key_place,
            backups=None if settings.database_url else BackupStanding.of(ledger, settings.data),
        )


def trouble(each: ReadModelStatus) -> str | None:
    """Why a read model does not go on."""
    return next((one.trouble for one in (each.live, each.building) if one and one.trouble), None)


def state_in_words(each: ReadModelStatus, head: int) -> str:
    """How a read model stands, in a few words."""
    states = []
    if each.live is None and each.building is None:
        states.append("nog niet gebouwd")
    if each.live is not None:
        states.append("bij" if each.lag == 0 else "loopt achter")
    if each.building is not None:
        states.append(f"wordt gebouwd: {number(each.building.position)} van {number(head)}")
    if trouble(each):
        states.append("staat stil")
    if each.parked:
        states.append(f"{number(len(each.parked))} niet verwerkt")
    return ", ".join(states)
