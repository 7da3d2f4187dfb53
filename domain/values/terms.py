"""Codes, ids, numbers of persons and the small words of the model."""

from enum import IntEnum, StrEnum
from typing import Annotated, NewType

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MunicipalityCode = Annotated[str, StringConstraints(pattern=r"^GM[0-9]{4}$")]
"""The code Statistics Netherlands (CBS) gives a municipality, ``GM0622``; also the name of its stream."""

ProvinceCode = Annotated[str, StringConstraints(pattern=r"^PV[0-9]{2}$")]
"""The code Statistics Netherlands (CBS) gives a province, ``PV28``."""

Persons = Annotated[int, Field(ge=0, le=1_000_000)]
"""A number of persons that cannot be negative: a target, persons housed."""

Balance = Annotated[int, Field(ge=-1_000_000, le=1_000_000)]
"""A number of persons behind (positive) or ahead (negative)."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A short name that identifies nobody: an office, a subject, a reference number."""

PersonId = NewType("PersonId", str)
ConversationId = NewType("ConversationId", str)
AgreementId = NewType("AgreementId", str)
LetterId = NewType("LetterId", str)
RequestId = NewType("RequestId", str)
PlanId = NewType("PlanId", str)
MeasureId = NewType("MeasureId", str)
CauseId = NewType("CauseId", str)
DocumentId = NewType("DocumentId", str)
DecisionId = NewType("DecisionId", str)
AppealId = NewType("AppealId", str)
ReliefId = NewType("ReliefId", str)
ClaimId = NewType("ClaimId", str)
KeyId = NewType("KeyId", str)


class Value(BaseModel):
    """A frozen value made of named parts."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class Rung(IntEnum):
    """A step of the intervention ladder."""

    SIGNAL = 1
    INFORMATION = 2
    AGREEMENTS = 3
    ANNOUNCEMENT = 4
    SUBSTITUTION_DECIDED = 5
    SUBSTITUTION_CARRIED_OUT = 6


class SourceKind(StrEnum):
    """Who says so."""

    COA = "COA"
    MINISTRY = "ministry"
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    PRESS = "press"
    OTHER = "other"


class Source(Value):
    """Where a number or a fact comes from."""

    kind: SourceKind = SourceKind.OTHER
    reference: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


class Nature(StrEnum):
    """How firm the numbers of a statement are."""

    MEASURED = "measured"
    PROVISIONAL = "provisional"
    ESTIMATE = "estimate"


class Reference(Value):
    """The number a thing has in another system, such as the document system of the province."""

    system: Label
    number: Label


class EntryRef(Value):
    """An entry of the record that a fact rests on, with the digest (hex) it had."""

    stream: Label
    version: Annotated[int, Field(ge=1)]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class FrameworkRef(Value):
    """The framework that an entry was made under: its name, its version and the digest of its file."""

    name: Label
    version: Label
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
