"""Reading the TOML file of a framework: it gives a framework that can be used, or says which key is wrong, and why.

Nothing is taken for something else: ``"10"``, ``10.0`` and ``true`` are no whole numbers.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import StringConstraints, TypeAdapter, ValidationError
from pydantic_core import to_json

from domain.events.ladder import DecidingBody
from domain.policy.framework import (
    CLAUSES,
    Framework,
    FrameworkError,
    Name,
    Rule,
    Validity,
    require_within_bounds,
)
from domain.policy.framework_told import told
from domain.policy.settings import PARAMETERS, TERMS, Known, Setting, Standing
from domain.values import Rung

LARGEST = 200_000
"""The most bytes of a file; so much can be recorded."""

Version = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.]{0,40}$")]
"""What a version is called: without hyphens, so that name and version are told apart when written together."""

_NAMED: Mapping[str, TypeAdapter[str]] = {"name": TypeAdapter(Name), "version": TypeAdapter(Version)}


def read_framework(file: str, content: bytes) -> Framework:
    """The framework in a file (``file`` is its name, for errors). Raises FrameworkError."""
    if len(content) > LARGEST:
        raise FrameworkError(file, "", f"is larger than {LARGEST // 1000} kB")
    text = _text(file, content)
    found = _table(file, text)
    named: dict[str, object] = {name: _named(file, name, found.pop(name, None)) for name in _NAMED}
    for ours in ("file", "content", "ref"):
        if ours in found:
            raise FrameworkError(file, ours, "is not known here")
    whole = {
        **found,
        "file": file,
        "content": text,
        "ref": named | {"sha256": hashlib.sha256(content).hexdigest()},
    }
    try:
        # As JSON, for then pydantic is strict on numbers and yet takes lists, days and the words of an enumeration.
        framework = Framework.model_validate_json(to_json(whole), strict=True)
    except ValidationError as error:
        raise FrameworkError(file, *told(error)) from None
    _require_whole(framework)
    return framework


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FrameworkError(file, "", f"is not UTF-8 (line {line})") from None


def _table(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        why = str(error).replace("Cannot overwrite a value", "A key stands there a second time")
    except ValueError:
        why = "A number is too long"
    except RecursionError:
        why = "Lists or tables lie too deep within each other"
    raise FrameworkError(file, "", f"is no TOML: {why}")


def _named(file: str, key: str, given: object) -> str:
    if given is None:
        raise FrameworkError(file, key, "is missing")
    try:
        return _NAMED[key].validate_python(given, strict=True)
    except ValidationError as error:
        raise FrameworkError(file, key, told(error)[1]) from None


def _require_whole(framework: Framework) -> None:
    """Everything that the rule asks for is there, and nothing that is of no use to it."""
    file = framework.file
    _require_validity(file, framework.validity)
    if missing := sorted(CLAUSES[framework.rule] - framework.clauses.keys()):
        raise FrameworkError(file, f"clauses.{missing[0]}", f"is missing; the {framework.rule} rule cites it")
    _require_settings(framework, "parameters", PARAMETERS)
    _require_settings(framework, "terms", TERMS)
    _require_mandates(framework)
    _require_steps(framework)


def _require_validity(file: str, validity: Validity) -> None:
    if validity.last_day and validity.last_day < validity.first_day:
        raise FrameworkError(file, "validity.until", "lies before validity.from")


def _require_settings(framework: Framework, part: str, known: Mapping[str, Known]) -> None:
    given: Mapping[str, Setting] = getattr(framework, part)
    for name, setting in given.items():
        if name not in known:
            raise FrameworkError(
                framework.file, f"{part}.{name}", f"is not known; there are: {', '.join(sorted(known))}"
            )
        _require_setting(framework, f"{part}.{name}", setting, known[name])
    for name, each in known.items():
        if framework.rule.value in each.needed_by and name not in given:
            raise FrameworkError(framework.file, f"{part}.{name}", f"is missing; the {framework.rule} rule needs it")


def _require_setting(framework: Framework, key: str, setting: Setting, known: Known) -> None:
    if framework.rule.value not in known.needed_by:
        raise FrameworkError(framework.file, key, f"is of no use to the {framework.rule} rule")
    if setting.unit is not known.unit:
        raise FrameworkError(framework.file, f"{key}.unit", f"is {known.unit}, not {setting.unit}")
    if not known.least <= setting.minimum <= setting.maximum <= known.most:
        reason = f"has bounds (minimum, maximum) within {known.least} to {known.most}, the lowest first"
        raise FrameworkError(framework.file, key, reason)
    require_within_bounds(framework.file, f"{key}.value", setting)
    if setting.standing is Standing.PUBLISHED and setting.source is None:
        raise FrameworkError(framework.file, f"{key}.source", "is missing; what is published says where")


def _require_mandates(framework: Framework) -> None:
    for rung in Rung:
        deciding = [each for each in framework.mandates if rung in each.rungs]
        wrong = None
        if len(deciding) != 1:
            wrong = f"rung {rung} is decided on by {len(deciding)} of them, not by one"
        elif rung >= Rung.ANNOUNCEMENT and deciding[0].body is not DecidingBody.GS:
            wrong = f"rung {rung} is decided on by GS, not '{deciding[0].body}'"
        elif deciding[0].body is DecidingBody.MANDATED and deciding[0].mandate is None:
            wrong = f"the mandate for rung {rung} is not named"
        if wrong:
            raise FrameworkError(framework.file, "mandates", wrong)


def _require_steps(framework: Framework) -> None:
    by_size = framework.rule is Rule.SIZE
    if bool(framework.size) is not by_size:
        wrong = "is missing; the size-based rule needs it" if by_size else f"is of no use to the {framework.rule} rule"
        raise FrameworkError(framework.file, "size", wrong)
    for smaller, larger in zip(framework.size, framework.size[1:], strict=False):
        if smaller.above_percent >= larger.above_percent or smaller.rung >= larger.rung:
            raise FrameworkError(framework.file, "size", "its steps rise: a larger share, a higher rung")
