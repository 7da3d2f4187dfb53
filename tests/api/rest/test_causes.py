"""Causes, by the API."""

from tests.api.rest.calling import Calling


def test_a_cause_is_noted(api: Calling) -> None:
    code = api.opened()
    answer = api.post(f"/municipalities/{code}/causes", {"kind": "housing-stock", "period": "2024-1", "note": "Geen."})
    assert answer.status_code == 201, answer.text
    assert list(api.ledger.municipality(code).causes) == [answer.json()["cause"]]
    assert answer.headers["Location"] == f"/v1/municipalities/{code}/entries/2"
    assert answer.headers["ETag"] == '"2"'
