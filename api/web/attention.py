"""What judging asks attention for on the ladder: advice that was not followed yet, signals, proposals that wait."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.web.visiting import Visit
from api.web.waiting import waits_for
from domain.events.judging import Advice
from domain.events.signals import SignalKind
from projections.judging import assessments, proposals, signals
from projections.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Signalled:
    """A municipality with a risk signal that is open."""

    code: str
    name: str
    kind: SignalKind


@dataclass(frozen=True, slots=True)
class Attention:
    """``advice`` is that of the last assessment where it is another rung than the present one, by municipality.

    ``waiting`` are proposals on which nobody decided yet, and ``mine`` those that wait for the visitor.
    """

    advice: Mapping[str, Advice]
    signalled: tuple[Signalled, ...]
    waiting: int
    mine: int


def attention(visit: Visit, told: Ladder) -> Attention:
    """What judging asks attention for, of the municipalities on the ladder; raises NotBuiltError."""
    reading, knowing = visit.reader.reading, visit.knowing
    drawn, seen = assessments(reading, knowing), signals(reading, knowing)
    advice = ((line, drawn[line.code].advice) for line in told.lines if line.code in drawn)
    framework = visit.running.frameworks.found_in_force(knowing.day)
    waiting = proposals(visit.reader, knowing, open_only=True)
    mine = [
        each
        for each in waiting
        if waits_for(
            visit,
            framework,
            (each.proposed.from_rung, each.proposed.to_rung),
            {person for person in (each.by, each.acted_for) if person},
        )
    ]
    return Attention(
        advice={line.code: given for line, given in advice if given and given.rung != line.rung},
        signalled=tuple(
            Signalled(line.code, line.name, row.signal) for line in told.lines for row in seen.get(line.code, ())
        ),
        waiting=len(waiting),
        mine=len(mine),
    )
