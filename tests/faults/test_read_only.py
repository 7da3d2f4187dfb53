"""A database that takes no writes any more: who records is told so, who reads goes on, and later all is as before."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

import httpx

from api.ailments import AILMENTS
from domain.ledger.connecting import Ailment
from tests.faults.hammer import talked
from tests.faults.house import SHARED, House, house_in
from tests.faults.prey import secret_in
from tests.serving import serving

TOLD = AILMENTS[Ailment.READ_ONLY].sentence


@contextmanager
def read_only(house: House) -> Iterator[None]:
    """Every session takes no writes from its next transaction on, as on a standby; until the end."""
    with house.admin() as admin:
        try:
            admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
            admin.execute("SELECT pg_reload_conf()")
            yield
        finally:
            admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
            admin.execute("SELECT pg_reload_conf()")


def test_a_database_that_takes_no_writes_is_told_as_that_and_all_goes_on_when_it_does(tmp_path: Path) -> None:
    with house_in(tmp_path) as house:
        with house.ledger() as ledger:
            secret, before = secret_in(ledger), ledger.head().position
        with serving(house.trede, TREDE_PATIENCE="1") as server:
            server.until_ready()
            first, second = talked(SHARED[0], 1), talked(SHARED[0], 2)
            url = f"/v1/municipalities/{first.path}"
            asks = [{"Authorization": f"Bearer {secret}", "Idempotency-Key": str(each.key)} for each in (first, second)]

            def post(number: int) -> httpx.Response:
                return server.client.post(url, json=(first, second)[number].body, headers=asks[number])

            assert post(0).status_code == HTTPStatus.CREATED
            with read_only(house):
                refused = post(1)
                assert (refused.status_code, refused.json()["detail"]) == (HTTPStatus.SERVICE_UNAVAILABLE, TOLD)
                assert server.client.get(url, headers=asks[0]).status_code == HTTPStatus.OK
                assert post(0).headers["Idempotency-Replayed"] == "true"
                ran = house.trede("open", "GM9009", TREDE_PATIENCE="1")
                assert ran.code == 2
                assert ran.said.startswith(TOLD)
            assert post(1).status_code == HTTPStatus.CREATED
        with house.ledger() as ledger:
            assert ledger.head().position == before + first.size + second.size
            assert list(ledger.verify()) == []
