"""The page of the status: how the record and the read models stand, what is wrong, and building them again."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.rebuilding import Rebuilding
from api.web.status import NAMES, in_words
from domain.events.base import Role
from domain.ledger.appending import Append
from domain.ledger.embedded import Cluster
from domain.ledger.stored import NewEvent
from projections.engine.bookkeeping import Bookkeeping, Standing
from projections.engine.status import ReadModelStatus
from projections.models import MODELS
from tests.ledger.asking import command, record_of
from tests.projections.asking import tell
from tests.spec import opened
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing
from tests.web.visitor import Visitor, visited, words


@pytest.fixture(scope="module")
def visitor(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(server, tmp_path_factory.mktemp("keys"), Role.ADMINISTRATOR) as arrived:
        tell(arrived.ledger, opened())
        yield arrived.caught_up()


def test_it_tells_how_the_record_and_every_read_model_stand(visitor: Visitor) -> None:
    said = words(visitor.get("/status"))
    assert "Alles werkt. De pagina's laten alles zien wat is vastgelegd." in said
    assert str(visitor.ledger.record_id) in said
    assert f"PostgreSQL {visitor.ledger.server_version}" in said
    assert visitor.ledger.key_place in said
    assert "Verzoeken om informatie" in said


def test_every_read_model_is_called_by_a_dutch_name() -> None:
    assert [model.name for model in MODELS if model.name not in NAMES] == []


def test_who_may_not_see_it_does_not(visitor: Visitor) -> None:
    supervisor = visitor.another(Role.SUPERVISOR)
    assert supervisor.get("/status").status_code == 403
    assert "Status" not in words(supervisor.get("/zoeken"))


def test_who_may_only_look_is_not_offered_to_build_and_cannot(visitor: Visitor) -> None:
    auditor = visitor.another(Role.AUDITOR)
    page = auditor.get("/status")
    assert page.status_code == 200
    assert "opnieuw-opbouwen" not in page.text
    assert auditor.send("/status/opnieuw-opbouwen").status_code == 403


def generations(visitor: Visitor) -> dict[str, int]:
    with visitor.ledger.connection() as connection:
        standings = Bookkeeping(connection, visitor.ledger.names).standings()
    return {each.model: each.generation for each in standings if each.live}


def test_all_is_built_again_in_the_background_and_told(visitor: Visitor) -> None:
    before = generations(visitor)
    page = visitor.send("/status/opnieuw-opbouwen")
    give_up = time.monotonic() + 60
    while "Bezig met opnieuw opbouwen" in page.text:
        assert time.monotonic() < give_up
        time.sleep(0.1)
        page = visitor.get("/status")
    assert "Opnieuw opgebouwd op" in words(page)
    after = generations(visitor)
    assert all(after[model.name] > before[model.name] for model in MODELS)


def test_while_it_builds_a_script_follows_it(visitor: Visitor) -> None:
    piece = visitor.get("/status", piece=True)
    assert piece.text.lstrip().startswith('<section class="trede-read-models"')


def test_what_a_read_model_leaves_alone_is_told_with_why(server: Cluster, tmp_path: Path) -> None:
    with visited(server, tmp_path, Role.ADMINISTRATOR) as visitor:
        tell(visitor.ledger, opened(), code="GM0622")
        broken = NewEvent("GM0622", 2, "municipality.figures-reported.v1", b'{"about": {}, "fact": {}}')
        record_of(visitor.ledger).entry_recorder.append([Append(command(), [broken])])
        said = words(visitor.caught_up().get("/status"))
        assert re.search(r"Er is iets mis met .*cijfers", said)
        assert re.search(r"GM0622 blijft liggen vanaf vastlegging \d+", said)
        assert "1 niet verwerkt" in said


STANDING = Standing(
    "ladder", 1, 1, "live", indexed=True, position=7, updated_at=datetime(2024, 6, 3, tzinfo=UTC), trouble=None
)
WELL = ReadModelStatus("ladder", 1, lag=0, live=STANDING, building=None, parked=())


@pytest.mark.parametrize(
    ("stand", "told"),
    [
        (WELL, "Alles werkt."),
        (replace(WELL, lag=3), "Achter loopt: ladder, 3 vastleggingen hoogstens."),
        (replace(WELL, live=None), "Nog niet gebouwd: ladder."),
        (replace(WELL, live=replace(STANDING, trouble="onbekend feit")), "Er is iets mis met ladder."),
    ],
)
def test_the_first_sentence_tells_what_matters_most(stand: ReadModelStatus, told: str) -> None:
    assert in_words([replace(WELL, model="search"), stand]).startswith(told)


def test_a_build_that_fails_is_told_and_another_can_begin(visitor: Visitor) -> None:
    rebuilding = Rebuilding(visitor.ledger, [object()])  # type: ignore[list-item] # what cannot be built
    assert rebuilding.begin()
    rebuilding.close()
    assert rebuilding.last
    assert rebuilding.last.failed
    assert not rebuilding.begin(), "nothing begins after the end"


# In a browser


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_building_again_is_followed_to_its_end(
    browsing: Browsing, require_accessible: Accessible, width: int, *, javascript: bool
) -> None:
    page = browsing.signed_in(Role.ADMINISTRATOR, width, javascript=javascript)
    page.goto("/status")
    if javascript:
        require_accessible(page)
    page.get_by_role("button", name="Opnieuw opbouwen").press("Enter")
    page.get_by_text("Opnieuw opgebouwd op").wait_for(timeout=60_000)
    if javascript:
        require_accessible(page)
