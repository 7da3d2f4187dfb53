"""Documents, by the API: filed as they are, read by those who may, never as a page."""

from base64 import b64encode
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from api.settings import Settings
from domain.events.base import Role
from domain.ledger.application import Ledger
from tests.api.rest.calling import Calling

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
FORM = {"title": "Verbeterplan 2024", "kind": "verbeterplan"}


def filed(api: Calling, code: str, name: str = "plan.pdf", data: bytes = PDF, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
    """The answer to a document that was filed."""
    form = FORM | {key: value for key, value in more.items() if key != "headers"}
    path = f"/municipalities/{code}/documents"
    return api.post(path, files={"file": (name, data)}, data=form, headers=more.get("headers", {}))


def read(api: Calling, code: str, answer: Response, by: Role = Role.SUPERVISOR, **query: str) -> Response:
    """What the document that was filed holds."""
    path = f"/municipalities/{code}/documents/{answer.json()['document']}/content"
    return api.get(path, by, params=query, headers={"X-Trede-Position": answer.headers["X-Trede-Position"]})


def test_a_document_is_read_as_it_was_filed(shared: Calling) -> None:
    code = shared.another()
    answer = filed(shared, code)
    assert answer.status_code == 201, answer.text
    found = read(shared, code, answer)
    assert (found.status_code, found.content) == (200, PDF)
    assert found.headers["Content-Type"] == "application/pdf"
    assert found.headers["Content-Digest"] == f"sha-256=:{b64encode(sha256(PDF).digest()).decode()}:"


def test_a_document_is_a_file_to_save_and_nothing_that_a_browser_shows(shared: Calling) -> None:
    code = shared.another()
    headers = read(shared, code, filed(shared, code, "plan één; x=y.pdf")).headers
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''plan%20%C3%A9%C3%A9n%3B%20x%3Dy.pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_document_is_told_of_without_what_it_holds(shared: Calling) -> None:
    code = shared.another()
    answer = filed(shared, code, happenedOn="2024-05-31")
    path, at = f"/municipalities/{code}/documents", {"X-Trede-Position": answer.headers["X-Trede-Position"]}
    (told,) = shared.get(path, headers=at).json()["items"]
    assert told == shared.get(f"{path}/{answer.json()['document']}", headers=at).json()
    assert told["sha256"] == sha256(PDF).hexdigest()
    assert (told["size"], told["mediaType"], told["fileName"]) == (len(PDF), "application/pdf", "plan.pdf")
    assert (told["title"], told["filedOn"], told["inFile"]) == (FORM["title"], "2024-05-31", True)


def test_filing_the_same_document_again_under_one_key_files_it_once(shared: Calling) -> None:
    code, headers = shared.another(), {"Idempotency-Key": str(uuid4())}
    first, again = filed(shared, code, headers=headers), filed(shared, code, headers=headers)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    assert filed(shared, code, data=PDF + b"%", headers=headers).json()["rule"] == "CommandReused"
    assert shared.version(code) == 2


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("plan.pdf", b"", 422),
        ("plan.html", b"<html><script>", 422),
        ("plan.pdf", b"<svg onload=x>", 422),
        ("plan.exe", b"MZ\x90\x00", 422),
        ("plan.docx", PDF, 422),
    ],
)
def test_what_is_no_document_is_not_filed(shared: Calling, name: str, data: bytes, status: int) -> None:
    code = shared.another()
    answer = filed(shared, code, name, data)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert shared.version(code) == 1


def test_a_document_is_not_larger_than_the_settings_allow(ledger: Ledger, api: Calling) -> None:
    code = api.opened()
    app = create_app(Settings(document_limit=1), ledger=ledger, today=lambda: api.today)
    with TestClient(app) as client:
        small = Calling(client, ledger, api.today, api.persons, api.tokens, api.everybody)
        assert filed(small, code, data=PDF + b"%" * 1_000_000).status_code == 413
        assert filed(small, code, data=PDF + b"%" * 3_000_000).status_code == 413
        assert filed(small, code, data=PDF + b"%" * 900_000).status_code == 201


@pytest.mark.parametrize("left_out", ["title", "kind", "file"])
def test_a_document_has_a_title_a_kind_and_a_file(shared: Calling, left_out: str) -> None:
    form = {key: value for key, value in FORM.items() if key != left_out}
    files = {"other": b""} if left_out == "file" else {"file": ("plan.pdf", PDF)}
    answer = shared.post(f"/municipalities/{shared.another()}/documents", data=form, files=files)
    assert answer.status_code == 422
    assert f"#/{left_out}" in [error["pointer"] for error in answer.json()["errors"]]


def test_a_document_in_json_is_refused(shared: Calling) -> None:
    assert shared.post(f"/municipalities/{shared.another()}/documents", FORM).status_code == 415


def test_who_may_not_read_the_title_may_not_read_the_document(shared: Calling) -> None:
    code = shared.another()
    answer = filed(shared, code, classification="secret")
    statuses = {role: read(shared, code, answer, role).status_code for role in Role}
    allowed = {Role.MANAGER, Role.EXECUTIVE_SECRETARY, Role.LEGAL, Role.AUDITOR}
    assert statuses == {role: 200 if role in allowed else 403 for role in Role}


def test_what_was_taken_out_of_the_file_can_be_read_as_at_an_earlier_day(shared: Calling) -> None:
    code = shared.another()
    answer = filed(shared, code, happenedOn="2024-05-01")
    path = f"/municipalities/{code}/documents/{answer.json()['document']}/withdrawals"
    out = shared.post(path, {"reason": "Hoort hier niet.", "happenedOn": "2024-06-01"})
    assert out.status_code == 201
    out.json()["document"] = answer.json()["document"]
    later = {"X-Trede-Position": out.headers["X-Trede-Position"]}
    content = path.replace("withdrawals", "content")
    assert shared.get(content, headers=later).status_code == 404
    assert shared.get(content, headers=later, params={"asAt": "2024-05-31"}).content == PDF
    assert shared.post(path, {"reason": "Nog eens."}).status_code == 409


def test_a_document_that_is_not_there_is_not_found(shared: Calling) -> None:
    code = shared.another()
    for path in ("document-x", "document-x/content", "x"):
        assert shared.get(f"/municipalities/{code}/documents/{path}").status_code == 404
