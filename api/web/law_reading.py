"""A form of ``law_forms`` read into what its decision is asked. Nothing in here knows a page or a database."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID, uuid5

from api.web import fields
from api.web.forms import Form, Problems
from api.web.law_fields import MOST_PERSONS, LawFields
from api.web.law_form import Content, Input, Kind, LawForm
from domain.values import AppealId, ClaimId, Classification, ReliefId

SUBJECT, DAY, FILE, READERS = "van", "dag", "stuk", "wie-leest"
"""The fields that the forms share: what it is about, on which day, its document, and who may read its texts."""
MOST_CENTS = 100_000_000_000


class YesNo(Enum):
    """An answer to a question."""

    YES = "ja"
    NO = "nee"


MADE: dict[str, Callable[[str], str]] = {"appeal": AppealId, "relief": ReliefId, "claim": ClaimId}
"""The ids that forms make, by their names."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A form that is read, by a command that its ids follow from."""

    form: Form
    problems: Problems
    command: UUID

    @property
    def readers(self) -> Classification:
        """Who may read the texts."""
        chosen = fields.choice(self.form, self.problems, READERS, "Wie dit mag lezen", Classification, required=False)
        return chosen or Classification.INTERNAL

    def question(self, law_form: LawForm) -> dict[str, Any]:
        """What the decision is asked besides its subject; what is wrong with it ``problems`` then says."""
        asked = {each.asks: self._read(each) for each in law_form.inputs}
        if law_form.makes:
            made = f"{law_form.makes}-{uuid5(self.command, law_form.makes)}"
            asked[law_form.makes] = MADE[law_form.makes](made)
        law = LawFields(self.form, self.problems)
        if law_form.content is Content.LETTER:
            asked["announcing"] = law.announcing(self.command, required=True)
        if law_form.content is Content.DECISION:
            asked["deciding"] = law.deciding(self.command)
            asked["urgent"] = law.urgent(self.readers)
        return asked

    def _read(self, each: Input) -> object:  # noqa: PLR0911 - one line per kind of field
        form, problems, given = self.form, self.problems, (each.name, each.short)
        match each.kind:
            case Kind.TEXT:
                return fields.text(form, problems, *given, required=each.required, classification=self.readers)
            case Kind.LINE:
                return fields.line(form, problems, *given, required=each.required)
            case Kind.DAY:
                return fields.day(form, problems, *given, required=each.required)
            case Kind.PERSONS:
                return fields.whole(form, problems, *given, required=each.required, least=1, most=MOST_PERSONS)
            case Kind.MONEY:
                return cents(form, problems, *given)
            case Kind.CHOICE:
                assert each.options is not None  # noqa: S101 - the table names them
                return fields.choice(form, problems, *given, each.options, required=each.required)
            case Kind.YES_NO:
                return fields.choice(form, problems, *given, YesNo) is YesNo.YES
            case Kind.PERIODS:
                return LawFields(form, problems).periods(*given) or None


def cents(form: Form, problems: Problems, name: str, label: str) -> int | None:
    """An amount of money in euro cents, written as 12.500 or 12500,50."""
    given = form.one(name).strip().removeprefix("€").strip()
    if not given:
        problems.add(name, f"{label}: vul een bedrag in.")
        return None
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})(?:,(\d{1,2}))?", given, re.ASCII)
    amount = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if not 0 < amount <= MOST_CENTS:
        shown = given[: fields.LONGEST_SHOWN]
        problems.add(name, f"{label}: '{shown}' is geen bedrag. Schrijf het als 12.500 of 12.500,50.")
        return None
    return amount
