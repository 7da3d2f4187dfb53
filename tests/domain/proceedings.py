"""Arbitrary histories of the road of rungs 4 to 6: what comes next is mostly what the law allows, in sensible days."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from domain.decisions.announcing import announce_intervention, consider_views, extend_term, hear_views, receive_views
from domain.decisions.carrying_out import start_substitution
from domain.decisions.costs import claim_costs, record_recovery
from domain.decisions.courts import decide_appeal, decide_relief, lodge_appeal, request_relief, withdraw_appeal
from domain.decisions.figures import report_figures
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.records import correct_entry, withdraw_entry
from domain.decisions.substituting import (
    amend_substitution,
    confirm_lapse,
    decide_substitution,
    end_substitution,
    notify_decision,
    withdraw_substitution,
)
from domain.events.base import Entry
from domain.events.law import Ruling
from domain.municipality import Municipality, evolve, fold
from domain.values import AppealId, ClaimId, DecisionId, LetterId, PartialDate, Period, ReliefId, Rung
from tests.domain.arbitrary import corrections, decided, withdrawals
from tests.domain.frameworks import NEWEST
from tests.domain.law_cases import BEFORE, NOTIFIED, ON_6
from tests.spec import (
    COA,
    DEPARTURE,
    GS,
    SECRETARY,
    TODAY,
    Decision,
    announcing,
    deciding,
    entry,
    plain,
    reported,
    terms,
)

Asked = tuple[Decision, dict[str, Any]]
"""A decision with its question."""

FIGURES_DAY = date(2024, 12, 31)
BEGINNINGS = [(BEFORE, date(2025, 1, 10)), (NOTIFIED, date(2025, 7, 10)), (ON_6, date(2025, 10, 5))]
"""What was recorded, and the day on which it goes on."""
FIGURES = (reported("2024-2", "2024-12-31", opening_backlog=80, net_target=60, realised=30),)


@st.composite
def proceedings(draw: st.DrawFn, most: int = 24) -> list[Entry]:
    """What decisions record on the road of rungs 4 to 6, up and down again, a few days or weeks after one another."""
    begun, day = draw(st.sampled_from(BEGINNINGS))
    entries = [entry(version, each.fact, each.on) for version, each in enumerate((*begun, *FIGURES), start=1)]
    case = fold(None, entries)
    assert case is not None
    for _ in range(draw(st.integers(8, most))):
        day = min(day + timedelta(days=draw(st.sampled_from([0, 1, 8, 25]))), TODAY)
        decision, question = draw(_next(case, day))
        for each in decided(case, decision, PartialDate.of(day), question, SECRETARY):
            case = evolve(case, each)
            entries.append(each)
    return entries


def _next(case: Municipality, day: date) -> st.SearchStrategy[Asked]:
    """What can come next: a placement, what follows on something of the law, figures, or an amendment of an entry."""
    amended: tuple[Callable[[], st.SearchStrategy[Asked]], ...] = (
        lambda: withdrawals(case).map(lambda question: (withdraw_entry, question)),
        lambda: corrections(case).map(lambda question: (correct_entry, question)),
    )
    likely = [*_placing(case, day), *_following(case, day), *_in_court(case, day), _figures(day)]
    return st.sampled_from([*likely * 4, *amended]).flatmap(lambda each: each() if callable(each) else st.just(each))


def _placing(case: Municipality, day: date) -> list[Asked]:
    rung, number = case.ladder.rung_on(day) or Rung.SIGNAL, case.version
    letter = announcing(
        str(day + timedelta(days=20)), str(day + timedelta(days=9)), letter=LetterId(f"letter-{number}")
    )
    content = deciding(
        str(day + timedelta(days=20)), 10, "2024-1", decision=DecisionId(f"decision-{number}"), figures_day=FIGURES_DAY
    )
    sound: dict[str, Any] = {"decided_by": GS, "until": day + timedelta(days=40)}
    law: dict[int, dict[str, Any]] = {4: {"announcing": letter}, 5: {"deciding": content}}
    up, same = Rung(min(rung + 1, 6)), {"terms": terms(str(day), **sound)}
    hurried = {**law.get(up, {}), "urgent": plain("the centre is full"), "departure": DEPARTURE}
    return [
        (raise_rung, {"to_rung": up, "terms": terms(str(day), **sound, **law.get(up, {}))}),
        (raise_rung, {"to_rung": up, "terms": terms(str(day), **sound, **hurried)}),
        (lower_rung, {"to_rung": Rung(max(rung - 1, 1)), **same}),
        (hold_rung, same),
        (announce_intervention, {"announcing": letter}),
        (decide_substitution, {"deciding": content, "urgent": plain("the centre is full")}),
    ]


def _following(case: Municipality, day: date) -> list[Asked]:
    found: list[Asked] = []
    for letter in case.law.announcements:
        found += [
            (receive_views, {"announcement": letter, "summary": plain()}),
            (hear_views, {"announcement": letter, "summary": plain()}),
            (consider_views, {"announcement": letter, "considerations": plain()}),
            (extend_term, {"announcement": letter, "term_ends": day + timedelta(days=30), "grounds": plain()}),
        ]
    for decision in case.law.decisions:
        about = {"decision": decision}
        found += [
            *[(notify_decision, about)] * 3,
            (extend_term, {**about, "term_ends": day + timedelta(days=30), "grounds": plain()}),
            (amend_substitution, {**about, "persons": 8, "reason": plain()}),
            (withdraw_substitution, {**about, "reason": plain()}),
            (confirm_lapse, {**about, "framework": NEWEST}),
            (start_substitution, about),
            (end_substitution, {**about, "summary": plain()}),
            (claim_costs, {**about, "claim": ClaimId(f"claim-{case.version}"), "cents": 100}),
        ]
    return found + [(record_recovery, {"claim": claim, "cents": 60}) for claim in case.law.claims]


def _in_court(case: Municipality, day: date) -> list[Asked]:
    found: list[Asked] = []
    for decision in case.law.decisions:
        found += [
            (lodge_appeal, {"appeal": AppealId(f"appeal-{case.version}"), "decision": decision}),
            (request_relief, {"relief": ReliefId(f"relief-{case.version}"), "decision": decision}),
        ]
    for appeal in case.law.appeals:
        found += [(decide_appeal, {"appeal": appeal, "ruling": ruling}) for ruling in Ruling]
        found.append((withdraw_appeal, {"appeal": appeal}))
    for relief in case.law.reliefs:
        granted: dict[str, Any] = {"relief": relief, "granted": True}
        found += [
            (decide_relief, granted),
            (decide_relief, {**granted, "suspended_until": day + timedelta(days=15)}),
            (decide_relief, {"relief": relief, "granted": False}),
        ]
    return found


def _figures(day: date) -> Asked:
    """Somebody is housed every third day of the half year."""
    period = Period.half_year(day)
    realised = (day - period.first_day).days // 3
    return report_figures, {"period": period, "source": COA, "realised": realised}
