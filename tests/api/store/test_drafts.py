"""Drafts: one per person, municipality and form, sealed, and gone when it was recorded or is old."""

from datetime import date
from uuid import uuid4

import pytest

from api.store import Store
from api.store.drafts import Drafts, Place
from domain.decisions.case import open_supervision
from domain.events.base import Actor, Origin
from domain.ledger.application import Ledger
from domain.ledger.request import Request
from domain.values import PartialDate, PersonId

HERE = Place(PersonId("person-1"), "GM0622", "conversation")
TYPED = {"gezegd": ["De bouw loopt uit – écht."], "oorzaak": ["political", "other"]}


@pytest.fixture
def store(ledger: Ledger) -> Store:
    return Store.open(ledger)


@pytest.fixture
def drafts(store: Store, ledger: Ledger) -> Drafts:
    return Drafts(store, ledger)


def test_a_draft_reads_as_it_was_kept_and_a_newer_one_takes_its_place(drafts: Drafts) -> None:
    first, second = uuid4(), uuid4()
    assert drafts.find(HERE) is None
    assert drafts.keep(HERE, first, {"gezegd": ["eerst"]})
    assert drafts.keep(HERE, second, TYPED)
    found = drafts.find(HERE)
    assert found
    assert (found.command, found.fields) == (second, TYPED)


def test_nobody_finds_the_draft_of_another_person_municipality_or_form(drafts: Drafts) -> None:
    drafts.keep(HERE, uuid4(), TYPED)
    for elsewhere in (
        Place(PersonId("person-2"), HERE.municipality, HERE.form),
        Place(HERE.person, "GM0600", HERE.form),
        Place(HERE.person, HERE.municipality, "placement"),
    ):
        drafts.drop(elsewhere)
        assert drafts.find(elsewhere) is None
    assert drafts.find(HERE)
    drafts.drop(HERE)
    assert drafts.find(HERE) is None


def test_a_draft_of_what_was_recorded_is_not_kept(drafts: Drafts, ledger: Ledger, today: date) -> None:
    command, by = uuid4(), Actor(person=HERE.person)
    request = Request(command=command, by=by, origin=Origin.SCREEN, happened_on=PartialDate.of(today), today=today)
    ledger.record(open_supervision, municipality="GM0622", request=request, name="Vlaardingen")
    assert not drafts.keep(HERE, command, TYPED)
    assert drafts.find(HERE) is None


def test_what_was_typed_is_sealed(drafts: Drafts, store: Store) -> None:
    drafts.keep(HERE, uuid4(), TYPED)
    ((content,),) = (row.values() for row in store.rows("SELECT content FROM {drafts}"))
    assert b"bouw" not in content


def test_an_old_draft_is_not_found_and_is_thrown_away(drafts: Drafts, store: Store) -> None:
    drafts.keep(HERE, uuid4(), TYPED)
    store.rows("UPDATE {drafts} SET kept_at = now() - interval '31 days'")
    assert drafts.find(HERE) is None
    drafts.clean()
    assert store.rows("SELECT * FROM {drafts}") == []
