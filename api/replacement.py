"""How a fact reads with some of its fields changed: what a correction is made of."""

import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_snake
from pydantic_core import InitErrorDetails

from domain.events.base import Entry, Fact
from domain.events.figures import FiguresReported
from domain.values import Classification, PartialDate, PlainText, Precision, SealedText

F = TypeVar("F", bound=Fact)
Changes = Mapping[str, Any]


def with_changes(fact: F, changes: Changes) -> F:
    """The fact with these fields changed; what is not named stays as it is.

    A text is given as a string and keeps the classification of the text it replaces, or with its classification as
    ``{"text": …, "classification": …}``. A part that has fields itself
    (a source, who decided) is changed field by field; a list is replaced whole. Names are those of the schema, in
    camelCase or not. Raises ValidationError.
    """
    return type(fact).model_validate(_merged(type(fact), fact, changes))


def corrected(now: Entry, happened_on: PartialDate | None, changes: Changes) -> tuple[Fact, PartialDate]:
    """How an entry reads with its day changed, when one is given, and with these fields changed; and its day.

    The day of figures is the day on which they were reported. Raises ValidationError.
    """
    fact, day = with_changes(now.fact, changes), happened_on or now.about.happened_on
    if isinstance(fact, FiguresReported) and isinstance(now.fact, FiguresReported):
        if happened_on is not None and fact.reported_on == now.fact.reported_on:
            fact = fact.model_copy(update={"reported_on": day})
        day = fact.reported_on
    return fact, day


class _Reworded(BaseModel):
    """A text that replaces another, with who may read it; never one that is sealed already, nor under another's key."""

    model_config = ConfigDict(extra="forbid")

    text: str
    classification: Classification

    def plain(self) -> PlainText:
        return PlainText(text=self.text, classification=self.classification)


def _merged(kind: type[BaseModel], now: BaseModel | None, changes: Changes) -> dict[str, Any]:
    fields = kind.model_fields
    kept = {name: getattr(now, name) for name in fields} if now is not None else {}
    for written, given in changes.items():
        name = written if written in fields else to_snake(written)
        if name not in fields:
            kept[written] = given  # so that the model refuses it by the name that was written
            continue
        try:
            kept[name] = _read(set(_types(fields[name].annotation)), kept.get(name), given)
        except ValidationError as error:
            raise _inside(written, error) from None
    return kept


def _read(kinds: set[type], now: object, given: object) -> object:
    """What was given for a field that can be of these kinds and now holds ``now``."""
    parts = [kind for kind in kinds if issubclass(kind, BaseModel) and kind not in {PlainText, SealedText, PartialDate}]
    match given:
        case str() if PlainText in kinds:
            kept = now.classification if isinstance(now, PlainText | SealedText) else Classification.INTERNAL
            return PlainText(text=given, classification=kept)
        case str() if PartialDate in kinds:
            return partial_date(given)
        case dict() if PlainText in kinds:
            return _Reworded.model_validate(given).plain()
        case dict() if len(parts) == 1:
            return _merged(parts[0], now if isinstance(now, BaseModel) else None, given)
        case list() if len(parts) == 1:
            return [_merged(parts[0], None, each) if isinstance(each, dict) else each for each in given]
        case _:
            return given


def partial_date(given: str) -> PartialDate:
    """A day, a month or a year as it is written; raises ValidationError."""
    precision = {4: Precision.YEAR, 7: Precision.MONTH}.get(len(given), Precision.DAY)
    return PartialDate(value=given, precision=precision)


def _inside(name: str, error: ValidationError) -> ValidationError:
    """The same errors, said of the field in which they were found."""
    return ValidationError.from_exception_data(
        error.title,
        [
            InitErrorDetails(
                type=each["type"], loc=(name, *each["loc"][:-1]), input=each["input"], ctx=each.get("ctx", {})
            )
            for each in error.errors(include_url=False)
        ],
    )


def _types(annotation: object) -> Iterator[type]:
    """Every class in an annotation, at any depth."""
    if get_origin(annotation) is Annotated:
        yield from _types(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, types.UnionType, tuple}:
        for each in get_args(annotation):
            yield from _types(each)
    elif isinstance(annotation, type):
        yield annotation
