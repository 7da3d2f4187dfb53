"""Proposals: what somebody proposed about the rung, with its texts, and what somebody else decided on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, LiteralString

from domain.events.judging import Freezing, PlacementProposed, PlacementRejected
from domain.events.ladder import Placement
from domain.values import Period, PersonId
from projections.engine.known import Knowing, ask
from projections.engine.told import Told
from projections.judging.model import ADOPTED, JUDGING, REJECTED
from projections.ladder import LADDER
from projections.reading import Opened, Reader
from projections.standing import fetched

PROPOSED: LiteralString = """
    SELECT * FROM {proposals}
    WHERE {known} AND proposed_on <= %(day)s AND (%(code)s::text IS NULL OR municipality = %(code)s)
        AND (%(year)s::int IS NULL OR (year = %(year)s AND half = %(half)s))
        AND (NOT %(open_only)s OR settled_on IS NULL OR settled_on > %(day)s)
    ORDER BY proposed_on DESC, municipality, entry DESC
"""
NAMES: LiteralString = """
    SELECT municipality, name FROM {cases}
    WHERE {known} AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
"""


class Outcome(StrEnum):
    """What became of a proposal by the day."""

    OPEN = "open"
    ADOPTED = ADOPTED
    REJECTED = REJECTED


@dataclass(frozen=True, slots=True)
class Settled:
    """The decision on a proposal: by which entry, on which day, by whom (and for whom), and why it was rejected."""

    entry: int
    on: date
    by: PersonId
    by_name: str
    for_name: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal with its texts as the reader may see them; None for a text that there is not.

    ``period`` is the one it was judged by. ``circumstances`` and ``consequences`` are those of a departure.
    """

    code: str
    name: str
    entry: int
    proposed: PlacementProposed
    proposed_on: date
    recorded_at: datetime | None
    by: PersonId
    by_name: str
    acted_for: PersonId | None
    for_name: str | None
    period: Period | None
    outcome: Outcome
    settled: Settled | None
    grounds: str
    circumstances: str | None
    consequences: str | None
    excusable: str | None
    urgent: str | None


def proposals(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    period: Period | None = None,
    open_only: bool = False,
) -> tuple[ProposalLine, ...]:
    """Proposals that were made by the day, the latest first.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: about this municipality; about all when None.
        period: judged by this period.
        open_only: only those that nobody had decided on.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    asked = {"year": period.year if period else None, "half": (period.half or 0) if period else None}
    rows = ask(reader.reading, JUDGING, PROPOSED, knowing, code=code, open_only=open_only, **asked)
    if not rows:
        return ()
    names = {row["municipality"]: row["name"] for row in ask(reader.reading, LADDER, NAMES, knowing)}
    told = fetched(reader.reading, rows)
    texts = reader.opened(each.entry for entries in told for each in entries)
    return tuple(
        _line(row, entries, names.get(row["municipality"]) or row["municipality"], texts, knowing.day)
        for row, entries in zip(rows, told, strict=True)
    )


def _line(row: dict[str, Any], told: Sequence[Told], name: str, texts: Opened, day: date) -> ProposalLine:
    made, *decided = told
    proposed = made.fact
    if not isinstance(proposed, PlacementProposed):
        raise LookupError(f"{row['municipality']}/{row['entry']} is no proposal: {proposed.TOPIC}")  # noqa: TRY004 - not the type is wrong, but what was looked up
    settled = _settled(row, decided[0], texts) if decided and row["settled_on"] <= day else None
    actor, departure = made.entry.about.actor, proposed.departure
    return ProposalLine(
        code=row["municipality"],
        name=name,
        entry=row["entry"],
        proposed=proposed,
        proposed_on=row["proposed_on"],
        recorded_at=made.entry.recorded.recorded_at if made.entry.recorded else None,
        by=actor.person,
        by_name=texts.name(actor.person),
        acted_for=actor.acted_for,
        for_name=texts.name(actor.acted_for) if actor.acted_for else None,
        period=Period(row["year"], row["half"] or None) if row["year"] else None,
        outcome=Outcome(row["outcome"]) if settled else Outcome.OPEN,
        settled=settled,
        grounds=texts.text(proposed.grounds),
        circumstances=texts.said(departure.circumstances) if departure else None,
        consequences=texts.said(departure.consequences) if departure else None,
        excusable=texts.said(proposed.excusable),
        urgent=texts.said(proposed.urgent),
    )


def _settled(row: dict[str, Any], decided: Told, texts: Opened) -> Settled:
    fact, actor = decided.fact, decided.entry.about.actor
    if not isinstance(fact, PlacementRejected | Placement | Freezing):
        raise LookupError(f"{row['municipality']}/{row['settled_by']} decides on no proposal: {fact.TOPIC}")  # noqa: TRY004 - not the type is wrong, but what was looked up
    return Settled(
        entry=row["settled_by"],
        on=row["settled_on"],
        by=actor.person,
        by_name=texts.name(actor.person),
        for_name=texts.name(actor.acted_for) if actor.acted_for else None,
        reason=texts.text(fact.reason) if isinstance(fact, PlacementRejected) else None,
    )
