"""Dutch words, days and numbers, as people read them."""

import inspect
import types
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Annotated, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from domain.events.base import FACTS, About, Fact
from domain.events.contact import ConversationKind, Purpose
from domain.municipality.contact import Outcome
from domain.policy.obligations import ObligationKind, ObligationState
from domain.values import UNKNOWN_DATE, PartialDate, Period, Precision, Rung
from projections.conversations import ConversationState
from projections.dutch import words
from projections.dutch.words import (
    TERMS,
    WORDS,
    arithmetic,
    balance,
    day,
    listed,
    moment,
    number,
    partial,
    period,
    persons,
    rung_name,
    short_day,
    word,
)
from projections.subjects import Subject

UNTOLD: set[type[Enum]] = {Precision}
"""Told by how a day is written, not by a word."""


def enums_in(annotation: object) -> Iterator[type[Enum]]:
    """Every enum that a field can hold, at any depth."""
    if get_origin(annotation) in {Union, types.UnionType, tuple, list, dict, Annotated}:
        for each in get_args(annotation):
            yield from enums_in(each)
    elif inspect.isclass(annotation) and issubclass(annotation, Enum):
        yield annotation
    elif inspect.isclass(annotation) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            yield from enums_in(field.annotation)


def told_kinds() -> set[type[Fact]]:
    """What sentences are made of: facts about municipalities, not the small streams."""
    return {kind for topic, kind in FACTS.items() if topic.startswith("municipality.")}


def test_every_word_of_the_facts_has_a_dutch_word() -> None:
    found = {enum for kind in (*told_kinds(), About) for enum in enums_in(kind)} - UNTOLD
    assert len(found) > 15
    assert [term for enum in found for term in enum if (enum, term) not in WORDS] == []


@pytest.mark.parametrize("kind", [Outcome, ConversationState, Subject, ObligationKind, ObligationState])
def test_every_word_by_which_people_choose_has_a_dutch_word(kind: type[Enum]) -> None:
    assert [term for term in kind if (kind, term) not in WORDS] == []


def test_no_two_terms_take_each_others_word() -> None:
    """Members of two StrEnums that are written the same are equal, so as keys of a dict they would be one."""
    assert len(WORDS) == len(TERMS)
    assert [(term, dutch) for term, dutch in TERMS if word(term) != dutch] == []


def test_no_word_is_left_of_a_term_that_is_gone() -> None:
    assert [term for term, _ in TERMS if term not in type(term)] == []


def test_terms_that_are_written_the_same_keep_their_own_word() -> None:
    assert word(ConversationKind.PROGRESS) == "voortgangsgesprek"
    assert word(Purpose.PROGRESS) == "voortgang"


@pytest.mark.parametrize(
    ("given", "told"),
    [(Rung.SIGNAL, "trede 1 (Signaleren)"), (Rung.AGREEMENTS, "trede 3 (Afspraken over acties met termijn)")],
)
def test_a_rung_is_named_by_number_and_name(given: Rung, told: str) -> None:
    assert rung_name(given) == told


@pytest.mark.parametrize(
    ("given", "in_full", "short"),
    [
        ("2026-01-01", "1 januari 2026", "1 jan 2026"),
        ("2026-03-31", "31 maart 2026", "31 mrt 2026"),
        ("2026-05", "mei 2026", "mei 2026"),
        ("2026", "2026", "2026"),
        (None, "dag onbekend", "–"),
    ],
)
def test_a_day_is_told_as_far_as_it_is_known(given: str | None, in_full: str, short: str) -> None:
    known = PartialDate.of(given) if given else UNKNOWN_DATE
    assert partial(known) == in_full
    assert short_day(known) == short


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (datetime(2026, 1, 1, 15, 40, tzinfo=UTC), "1 januari 2026 16:40"),
        (datetime(2026, 7, 1, 15, 40, tzinfo=UTC), "1 juli 2026 17:40"),
        (datetime(2025, 12, 31, 23, 30, tzinfo=UTC), "1 januari 2026 00:30"),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "29 maart 2026 01:59"),
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 maart 2026 03:00"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 oktober 2026 02:30"),
    ],
)
def test_a_moment_is_told_in_dutch_time_summer_and_winter(given: datetime, told: str) -> None:
    assert moment(given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [("2024-1", "de eerste helft van 2024"), ("2024-2", "de tweede helft van 2024"), ("2024", "heel 2024")],
)
def test_a_period_is_told_in_words(given: str, told: str) -> None:
    assert period(Period.parse(given)) == told


def test_numbers_are_written_as_dutch_people_do() -> None:
    assert number(1377) == "1.377"
    assert number(1_000_000) == "1.000.000"
    assert [persons(each) for each in (0, 1, 12)] == ["0 personen", "1 persoon", "12 personen"]
    assert [balance(each) for each in (12, 0, -3)] == ["achterstand van 12", "geen achterstand", "voorsprong van 3"]


def test_words_are_listed_with_and_before_the_last() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == ["", "a", "a en b", "a, b en c"]


def test_a_day_and_a_sum_are_told_in_dutch() -> None:
    assert day(date(2024, 8, 2)) == "2 augustus 2024"
    assert arithmetic("1459 + 276 - 849 = 886, not 610") == "1459 + 276 - 849 = 886, niet 610"


def test_every_word_is_lower_case_unless_it_is_a_name() -> None:
    names = {"COA", "API", "IBT-adviseur", "Gedeputeerde Staten"}
    rungs = {dutch for term, dutch in TERMS if isinstance(term, Rung)}
    assert [dutch for _, dutch in words.TERMS if dutch[0].isupper() and dutch not in names | rungs] == []
