"""A fact as JSON: by the fields of its topic, in camelCase, with its texts as the reader may see them."""

from datetime import date
from enum import IntEnum, StrEnum

from pydantic import BaseModel, JsonValue
from pydantic.alias_generators import to_camel

from domain.events.base import Fact
from domain.values import PartialDate, Period, PlainText, SealedText
from projections.reading import Opened


def as_json(fact: Fact, texts: Opened) -> dict[str, JsonValue]:
    """The fields of a fact.

    A text is ``{"text": …, "classification": …, "hidden": …}``: the text is null when it is hidden, because the reader
    may not see it, and when it was erased. A fact inside another one is ``{"topic": …, "fact": …}``.
    """
    return _fields(fact, texts)


def _fields(part: BaseModel, texts: Opened) -> dict[str, JsonValue]:
    return {to_camel(name): _told(getattr(part, name), texts) for name in type(part).model_fields}


def _told(part: object, texts: Opened) -> JsonValue:  # noqa: PLR0911 - one line for each kind of value
    match part:
        case SealedText() | PlainText():
            return _text(part, texts)
        case PartialDate():
            return part.value
        case Fact():
            return {"topic": part.TOPIC, "fact": _fields(part, texts)}
        case BaseModel():
            return _fields(part, texts)
        case tuple():
            return [_told(each, texts) for each in part]
        case StrEnum() | IntEnum():
            return str(part) if isinstance(part, str) else int(part)
        case date() | Period():
            return str(part)
        case None | bool() | int() | str():
            return part
        case _:
            raise TypeError(f"{type(part).__name__} is no part of a fact")


def _text(text: SealedText | PlainText, texts: Opened) -> JsonValue:
    hidden = text.classification not in texts.readable
    told = text.text if isinstance(text, PlainText) else texts.texts.get((text.key, text.cipher))
    return {"text": None if hidden else told, "classification": text.classification.value, "hidden": hidden}
