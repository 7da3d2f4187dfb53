"""Two episodes of judging in the demo: a close that had to be corrected, and a rung that was frozen for a while."""

from datetime import timedelta
from typing import Any

from api.demo.days import working_day
from api.demo.dossier import Dossier
from api.demo.figures import MINISTRY
from api.demo.judging import colleague, framework_on, texts
from domain.decisions.adopting import adopt_placement
from domain.decisions.assessing import draw_assessment
from domain.decisions.closing import correct_close
from domain.decisions.figures import report_figures
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.records import withdraw_entry
from domain.events.base import Role
from domain.events.judging import ProposedMove
from domain.events.ladder import Basis, Departure

MISTAKEN = "mistaken statement"


def add_correction(dossier: Dossier) -> None:
    """A statement of the ministry contradicted COA when a period was closed, and turned out to be of somebody else."""
    told = texts()["mistaken"]
    if dossier.code != told["code"]:
        return
    period = dossier.days.period(told["half"])
    stated, seen = (
        working_day(period.last_day + timedelta(days=told[name])) for name in ("stated_after", "seen_after")
    )
    dossier.step(
        report_figures,
        period.last_day,
        recorded_on=stated,
        called=MISTAKEN,
        period=period,
        source=MINISTRY,
        realised=dossier.course.realised(period.last_day) - told["fewer"],
    )
    dossier.step(
        withdraw_entry,
        seen,
        later=lambda earlier: {"entry": earlier(MISTAKEN).version},
        reason=dossier.text(told["withdrawn"], seen),
    )
    framework = framework_on(seen)
    reason = dossier.text(told["corrected"], seen)
    dossier.step(
        correct_close, seen, colleague=colleague(Role.MANAGER), period=period, framework=framework, reason=reason
    )
    dossier.step(draw_assessment, seen, period=period, framework=framework)


def add_freeze(dossier: Dossier) -> None:
    """The rung was frozen, and let go again."""
    told = texts()["frozen"]
    if dossier.code == told["code"]:
        departure = Departure(
            departs_from="het advies van dat moment",
            basis=Basis.WITHIN_FRAMEWORK,
            circumstances=dossier.text(told["grounds"], dossier.days.day(told["from"])),
        )
        _agree(dossier, ProposedMove.FREEZE, told["from"], told["grounds"], departure)
        _agree(dossier, ProposedMove.UNFREEZE, told["to"], told["over"])


def _agree(
    dossier: Dossier, move: ProposedMove, written: str, grounds: str, departure: Departure | None = None
) -> None:
    """One proposes, the other adopts it two days later."""
    on, name = dossier.days.day(written), f"proposal to {move}"
    decided, effective = (working_day(on + timedelta(days=days)) for days in (2, 3))
    proposed = Proposed(move, effective, dossier.text(grounds, on), departure=departure)
    asked: dict[str, Any] = {"framework": framework_on(on)}
    before = dossier.days.period(dossier.days.half(on) - 1)
    dossier.step(draw_assessment, on, period=before, **asked)
    dossier.step(propose_placement, on, called=name, proposed=proposed, **asked)
    dossier.step(draw_assessment, decided, period=before, **asked)
    dossier.step(
        adopt_placement,
        decided,
        colleague=colleague(Role.MANAGER),
        later=lambda earlier: {"proposal": earlier(name).version},
        **asked,
    )
