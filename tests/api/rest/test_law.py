"""The law of rungs 4 to 6 by the API: the whole road and back, what stands in its way, and what was known when."""

from typing import Any
from uuid import uuid4

import pytest

from domain.events.base import Role
from tests.api.rest.calling import Calling
from tests.api.rest.dossiers import OFFICIAL, Dossier

GS = {"decidedBy": {"body": "GS"}, "grounds": "De achterstand liep op."}
LETTER = {"letter": "letter-1", "termEnds": "2024-03-15", "viewsDue": "2024-02-15", "periods": ["2023-2"]}
DECISION = {
    "decision": "decision-1",
    "periods": ["2023-2"],
    "persons": 9,
    "figuresDay": "2024-01-31",
    "termEnds": "2024-04-30",
}
ONE_MORE = DECISION | {"decision": "decision-2", "termEnds": "2024-09-01"}


def announced(api: Calling) -> Dossier:
    """On rung 4, with views that were weighed."""
    dossier = Dossier(api, api.another(rung=3))
    raised = {"move": "raise", "toRung": 4, **GS, "announcing": LETTER}
    dossier.write("/placements", happenedOn="2024-01-15", **raised)
    dossier.write("/announcements/letter-1/views", happenedOn="2024-02-01", summary="Wacht op ons.")
    dossier.write("/announcements/letter-1/views", happenedOn="2024-02-10", summary="Nog even.", oral=True)
    dossier.write("/announcements/letter-1/considerations", happenedOn="2024-03-01", considerations="Het kan niet.")
    return dossier


def decided(api: Calling) -> Dossier:
    """On rung 5, with a decision that was notified."""
    dossier = announced(api)
    dossier.write("/placements", happenedOn="2024-03-20", **{"move": "raise", "toRung": 5, **GS, "deciding": DECISION})
    dossier.write("/decisions/decision-1/notification", happenedOn="2024-03-22")
    return dossier


@pytest.fixture(scope="module")
def road(shared: Calling) -> Dossier:
    """The whole road, and back to rung 3."""
    dossier = decided(shared)
    dossier.write("/decisions/decision-1/appeals", happenedOn="2024-04-02", appeal="appeal-1", grounds="Te kort.")
    dossier.write("/decisions/decision-1/relief-requests", happenedOn="2024-04-03", relief="relief-1")
    dossier.write("/relief-requests/relief-1/ruling", happenedOn="2024-04-10", granted=True)
    dossier.write("/appeals/appeal-1/ruling", happenedOn="2024-05-01", ruling="dismissed", summary="Ongegrond.")
    dossier.write("/placements", happenedOn="2024-05-02", **{"move": "raise", "toRung": 6, **GS})
    for day, realised in (("2024-01-31", 0), ("2024-05-20", 11)):
        figures = {"period": "2024-1", "source": OFFICIAL, "realised": realised}
        dossier.write("/statements", reportedOn=day, **figures)
    dossier.write("/decisions/decision-1/lapse", happenedOn="2024-05-25")
    dossier.write("/decisions/decision-1/claims", happenedOn="2024-05-28", claim="claim-1", cents=1250050)
    dossier.write("/claims/claim-1/payments", happenedOn="2024-06-01", cents=50000)
    dossier.write("/placements", happenedOn="2024-06-02", **{"move": "lower", "toRung": 5, **GS})
    return dossier


def test_what_stands_in_law_is_told_with_its_terms_and_what_they_rest_on(road: Dossier) -> None:
    told = road.read("/law")
    (letter,), (decision,) = told["announcements"], told["decisions"]
    assert [(each["summary"], each["oral"]) for each in letter["views"]] == [
        ("Wacht op ons.", False),
        ("Nog even.", True),
    ]
    assert (letter["term"]["day"], letter["viewsConsidered"]) == ("2024-03-15", True)
    assert letter["considerations"] == "Het kan niet."
    assert (decision["appealUntil"]["day"], decision["notifiedOn"]) == ("2024-05-03", "2024-03-22")
    assert "zes weken" in decision["appealUntil"]["basis"]
    assert (decision["inForce"], decision["over"]["ending"], decision["over"]["on"]) == (False, "lapsed", "2024-05-25")
    (appeal,), (relief,), (claim,) = told["appeals"], told["reliefRequests"], told["claims"]
    assert (appeal["ruling"], appeal["grounds"]) == ("dismissed", "Te kort.")
    assert relief["granted"] is True
    assert (claim["cents"], claim["recovered"]) == (1250050, 50000)


def test_the_law_is_told_as_at_a_day(road: Dossier) -> None:
    early = road.read("/law", asAt="2024-02-20")
    assert (early["rung"], early["decisions"], early["highSince"]) == (4, [], "2024-01-15")
    assert (early["guidelineEnds"], early["pastGuideline"]) == ("2024-07-15", False)
    assert [each["rule"] for each in early["missing"]] == ["AnnouncementTermRunning", "ViewsNotConsidered"]
    suspended = road.read("/law", asAt="2024-04-12")["decisions"][0]
    assert (suspended["suspendedBy"], suspended["inForce"]) == ("relief-1", True)
    housed = road.read("/law", asAt="2024-05-22")["decisions"][0]
    assert (housed["housed"], housed["lapsedByFigures"], housed["over"]) == (11, True, None)


def test_the_law_is_told_as_it_was_known(road: Dossier) -> None:
    entries = road.api.ledger.entries(road.code)
    decision = next(each.version for each in entries if getattr(each.fact, "decision", None) == "decision-1")
    before = road.read(f"/entries/{decision}")["recordedAt"]
    known = road.read("/law", knownOn=before, asAt="2024-06-03")
    assert [each["letter"] for each in known["announcements"]] == ["letter-1"]
    assert known["decisions"] == []
    assert road.ask("/law", knownOn="2020-01-01").status_code == 404


def test_a_placement_tells_that_it_was_a_decision_in_law(road: Dossier) -> None:
    natures = {each["rung"]: each["decision"]["legalNature"] for each in road.items("/placements") if each["decision"]}
    assert natures[6] == natures[5] != natures[4]


def test_the_same_command_is_recorded_once(shared: Calling) -> None:
    dossier = announced(shared)
    headers = {"Idempotency-Key": str(uuid4())}
    body = {"happenedOn": "2024-05-01", "summary": "Nog eens."}
    first, again = (
        shared.post_in(dossier.code, "/announcements/letter-1/views", body, headers=headers) for _ in range(2)
    )
    assert first.json() == again.json()
    assert (first.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")


def refused(dossier: Dossier, path: str, status: int, **body: Any) -> str:  # noqa: ANN401 - whatever a body holds
    headers = dossier.api.as_everybody | {"If-Match": f'"{dossier.version}"'}
    before = dossier.version
    answer = dossier.api.post_in(dossier.code, path, body, None, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["source"]
    assert dossier.version == before
    rule: str = told["rule"]
    return rule


@pytest.fixture(scope="module")
def on_four(shared: Calling) -> Dossier:
    """Who stands on rung 4, with views that were weighed; nothing may be recorded of it."""
    return announced(shared)


@pytest.fixture(scope="module")
def on_five(shared: Calling) -> Dossier:
    """Who stands on rung 5, with a decision that was notified; nothing may be recorded of it."""
    return decided(shared)


LATE_VIEWS = {"viewsDue": "2024-06-20"}
RAISED_TO_FIVE = {"move": "raise", "toRung": 5, **GS, "deciding": DECISION}


@pytest.mark.parametrize(
    ("path", "body", "status", "rule"),
    [
        ("/placements", RAISED_TO_FIVE | {"deciding": None}, 422, "DecisionContentMissing"),
        ("/placements", RAISED_TO_FIVE | {"happenedOn": "2024-03-10"}, 409, "AnnouncementTermRunning"),
        ("/placements", RAISED_TO_FIVE | {"deciding": ONE_MORE | {"periods": ["2024-1"]}}, 422, "PeriodNotPast"),
        ("/placements", RAISED_TO_FIVE, 422, "TermMissing"),
        ("/announcements", {"announcing": LETTER}, 409, "AlreadyOnRecord"),
        ("/announcements/letter-9/views", {"summary": "x"}, 404, "NotOnRecord"),
        ("/announcements/letter-1/considerations", {"considerations": "x"}, 409, "NoViewsGiven"),
        (
            "/announcements/letter-1/extensions",
            {"termEnds": "2024-03-01", "grounds": "x"},
            422,
            "TermNotLonger",
        ),
        ("/announcements/letter-1/extensions", {"termEnds": "2024-09-01"}, 422, "GroundsMissing"),
        ("/decisions", {"deciding": ONE_MORE}, 409, "RungTooLow"),
        ("/claims/claim-9/payments", {"cents": 1}, 404, "NotOnRecord"),
    ],
)
def test_what_the_law_refuses_on_rung_4_is_a_problem_with_its_source(
    on_four: Dossier, path: str, body: dict[str, Any], status: int, rule: str
) -> None:
    assert refused(on_four, path, status, **body) == rule


@pytest.mark.parametrize(
    ("path", "body", "status", "rule"),
    [
        ("/placements", {"move": "lower", "toRung": 4, **GS}, 409, "SubstitutionStands"),
        ("/placements", {"move": "raise", "toRung": 6, "happenedOn": "2024-04-20", **GS}, 409, "DecisionTermRunning"),
        ("/placements", {"move": "raise", "toRung": 6, "happenedOn": "2024-03-21", **GS}, 409, "DecisionNotNotified"),
        ("/decisions/decision-1/notification", {}, 409, "AlreadySettled"),
        ("/decisions/decision-1/amendments", {"persons": 9, "reason": "x"}, 422, "NothingAmended"),
        ("/decisions/decision-1/lapse", {}, 409, "NotHousedYet"),
        ("/decisions/decision-1/end", {"summary": "x"}, 409, "NotCarriedOut"),
        ("/decisions/decision-1/claims", {"cents": 1}, 409, "NotCarriedOut"),
        ("/decisions/decision-1/start", {}, 409, "RungTooLow"),
        ("/decisions/decision-9/withdrawal", {"reason": "x"}, 404, "NotOnRecord"),
        ("/relief-requests/relief-9/ruling", {"granted": True}, 404, "NotOnRecord"),
    ],
)
def test_what_the_law_refuses_on_rung_5_is_a_problem_with_its_source(
    on_five: Dossier, path: str, body: dict[str, Any], status: int, rule: str
) -> None:
    assert refused(on_five, path, status, **body) == rule


def test_an_act_of_gs_asks_for_their_right_and_for_the_version_that_was_seen(on_five: Dossier) -> None:
    api, path, body = on_five.api, "/decisions/decision-1/withdrawal", {"reason": "x"}
    assert api.post_in(on_five.code, path, body, Role.SUPERVISOR, seen=on_five.version).status_code == 403
    assert api.post_in(on_five.code, path, body, Role.EXECUTIVE_SECRETARY).status_code == 428
    assert api.post_in(on_five.code, path, body, Role.EXECUTIVE_SECRETARY, seen=2).status_code == 412
    assert api.post_in(on_five.code, "/decisions/decision-1/appeals", {"by": " "}).status_code == 422


def test_what_the_law_refuses_elsewhere_on_the_road_is_a_problem_too(shared: Calling, road: Dossier) -> None:
    bare, early, held = (Dossier(shared, shared.another(rung)) for rung in (4, 4, 3))
    to_five = RAISED_TO_FIVE | {"deciding": ONE_MORE}
    lowered = {"move": "lower", "toRung": 3, **GS, "deciding": ONE_MORE}
    assert refused(bare, "/placements", 422, **lowered) == "NotWithThisMove"
    early.write("/announcements", happenedOn="2024-05-01", announcing=LETTER | {"termEnds": "2024-05-20"} | LATE_VIEWS)
    assert refused(early, "/placements", 409, **to_five) == "ViewsTermRunning"
    early.write("/announcements/letter-1/views", happenedOn="2024-05-10", summary="Wacht op ons.")
    assert refused(early, "/placements", 409, **to_five) == "ViewsNotConsidered"
    assert refused(road, "/decisions/decision-1/withdrawal", 409, reason="x") == "NotInForce"
    assert refused(road, "/placements", 409, **{"move": "raise", "toRung": 6, **GS}) == "DecisionMissing"
    assert refused(held, "/announcements", 409, announcing=LETTER | {"termEnds": "2024-09-01"} | LATE_VIEWS) == (
        "RungTooLow"
    )


def test_a_suspended_decision_is_not_carried_out(shared: Calling) -> None:
    dossier = decided(shared)
    dossier.write("/decisions/decision-1/relief-requests", happenedOn="2024-04-03", relief="relief-1")
    dossier.write("/relief-requests/relief-1/ruling", happenedOn="2024-04-10", granted=True)
    raised = {"move": "raise", "toRung": 6, **GS}
    assert refused(dossier, "/placements", 409, **raised) == "DecisionSuspended"
