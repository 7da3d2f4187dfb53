"""Corrections and withdrawals, by the API: they name the version that was seen, and leave what was recorded."""

from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from domain.decisions.contact import hold_conversation
from domain.decisions.figures import set_target
from domain.events.base import Role
from domain.events.contact import ConversationHeld, ConversationKind
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn
from domain.values import Classification, ConversationId, Period, PlainText, Source
from tests.api.rest.calling import Calling

ERROR = {"repairs": "error", "reason": "Verkeerd overgenomen."}


def with_target(api: Calling) -> str:
    """A municipality with a target as its second entry."""
    code = api.another()
    api.record(set_target, code, period=Period(2024, 1), net_target=57, source=Source(reference="Staatscourant"))
    return code


def with_conversation(api: Calling) -> str:
    """A municipality with a confidential conversation as its second entry."""
    code = api.another()
    api.record(
        hold_conversation,
        code,
        conversation=ConversationId("conversation-1"),
        kind=ConversationKind.PROGRESS,
        summary=PlainText(text="Er komen woningen.", classification=Classification.CONFIDENTIAL),
    )
    return code


def corrected(api: Calling, code: str, body: dict[str, Any], by: Role = Role.SUPERVISOR, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
    """The answer to a correction of the second entry."""
    return api.post_in(code, "/entries/2/corrections", ERROR | body, by, **{"seen": api.version(code)} | more)


def replacement(api: Calling, code: str) -> Any:  # noqa: ANN401 - whatever fact it is
    """How the last correction says that its entry should have read."""
    fact = api.facts(code)[-1]
    assert isinstance(fact, EntryCorrected)
    return fact.replacement


def test_an_entry_is_corrected_field_by_field(shared: Calling) -> None:
    code = with_target(shared)
    answer = corrected(shared, code, {"fact": {"netTarget": 75}})
    assert answer.status_code == 201, answer.text
    assert (replacement(shared, code).net_target, replacement(shared, code).source.reference) == (75, "Staatscourant")


def test_the_day_of_an_entry_is_corrected(shared: Calling) -> None:
    code = with_target(shared)
    assert corrected(shared, code, {"entryHappenedOn": "2023-10-06"}).status_code == 201
    fact = shared.facts(code)[-1]
    assert isinstance(fact, EntryCorrected)
    assert fact.replacement_happened_on.value == "2023-10-06"


def test_a_text_keeps_its_classification_unless_it_gets_another(shared: Calling) -> None:
    code = with_conversation(shared)
    assert corrected(shared, code, {"fact": {"summary": "Er komen geen woningen."}}).status_code == 201
    assert replacement(shared, code).summary.classification is Classification.CONFIDENTIAL
    reworded = {"text": "Er komt niets.", "classification": "internal"}
    assert corrected(shared, code, {"fact": {"summary": reworded}}).status_code == 201
    assert replacement(shared, code).summary.classification is Classification.INTERNAL


@pytest.mark.parametrize(
    "summary",
    [
        {"key": "key-1", "classification": "open", "cipher": "AAAA"},
        {"text": "x", "classification": "open", "person": "person-1"},
        {"text": "x"},
        {"text": "", "classification": "open"},
        5,
        ["x"],
    ],
)
def test_a_text_is_never_sealed_by_who_sends_it(shared: Calling, summary: object) -> None:
    code = with_conversation(shared)
    answer = corrected(shared, code, {"fact": {"summary": summary}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("#/fact/summary")


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"participants": [{"side": "province", "person": "person-nobody"}]}, "#/fact"),
        ({"participants": [{"side": "province", "office": "a\u0000b"}]}, "#/fact"),
        ({"documents": ["a\u0000"]}, "#/fact"),
        ({"kind": "x"}, "#/fact/kind"),
        ({"unknown": 1}, "#/fact/unknown"),
    ],
)
def test_what_cannot_be_recorded_cannot_be_corrected_into_either(
    shared: Calling, change: dict[str, object], place: str
) -> None:
    code = with_conversation(shared)
    answer = corrected(shared, code, {"fact": change})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == place
    assert shared.version(code) == 2


def test_a_day_that_cannot_be_is_not_corrected_into(shared: Calling) -> None:
    code = shared.another()
    shared.post_in(code, "/agreements", {"what": "iets", "due": "2024-07-01"})
    assert corrected(shared, code, {"fact": {"due": "9999-12-31"}}).status_code == 422
    assert corrected(shared, code, {"entryHappenedOn": "2024-06-04"}).json()["rule"] == "InTheFuture"


def test_a_correction_changes_something(shared: Calling) -> None:
    code = with_target(shared)
    assert corrected(shared, code, {}).status_code == 422
    assert corrected(shared, code, {"fact": {"netTarget": 57}}).json()["rule"] == "NothingToCorrect"


def test_an_entry_that_somebody_else_corrected_is_not_corrected_unseen(shared: Calling) -> None:
    code = with_target(shared)
    assert corrected(shared, code, {"fact": {"netTarget": 75}}, seen=2).status_code == 201
    assert corrected(shared, code, {"fact": {"netTarget": 76}}, seen=2).status_code == 412
    assert corrected(shared, code, {"fact": {"netTarget": 76}}, seen=3).status_code == 201


def test_a_correction_that_comes_again_gets_its_first_answer_whatever_happened_since(shared: Calling) -> None:
    code, key = with_conversation(shared), {"Idempotency-Key": str(uuid4())}
    body = {"fact": {"summary": "Er komen geen woningen."}}
    first = corrected(shared, code, body, seen=2, headers=key)
    assert corrected(shared, code, {"fact": {"channel": "video"}}, seen=3).status_code == 201
    again = corrected(shared, code, body, seen=2, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_an_entry_is_withdrawn_and_stays_readable(shared: Calling) -> None:
    code = with_conversation(shared)
    answer = shared.post_in(code, "/entries/2/withdrawals", {"reason": "Andere gemeente."}, seen=2)
    assert answer.status_code == 201
    assert isinstance(shared.facts(code)[-1], EntryWithdrawn)
    told = shared.get(f"/municipalities/{code}/entries/2").json()
    assert (told["struckBy"], told["amendedBy"], told["topic"]) == ([3], [3], ConversationHeld.TOPIC)
    assert shared.get(f"/municipalities/{code}/entries/3").json()["amends"] == 2


def test_what_is_not_in_the_record_is_neither_corrected_nor_withdrawn(shared: Calling) -> None:
    code = with_target(shared)
    for path, body in (("corrections", ERROR | {"fact": {"netTarget": 1}}), ("withdrawals", {"reason": "Fout."})):
        answer = shared.post_in(code, f"/entries/9/{path}", body, seen=2)
        assert (answer.status_code, answer.json()["rule"]) == (404, "NotOnRecord")


def test_the_beginning_of_supervision_is_not_withdrawn(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post_in(code, "/entries/1/withdrawals", {"reason": "Fout."}, Role.MANAGER, seen=1)
    assert (answer.status_code, answer.json()["rule"]) == (409, "CannotBeWithdrawn")


def test_who_corrects_a_fact_may_record_one_of_its_kind(shared: Calling) -> None:
    code = with_target(shared)
    assert corrected(shared, code, {"fact": {"netTarget": 75}}, Role.LEGAL).status_code == 403
    assert corrected(shared, code, {"fact": {"netTarget": 75}}, Role.REPORTING).status_code == 403
    assert shared.post_in(code, "/entries/2/withdrawals", {"reason": "Fout."}, Role.LEGAL, seen=2).status_code == 403
    assert shared.post_in(code, "/entries/1/corrections", ERROR | {"fact": {"name": "X"}}, seen=2).status_code == 403


def test_a_placement_is_corrected_by_who_may_decide_on_it(shared: Calling) -> None:
    code = shared.another()
    placed = {"move": "raise", "toRung": 2, "decidedBy": {"body": "deputy"}, "grounds": "Zie het dossier."}
    assert shared.post_in(code, "/placements", placed, Role.MANAGER, seen=1).status_code == 201
    grounds = {"fact": {"grounds": "De achterstand groeit."}}
    assert corrected(shared, code, grounds, Role.SUPERVISOR).status_code == 403
    assert corrected(shared, code, grounds, Role.MANAGER).status_code == 201
    withdrawn = shared.post_in(code, "/entries/3/withdrawals", {"reason": "Fout."}, Role.LEGAL, seen=3)
    assert withdrawn.status_code == 403
