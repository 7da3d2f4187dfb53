"""Between entries and stored bytes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.events import base
from domain.events.base import UPCASTS, Entry, Fact, Recorded, UnknownTopicError, body_type
from domain.events.case import MunicipalityRenamed, SupervisionClosed
from domain.events.figures import FiguresReported
from domain.events.record_keeping import EntryCorrected, Repair
from domain.ledger.application import Ledger
from domain.ledger.digests import DamagedEntryError, digest
from domain.ledger.mapper import Bodies, EntryMapper
from domain.ledger.stored import NewEvent, RecordedEvent
from domain.values import Balance, PartialDate, Period, PlainText, Reference, SealedText, Source
from tests.ledger.asking import asked, entry, figures, record_of, text


@pytest.fixture
def mapper(ledger: Ledger) -> EntryMapper:
    return record_of(ledger).entry_mapper


def test_a_body_is_json_of_what_is_about_and_what_is_fact(mapper: EntryMapper) -> None:
    stored = mapper.to_stored_event(entry("GM0622", 1, figures(realised=30)))
    assert (stored.originator_id, stored.originator_version) == ("GM0622", 1)
    assert stored.topic == "municipality.figures-reported.v1"
    body = json.loads(stored.state)
    assert body["fact"] == {
        "period": "2024-1",
        "reported_on": {"value": "2024-06-03", "precision": "day"},
        "source": {"kind": "other", "reference": ""},
        "nature": "measured",
        "realised": 30,
    }
    assert body["about"]["actor"] == {"person": "person-anna", "roles": []}
    assert body["about"]["task"] == "huisvesting-vergunninghouders"


def test_an_entry_without_texts_comes_back_as_it_went(mapper: EntryMapper) -> None:
    went = entry("GM0622", 7)
    assert mapper.to_domain_event(mapper.to_stored_event(went)) == went


@given(
    backlog=st.none() | st.integers(-1_000_000, 1_000_000),
    realised=st.none() | st.integers(0, 1_000_000),
    reference=st.text(max_size=50).filter(lambda words: words == words.strip()),
    year=st.integers(1990, 2200),
    half=st.sampled_from([1, 2, None]),
)
def test_any_figures_come_back_as_they_went(
    backlog: Balance | None, realised: int | None, reference: str, year: int, half: int | None
) -> None:
    mapper = EntryMapper(keyring=_NoTexts())  # type: ignore[arg-type]  # nothing is sealed here
    fact = FiguresReported(
        period=Period(year, half),
        reported_on=PartialDate.of("2024"),
        source=Source(reference=reference),
        realised=realised,
        closing_backlog=backlog,
    )
    went = entry("GM0622", 1, fact)
    assert mapper.to_domain_event(mapper.to_stored_event(went)) == went


@given(
    realised=st.none() | st.integers(0, 1_000_000),
    words=st.text(max_size=20).filter(lambda words: words == words.strip()),
    day=st.sampled_from(["2024-06-03", "2024-06", "2024", None]).map(PartialDate.of),
    references=st.lists(st.just(Reference(system="zaaksysteem", number="1")), max_size=2).map(tuple),
)
@settings(max_examples=50)
def test_a_body_in_two_parts_is_byte_for_byte_the_body_written_as_a_whole(
    realised: int | None, words: str, day: PartialDate, references: tuple[Reference, ...]
) -> None:
    """The digests of all that is recorded rest on these bytes."""
    fact = FiguresReported(
        period=Period(2024, 1), reported_on=day, source=Source(reference=words), realised=realised, net_target=7
    )
    made = entry("GM0622", 1, fact)
    told = {"happened_on": day, "correlation": words, "references": references}
    went = replace(made, about=made.about.model_copy(update=told))
    whole = body_type(FiguresReported).model_construct(about=went.about, fact=fact).model_dump_json(exclude_none=True)
    bodies = Bodies(_NoTexts().sealing())
    assert [bodies.of(went), bodies.of(went)] == [whole.encode()] * 2


@pytest.mark.parametrize("words", [',"fact":', '","fact":{"', "}", '{"about":'])
def test_words_that_look_like_the_border_between_the_two_parts_of_a_body_are_none(
    mapper: EntryMapper, words: str
) -> None:
    fact = figures(1).model_copy(update={"source": Source(reference=words)})
    made = entry("GM0622", 1, fact)
    went = replace(made, about=made.about.model_copy(update={"correlation": words}))
    assert mapper.to_domain_event(mapper.to_stored_event(went)) == went


def test_a_body_that_was_written_otherwise_reads_the_same(mapper: EntryMapper) -> None:
    went = entry("GM0622", 1)
    stored = mapper.to_stored_event(went)
    body = json.loads(stored.state)
    for other in (json.dumps(body), json.dumps(dict(reversed(body.items())), separators=(",", ":"))):
        assert mapper.to_domain_event(replace(stored, state=other.encode())) == went


class _NoTexts:
    def sealing(self) -> Any:  # noqa: ANN401 - stands where a Sealing is never used to seal
        class Nothing:
            new_keys: tuple[()] = ()
            seal = None

        return Nothing()


def test_what_is_recorded_tells_where_it_stands(mapper: EntryMapper) -> None:
    new = mapper.to_stored_event(entry("GM0622", 1))
    at, command = datetime(2024, 6, 3, 12, tzinfo=UTC), uuid4()
    stored = RecordedEvent("GM0622", 1, new.topic, new.state, 9, at, command, b"")
    read = mapper.to_domain_event(replace(stored, digest=digest(stored)))
    assert read.recorded == Recorded(position=9, recorded_at=at, command=str(command), digest=digest(stored).hex())


def test_what_does_not_read_as_it_was_recorded_is_not_read(mapper: EntryMapper) -> None:
    new = mapper.to_stored_event(entry("GM0622", 1))
    stored = RecordedEvent("GM0622", 1, new.topic, new.state, 9, datetime(2024, 6, 3, tzinfo=UTC), uuid4(), b"")
    flipped = replace(stored, digest=digest(stored), state=new.state.replace(b'"realised":1', b'"realised":3'))
    assert flipped.state != stored.state
    with pytest.raises(DamagedEntryError, match="entry GM0622/1 at position 9 "):
        mapper.to_domain_event(flipped)


def test_no_word_of_a_text_is_stored_in_the_open(mapper: EntryMapper) -> None:
    fact = SupervisionClosed(reason=text("it merged with its neighbours"))
    stored = mapper.to_stored_event(entry("GM0622", 1, fact))
    assert b"neighbours" not in stored.state
    (key,) = stored.keys
    read = mapper.to_domain_event(stored).fact
    assert isinstance(read, SupervisionClosed)
    assert isinstance(read.reason, SealedText)
    assert read.reason.key == key.id


def test_a_text_that_is_sealed_already_stays_as_it_is(mapper: EntryMapper) -> None:
    first = mapper.to_domain_event(mapper.to_stored_event(entry("a", 1, SupervisionClosed(reason=text("merged")))))
    again = mapper.to_stored_event(entry("a", 2, first.fact))
    assert again.keys == ()
    assert mapper.to_domain_event(again).fact == first.fact


def test_a_correction_carries_the_fact_that_replaces_sealed(mapper: EntryMapper) -> None:
    fact = EntryCorrected(
        entry=1,
        replacement=SupervisionClosed(reason=text("it merged with its neighbours")),
        replacement_happened_on=PartialDate.of("2024-06"),
        repairs=Repair.ERROR,
        reason=text("the wrong day"),
    )
    stored = mapper.to_stored_event(entry("GM0622", 2, fact))
    assert len(stored.keys) == 2
    assert b"neighbours" not in stored.state
    read = mapper.to_domain_event(stored).fact
    assert isinstance(read, EntryCorrected)
    assert isinstance(read.replacement, SupervisionClosed)
    assert isinstance(read.replacement.reason, SealedText)


def test_texts_about_one_new_person_share_one_new_key(mapper: EntryMapper) -> None:
    about = {"person": "person-new"}
    entries = [entry("a", v, SupervisionClosed(reason=text(f"reason {v}", **about))) for v in (1, 2)]
    assert [len(each.keys) for each in mapper.to_stored_events(entries)] == [1, 0]


def test_a_topic_that_only_a_newer_program_knows_stops_the_reader(mapper: EntryMapper) -> None:
    with pytest.raises(UnknownTopicError, match=r"municipality\.dissolved\.v3"):
        mapper.to_domain_event(NewEvent("a", 1, "municipality.dissolved.v3", b"{}"))


def test_a_body_that_says_more_than_its_fact_knows_is_refused(mapper: EntryMapper) -> None:
    stored = mapper.to_stored_event(entry("a", 1, MunicipalityRenamed(name="Voorne")))
    with pytest.raises(ValidationError):
        mapper.to_domain_event(NewEvent("a", 1, stored.topic, stored.state.replace(b'"name"', b'"naam"')))


def test_an_old_topic_is_upcast_step_by_step(mapper: EntryMapper, monkeypatch: pytest.MonkeyPatch) -> None:
    """v1 counted `people`; v2 called them `persons`; v3 says of which day."""
    monkeypatch.setattr(base, "FACTS", dict(base.FACTS))

    class HousedV3(Fact):
        TOPIC = "toy.housed.v3"
        persons: int
        day: PartialDate
        remark: bytes = b""

    monkeypatch.setitem(
        UPCASTS, "toy.housed.v1", lambda old: ("toy.housed.v2", {"persons": old["people"], "remark": old["remark"]})
    )
    unknown_day = {"value": None, "precision": "unknown"}
    monkeypatch.setitem(UPCASTS, "toy.housed.v2", lambda old: ("toy.housed.v3", {**old, "day": unknown_day}))
    about = asked().about.model_dump_json().encode()
    old = b'{"about":' + about + b',"fact":{"people":3,"remark":"AAH_"}}'
    expected = HousedV3(persons=3, day=PartialDate(), remark=b"\x00\x01\xff")
    assert mapper.to_domain_event(NewEvent("a", 1, "toy.housed.v1", old)) == Entry("a", 1, expected, asked_about(old))
    newer = b'{"about":' + about + b',"fact":{"persons":4,"remark":""}}'
    assert mapper.to_domain_event(NewEvent("a", 2, "toy.housed.v2", newer)).fact == HousedV3(
        persons=4, day=PartialDate()
    )


def asked_about(body: bytes) -> base.About:
    return base.About.model_validate_json(json.dumps(json.loads(body)["about"]))


def test_what_cannot_be_read_back_is_never_recorded(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A field whose absence does not mean None would be lost by leaving out what is None."""
    monkeypatch.setattr(base, "FACTS", dict(base.FACTS))

    class Careless(Fact):
        TOPIC = "toy.careless.v1"
        number: int | None

    with pytest.raises(ValidationError):
        ledger.save_in("toy-1", [Careless(number=None)], request=asked())
    assert ledger.head().position == 0


def test_a_plain_text_is_never_serialised_without_a_seal() -> None:
    fact = SupervisionClosed(reason=PlainText(text="merged"))
    with pytest.raises(ValueError, match="sealed only"):
        fact.model_dump_json()
