"""The worklist by the API; absences and handing over with it: each once, however often it is sent."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from api.arriving.alarm import StayedAway
from api.identity.caller import Caller
from api.worklist.composing import Looking, worklist
from api.worklist.gathering import gather, gathered
from api.worklist.items import Subject, Urgency
from api.worklist.telling import Texts
from domain.decisions.case import assign_supervisor, close_supervision
from domain.decisions.contact import Promise, keep_agreement, make_agreement
from domain.events.base import Role
from domain.events.case import SupervisorAssigned
from domain.events.contact import Side
from domain.policy.obligations import ObligationKind
from domain.values import AgreementId, PlainText
from projections.engine.known import Knowing
from tests.api.rest.calling import Calling

AGREED = ObligationKind.AGREEMENT


@pytest.fixture
def mine(shared: Calling) -> str:
    """A municipality of the supervisor, with an agreement that is too late, of which the read models know."""
    code = shared.another()
    shared.record(assign_supervisor, code, supervisor=shared.persons[Role.SUPERVISOR])
    late = Promise(
        AgreementId(f"agreement-{uuid4()}"), Side.PROVINCE, PlainText(text="Een overzicht sturen"), date(2024, 5, 27)
    )
    answer = shared.record(make_agreement, code, date(2024, 3, 4), promise=late)
    assert shared.running.projector.wait_for(answer.position, 30)
    return code


def work(calling: Calling, query: str, by: Role = Role.SUPERVISOR) -> list[tuple[str, str]]:
    """What the worklist tells of agreements: of which municipality, and how urgent."""
    answer = calling.get(f"/worklist?about=agreement&limit=200{query}", by)
    assert answer.status_code == 200, answer.text
    return [(each["municipality"], each["urgency"]) for each in answer.json()["items"]]


def test_the_worklist_is_of_the_caller_or_of_everybody_in_pages(shared: Calling, mine: str) -> None:
    assert (mine, "overdue") in work(shared, "")
    assert work(shared, "", Role.MANAGER) == []
    assert (mine, "overdue") in work(shared, "&for=all&owedBy=province&urgency=overdue", Role.AUDITOR)
    assert work(shared, "&for=all&rung=6") == []
    assert work(shared, f"&for=all&supervisor={shared.persons[Role.MANAGER]}") == []
    assert work(shared, "&asAt=2024-03-01&for=all") == []
    first = shared.get("/worklist?for=all&limit=1").json()
    second = shared.get(first["next"].removeprefix("/v1")).json()
    assert first["total"] == second["total"] > 1
    assert first["items"] != second["items"]


def test_an_item_tells_what_to_do_by_when_why_and_where(shared: Calling, mine: str) -> None:
    told = shared.get("/worklist?about=agreement&limit=200").json()["items"]
    (item,) = [each for each in told if each["municipality"] == mine]
    assert item["what"] == "Afspraak: Een overzicht sturen"
    assert item["kind"] == "agreement"
    assert item["due"]["day"] == "2024-05-27"
    assert item["due"]["basis"] == "maandag 27 mei 2024, de dag genoemd in de afspraak van 4 maart 2024"
    assert item["page"] == f"/gemeenten/{mine}/afspraken/{item['subject']}"
    assert item["supervisor"]["name"] == "de supervisor"
    assert not item["waitsForMe"]


def test_who_stands_in_has_the_work_of_who_is_away_until_that_is_taken_back(shared: Calling, mine: str) -> None:
    key, manager = str(uuid4()), shared.persons[Role.MANAGER]
    body = {"firstDay": "2024-06-01", "lastDay": "2024-06-07", "standsIn": manager}
    entered = [shared.post("/absences", body, headers={"Idempotency-Key": key}) for _ in range(2)]
    assert [each.status_code for each in entered] == [201, 200]
    assert entered[0].json() == entered[1].json()
    assert entered[0].json()["person"]["name"] == "de supervisor"
    reused = shared.post("/absences", body | {"lastDay": "2024-06-08"}, headers={"Idempotency-Key": key})
    assert reused.status_code == 422
    assert (mine, "overdue") in work(shared, "", Role.MANAGER)
    assert (mine, "overdue") in work(shared, "")
    assert [each["id"] for each in shared.get("/absences").json()["items"]] == [key]
    assert shared.get("/absences?asAt=2024-06-08").json()["total"] == 0
    assert shared.call("DELETE", f"/absences/{key}", Role.LEGAL).status_code == 403
    assert shared.call("DELETE", f"/absences/{key}", Role.MANAGER).status_code == 204
    assert shared.call("DELETE", f"/absences/{key}", Role.MANAGER).status_code == 404
    assert work(shared, "", Role.MANAGER) == []


def test_what_makes_no_absence_is_told_with_its_place(shared: Calling) -> None:
    supervisor, manager = shared.persons[Role.SUPERVISOR], shared.persons[Role.MANAGER]
    wrong = {"firstDay": "2024-07-02", "lastDay": "2024-07-01", "standsIn": manager}
    answer = shared.post("/absences", wrong)
    assert answer.status_code == 422
    assert "de laatste dag ligt voor de eerste" in answer.text
    own = wrong | {"lastDay": "2024-07-02", "standsIn": supervisor}
    assert "niemand neemt voor zichzelf waar" in shared.post("/absences", own).text
    unknown = own | {"standsIn": "person-nobody"}
    assert shared.post("/absences", unknown).status_code == 422
    assert shared.post("/absences", wrong | {"person": manager}).status_code == 403
    by_manager = wrong | {"person": supervisor, "lastDay": "2024-07-02"}
    assert shared.post("/absences", by_manager, Role.MANAGER).status_code == 201
    assert "al een afwezigheid" in shared.post("/absences", by_manager, Role.MANAGER).text


def test_many_municipalities_are_handed_over_at_once_and_only_once(shared: Calling) -> None:
    going, closed = shared.another(), shared.another()
    shared.record(close_supervision, closed, date(2024, 6, 2), reason=PlainText(text="Opgegaan in een andere."))
    body = {"supervisor": shared.persons[Role.MANAGER], "municipalities": [going, closed]}
    headers = {"Idempotency-Key": str(uuid4())}
    first, again = (shared.post("/handovers", body, Role.MANAGER, headers=headers) for _ in range(2))
    assert first.status_code == again.status_code == 201
    given, refused = first.json()["outcomes"]
    assert (given["municipality"], len(given["entries"]), given["refusal"]) == (going, 1, None)
    assert refused["refusal"]["rule"] == "SupervisionNotOpen"
    assert again.json()["outcomes"][0] == given
    assert [fact.supervisor for fact in shared.facts(going) if isinstance(fact, SupervisorAssigned)] == [
        shared.persons[Role.MANAGER]
    ]
    assert shared.post("/handovers", body).status_code == 403


def test_what_is_remembered_is_told_anew_of_whom_something_was_recorded_about(shared: Calling, mine: str) -> None:
    running = shared.running
    gathered(running, Knowing.asked(shared.ledger, today=shared.today))
    other = shared.another()
    kept = shared.record(keep_agreement, mine, shared.today, agreement=agreement_of(shared, mine))
    assert running.projector.wait_for(kept.position, 30)
    now = Knowing.asked(shared.ledger, today=shared.today)
    remembered, anew = gathered(running, now), gather(running, now)
    assert set(remembered.obligations) == set(anew.obligations)
    assert remembered.municipalities == anew.municipalities
    assert {other, mine} <= set(remembered.municipalities)
    assert (mine, AGREED) not in {(line.code, line.obligation.kind) for line in remembered.obligations}
    assert gathered(running, now, code=other) is remembered


def agreement_of(calling: Calling, code: str) -> AgreementId:
    """The agreement of a municipality."""
    (agreement,) = calling.ledger.municipality(code).contact.agreements
    return agreement


def test_figures_that_stay_away_are_for_who_may_import_them(shared: Calling) -> None:
    now = Knowing.asked(shared.ledger, today=shared.today)
    missed = StayedAway(date(2024, 5, 24), 5, never=False, sentence="Er zijn al 5 werkdagen geen cijfers ingelezen.")
    found = replace(gather(shared.running, now), figures=missed)
    for role in (Role.REPORTING, Role.LEGAL):
        looking = Looking.on(shared.running.store, Caller(shared.persons[role], (role,)), found)
        (item,) = [each for each in worklist(found, looking, None, Texts.none()) if each.about is Subject.FIGURES]
        assert (item.what, item.urgency, item.code) == (missed.sentence, Urgency.OVERDUE, None)
        assert looking.sees_to(item) == (role is Role.REPORTING)
