"""What the ladder asks attention for: advice that nobody followed yet, what is too late, signals, proposals."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.web.visiting import Visit
from api.web.waiting import waits_for
from api.web.worklist import PATH, Part
from api.web.worklist_filter import ABOUT, EVERYBODYS, OWED_BY, WHEN, WHOSE
from api.worklist.counting import counted_now
from api.worklist.items import Subject
from domain.events.judging import Advice
from domain.values import Rung
from projections.dutch.telling import counted
from projections.judging import assessments, proposals
from projections.ladder import Ladder, LadderLine


@dataclass(frozen=True, slots=True)
class Attention:
    """``advice`` is that of the last assessment where nobody did so yet: it is no rung of now, nor one to come.

    ``waiting`` are proposals on which nobody decided yet, and ``mine`` those that wait for the visitor. ``parts`` are
    the numbers of the worklist with the addresses of what they count; none of another moment.
    """

    advice: Mapping[str, Advice]
    waiting: int
    mine: int
    parts: tuple[Part, ...]


def attention(visit: Visit, told: Ladder) -> Attention:
    """What judging asks attention for, of the municipalities on the ladder; raises NotBuiltError."""
    reading, knowing = visit.reader.reading, visit.knowing
    drawn = assessments(reading, knowing)
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
        waiting=len(waiting),
        mine=len(mine),
        parts=parts(visit),
    )


def parts(visit: Visit) -> tuple[Part, ...]:
    """What the worklist counts of all municipalities; nothing while it cannot be counted yet.

    Of another moment it is for the worklist itself to tell.
    """
    found = None if visit.time_travel else counted_now(visit.running, visit.knowing)
    if found is None:
        return ()
    everybodys = {WHOSE: EVERYBODYS}
    told = (
        (found.signals, counted(found.signals, "signaal", "signalen"), {ABOUT: Subject.SIGNAL.value}),
        (
            found.ours,
            counted(found.ours, "actie van ons te laat", "acties van ons te laat"),
            {WHEN: "te-laat", OWED_BY: "wij"},
        ),
        (
            found.theirs,
            counted(found.theirs, "termijn van een gemeente verstreken", "termijnen van gemeenten verstreken"),
            {WHEN: "te-laat", OWED_BY: "gemeente"},
        ),
    )
    return tuple(Part(text, visit.link(PATH, **everybodys, **query)) for number, text, query in told if number)


def _rungs(line: LadderLine) -> set[Rung]:
    """Where a municipality stands, and where it will by what is decided."""
    return {line.rung, *(step.rung for step in line.coming)}
