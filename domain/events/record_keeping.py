"""Corrections and withdrawals: entries about entries. Nothing is ever overwritten."""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, SerializationInfo
from pydantic_core import core_schema, to_json

from domain.events.base import Fact, MunicipalityEvent, upcast
from domain.values import PartialDate, Sealed

EntryVersion = Annotated[int, Field(ge=1, description="the version of the entry in this stream")]


class RecordKeepingEvent(MunicipalityEvent):
    """An entry about another entry of the same stream."""

    entry: EntryVersion


class Repair(StrEnum):
    """Why an entry is corrected."""

    ERROR = "error"
    LATER_CHANGE = "later-change"


class _AnyFact:
    """Stores a fact of any kind inside another one, as its topic and its JSON; read back with its upcasts."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401 - pydantic's signature
        return core_schema.no_info_plain_validator_function(
            _AnyFact.read,
            serialization=core_schema.plain_serializer_function_ser_schema(_AnyFact.write, info_arg=True),
        )

    @staticmethod
    def __get_pydantic_json_schema__(_schema: Any, _handler: Any) -> dict[str, Any]:  # noqa: ANN401 - pydantic's signature
        return {
            "type": "object",
            "title": "AnyFact",
            "description": "A fact of any kind: its topic, and its JSON by the schema of that topic.",
            "properties": {"topic": {"type": "string"}, "fact": {"type": "object"}},
            "required": ["topic", "fact"],
            "additionalProperties": False,
        }

    @staticmethod
    def read(given: Fact | dict[str, Any]) -> Fact:
        if isinstance(given, Fact):
            return given
        kind, shape = upcast(given["topic"], given["fact"])
        return kind.model_validate_json(to_json(shape))

    @staticmethod
    def write(fact: Fact, info: SerializationInfo) -> dict[str, Any]:
        return {
            "topic": fact.TOPIC,
            "fact": fact.model_dump(mode="json", context=info.context, exclude_none=info.exclude_none),
        }


class EntryCorrected(RecordKeepingEvent):
    """An entry should have read otherwise: ``replacement`` is how it stands from now on.

    ``repairs`` tells an error in recording from something that changed later. Correcting again replaces the correction.
    """

    TOPIC = "municipality.entry-corrected.v1"
    replacement: Annotated[Fact, _AnyFact]
    replacement_happened_on: PartialDate
    repairs: Repair
    reason: Sealed


class EntryWithdrawn(RecordKeepingEvent):
    """An entry was made in error and no longer counts; it stays readable with the reason."""

    TOPIC = "municipality.entry-withdrawn.v1"
    reason: Sealed
