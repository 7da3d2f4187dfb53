"""What a screen says when a value cannot be read: the field, the value and what was expected, in plain Dutch."""

import re
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

DAY = "is geen dag; schrijf 2024-06-30"
PARTIAL = "is geen dag, maand of jaar; schrijf 2024-06-30, 2024-06 of 2024"
WHOLE = "moet een heel getal zijn"
CHOICE = "moet een van deze zijn: {expected}"
TRUE_OR_FALSE = "moet true of false zijn"
TEXT = "moet tekst zijn"
LIST = "moet een lijst zijn"
OBJECT = "moet een object zijn, met namen en waarden"
IDENTIFIER = "is geen UUID, zoals 123e4567-e89b-42d3-a456-426614174000"

EXPECTED = {
    "missing": "ontbreekt",
    "extra_forbidden": "wordt niet herkend",
    "enum": CHOICE,
    "literal_error": CHOICE,
    "string_type": TEXT,
    "string_too_short": "mag niet leeg zijn",
    "string_too_long": "is te lang (hoogstens {max_length} tekens)",
    "string_unicode": "bevat tekens die geen tekst zijn",
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": "is een te groot getal",
    "int_from_float": WHOLE,
    "greater_than": "moet groter zijn dan {gt}",
    "greater_than_equal": "mag niet kleiner zijn dan {ge}",
    "less_than": "moet kleiner zijn dan {lt}",
    "less_than_equal": "mag niet groter zijn dan {le}",
    "date_type": DAY,
    "date_parsing": DAY,
    "date_from_datetime_parsing": DAY,
    "date_from_datetime_inexact": DAY,
    "bool_type": TRUE_OR_FALSE,
    "bool_parsing": TRUE_OR_FALSE,
    "uuid_type": IDENTIFIER,
    "uuid_parsing": IDENTIFIER,
    "list_type": LIST,
    "tuple_type": LIST,
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
}
"""By the name that pydantic gives the error."""

PATTERNS = {
    "GM": "is geen code van een gemeente, zoals GM0622",
    "PV": "is geen code van een provincie, zoals PV28",
    "[0-9a-f]{64}": "is geen SHA-256 (64 tekens, 0-9 en a-f)",
    r"[^\s\x00]": "mag niet leeg zijn",
    "[0-9A-Za-z._-]": "is geen nummer van die soort; schrijf de soort ervoor, zoals plan-1",
}
"""What a pattern asks for, by a piece of it."""

VALUES = {
    "a period is": "is geen periode; schrijf 2024-1, 2024-2 of 2024",
    "is not a ": PARTIAL,
    "is written as": PARTIAL,
    "does not match format": PARTIAL,
    "invalid literal for int": PARTIAL,
    "must be in": PARTIAL,
    "out of range": PARTIAL,
}
"""What a value of the model asks for, by a piece of what it says itself."""

OTHERWISE = "is niet goed geschreven"
LONGEST_SHOWN = 60
UNSHOWN = re.compile(r"key|password|secret|token|url", re.IGNORECASE)
"""The fields of which the value is not repeated: it can be a secret."""


def in_words(error: ValidationError, *, where: str | None = None) -> list[str]:
    """A sentence for each thing that is wrong; ``where`` names the field when the error does not, or not well."""
    return [in_a_sentence(problem, where) for problem in error.errors(include_url=False)]


def in_a_sentence(problem: ErrorDetails, where: str | None = None) -> str:
    """One thing that is wrong; ``where`` names the field when the error does not, or not well."""
    field = where or ".".join(str(part) for part in problem["loc"]) or "De invoer"
    return f"{field}: {_expected(problem)}{_shown(field, problem)}."


def _expected(problem: ErrorDetails) -> str:
    context: dict[str, Any] = problem.get("ctx", {})
    match problem["type"]:
        case "json_invalid":
            return f"is geen geldige JSON{_place(str(context.get('error', '')))}"
        case "string_pattern_mismatch":
            pattern = str(context.get("pattern", ""))
            return next((told for piece, told in PATTERNS.items() if piece in pattern), OTHERWISE)
        case "value_error":
            said = str(context.get("error", ""))
            return next((told for piece, told in VALUES.items() if piece in said), OTHERWISE)
        case "in_dutch":
            return problem["msg"]
        case known if told := EXPECTED.get(known):
            return told.format(**context).replace(" or ", " of ")
        case _:
            return OTHERWISE


def _place(error: str) -> str:
    found = re.search(r"line (\d+) column (\d+)", error)
    return f" (regel {found[1]}, teken {found[2]})" if found else ""


def _shown(field: str, problem: ErrorDetails) -> str:
    value = problem["input"]
    if problem["type"] == "json_invalid" or not isinstance(value, str | int | float) or UNSHOWN.search(field):
        return ""
    text = " ".join(str(value).split())
    short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return f" (nu: '{short}')" if text else ""
