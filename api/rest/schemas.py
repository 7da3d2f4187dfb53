"""What all bodies have in common: camelCase, nothing unknown, and values that are what they say."""

import json
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from api.values import DAY
from domain.values import (
    UNKNOWN_DATE,
    AgreementId,
    AppealId,
    CauseId,
    ClaimId,
    Classification,
    ConversationId,
    DecisionId,
    DocumentId,
    LetterId,
    MeasureId,
    PartialDate,
    Period,
    PersonId,
    PlainText,
    PlanId,
    ReliefId,
    RequestId,
)

CAMEL = ConfigDict(alias_generator=to_camel, validate_by_name=True, validate_by_alias=True, frozen=True)


class Told(BaseModel):
    """Something that the API tells."""

    model_config = CAMEL | ConfigDict(serialize_by_alias=True, from_attributes=True)


class Sent(BaseModel):
    """Something that is sent to the API."""

    model_config = CAMEL | ConfigDict(extra="forbid", validate_by_name=False)


class _AsJsonSays:
    """What the framework made of a body is read as JSON again: only there the text "1" is no number, and a list one."""

    def __get_pydantic_core_schema__(self, source: type[Sent], handler: GetCoreSchemaHandler) -> CoreSchema:
        def read(given: object, _: object) -> Sent:
            return source.model_validate_json(json.dumps(given), strict=True)

        return core_schema.no_info_wrap_validator_function(read, handler(source))


Body = TypeVar("Body", bound=Sent)
Posted = Annotated[Body, _AsJsonSays()]
"""A body as a route takes it."""


def _partial(given: object) -> PartialDate:
    if isinstance(given, PartialDate):
        return given
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not a day (2024-06-01), a month (2024-06) or a year (2024)")  # noqa: TRY004 - pydantic tells ValueErrors only
    read = PartialDate.of(given)
    if not FIRST <= (read.first_day or FIRST) <= LAST:
        raise ValueError(f"{given} is out of range")
    return read


PartialDay = Annotated[
    PartialDate,
    BeforeValidator(_partial),
    PlainSerializer(lambda day: day.value, return_type=str | None),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$", "examples": ["2024-06-30"]}),
]
"""A day, or only the month or the year of it: ``2024-06-30``, ``2024-06``, ``2024``; null when nothing is known."""


class Said(str):
    """Free text as it was sent: the record seals it."""

    __slots__ = ()


FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
"""The days that a body can name: what lies beyond is a typing error."""


def _day(given: object) -> date:
    """A day as it is written; the framework would take the number of its seconds as well."""
    if isinstance(given, date):
        return given
    try:
        day = date.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        day = None
    if day is None or day.isoformat() != given:
        raise PydanticCustomError("in_dutch", DAY)
    return day


Day = Annotated[date, BeforeValidator(_day), Field(ge=FIRST, le=LAST)]

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=100_000, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"),
    AfterValidator(Said),
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
DecisionRef = Annotated[DecisionId, _id("decision")]
AppealRef = Annotated[AppealId, _id("appeal")]
ReliefRef = Annotated[ReliefId, _id("relief")]
ClaimRef = Annotated[ClaimId, _id("claim")]

PeriodName = Annotated[Period, Field(examples=["2024-1"])]
EntryNumber = Annotated[int, Field(ge=1, le=2**31 - 1, description="the version of an entry of this municipality")]


def example(**body: Any) -> ConfigDict:  # noqa: ANN401 - whatever JSON says
    """The settings of a body with an example of it, in the names of Python or of JSON."""
    return ConfigDict(json_schema_extra={"examples": [{to_camel(name): value for name, value in body.items()}]})


class Command(Sent):
    """What is sent to be recorded, whatever it is."""

    model_config = example()

    acting_for: PersonRef | None = Field(default=None, description="the person for whom this is recorded")

    @property
    def day(self) -> PartialDate | None:
        """The day it happened, as far as it is known; None when nothing was said of it."""
        return None

    def said(self, *besides: str) -> dict[str, Any]:
        """The fields of this body by name, but for what every body has, and for these: the question to a decision."""
        left_out = {*Worded.model_fields, *besides}
        return {name: self.sealed(getattr(self, name)) for name in type(self).model_fields if name not in left_out}

    def sealed(self, value: Any) -> Any:  # noqa: ANN401 - whatever a body holds
        """A value of this body as a decision takes it."""
        return value


class Occurrence(Command):
    """Something that happened on a day."""

    happened_on: PartialDay | None = Field(
        default=None,
        description="the day it happened, or its month or year; null when that is unknown; today when left out",
    )

    @property
    def day(self) -> PartialDate | None:
        """The day it happened, as far as it is known; None when nothing was said of it."""
        if "happened_on" not in self.model_fields_set:
            return None
        return self.happened_on or UNKNOWN_DATE


class Worded(Occurrence):
    """An occurrence with free text in it."""

    classification: Classification = Field(
        default=Classification.INTERNAL, description="who may read the texts in this body"
    )

    def sealed(self, value: Any) -> Any:  # noqa: ANN401 - whatever a body holds
        """A value of this body as a decision takes it: a text with its classification, anything else as it is."""
        return PlainText(text=value, classification=self.classification) if isinstance(value, Said) else value
