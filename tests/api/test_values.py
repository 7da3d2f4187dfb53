"""What is said of a value that cannot be read: the field, what was expected, and the value itself."""

import re
from collections.abc import Iterator
from typing import Annotated, get_args

import pytest
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from pydantic_core.core_schema import ErrorType

from api.values import EXPECTED, LONGEST_SHOWN, OTHERWISE, in_words
from domain.values import MunicipalityCode, Nature, PartialDate, Period, Persons, ProvinceCode

OF_OTHERS: dict[str, object] = {
    **dict.fromkeys(("attribute", "method_name", "class_name", "class", "field_type", "discriminator"), "x"),
    **dict.fromkeys(("multiple_of", "expected_version", "max_digits", "decimal_places", "whole_digits"), 1),
    **dict.fromkeys(("tz_expected", "tz_actual", "actual_length"), 1),
    **dict.fromkeys(("tag", "expected_tags", "expected_schemes", "pattern", "encoding", "encoding_error"), "x"),
}
"""What pydantic wants to know of errors that our models do not give."""
CONTEXT: dict[str, object] = {
    "max_length": 5,
    "min_length": 1,
    "ge": 0,
    "gt": 0,
    "le": 9,
    "lt": 9,
    "expected": "'a' or 'b'",
    "error": "x",
}


class Example(BaseModel):
    code: MunicipalityCode = "GM0622"
    province: ProvinceCode = "PV28"
    period: Period = Period(2024, 1)
    day: PartialDate = PartialDate()
    nature: Nature = Nature.MEASURED
    persons: Persons = 0
    name: Annotated[str, Field(min_length=1, max_length=5)] = "x"
    master_key: Persons = 0


def told(**given: object) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        Example.model_validate(given)
    return in_words(refused.value)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("code", "0622", "code: is geen code van een gemeente, zoals GM0622 (nu: '0622')."),
        ("province", "ZH", "province: is geen code van een provincie, zoals PV28 (nu: 'ZH')."),
        ("period", "2024-3", "period: is geen periode; schrijf 2024-1, 2024-2 of 2024 (nu: '2024-3')."),
        ("nature", "zeker", "nature: moet een van deze zijn: 'measured', 'provisional' of 'estimate' (nu: 'zeker')."),
        ("persons", -1, "persons: mag niet kleiner zijn dan 0 (nu: '-1')."),
        ("persons", 9_999_999, "persons: mag niet groter zijn dan 1000000 (nu: '9999999')."),
        ("persons", "12,5", "persons: moet een heel getal zijn (nu: '12,5')."),
        ("persons", 1.5, "persons: moet een heel getal zijn (nu: '1.5')."),
        ("name", "", "name: mag niet leeg zijn."),
        ("name", "te lang", "name: is te lang (hoogstens 5 tekens) (nu: 'te lang')."),
        ("name", 3, "name: moet tekst zijn (nu: '3')."),
    ],
)
def test_a_value_is_answered_with_what_was_expected(field: str, value: object, sentence: str) -> None:
    assert told(**{field: value}) == [sentence]


@pytest.mark.parametrize(
    ("value", "precision"),
    [("2024-13", "month"), ("2024-02-30", "day"), ("24", "year"), ("24-6-1", "day"), ("x", "day")],
)
def test_a_day_that_is_none_is_answered_with_how_to_write_one(value: str, precision: str) -> None:
    (sentence,) = told(day={"value": value, "precision": precision})
    assert sentence == "day: is geen dag, maand of jaar; schrijf 2024-06-30, 2024-06 of 2024."


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert len(told(code="x", persons=-1, name="")) == 3


def test_a_secret_is_not_repeated() -> None:
    assert told(master_key="hunter2") == ["master_key: moet een heel getal zijn."]


def test_a_long_value_is_not_repeated_whole() -> None:
    (sentence,) = told(persons="x" * 1000)
    assert "x" * LONGEST_SHOWN + "…" in sentence
    assert len(sentence) < 150


def test_a_field_can_go_by_the_name_under_which_it_was_asked() -> None:
    with pytest.raises(ValidationError) as refused:
        Example.model_validate({"persons": "x"})
    assert in_words(refused.value, where="--persons") == ["--persons: moet een heel getal zijn (nu: 'x')."]


def test_the_whole_can_be_wrong() -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(int).validate_python("x")
    assert in_words(refused.value) == ["De invoer: moet een heel getal zijn (nu: 'x')."]
    with pytest.raises(ValidationError) as broken:
        Example.model_validate_json("{'a'}")
    assert in_words(broken.value) == ["De invoer: is geen geldige JSON (regel 1, teken 2)."]


def known_errors() -> Iterator[str]:
    yield from get_args(ErrorType)


def test_every_sentence_belongs_to_an_error_that_exists_and_can_be_made() -> None:
    assert set(EXPECTED) - set(known_errors()) == set()
    for expected in EXPECTED.values():
        assert set(re.findall(r"{(\w+)}", expected)) <= set(CONTEXT)
        assert "{" not in expected.format(**CONTEXT)


@pytest.mark.parametrize("kind", sorted(set(known_errors()) - {"json_invalid"}))
def test_every_error_is_answered_in_dutch(kind: str) -> None:
    refused = ValidationError.from_exception_data("x", [{"type": kind, "input": "y", "ctx": {**OF_OTHERS, **CONTEXT}}])
    (sentence,) = in_words(refused)
    assert sentence.startswith("De invoer: ")
    assert (OTHERWISE in sentence) is (kind not in EXPECTED)
