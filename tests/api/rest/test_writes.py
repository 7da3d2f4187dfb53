"""Everything that can be recorded, by the API: a sentence for each resource."""

from typing import Any

import pytest
from httpx import Response

from domain.events import case, contact, figures, information, ladder, plan
from domain.events.base import Role
from domain.events.causes import CauseNoted
from domain.values import Classification, Period, Rung, SealedText, SourceKind
from tests.api.rest.calling import Calling

MANAGER, SECRETARY = Role.MANAGER, Role.EXECUTIVE_SECRETARY
COA = {"kind": "COA", "reference": "maandoverzicht"}
BY_MANDATE = {"body": "mandated", "mandate": "Mandaatbesluit 2024"}


def recorded(api: Calling, code: str, path: str, body: object, by: Role = Role.SUPERVISOR, **more: Any) -> Any:  # noqa: ANN401 - whatever fact it is
    """The last fact after something was recorded."""
    answer = api.post_in(code, path, body, by, **more)
    assert answer.status_code == 201, answer.text
    return api.facts(code)[-1]


def rule(answer: Response) -> str:
    """The rule that refused."""
    return str(answer.json().get("rule"))


def text(api: Calling, sealed: object) -> str | None:
    """What a sealed text says."""
    assert isinstance(sealed, SealedText)
    return api.ledger.unseal([sealed])[0]


# The case


def test_supervision_begins_with_the_name_and_province_of_the_register(shared: Calling) -> None:
    answer = shared.post("/municipalities", {"code": "GM0363"}, MANAGER)
    assert answer.headers["Location"] == "/v1/municipalities/GM0363/entries/1"
    assert shared.facts("GM0363") == [case.SupervisionOpened(name="Amsterdam", province="PV27")]


def test_a_municipality_that_the_register_does_not_know_needs_a_name(shared: Calling) -> None:
    answer = shared.post("/municipalities", {"code": "GM8001"}, MANAGER)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/name")
    assert shared.post("/municipalities", {"code": "GM8001", "name": "Fictie"}, MANAGER).status_code == 201


def test_supervision_begins_on_the_rung_where_a_municipality_already_stood(shared: Calling) -> None:
    taken_over = {"rung": 3, "since": "2023-07", "source": COA, "knownHistory": "Sinds de zomer."}
    body = {"code": "GM0310", "rungTakenOver": taken_over, "classification": "confidential"}
    assert shared.post("/municipalities", body, MANAGER).status_code == 201
    _, fact = shared.facts("GM0310")
    assert isinstance(fact, case.RungTakenOver)
    assert (fact.rung, fact.since.value, fact.source.kind) == (Rung.AGREEMENTS, "2023-07", SourceKind.COA)
    assert fact.known_history
    assert fact.known_history.classification is Classification.CONFIDENTIAL


def test_supervision_does_not_begin_twice(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post("/municipalities", {"code": code, "name": "Fictie"}, MANAGER)
    assert (answer.status_code, rule(answer)) == (409, "SupervisionAlreadyOpen")


def test_a_rung_is_taken_over_of_a_municipality_that_is_supervised(shared: Calling) -> None:
    code = shared.another()
    fact = recorded(shared, code, "/rungs-taken-over", {"rung": 2, "since": None, "source": COA}, MANAGER)
    assert (fact.rung, fact.since.value) == (Rung.INFORMATION, None)


def test_a_municipality_gets_another_name_and_a_supervisor_and_its_case_is_closed(shared: Calling) -> None:
    code, supervisor = shared.another(), shared.persons[Role.SUPERVISOR]
    assert recorded(shared, code, "/names", {"name": " Nieuwstad "}, MANAGER).name == "Nieuwstad"
    assert recorded(shared, code, "/supervisors", {"supervisor": supervisor}, MANAGER).supervisor == supervisor
    closed = recorded(
        shared, code, "/closings", {"reason": "Opgegaan in een andere.", "successors": ["GM1992"]}, MANAGER
    )
    assert closed.successors == ("GM1992",)
    assert rule(shared.post_in(code, "/names", {"name": "X"}, MANAGER)) == "SupervisionNotOpen"


def test_a_supervisor_is_a_person_that_is_known(shared: Calling) -> None:
    answer = shared.post_in(shared.another(), "/supervisors", {"supervisor": "person-x"}, MANAGER)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/supervisor")


# Figures


def test_a_statement_is_recorded_once_however_often_it_is_reported(shared: Calling) -> None:
    code = shared.another()
    body = {"period": "2024-1", "reportedOn": "2024-05-31", "source": COA, "netTarget": 57, "openingBacklog": -3}
    fact = recorded(shared, code, "/statements", body, Role.REPORTING)
    assert (fact.period, fact.net_target, fact.opening_backlog) == (Period(2024, 1), 57, -3)
    assert (fact.reported_on.value, shared.ledger.entries(code)[-1].about.happened_on.value) == ("2024-05-31",) * 2
    assert shared.post_in(code, "/statements", body).status_code == 200
    assert shared.version(code) == 2


def test_a_statement_can_have_no_day(shared: Calling) -> None:
    body = {"period": "2022", "reportedOn": None, "source": COA, "realised": 40}
    assert recorded(shared, shared.another(), "/statements", body).reported_on.value is None


def test_a_number_is_taken_from_the_statement_that_a_person_prefers(shared: Calling) -> None:
    code = shared.another()
    shared.post_in(code, "/statements", {"period": "2024-1", "reportedOn": None, "source": COA, "netTarget": 57})
    preferred = {"period": "2024-1", "number": "netTarget", "statement": 2, "grounds": "Zo stond het in de krant."}
    assert recorded(shared, code, "/statement-preferences", preferred).number is figures.Number.NET_TARGET
    other = preferred | {"number": "realised"}
    assert rule(shared.post_in(code, "/statement-preferences", other)) == "NumberNotStated"


def test_a_target_is_set_revised_and_exchanged(shared: Calling) -> None:
    code = shared.another()
    target = {"period": "2024-1", "netTarget": 57, "source": COA}
    assert recorded(shared, code, "/targets", target).net_target == 57
    revised = recorded(shared, code, "/target-revisions", target | {"effectiveFrom": "2024-01-01", "retroactive": True})
    assert (revised.effective_from.value, revised.retroactive) == ("2024-01-01", True)
    exchange = {"period": "2024-1", "partner": "GM0610", "persons": -6, "source": COA}
    approval = {"system": "iDMS", "number": "841"}
    assert recorded(shared, code, "/target-exchanges", exchange | {"approval": approval}).persons == -6
    answer = shared.post_in(code, "/target-exchanges", exchange | {"partner": code})
    assert rule(answer) == "ExchangeWithItself"


# Contact


def test_a_conversation_is_recorded_with_its_agreements(shared: Calling) -> None:
    code = shared.another()
    body = {
        "kind": "administrative-supervision",
        "purposes": ["progress", "information"],
        "channel": "video",
        "provinceLevel": "administrative",
        "participants": [{"office": "wethouder"}, {"side": "province", "person": shared.persons[Role.SUPERVISOR]}],
        "summary": "In het voorjaar komen woningen vrij.",
        "classification": "confidential",
        "agreements": [{"what": "woningen aanwijzen", "due": "2024-09-30", "persons": 20}],
    }
    told = shared.post_in(code, "/conversations", body).json()
    _, held, made = shared.facts(code)
    assert isinstance(held, contact.ConversationHeld)
    assert isinstance(made, contact.AgreementMade)
    assert (held.conversation, made.agreement) == (told["conversation"], told["agreements"][0])
    assert made.conversation == held.conversation
    assert text(shared, held.summary) == body["summary"]
    assert {each.classification for each in (held.summary, made.what) if each} == {Classification.CONFIDENTIAL}
    assert [each.side for each in held.participants] == [contact.Side.MUNICIPALITY, contact.Side.PROVINCE]


def test_a_planned_conversation_is_held_or_cancelled(shared: Calling) -> None:
    code = shared.another()
    ids = [
        shared.post_in(code, "/planned-conversations", {"kind": "progress", "plannedFor": "2024-06-20"}).json()[
            "conversation"
        ]
        for _ in range(2)
    ]
    held = recorded(shared, code, "/conversations", {"kind": "progress", "conversation": ids[0]})
    assert held.conversation == ids[0]
    cancelled = f"/planned-conversations/{ids[1]}/cancellations"
    assert recorded(shared, code, cancelled, {"reason": "Ziek."}).conversation == ids[1]
    assert rule(shared.post_in(code, cancelled, {"reason": "Ziek."})) == "AlreadySettled"


def test_only_a_multi_party_meeting_is_marked_as_supervisory_contact(shared: Calling) -> None:
    code, reason = shared.another(), {"countsBecause": "De termijnen zijn besproken."}
    assert rule(shared.post_in(code, "/conversations", {"kind": "progress"} | reason)) == "NotAMultiPartyMeeting"
    assert recorded(shared, code, "/conversations", {"kind": "multi-party"} | reason).counts_because


def test_an_agreement_is_changed_and_then_kept(shared: Calling) -> None:
    code = shared.another()
    made = shared.post_in(code, "/agreements", {"what": "woningen aanwijzen", "due": "2024-09-30"}).json()
    at = f"/agreements/{made['agreement']}"
    assert str(recorded(shared, code, f"{at}/changes", {"due": "2024-12-31", "reason": "Later."}).due) == "2024-12-31"
    assert isinstance(recorded(shared, code, f"{at}/outcomes", {"outcome": "kept"}), contact.AgreementKept)
    assert rule(shared.post_in(code, f"{at}/outcomes", {"outcome": "not-kept"})) == "AlreadySettled"


def test_an_agreement_that_was_not_kept_is_so(shared: Calling) -> None:
    code = shared.another()
    shared.post_in(code, "/agreements", {"agreement": "agreement-7", "what": "iets", "due": "2024-09-30"})
    fact = recorded(shared, code, "/agreements/agreement-7/outcomes", {"outcome": "not-kept", "note": "Niets gehoord."})
    assert isinstance(fact, contact.AgreementNotKept)
    assert text(shared, fact.note) == "Niets gehoord."


def test_letters_go_out_and_come_in(shared: Calling) -> None:
    code = shared.another()
    sent = {"letter": "letter-1", "kind": "verzoek", "subject": "Een plan", "replyDue": "2024-07-15"}
    assert recorded(shared, code, "/sent-letters", sent).letter == "letter-1"
    reply = {"kind": "antwoord", "subject": "Ons plan", "replyTo": "letter-1"}
    assert recorded(shared, code, "/received-letters", reply).reply_to == "letter-1"
    missing = shared.post_in(code, "/received-letters", reply | {"replyTo": "letter-2"})
    assert (missing.status_code, rule(missing)) == (404, "NotOnRecord")


def test_parties_are_brought_together(shared: Calling) -> None:
    code, subject = shared.another(), {"subject": "Leegstaande kantoren"}
    fact = recorded(shared, code, "/party-connections", {"parties": ["ministerie", "gemeente"]} | subject)
    assert fact.parties == ("ministerie", "gemeente")
    alone = shared.post_in(code, "/party-connections", {"parties": ["ministerie", "ministerie"]} | subject)
    assert rule(alone) == "TooFewParties"


def test_information_is_asked_for_comes_in_and_is_checked(shared: Calling) -> None:
    code = shared.another()
    asked = shared.post_in(code, "/information-requests", {"what": "Alle locaties", "due": "2024-07-01"}).json()
    at = f"/information-requests/{asked['request']}"
    checked = {"sound": False, "findings": "Oude lijst."}
    assert rule(shared.post_in(code, f"{at}/validations", checked)) == "NotOnRecord"
    assert recorded(shared, code, f"{at}/answers", {"summary": "Zes locaties", "complete": False}).complete is False
    fact = recorded(shared, code, f"{at}/validations", checked)
    assert isinstance(fact, information.InformationValidated)
    assert not fact.sound


def test_a_cause_is_noted(shared: Calling) -> None:
    code = shared.another()
    fact = recorded(shared, code, "/causes", {"kind": "housing-stock", "period": "2024-1", "note": "Te weinig."})
    assert isinstance(fact, CauseNoted)
    assert text(shared, fact.note) == "Te weinig."


# Plans


def test_a_plan_goes_from_request_to_closing(shared: Calling) -> None:
    code = shared.another()
    at = f"/plans/{shared.post_in(code, '/plans', {'due': '2024-08-01'}).json()['plan']}"
    version = {
        "measures": [{"horizon": "short-term", "what": "flexwoningen", "expectedPersons": 40}],
        "milestones": [{"day": "2025-06-30", "persons": 80}, {"day": "2024-12-31", "persons": 45}],
        "backlogClearedBy": "2025-06-30",
    }
    submitted = shared.post_in(code, f"{at}/versions", version, seen=2).json()
    verdict = {"sufficient": True, "executable": True, "shortTerm": True, "mediumTerm": True, "prevention": True}
    assert recorded(shared, code, f"{at}/assessments", verdict | {"findings": "Goed."}, seen=3).sufficient
    assert recorded(shared, code, f"{at}/adoptions", {"by": "council"}, seen=4).by is plan.Adopter.COUNCIL
    progress = {"measure": submitted["measures"][0], "progress": "under-way", "persons": 12}
    assert recorded(shared, code, f"{at}/progress-reports", progress).persons == 12
    assert recorded(shared, code, f"{at}/closings", {"carriedOut": True}, seen=6).carried_out
    content = next(each for each in shared.facts(code) if isinstance(each, plan.PlanSubmitted))
    assert [milestone.persons for milestone in content.milestones] == [45, 80]
    assert text(shared, content.measures[0].what) == "flexwoningen"


def test_a_plan_is_rejected_with_grounds_and_revised(shared: Calling) -> None:
    code = shared.another()
    assert recorded(shared, code, "/plans/plan-1/versions", {}, seen=1).plan_version == 1
    assert recorded(shared, code, "/plans/plan-1/rejections", {"grounds": "Leeg."}, seen=2).plan_version == 1
    assert isinstance(recorded(shared, code, "/plans/plan-1/versions", {}, seen=3), plan.PlanRevised)
    stale = shared.post_in(code, "/plans/plan-1/rejections", {"grounds": "Leeg."}, seen=3)
    assert (stale.status_code, rule(stale)) == (412, "ChangedSince")


# Placements


@pytest.mark.parametrize(
    ("move", "rung", "to", "kind"),
    [("raise", 2, 3, ladder.RungRaised), ("lower", 2, 1, ladder.RungLowered), ("hold", 2, None, ladder.RungHeld)],
)
def test_a_municipality_is_raised_lowered_or_held(
    shared: Calling, move: str, rung: int, to: int | None, kind: type[ladder.Placement]
) -> None:
    code = shared.another(rung)
    body = {"move": move, "decidedBy": BY_MANDATE, "grounds": "Zie het dossier.", "happenedOn": "2024-06-01"}
    fact = recorded(shared, code, "/placements", body | ({"toRung": to} if to else {}), MANAGER, seen=2)
    assert type(fact) is kind
    assert fact.to_rung == (to or rung)
    assert str(fact.decided_on) == str(fact.effective_on) == "2024-06-01"
    assert fact.recorded_by == shared.persons[MANAGER]


def test_a_departure_says_from_what_on_which_basis_and_why(shared: Calling) -> None:
    code = shared.another()
    departure = {
        "departsFrom": "het advies",
        "basis": "awb-4:84",
        "circumstances": "Een ramp.",
        "consequences": "Geen.",
    }
    body = {"move": "raise", "toRung": 3, "decidedBy": BY_MANDATE, "grounds": "Ernstig.", "departure": departure}
    fact = recorded(shared, code, "/placements", body | {"advice": 2, "classification": "secret"}, MANAGER, seen=1)
    assert (fact.advice, fact.departure.basis) == (Rung.INFORMATION, ladder.Basis.AWB_4_84)
    assert fact.departure.circumstances.classification is fact.grounds.classification is Classification.SECRET


@pytest.mark.parametrize("body", [{"move": "raise"}, {"move": "lower"}, {"move": "hold", "toRung": 2}])
def test_a_move_names_the_new_rung_and_holding_does_not(shared: Calling, body: dict[str, object]) -> None:
    answer = shared.post_in(
        shared.another(), "/placements", body | {"decidedBy": BY_MANDATE, "grounds": "x"}, MANAGER, seen=1
    )
    assert answer.status_code == 422
    assert "toRung" in answer.json()["detail"]


def test_a_placement_has_grounds_and_a_day_and_a_mandate_where_it_takes_one(shared: Calling) -> None:
    code = shared.another()
    body = {"move": "raise", "toRung": 2, "decidedBy": BY_MANDATE, "grounds": "Zie het dossier."}
    for change, refused in (
        ({"grounds": None}, "GroundsMissing"),
        ({"happenedOn": "2024-05"}, "DayNeeded"),
        ({"decidedBy": {"body": "mandated"}}, "MandateMissing"),
        ({"happenedOn": "2024-06-04"}, "InTheFuture"),
    ):
        assert rule(shared.post_in(code, "/placements", body | change, MANAGER, seen=1)) == refused


def test_from_rung_4_on_the_executive_secretary_records_what_gs_decided(shared: Calling) -> None:
    code = shared.another(3)
    body = {"move": "raise", "toRung": 4, "decidedBy": {"body": "GS"}, "grounds": "Geen verbetering."}
    refused = shared.post_in(code, "/placements", body, MANAGER, seen=2)
    assert (refused.status_code, refused.json()["right"]) == (403, "decide-substitution")
    assert recorded(shared, code, "/placements", body, SECRETARY, seen=2).to_rung == Rung.ANNOUNCEMENT
    held = {"move": "hold", "decidedBy": {"body": "GS"}, "grounds": "De termijn loopt."}
    assert shared.post_in(code, "/placements", held, MANAGER, seen=3).status_code == 403
    assert isinstance(recorded(shared, code, "/placements", held, SECRETARY, seen=3), ladder.RungHeld)


def test_who_keeps_the_dossier_does_not_place(shared: Calling) -> None:
    body = {"move": "raise", "toRung": 2, "decidedBy": BY_MANDATE, "grounds": "x"}
    assert shared.post_in(shared.another(), "/placements", body, Role.SUPERVISOR, seen=1).status_code == 403
