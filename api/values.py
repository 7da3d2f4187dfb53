"""What a screen says when a value cannot be read: the field, the value and what was expected, in plain Dutch."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

EXPECTED = {
    "missing": "ontbreekt",
    "extra_forbidden": "wordt niet herkend",
    "enum": "moet een van deze zijn: {expected}",
    "literal_error": "moet een van deze zijn: {expected}",
    "string_too_short": "mag niet leeg zijn",
    "string_too_long": "is te lang (hoogstens {max_length} tekens)",
    "string_pattern_mismatch": "heeft niet de goede vorm ({pattern})",
    "int_parsing": "moet een heel getal zijn",
    "int_from_float": "moet een heel getal zijn",
    "int_type": "moet een heel getal zijn",
    "greater_than_equal": "mag niet kleiner zijn dan {ge}",
    "less_than_equal": "mag niet groter zijn dan {le}",
    "date_from_datetime_parsing": "is geen dag; schrijf 2024-06-30",
    "date_from_datetime_inexact": "is geen dag; schrijf 2024-06-30",
    "date_parsing": "is geen dag; schrijf 2024-06-30",
    "date_type": "is geen dag; schrijf 2024-06-30",
    "bool_parsing": "moet true of false zijn",
    "string_type": "moet tekst zijn",
    "json_invalid": "is geen geldige JSON: {error}",
}
"""By the name that pydantic gives the error."""


def in_words(error: ValidationError) -> list[str]:
    """A sentence for each thing that is wrong."""
    return [_sentence(problem) for problem in error.errors(include_url=False)]


def _sentence(problem: ErrorDetails) -> str:
    where = ".".join(str(part) for part in problem["loc"]) or "De invoer"
    told = EXPECTED.get(problem["type"])
    what = told.format(**problem.get("ctx", {})) if told else problem["msg"]
    value = problem["input"]
    shown = f" (nu: '{value}')" if isinstance(value, str | int | float) and problem["type"] != "json_invalid" else ""
    return f"{where}: {what}{shown}."
