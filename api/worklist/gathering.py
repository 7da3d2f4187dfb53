"""Everything that a worklist is put together from, whoever looks: gathered once for a record as it is and a day.

What was gathered is remembered, so that the number in the menu costs a page nothing; after something was recorded, only
what is owed of those municipalities is worked out again.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Protocol
from uuid import UUID

from api.arriving.alarm import StayedAway, Watching, stayed_away
from api.frameworks import Frameworks
from domain.ledger.application import Ledger
from domain.policy.lapse import HousedFor, housed_for
from domain.values import DecisionId, Rung
from projections.dossier import known_then
from projections.engine.known import Knowing
from projections.engine.runner import Projector
from projections.judging import ProposalLine, SignalRow, proposals, signals
from projections.municipalities import MunicipalityLine, municipalities
from projections.obligations import ObligationLine, obligations_of
from projections.reading import Reader


class Looked(Watching, Protocol):
    """What is gathered from."""

    @property
    def ledger(self) -> Ledger:
        """The record."""

    @property
    def frameworks(self) -> Frameworks:
        """What is judged by."""


class Working(Looked, Protocol):
    """The same of a running server, which knows how far its read models are."""

    @property
    def projector(self) -> Projector:
        """What keeps the read models up."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A decision of a municipality that is met by the figures, although nobody confirmed that it lapsed."""

    code: str
    decision: DecisionId
    found: HousedFor


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is, of all municipalities or of some, as known and as at a day.

    ``obligations`` are those that still have to be fulfilled, in order; ``proposals`` have only texts that
    everybody may read. ``figures`` tells that figures stay away; it is about the province as a whole, and about now.
    """

    knowing: Knowing
    municipalities: Mapping[str, MunicipalityLine]
    obligations: tuple[ObligationLine, ...]
    signals: tuple[SignalRow, ...]
    proposals: tuple[ProposalLine, ...]
    lapsed: tuple[Lapsed, ...]
    figures: StayedAway | None


def gathered(running: Working, knowing: Knowing, *, code: str | None = None) -> Gathered:
    """Everything of all municipalities, or of one; raises NotBuiltError."""
    key = (running.ledger.record_id, knowing)
    known = _REMEMBERED.get(key, running.frameworks)
    if known is not None:
        return known
    if code is not None:
        return gather(running, knowing, [code])
    shown = running.projector.reached() >= knowing.position
    found = gather(running, knowing, before=_REMEMBERED.last(key, running.frameworks))
    if shown:
        _REMEMBERED.put(key, running.frameworks, found)
    return found


def gather(
    running: Looked, knowing: Knowing, codes: Collection[str] | None = None, *, before: Gathered | None = None
) -> Gathered:
    """Everything of all municipalities, or of these, without looking at what was remembered.

    ``before`` is what was gathered of all a little earlier on the same day. Raises NotBuiltError.
    """
    ledger = running.ledger
    raised = signals(ledger, knowing, codes)
    code = next(iter(codes)) if codes else None
    lines = [line for line in municipalities(ledger, knowing).lines if codes is None or line.code in codes]
    return Gathered(
        knowing=knowing,
        municipalities={line.code: line for line in lines},
        obligations=_owed_since(running, knowing, before) if before else _owed(running, knowing, codes),
        signals=tuple(row for rows in raised.values() for row in rows),
        proposals=proposals(Reader(ledger), knowing, code=code, open_only=True),
        lapsed=tuple(_lapsed(running, knowing, lines)),
        figures=None if codes else stayed_away(running, knowing.day),
    )


def _owed(running: Looked, knowing: Knowing, codes: Collection[str] | None) -> tuple[ObligationLine, ...]:
    in_force = cache(running.frameworks.found_in_force)
    return tuple(
        line for line in obligations_of(running.ledger, knowing, in_force, codes=codes) if line.obligation.stands
    )


def _owed_since(running: Looked, knowing: Knowing, before: Gathered) -> tuple[ObligationLine, ...]:
    """What is owed, by what was a little earlier on the same day: anew of whom something was recorded about."""
    recorded = running.ledger.part(before.knowing.position, knowing.position)
    changed = {str(each.originator_id) for each in recorded}
    kept = (line for line in before.obligations if line.code not in changed)
    return (*kept, *(_owed(running, knowing, changed) if changed else ()))


def _lapsed(running: Looked, knowing: Knowing, lines: Collection[MunicipalityLine]) -> list[Lapsed]:
    """The decisions that are met; only a municipality on rung 5 or 6 has one."""
    framework = running.frameworks.found_in_force(knowing.day)
    if framework is None:
        return []
    found = []
    for code in (line.code for line in lines if line.rung >= Rung.SUBSTITUTION_DECIDED):
        if state := known_then(running.ledger, knowing, code):
            told = housed_for(state, knowing.day, framework.official)
            found += [Lapsed(code, decision, each) for decision, each in told.items() if each.met]
    return found


class _Remembered:
    """What was gathered last, of a few records and days. Safe to use from many threads."""

    MOST = 4
    NEAR = 2_000
    """So many entries later it is quicker to work out everything anew."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[UUID, Knowing], tuple[Frameworks, Gathered]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[UUID, Knowing], frameworks: Frameworks) -> Gathered | None:
        with self._lock:
            by, found = self._found.get(key, (None, None))
            if found is None or by is not frameworks:
                return None
            self._found.move_to_end(key)
            return found

    def last(self, key: tuple[UUID, Knowing], frameworks: Frameworks) -> Gathered | None:
        """What was gathered of the same record and day, not long before."""
        record, knowing = key
        with self._lock:
            near = [
                found
                for (of, then), (by, found) in self._found.items()
                if of == record and then.day == knowing.day and by is frameworks
                if 0 <= knowing.position - then.position <= self.NEAR
            ]
        return max(near, key=lambda found: found.knowing.position, default=None)

    def put(self, key: tuple[UUID, Knowing], frameworks: Frameworks, found: Gathered) -> None:
        with self._lock:
            self._found[key] = frameworks, found
            while len(self._found) > self.MOST:
                self._found.popitem(last=False)


_REMEMBERED = _Remembered()
