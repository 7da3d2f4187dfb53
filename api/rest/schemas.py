"""What all bodies have in common: camelCase, nothing unknown, and values that are what they say."""

import json
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ModelWrapValidatorHandler,
    PlainSerializer,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.alias_generators import to_camel

from domain.values import (
    UNKNOWN_DATE,
    AgreementId,
    CauseId,
    Classification,
    ConversationId,
    DocumentId,
    LetterId,
    MeasureId,
    PartialDate,
    Period,
    PersonId,
    PlainText,
    PlanId,
    RequestId,
)

CAMEL = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True)


class Told(BaseModel):
    """Something that the API tells."""

    model_config = CAMEL | ConfigDict(serialize_by_alias=True)


class Sent(BaseModel):
    """Something that is sent to the API."""

    model_config = CAMEL | ConfigDict(extra="forbid", validate_by_name=False)

    @model_validator(mode="wrap")
    @classmethod
    def _as_json_says(cls, given: Any, read: ModelWrapValidatorHandler[Self], info: ValidationInfo) -> Self:  # noqa: ANN401 - whatever JSON says
        """Take what JSON says for what it is: the number 1 for no text, the text "true" for no truth."""
        if info.mode == "json" or isinstance(given, cls):
            return read(given)
        return cls.model_validate_json(json.dumps(given), strict=True)


def _partial(given: object) -> PartialDate:
    if isinstance(given, PartialDate):
        return given
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not a day (2024-06-01), a month (2024-06) or a year (2024)")  # noqa: TRY004 - pydantic tells ValueErrors only
    return PartialDate.of(given)


PartialDay = Annotated[
    PartialDate,
    BeforeValidator(_partial),
    PlainSerializer(lambda day: day.value, return_type=str | None),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2024-06-30"]}),
]
"""A day, or only the month or the year of it: ``2024-06-30``, ``2024-06``, ``2024``; null when nothing is known."""

Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=100_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")
]
"""Free text: something must be in it."""

Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$")]
"""A name or a short label."""


def _id(kind: str) -> StringConstraints:
    return StringConstraints(pattern=rf"^{kind}-[0-9A-Za-z][0-9A-Za-z._-]{{0,99}}$")


# The ids of things bear the name of their kind: an id that is named tells what it is of.
PersonRef = Annotated[PersonId, _id("person")]
ConversationRef = Annotated[ConversationId, _id("conversation")]
AgreementRef = Annotated[AgreementId, _id("agreement")]
LetterRef = Annotated[LetterId, _id("letter")]
InformationRequestRef = Annotated[RequestId, _id("request")]
PlanRef = Annotated[PlanId, _id("plan")]
MeasureRef = Annotated[MeasureId, _id("measure")]
CauseRef = Annotated[CauseId, _id("cause")]
DocumentRef = Annotated[DocumentId, _id("document")]

PeriodName = Annotated[Period, Field(examples=["2024-1"])]


def example(**body: JsonValue) -> ConfigDict:
    """The settings of a body with an example of it, in the names of Python or of JSON."""
    return ConfigDict(json_schema_extra={"examples": [{to_camel(name): value for name, value in body.items()}]})


class Occurrence(Sent):
    """What every fact is told of besides what it says."""

    happened_on: PartialDay | None = Field(
        default=None,
        description="the day it happened, or its month or year; null when that is unknown; today when left out",
        examples=["2024-06-03"],
    )
    acting_for: PersonRef | None = Field(
        default=None, description="the person for whom this is recorded", examples=[None]
    )

    def day(self, today: PartialDate) -> PartialDate:
        """The day it happened, as far as it is known."""
        if "happened_on" not in self.model_fields_set:
            return today
        return self.happened_on or UNKNOWN_DATE


class Worded(Occurrence):
    """An occurrence with free text in it."""

    classification: Classification = Field(
        default=Classification.INTERNAL, description="who may read the texts in this body", examples=["internal"]
    )

    def plain(self, text: str) -> PlainText:
        """A text of this body, as the record seals it."""
        return PlainText(text=text, classification=self.classification)

    def optional(self, text: str | None) -> PlainText | None:
        """A text of this body that can be left out."""
        return None if text is None else self.plain(text)
