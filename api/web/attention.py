"""What judging asks attention for on the ladder: advice that was not followed yet, signals, proposals that wait."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.web.visiting import Visit
from api.web.waiting import waits_for
from domain.events.judging import Advice
from domain.events.signals import SignalKind
from domain.values import Rung
from projections.judging import SignalRow, assessments, proposals, signals
from projections.ladder import Ladder, LadderLine

KINDS = {
    SignalKind.BACKLOG_THREATENS: "achterstand dreigt bij",
    SignalKind.BACKLOG_MAY_GROW: "achterstand dreigt te groeien bij",
}


@dataclass(frozen=True, slots=True)
class Signalled:
    """The municipalities (code and name) with an open risk signal of a kind, and how it is told of them."""

    told: str
    municipalities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Attention:
    """``advice`` is that of the last assessment where nobody did so yet: it is no rung of now, nor one to come.

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
        advice={line.code: given for line, given in advice if given and given.rung not in _rungs(line)},
        signalled=tuple(_signalled(told, seen)),
        waiting=len(waiting),
        mine=len(mine),
    )


def _rungs(line: LadderLine) -> set[Rung]:
    """Where a municipality stands, and where it will by what is decided."""
    return {line.rung, *(step.rung for step in line.coming)}


def _signalled(told: Ladder, seen: Mapping[str, tuple[SignalRow, ...]]) -> Iterator[Signalled]:
    for kind, words in KINDS.items():
        of_it = [line for line in told.lines if any(row.signal is kind for row in seen.get(line.code, ()))]
        if of_it:
            yield Signalled(words, tuple((line.code, line.name) for line in of_it))
