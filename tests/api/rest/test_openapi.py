"""The OpenAPI document, held to by the program: whatever is sent, the answer is one that the document tells of."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import negative_data_rejection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.settings import Settings
from domain.decisions.announcing import announce_intervention, receive_views
from domain.decisions.carrying_out import start_substitution
from domain.decisions.closing import close_period
from domain.decisions.contact import Promise, make_agreement, plan_conversation, send_letter
from domain.decisions.costs import claim_costs
from domain.decisions.courts import lodge_appeal, request_relief
from domain.decisions.documents import file_document
from domain.decisions.figures import report_figures
from domain.decisions.information import receive_information, request_information
from domain.decisions.plan import submit_plan
from domain.decisions.substituting import decide_substitution, notify_decision
from domain.events.contact import ConversationKind, Side
from domain.events.law import Announcing, Deciding
from domain.events.plan import Horizon, Measure
from domain.values import (
    AgreementId,
    AppealId,
    ClaimId,
    ConversationId,
    DecisionId,
    LetterId,
    MeasureId,
    Period,
    PlainText,
    PlanId,
    ReliefId,
    RequestId,
    Source,
    SourceKind,
)
from tests.api.rest.calling import CODE, Calling

DAY = date(2024, 6, 3)
OFFICIAL = Source(kind=SourceKind.COA, reference="maandoverzicht")
APP = create_app(Settings())
OPENAPI = APP.openapi()
OPERATIONS = [(path, method, told) for path, ways in OPENAPI["paths"].items() for method, told in ways.items()]

LONGEST_TEXT = 100_000

CHECKS = """
[phases.coverage]
unexpected-methods = ["PUT"]  # each costs a call per address, and all others are answered by the same few lines
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 403, 404, 409, 412, 413, 422, 428]  # what reads well can be refused by the domain
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422, 428]
"""


class Door:
    """Stands before the application of the test that runs; before any runs, one without a record tells the document."""

    app: ASGIApp = APP

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; starting and stopping is the business of the fixture."""
        if scope["type"] == "http":
            await self.app(scope, receive, send)
            return
        for step in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{step}.complete"})


@schemathesis.hook
def before_load_schema(_: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    """Leave out how long a free text is at most: a pattern that counts so far costs a second for each text."""
    waiting: list[Any] = [raw_schema["components"]["schemas"]]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if each.get("maxLength") == LONGEST_TEXT:
                del each["maxLength"]
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


door = Door()
document = schemathesis.openapi.from_asgi("/v1/openapi.json", door, config=SchemathesisConfig.from_str(CHECKS))


def prepared(calling: Calling) -> None:
    """What the examples in the document speak of is there; the third entry states figures.

    A period is closed, and its figures came out otherwise since.
    """
    code, plain = calling.opened(), PlainText(text="afgesproken")
    letter, conversation, plan = LetterId("letter-2024.17"), ConversationId("conversation-1"), PlanId("plan-1")
    promise = Promise(AgreementId("agreement-1"), Side.MUNICIPALITY, plain, DAY)
    measure = Measure(measure=MeasureId("measure-flexwoningen"), horizon=Horizon.SHORT_TERM, what=plain)
    calling.record(send_letter, code, letter=letter, kind="verzoek", subject=plain)
    calling.record(report_figures, code, period=Period(2024, 1), source=Source(), opening_backlog=12)
    calling.record(plan_conversation, code, conversation=conversation, kind=ConversationKind.PROGRESS, planned_for=DAY)
    calling.record(make_agreement, code, promise=promise)
    calling.record(request_information, code, request_id=RequestId("request-1"), what=plain, due=DAY)
    calling.record(receive_information, code, request_id=RequestId("request-1"))
    calling.record(submit_plan, code, plan=plan, measures=(measure,))
    filed = {"document": "document-1", "title": plain, "kind": "verslag", "media_type": "text/plain"}
    calling.record(file_document, code, DAY, content=b"Verslag.", **filed)
    closed, numbers = Period(2023, 2), {"opening_backlog": 40, "net_target": 20}
    calling.record(report_figures, code, closed.last_day, period=closed, source=OFFICIAL, realised=30, **numbers)
    framework = calling.running.frameworks.in_force(DAY)
    calling.record(close_period, code, DAY, period=closed, framework=framework)
    calling.record(report_figures, code, closed.last_day, period=closed, source=OFFICIAL, realised=31, **numbers)


def proposed(calling: Calling) -> int:
    """The number of a proposal that waits for somebody else; one is made when none does."""
    waiting = [each.version for each in calling.ledger.municipality(CODE).judging.open_proposals]
    if not waiting:
        body = {"move": "hold", "effectiveOn": DAY.isoformat(), "grounds": "De achterstand loopt terug."}
        answer = calling.post_in(CODE, "/proposals", body, seen=calling.version(CODE))
        assert answer.status_code == 201, answer.text
        waiting = [answer.json()["proposal"]]
    return waiting[0]


@pytest.fixture(scope="module")
def everything(shared: Calling) -> Iterator[Calling]:
    """The API behind the door, with what the examples speak of."""
    prepared(shared)
    door.app = shared.client.app
    yield shared
    door.app = APP


OF_LAW = re.compile(r"/municipalities/[^/]+/(announcements|decisions|appeals|relief-requests|claims)(/|$)")


def in_law(calling: Calling, path: str) -> str:
    """A municipality that was taken over on rung 6, with all that an example about a substitution follows on.

    What the example itself records is left out.
    """
    code, plain, decision = calling.another(6), PlainText(text="zo is het gegaan"), DecisionId("decision-2024.3")
    letter, early, late = LetterId("letter-2024.17"), date(2024, 3, 1), date(2024, 5, 2)
    announcing = Announcing(letter=letter, term_ends=date(2024, 4, 1), views_due=date(2024, 3, 15))
    calling.record(announce_intervention, code, early, announcing=announcing)
    calling.record(receive_views, code, early, announcement=letter, summary=plain)
    deciding = Deciding(
        decision=decision, periods=(Period(2023, 2),), persons=5, figures_day=date(2024, 1, 31), term_ends=late
    )
    calling.record(decide_substitution, code, date(2024, 4, 2), deciding=deciding)
    for day, realised in ((date(2024, 1, 31), 0), (date(2024, 5, 31), 9)):
        told = {"period": Period(2024, 1), "realised": realised}
        calling.record(report_figures, code, day, source=OFFICIAL, **told)
    calling.record(lodge_appeal, code, late, appeal=AppealId("appeal-2024.1"), decision=decision)
    calling.record(request_relief, code, late, relief=ReliefId("relief-2024.1"), decision=decision)
    if path.endswith("/notification"):
        return code
    calling.record(notify_decision, code, date(2024, 4, 3), decision=decision)
    if not path.endswith("/start"):
        calling.record(start_substitution, code, date(2024, 5, 3), decision=decision)
        calling.record(claim_costs, code, DAY, claim=ClaimId("claim-2024.1"), decision=decision, cents=100)
    return code


LAST = ("/proposals", "taken-over", "closings")
"""How the addresses end of what comes last, in this order: it waits for somebody else, or undoes others."""


def examples() -> Iterator[tuple[str, Any]]:
    """The address and the body of the example of every write with a body in JSON."""

    def comes(operation: tuple[str, str, dict[str, Any]]) -> int:
        return next((place for place, end in enumerate(LAST, 1) if operation[0].endswith(end)), 0)

    for path, _, told in sorted(OPERATIONS, key=comes):
        if body := told.get("requestBody", {}).get("content", {}).get("application/json"):
            schema = OPENAPI["components"]["schemas"][body["schema"]["$ref"].split("/")[-1]]
            named = {each["name"]: each["schema"] for each in told["parameters"] if each["in"] == "path"}
            if "import" not in named:
                given = {name: each["examples"][0] for name, each in named.items() if name != "proposal"}
                yield path.format_map({"proposal": "{proposal}", **given}), schema["examples"][0]


def test_every_example_in_the_document_is_recorded(everything: Calling) -> None:
    person = everything.post("/persons", {"name": "A. Jansen"}, None, headers=everything.as_everybody).json()["person"]
    answers = {}
    for path, example in examples():
        body = {name: person if name in {"supervisor", "standsIn"} else value for name, value in example.items()}
        body |= {"code": "GM1992"} if path == "/v1/municipalities" else {}
        code = in_law(everything, path) if OF_LAW.search(path) else CODE
        address = path.format(proposal=proposed(everything)) if "{proposal}" in path else path.replace(CODE, code)
        headers = everything.as_everybody | {"If-Match": f'"{everything.version(code)}"'}
        answer = everything.client.post(address, json=body, headers=headers)
        answers[path] = (answer.status_code, answer.json().get("detail"))
    assert {path: told for path, told in answers.items() if told[0] not in {200, 201}} == {}
    assert len(answers) > 30


@document.parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
def test_the_program_answers_as_the_document_says(case: schemathesis.Case[Any], everything: Calling) -> None:
    # A header that nobody knows is no error: whatever stands between a caller and the program may add one.
    strange = any(name.startswith("x-schemathesis-unknown") for name in case.headers or ())
    case.call_and_validate(
        headers=everything.as_everybody, excluded_checks=[negative_data_rejection] if strange else []
    )
