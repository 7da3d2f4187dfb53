"""What is wrong with the file of a framework, in plain English and in the terms of TOML."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

SHOWN = 60
"""The most characters of a wrong value that are shown."""

REASONS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "int_type": "is a whole number",
    "int_from_float": "is a whole number",
    "string_type": "is a text, between quotation marks",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "bool_type": "is true or false",
    "date_type": "is a day, such as 2024-01-31",
    "date_parsing": "is a day, such as 2024-01-31",
    "date_from_datetime_parsing": "is a day, such as 2024-01-31",
    "enum": "is {expected}",
    "rung": "is a rung: 1 to 6",
    "greater_than_equal": "is at least {ge}",
    "less_than_equal": "is at most {le}",
    "too_short": "is an empty list",
    "tuple_type": "is a list, between square brackets",
    "dict_type": "is a table",
    "model_type": "is a table",
}
"""What is wrong, by the kind of error that pydantic tells."""

BARE = {"missing", "extra_forbidden", "string_too_short", "string_too_long", "too_short"}
"""Kinds of errors for which it does not help to show the value."""


def told(error: ValidationError) -> tuple[str, str]:
    """The key of the first thing that is wrong, and why it is; entries of a list are counted from 1."""
    first = min(error.errors(include_url=False), key=lambda each: each["type"] == "missing")
    return _key(first["loc"]), _reason(first["type"], first["msg"], first.get("ctx", {}), first["input"])


def _key(place: tuple[int | str, ...]) -> str:
    named = (f"{part + 1}" if isinstance(part, int) else part for part in place if part != "[key]")
    return ".".join(named)


def _reason(kind: str, message: str, context: Mapping[str, Any], given: object) -> str:
    if kind == "string_pattern_mismatch":
        reason = _pattern(str(context["pattern"]))
    else:
        reason = REASONS[kind].format_map(context) if kind in REASONS else f"cannot be used ({message})"
    return reason if kind in BARE else f"{reason}, not {_shown(given)}"


def _pattern(pattern: str) -> str:
    what = "dots" if "." in pattern else "hyphens, a letter first"
    return f"is written in small letters, digits and {what}"


def _shown(given: object) -> str:
    text = json.dumps(given, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
