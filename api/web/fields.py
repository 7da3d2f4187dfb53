"""Reads one field of a form; what cannot be read becomes a problem beside that field."""

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from typing import TypeVar
from uuid import UUID, uuid4

from pydantic import ValidationError

from api.values import in_words
from api.web.forms import Form, Problems
from domain.values import Classification, PartialDate, PlainText
from projections.dutch.words import word

Choice = TypeVar("Choice", bound=Enum)

COMMAND, SEEN = "opdracht", "gezien"
"""The hidden fields with the command of the form and with the version that the person saw."""
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""The days that a form can name: what lies beyond is a typing error."""
LONGEST_SHOWN = 40
NOT_TEXT = "{label}: hier staan tekens in die geen tekst zijn."


def day(form: Form, problems: Problems, name: str, label: str, *, required: bool = True) -> date | None:
    """A day, as the field of a browser sends it, or as 1-6-2024."""
    given = form.one(name).strip()
    if not given:
        _missing(problems, name, f"{label}: vul een dag in.", required=required)
        return None
    dutch = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", given, re.ASCII)
    try:
        read = date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(given)
    except ValueError:
        read = date.min
    if not FIRST <= read <= LAST:
        problems.add(name, f"{label}: '{given[:LONGEST_SHOWN]}' is geen dag. Schrijf een dag als 1-6-2024.")
        return None
    return read


def partial(form: Form, problems: Problems, name: str, label: str, *, required: bool = True) -> PartialDate | None:
    """A day, a month or a year, as far as it is known."""
    given = form.one(name).strip()
    if not given:
        _missing(problems, name, f"{label}: vul een dag, maand of jaar in.", required=required)
        return None
    try:
        read = PartialDate.of(given)
    except ValueError:
        read = PartialDate.of(date.min)
    if not FIRST <= (read.first_day or FIRST) <= LAST:
        told = f"'{given[:LONGEST_SHOWN]}' is geen dag, maand of jaar. Schrijf 2024-06-30, 2024-06 of 2024."
        problems.add(name, f"{label}: {told}")
        return None
    return read


def whole(
    form: Form, problems: Problems, name: str, label: str, *, required: bool = True, least: int = 0, most: int = 999_999
) -> int | None:
    """A whole number, also as 1.377."""
    given = form.one(name).strip()
    if not given:
        _missing(problems, name, f"{label}: vul een getal in.", required=required)
        return None
    plain = given.replace(".", "") if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+", given, re.ASCII) else given
    if not re.fullmatch(r"[+-]?\d{1,9}", plain, re.ASCII):
        problems.add(name, f"{label}: '{given[:LONGEST_SHOWN]}' is geen heel getal.")
        return None
    if not least <= int(plain) <= most:
        problems.add(name, f"{label}: het getal moet tussen {least} en {most} liggen.")
        return None
    return int(plain)


def choice(
    form: Form, problems: Problems, name: str, label: str, terms: type[Choice], *, required: bool = True
) -> Choice | None:
    """One of the terms of the model, by its value."""
    given = form.one(name)
    found = next((term for term in terms if str(term.value) == given), None)
    if given and found is None:
        problems.add(name, f"{label}: kies een van de mogelijkheden.")
    if not given:
        _missing(problems, name, f"{label}: maak een keuze.", required=required)
    return found


def choices(form: Form, problems: Problems, name: str, label: str, terms: type[Choice]) -> tuple[Choice, ...]:
    """The terms of the model that were chosen, in their own order."""
    given = {each for each in form[name] if each}
    if given - {str(term.value) for term in terms}:
        problems.add(name, f"{label}: kies uit de mogelijkheden.")
    return tuple(term for term in terms if str(term.value) in given)


def line(form: Form, problems: Problems, name: str, label: str, *, required: bool = True, most: int = 200) -> str:
    """A short text in the open, such as a name."""
    given = " ".join(form.one(name).split())
    if not given:
        _missing(problems, name, f"{label}: vul dit in.", required=required)
    if len(given) > most:
        problems.add(name, f"{label}: is te lang (hoogstens {most} tekens).")
    if not is_text(given):
        problems.add(name, NOT_TEXT.format(label=label))
    return given


def text(
    form: Form,
    problems: Problems,
    name: str,
    label: str,
    *,
    required: bool = True,
    classification: Classification = Classification.INTERNAL,
) -> PlainText | None:
    """Free text, to be sealed; None when nothing was filled in."""
    given = form.one(name).strip()
    if not given:
        _missing(problems, name, f"{label}: vul dit in.", required=required)
        return None
    if not is_text(given):
        problems.add(name, NOT_TEXT.format(label=label))
        return None
    try:
        return PlainText(text=given, classification=classification)
    except ValidationError as error:
        for told in in_words(error, where=label):
            problems.add(name, told)
        return None


def command(form: Form) -> UUID:
    """The command of a form: that of its hidden field, so that a form that is sent twice is recorded once."""
    try:
        return UUID(form.one(COMMAND))
    except ValueError:
        return uuid4()


def seen(form: Form) -> int | None:
    """The version that the person had before them, from its hidden field."""
    given = form.one(SEEN)
    return int(given) if re.fullmatch(r"\d{1,9}", given, re.ASCII) else None


def numbered(form: Form, name: str) -> list[int]:
    """The numbers of what can be there more than once: 1 and 3 for ``afspraak`` by ``afspraak-1-wat`` and so on."""
    pattern = re.compile(rf"{re.escape(name)}-([1-9]\d{{0,2}})(?:-.*)?", re.ASCII)
    return sorted({int(found[1]) for each in form if (found := pattern.fullmatch(each))})


def options(terms: Iterable[Enum]) -> list[tuple[str, str]]:
    """What can be chosen of the terms of the model: each with its value and its word."""
    return [(str(term.value), word(term)[:1].upper() + word(term)[1:]) for term in terms]


def is_text(given: str) -> bool:
    """Whether this can be kept as text: no null character, no half of a surrogate pair."""
    return "\0" not in given and not any("\ud800" <= each <= "\udfff" for each in given)


def _missing(problems: Problems, name: str, told: str, *, required: bool) -> None:
    if required:
        problems.add(name, told)
