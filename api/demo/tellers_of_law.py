"""The law of rungs 4 to 6 in a story: what is announced and decided, views, notification, appeal, lapse."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from api.demo.days import working_day
from api.demo.dossier import Dossier, Told
from api.demo.judging import colleague, framework_on
from domain.decisions.adopting import adopt_placement
from domain.decisions.announcing import consider_views, hear_views, receive_views
from domain.decisions.assessing import draw_assessment
from domain.decisions.courts import decide_appeal, decide_relief, lodge_appeal, request_relief
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.substituting import confirm_lapse, decide_substitution, notify_decision
from domain.events.base import Role
from domain.events.judging import ProposedMove
from domain.events.law import Announcing, Deciding, Ruling
from domain.ledger.deciding import Decision
from domain.values import Rung

ANNOUNCEMENT, DECISION = "vooraankondiging", "besluit"
"""What is meant when a story names none."""


def announcing(dossier: Dossier, told: Told, on: date) -> Announcing:
    """What the letter of rung 4 says."""
    day = dossier.days.day
    return Announcing(
        letter=dossier.id("letter", told.get("name", ANNOUNCEMENT)),
        term_ends=day(told["term"], after=on),
        views_due=day(told["views"], after=on),
        periods=tuple(map(dossier.days.period, told["halves"])),
        persons=told["persons"],
    )


def deciding(dossier: Dossier, told: Told, on: date) -> Deciding:
    """What the decision of rung 5 says; it rests on the figures of some days before."""
    return Deciding(
        decision=dossier.id("decision", told.get("name", DECISION)),
        periods=tuple(map(dossier.days.period, told["halves"])),
        persons=told["persons"],
        figures_day=dossier.days.day(told["figures"]),
        term_ends=dossier.days.day(told["term"], after=on),
    )


def proposed(dossier: Dossier, step: Told, on: date) -> None:
    """The supervisor proposed to raise it to rung 5, by the advice of the day; GS adopted that some days later."""
    name, period = f"proposal {step['on']}", dossier.days.period(dossier.days.half(on) - 1)
    adopted = dossier.days.day(step["adopted"], after=on)
    effective = dossier.days.day("+1", after=adopted)
    asked: dict[str, Any] = {"framework": framework_on(on)}
    what = Proposed(
        ProposedMove.RAISE,
        effective,
        dossier.text(step["grounds"], on),
        to_rung=Rung.SUBSTITUTION_DECIDED,
        period=period,
        deciding=deciding(dossier, step["deciding"], on),
    )
    dossier.step(draw_assessment, on, period=period, **asked)
    dossier.step(propose_placement, on, called=name, proposed=what, **asked)
    dossier.step(
        adopt_placement,
        adopted,
        colleague=colleague(Role.EXECUTIVE_SECRETARY),
        later=lambda earlier: {"proposal": earlier(name).version},
        **asked,
    )
    dossier.rungs.append((effective, Rung.SUBSTITUTION_DECIDED))


def proposed_to_hold(dossier: Dossier, step: Told, on: date) -> None:
    """The supervisor proposed to hold it while the term runs, with more time; GS have not decided on that yet."""
    if on < dossier.days.day(step["not_before"]):
        return
    asked: dict[str, Any] = {"framework": framework_on(on)}
    until, grounds = dossier.days.day(step["until"]), dossier.text(step["grounds"], on)
    period = dossier.days.period(dossier.days.half(on) - 1)
    what = Proposed(ProposedMove.HOLD, dossier.days.day("+14", after=on), grounds, until=until, period=period)
    dossier.step(draw_assessment, on, period=period, **asked)
    dossier.step(propose_placement, on, proposed=what, **asked)


def decided_again(dossier: Dossier, step: Told, on: date) -> None:
    """GS took a further decision about who stands on rung 5 still."""
    content = deciding(dossier, step["deciding"], on)
    dossier.step(decide_substitution, on, colleague=colleague(Role.EXECUTIVE_SECRETARY), deciding=content)


def notified(dossier: Dossier, step: Told, on: date) -> None:
    """The decision was sent."""
    dossier.step(notify_decision, on, decision=_decision(dossier, step))


def lapsed(dossier: Dossier, step: Told, on: date) -> None:
    """Who the decision names have been housed: somebody confirmed that it lapsed."""
    dossier.step(
        confirm_lapse,
        on,
        colleague=colleague(Role.EXECUTIVE_SECRETARY),
        decision=_decision(dossier, step),
        framework=framework_on(on),
        note=dossier.text(step["note"], on),
    )


def _views(decision: Decision, said_as: str) -> Callable[[Dossier, Told, date], None]:
    """Views on the announcement: they came in, were heard, or were weighed."""

    def told(dossier: Dossier, step: Told, on: date) -> None:
        said: Mapping[str, Any] = {said_as: dossier.text(step["text"], on)}
        dossier.step(decision, on, announcement=dossier.id("letter", step.get("of", ANNOUNCEMENT)), **said)

    return told


def appealed(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality appealed, and perhaps asked to suspend the decision meanwhile."""
    decision, legal = _decision(dossier, step), colleague(Role.LEGAL)
    appeal, relief = dossier.id("appeal", step["on"]), dossier.id("relief", step["on"])
    grounds = dossier.text(step["grounds"], on)
    dossier.step(lodge_appeal, on, colleague=legal, decision=decision, appeal=appeal, grounds=grounds)
    if "relief" in step:
        heard = dossier.days.day(step["relief"], after=on)
        dossier.step(request_relief, on, colleague=legal, decision=decision, relief=relief)
        dossier.step(decide_relief, heard, colleague=legal, relief=relief, granted=False)
    if "ruled" in step:
        ruled = dossier.days.day(step["ruled"], after=on)
        summary = dossier.text(step["summary"], working_day(min(ruled, dossier.days.today)))
        dossier.step(
            decide_appeal, ruled, colleague=legal, appeal=appeal, ruling=Ruling(step["ruling"]), summary=summary
        )


def _decision(dossier: Dossier, step: Told) -> Any:  # noqa: ANN401 - the types of ids only tell what they are of
    return dossier.id("decision", step.get("of", DECISION))


TELLERS = {
    "proposed": proposed,
    "proposed-to-hold": proposed_to_hold,
    "decided-again": decided_again,
    "notified": notified,
    "lapsed": lapsed,
    "views": _views(receive_views, "summary"),
    "heard": _views(hear_views, "summary"),
    "considered": _views(consider_views, "considerations"),
    "appealed": appealed,
}
