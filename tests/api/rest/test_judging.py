"""Closing, judging, proposing and deciding by the API: the road of a review, and who may take it."""

import csv
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from api.signalling import weigh_after_import
from domain.decisions.contact import Promise, make_agreement
from domain.decisions.figures import report_figures
from domain.decisions.plan import submit_plan
from domain.events.base import Role
from domain.events.contact import Side
from domain.events.judging import AssessmentDrawn, PlacementRejected
from domain.events.ladder import RungHeld, RungLowered, RungRaised
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from domain.events.plan import Milestone
from domain.values import AgreementId, Period, PlainText, PlanId, Source, SourceKind
from tests.api.rest.calling import Calling

MANAGER, SECRETARY = Role.MANAGER, Role.EXECUTIVE_SECRETARY
PERIOD = Period(2023, 2)
CLOSINGS = "/periods/2023-2/closings"
COA = Source(kind=SourceKind.COA, reference="maandoverzicht")
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="halfjaaroverzicht")


def report(api: Calling, code: str, on: date = PERIOD.last_day, source: Source = COA, **numbers: int) -> None:
    """An official source states figures."""
    api.record(report_figures, code, on, period=PERIOD, source=source, **numbers)


def with_figures(api: Calling, opening: int, closing: int, rung: int = 1) -> str:
    """A municipality whose backlog went from one number to another."""
    code = api.another(rung)
    report(api, code, opening_backlog=opening, net_target=20, realised=opening + 20 - closing)
    return code


def closed(api: Calling, opening: int = 40, closing: int = 55, rung: int = 1) -> str:
    """A municipality whose period is closed and judged."""
    code = with_figures(api, opening, closing, rung)
    assert api.post(CLOSINGS, {"codes": [code]}).status_code == 201
    return code


def proposed(api: Calling, code: str, move: str = "raise", to: int | None = 2, **more: Any) -> Response:  # noqa: ANN401 - whatever a body holds
    """What is answered to the proposal of the supervisor."""
    body = {"move": move, "effectiveOn": "2024-06-03", "grounds": "De achterstand groeit."} | more
    body |= {} if to is None else {"toRung": to}
    return api.post_in(code, "/proposals", body, seen=api.version(code))


def proposal_of(api: Calling, code: str, **more: Any) -> int:  # noqa: ANN401 - whatever a body holds
    """The number of a proposal of the supervisor."""
    answer = proposed(api, code, **more)
    assert answer.status_code == 201, answer.text
    number: int = answer.json()["proposal"]
    return number


def adopt(
    api: Calling,
    code: str,
    proposal: int,
    by: Role | None = MANAGER,
    seen: int | None = None,
    **more: Any,  # noqa: ANN401 - as httpx takes it
) -> Response:
    """What is answered to an adoption."""
    saw = api.version(code) if seen is None else seen
    return api.post_in(code, f"/proposals/{proposal}/adoption", {}, by, seen=saw, **more)


def rule(answer: Response) -> tuple[int, str]:
    """The status and the rule of a refusal."""
    return answer.status_code, str(answer.json().get("rule") or answer.json().get("right"))


# Closing


def test_before_closing_the_gaps_and_contradictions_are_told(shared: Calling) -> None:
    whole, partly, contradicted = with_figures(shared, 40, 55), shared.another(), with_figures(shared, 10, 8)
    report(shared, partly, net_target=20)
    report(shared, contradicted, source=MINISTRY, net_target=25)
    told = shared.get(CLOSINGS).json()
    items = {each["code"]: each for each in told["items"]}
    assert (told["period"], told["total"]) == ("2023-2", len(told["items"]))
    assert items[whole]["closable"]["figures"]["closingBacklog"]["value"] == 55
    assert items[whole]["refusal"] is None
    assert items[partly]["refusal"]["rule"] == "FiguresMissing"
    assert "closing_backlog" in items[partly]["closable"]["gaps"]
    (clash,) = items[contradicted]["closable"]["clashes"]
    assert {clash["value"], clash["other"]} == {20, 25}
    assert {clash["source"]["kind"], clash["otherSource"]["kind"]} == {"COA", "ministry"}


def test_a_period_is_closed_per_municipality_and_the_same_request_again_records_nothing(shared: Calling) -> None:
    codes, key = [with_figures(shared, 40, 55), shared.another()], {"Idempotency-Key": str(uuid4())}
    first = shared.post(CLOSINGS, {"codes": codes}, headers=key)
    outcomes = {each["code"]: each for each in first.json()["outcomes"]}
    assert [len(outcomes[code]["entries"]) for code in codes] == [2, 0]
    assert outcomes[codes[1]]["refusal"]["rule"] == "FiguresMissing"
    head = shared.ledger.head().position
    again = shared.post(CLOSINGS, {"codes": codes}, headers=key)
    assert (again.json(), again.headers["Idempotency-Replayed"]) == (first.json(), "true")
    assert shared.ledger.head().position == head
    assert [type(fact) for fact in shared.facts(codes[0])[-2:]] == [PeriodClosed, AssessmentDrawn]


def test_a_period_is_closed_of_all_municipalities_when_none_are_named(shared: Calling) -> None:
    code = with_figures(shared, 40, 55)
    answer = shared.post(CLOSINGS, {}, MANAGER)
    assert code in {each["code"] for each in answer.json()["outcomes"] if each["refusal"] is None}
    assert answer.json()["position"] == int(answer.headers["X-Trede-Position"])
    assert shared.post(CLOSINGS, {}, MANAGER).status_code == 200


def test_only_who_closes_periods_does_so(shared: Calling) -> None:
    assert rule(shared.post(CLOSINGS, {}, Role.REPORTING)) == (403, "close-periods")
    assert shared.post("/periods/2023/closings", {}).status_code == 404
    assert shared.get(CLOSINGS, Role.REPORTING).status_code == 200


def test_what_was_fixed_is_corrected_by_who_saw_it(shared: Calling) -> None:
    code = closed(shared)
    path, body = f"/municipalities/{code}/closings/2023-2/corrections", {"reason": "Dubbel geteld."}
    assert rule(shared.post(path, body, seen=shared.version(code))) == (409, "CloseUnchanged")
    seen = shared.version(code)
    report(shared, code, opening_backlog=40, net_target=20, realised=10)
    assert shared.post(path, body).status_code == 428
    assert rule(shared.post(path, body, seen=seen)) == (412, "ChangedSince")
    answer = shared.post(path, body, seen=shared.version(code))
    assert answer.headers["ETag"] == f'"{shared.version(code)}"'
    assert [type(fact) for fact in shared.facts(code)[-2:]] == [PeriodCloseCorrected, AssessmentDrawn]


# Assessments


def test_assessments_are_listed_the_latest_first_as_they_were_known(shared: Calling) -> None:
    code = closed(shared)
    path = f"/municipalities/{code}/assessments"
    report(shared, code, opening_backlog=40, net_target=20, realised=60)
    correction = f"/municipalities/{code}/closings/2023-2/corrections"
    shared.post(correction, {"reason": "Dubbel geteld."}, seen=shared.version(code))
    latest, first = shared.get(path, params={"period": "2023-2"}, headers=up_to_date(shared)).json()["items"]
    assert [each["trend"]["verdict"] for each in (latest, first)] == ["no-backlog", "growing"]
    assert first["trend"]["split"] == {"housing": 15, "revision": 0, "exchange": 0, "correction": 0}
    assert (first["advice"]["kind"], first["advice"]["rung"], first["advice"]["must"]) == ("raise", 2, True)
    assert first["drawnOn"] == "2024-06-03"
    assert (first["shakenBy"] is None, latest["shakenBy"]) == (False, None)
    assert shared.get(path, params={"period": "2023-1"}).json()["total"] == 0
    assert shared.get(path, params={"asAt": "2024-06-02"}).json()["total"] == 0


def test_an_assessment_is_drawn_when_something_new_comes_of_it(shared: Calling) -> None:
    code = closed(shared)
    assert shared.post_in(code, "/assessments", {"period": "2023-2"}).status_code == 200
    assert rule(shared.post_in(code, "/assessments", {"period": "2023-1"})) == (409, "PeriodNotClosed")
    assert rule(shared.post_in(code, "/assessments", {"interim": True})) == (409, "InterimTooLow")
    assert shared.post_in(code, "/assessments", {}).status_code == 422
    assert shared.post_in(code, "/assessments", {"period": "2023-2"}, Role.REPORTING).status_code == 403


# Proposals


def test_one_person_proposes_and_another_decides(shared: Calling) -> None:
    code = closed(shared)
    proposal = proposal_of(shared, code)
    assert rule(adopt(shared, code, proposal, Role.SUPERVISOR)) == (403, "decide-placements")
    answer = adopt(shared, code, proposal)
    assert answer.status_code == 201, answer.text
    placed = shared.facts(code)[-1]
    assert isinstance(placed, RungRaised)
    assert placed.recorded_by == shared.persons[MANAGER]


def test_nobody_decides_on_their_own_proposal_nor_on_one_that_was_made_for_them(shared: Calling) -> None:
    own, for_them = closed(shared), closed(shared)
    body = {"move": "raise", "toRung": 2, "effectiveOn": "2024-06-03", "grounds": "x"}
    made = shared.post_in(own, "/proposals", body, MANAGER, seen=shared.version(own)).json()["proposal"]
    assert rule(adopt(shared, own, made)) == (403, "OwnProposal")
    made = proposal_of(shared, for_them, actingFor=shared.persons[MANAGER])
    assert rule(adopt(shared, for_them, made)) == (403, "OwnProposal")
    assert rule(adopt(shared, for_them, made, SECRETARY)) == (403, "MandateLacking")


def test_a_proposal_is_rejected_with_a_reason_once(shared: Calling) -> None:
    code = closed(shared)
    path = f"/proposals/{proposal_of(shared, code)}/rejection"
    assert shared.post_in(code, path, {}, MANAGER).status_code == 422
    assert shared.post_in(code, path, {"reason": "Nog niet."}, MANAGER).status_code == 201
    assert isinstance(shared.facts(code)[-1], PlacementRejected)
    assert rule(shared.post_in(code, path, {"reason": "Nog niet."}, MANAGER)) == (409, "AlreadySettled")
    assert rule(shared.post_in(code, "/proposals/1/rejection", {"reason": "x"}, MANAGER)) == (404, "NotOnRecord")


def test_a_proposal_says_where_to_it_goes_and_why_and_from_what_it_departs(shared: Calling) -> None:
    code = closed(shared)
    assert proposed(shared, code, to=None).status_code == 422
    assert proposed(shared, code, "hold", 2).status_code == 422
    assert rule(proposed(shared, code, grounds=None)) == (422, "GroundsMissing")
    assert rule(proposed(shared, code, "hold", None)) == (422, "DepartureMissing")
    proposal_of(shared, code)
    assert rule(proposed(shared, code)) == (409, "ProposalOpen")


def test_a_decision_rests_on_what_was_seen(shared: Calling) -> None:
    code = closed(shared)
    proposal, seen = proposal_of(shared, code), shared.version(code)
    report(shared, code, opening_backlog=40, net_target=20, realised=8)
    correction = f"/municipalities/{code}/closings/2023-2/corrections"
    shared.post(correction, {"reason": "Dubbel geteld."}, seen=shared.version(code))
    assert shared.post_in(code, f"/proposals/{proposal}/adoption", {}, MANAGER).status_code == 428
    assert rule(adopt(shared, code, proposal, seen=seen)) == (412, "ChangedSince")
    assert adopt(shared, code, proposal).status_code == 201


def test_of_two_managers_who_adopt_at_the_same_moment_exactly_one_does(shared: Calling) -> None:
    code = closed(shared)
    proposal, seen = proposal_of(shared, code), shared.version(code)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(adopt, shared, code, proposal, MANAGER, seen)
        second = pool.submit(adopt, shared, code, proposal, None, seen, headers=shared.as_everybody)
        answers = [first.result(), second.result()]
    assert sorted(each.status_code for each in answers) == [201, 409]
    (refused,) = [each for each in answers if each.status_code == 409]
    assert refused.json()["rule"] == "AlreadySettled"
    assert "voorstel" in refused.json()["detail"].lower()


def test_an_adoption_that_is_sent_again_gets_its_first_answer(shared: Calling) -> None:
    code, key = closed(shared), {"Idempotency-Key": str(uuid4())}
    proposal, seen = proposal_of(shared, code), shared.version(code)
    first, again = (adopt(shared, code, proposal, seen=seen, headers=key) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


@pytest.mark.parametrize(("move", "to"), [("hold", None), ("lower", 3)])
def test_who_may_not_decide_on_rung_4_does_not_take_a_municipality_off_it(
    shared: Calling, move: str, to: int | None
) -> None:
    code = closed(shared, 40, 20, rung=4)
    departure = {"departsFrom": "advies", "basis": "within-framework", "circumstances": "Er is een plan."}
    proposal = proposal_of(shared, code, move=move, to=to, departure=departure)
    assert rule(adopt(shared, code, proposal)) == (403, "decide-substitution")
    rejection = shared.post_in(code, f"/proposals/{proposal}/rejection", {"reason": "Nee."}, MANAGER)
    assert rule(rejection) == (403, "decide-substitution")
    assert adopt(shared, code, proposal, SECRETARY).status_code == 201
    assert isinstance(shared.facts(code)[-1], RungHeld | RungLowered)


def test_a_decision_from_elsewhere_takes_nobody_off_rung_4_without_that_right_either(shared: Calling) -> None:
    code = shared.another(4)
    body = {"move": "lower", "toRung": 3, "decidedBy": {"body": "GS"}, "grounds": "De achterstand is ingelopen."}
    assert rule(shared.post_in(code, "/placements", body, MANAGER, seen=2)) == (403, "decide-substitution")
    assert shared.post_in(code, "/placements", body, SECRETARY, seen=2).status_code == 201


# Reading them


def up_to_date(api: Calling) -> dict[str, str]:
    """Headers that ask for everything that is recorded by now."""
    return {"X-Trede-Position": str(api.ledger.head().position)}


def test_proposals_are_listed_with_what_came_of_them(shared: Calling) -> None:
    code = closed(shared)
    first = proposal_of(shared, code)
    shared.post_in(code, f"/proposals/{first}/rejection", {"reason": "Nog niet."}, MANAGER)
    second = proposal_of(shared, code, actingFor=shared.persons[Role.LEGAL])
    told = shared.get(f"/municipalities/{code}/proposals", headers=up_to_date(shared)).json()["items"]
    assert [(each["entry"], each["outcome"]) for each in told] == [(second, "open"), (first, "rejected")]
    assert (told[0]["byName"], told[0]["forName"]) == ("de supervisor", "de legal")
    assert (told[0]["move"], told[0]["toRung"], told[0]["advice"], told[0]["period"]) == ("raise", 2, 2, "2023-2")
    assert told[1]["settled"]["reason"] == "Nog niet."
    everywhere = shared.get("/proposals", params={"open": "true", "period": "2023-2"}).json()["items"]
    assert [each["entry"] for each in everywhere if each["code"] == code] == [second]


def test_of_one_proposal_it_is_told_what_changed_since_and_who_may_adopt_it(shared: Calling) -> None:
    code = closed(shared)
    proposal = proposal_of(shared, code)
    report(shared, code, opening_backlog=40, net_target=20, realised=60)
    correction = f"/municipalities/{code}/closings/2023-2/corrections"
    shared.post(correction, {"reason": "Dubbel geteld."}, seen=shared.version(code))
    path = f"/municipalities/{code}/proposals/{proposal}"
    own = shared.get(path, headers=up_to_date(shared))
    assert own.headers["ETag"] == f'"{shared.version(code)}"'
    assert own.json()["since"]["whyNot"]["rule"] == "OwnProposal"
    since = shared.get(path, MANAGER).json()["since"]
    assert (since["then"]["trend"]["verdict"], since["now"]["trend"]["verdict"]) == ("growing", "no-backlog")
    assert (since["mayAdopt"], since["whyNot"]["rule"]) == (False, "DepartureMissing")
    assert len(since["changed"]) == 3
    assert shared.get(path).json()["shakenBy"]
    shared.post_in(code, f"/proposals/{proposal}/rejection", {"reason": "Anders."}, MANAGER)
    assert shared.get(path, headers=up_to_date(shared)).json()["since"] is None
    assert shared.get(f"/municipalities/{code}/proposals/1").status_code == 404


def test_signals_are_listed_with_the_figures_they_were_raised_by(shared: Calling) -> None:
    code, running = shared.another(), Period(2024, 1)
    numbers = {"net_target": 90, "opening_backlog": 0, "realised": 0}
    shared.record(report_figures, code, date(2024, 1, 1), period=running, source=COA, **numbers)
    for day in range(1, 30, 5):
        shared.record(report_figures, code, date(2024, 5, day), period=running, source=COA, realised=1)
    assert weigh_after_import(shared.ledger, shared.running.frameworks, [code], today=shared.today) == 1
    (told,) = shared.get(f"/municipalities/{code}/signals", headers=up_to_date(shared)).json()["items"]
    assert (told["signal"], told["period"], told["realised"]) == ("backlog-threatens", "2024-1", 1)
    assert (told["raisedOn"], told["clearedOn"]) == ("2024-06-03", None)


# The review


def lines(api: Calling, *codes: str, **query: object) -> list[dict[str, Any]]:
    """The lines of the review about some municipalities, in its order."""
    told = api.get("/reviews/2023-2", params=query, headers=up_to_date(api)).json()
    return [each for each in told["items"] if each["code"] in codes]


def test_the_review_tells_of_every_municipality_what_it_is_judged_by(shared: Calling) -> None:
    growing, gone, unclosed = closed(shared), closed(shared, 12, 0), with_figures(shared, 9, 4)
    proposal = proposal_of(shared, growing)
    first, second, third = lines(shared, growing, gone, unclosed)
    assert (first["code"], first["rung"], first["closed"]) == (growing, 1, True)
    assert (first["opening"], first["closing"], first["change"]) == (40, 55, 15)
    assert first["assessment"]["trend"]["verdict"] == "growing"
    assert (first["assessment"]["advice"]["rung"], first["assessment"]["entry"]) == (2, 4)
    assert (first["proposal"]["entry"], first["proposal"]["by"]) == (proposal, [shared.persons[Role.SUPERVISOR]])
    assert [each["period"] for each in first["closings"]][-2:] == ["2023-1", "2023-2"]
    assert (first["contact"]["contactDue"], first["contact"]["complete"]) == ("2023-12-31", False)
    assert second["assessment"]["trend"]["verdict"] == "no-backlog"
    assert (third["closed"], third["closing"], third["assessment"]) == (False, 4, None)


def test_the_review_is_filtered_and_put_in_order(shared: Calling) -> None:
    growing, gone, unclosed = closed(shared), closed(shared, 12, 0), with_figures(shared, 395, 400)
    proposal_of(shared, growing)

    def shown(**query: object) -> list[str]:
        return [each["code"] for each in lines(shared, growing, gone, unclosed, **query)]

    assert shown(verdict="growing") == [growing]
    assert shown(advice="raise", waiting=True) == [growing]
    assert shown(closed=False) == [unclosed]
    assert shown(rung=2) == []
    assert shown(supervisor=shared.persons[Role.SUPERVISOR]) == []
    assert shown(sort="backlog") == [unclosed, growing, gone]
    assert shown(sort="backlog", reverse=True) == [gone, growing, unclosed]
    assert shown(sort="verdict") == [growing, gone, unclosed]
    assert shown(sort="verdict", reverse=True) == [gone, growing, unclosed]
    assert shown(sort="name", reverse=True) == [unclosed, gone, growing]
    told = shared.get("/reviews/2023-2", params={"verdict": "growing"}).json()
    assert (told["total"], len(told["items"])) == (len(told["items"]), told["total"])
    assert told["municipalities"] > told["total"]
    assert sum(each["municipalities"] for each in told["verdicts"]) == told["municipalities"]
    assert shared.get("/reviews/2023-2", params={"sort": "size"}).status_code == 400


def test_the_review_is_a_table_for_who_asks_for_one(shared: Calling) -> None:
    code = closed(shared)
    headers = {"Accept": "text/csv"} | up_to_date(shared)
    answer = shared.get("/reviews/2023-2", headers=headers, params={"sort": "backlog"})
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="review-2023-2.csv"'
    (row,) = [each for each in csv.DictReader(StringIO(answer.text)) if each["code"] == code]
    assert (row["opening"], row["closing"], row["change"], row["verdict"]) == ("40", "55", "15", "growing")
    assert (row["advice"], row["advisedRung"], row["clause"], row["closed"]) == ("raise", "2", "growing", "true")
    assert (row["contactHeld"], row["proposal"], row["frozen"]) == ("", "", "false")


# Promises with a count of persons


def test_the_figures_say_whether_a_milestone_and_an_open_agreement_were_met_before_anybody_does(
    shared: Calling,
) -> None:
    code, due = with_figures(shared, 40, 30), PERIOD.last_day  # 30 were housed
    for name, persons in (("kept", 30), ("broken", 31)):
        promise = Promise(AgreementId(f"agreement-{name}"), Side.MUNICIPALITY, PlainText(text="x"), due, persons)
        shared.record(make_agreement, code, on=PERIOD.first_day, promise=promise)
    milestones = (Milestone(day=due, persons=45), Milestone(day=date(2024, 12, 31), persons=90))
    shared.record(submit_plan, code, plan=PlanId("plan-1"), measures=(), milestones=milestones)
    path, headers = f"/municipalities/{code}", up_to_date(shared)
    (version,) = shared.get(f"{path}/plans/plan-1", headers=headers).json()["versions"]
    met = [each["byFigures"] for each in version["milestones"]]
    assert met == [{"realised": 30, "statement": 2, "kept": False}, None]
    items = {each["agreement"]: each for each in shared.get(f"{path}/agreements").json()["items"]}
    assert {name: each["byFigures"]["kept"] for name, each in items.items()} == {
        "agreement-broken": False,
        "agreement-kept": True,
    }
    everywhere = shared.get("/agreements", params={"limit": "200", "dueBefore": "2024-01-01"}).json()["items"]
    assert [each for each in everywhere if each["municipality"] == code] == list(items.values())
    (told,) = [each for each in shared.get(CLOSINGS).json()["items"] if each["code"] == code]
    assert [(each["kind"], each["byFigures"]["kept"]) for each in told["promises"]] == [
        ("agreement", False),
        ("agreement", True),
        ("milestone", False),
    ]
    before = shared.get(f"{path}/plans/plan-1", params={"asAt": "2023-12-30"}).json()["versions"]
    assert before[0]["milestones"][0]["byFigures"] is None
    shared.post(CLOSINGS, {"codes": [code]})
    settled = shared.get(f"{path}/agreements", headers=up_to_date(shared)).json()["items"]
    assert {(each["outcome"], each["byFigures"]) for each in settled} == {("kept", None), ("not-kept", None)}
