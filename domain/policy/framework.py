"""The provincial policy in force, as data: a TOML file with clauses, parameters, terms and mandates.

The file says what the policy is; what follows from it is told by ``trend``, ``advice`` and ``signals``. A province adds
a file without touching code. Reading one either gives a :class:`Framework` or says which key is wrong, and why.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, ValidationError

from domain.events.base import Role
from domain.events.ladder import DecidedBy, DecidingBody
from domain.policy.settings import PARAMETERS, TERMS, Known, Setting, Standing
from domain.values import FrameworkRef, Label, Rung, SourceKind, Value

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
"""How files call things: lower-case words with hyphens."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]

Version = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.]{0,40}$")]
"""What a version is called: without hyphens, so that name and version are told apart when written together."""

LARGEST = 200_000
"""The most bytes of a file; so much can be recorded."""

TRANSITION = "transition"
"""The clause that lets an assessment made under the framework before be used still."""


class FrameworkError(ValueError):
    """A framework cannot be used: ``file`` and ``key`` say where, ``reason`` what is wrong."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class Rule(StrEnum):
    """How a framework comes to its advice."""

    NONE = "none"
    """It gives none: a stub of a policy of which only the dates are known."""
    SIZE = "size-based"
    """By closing backlog ÷ target alone."""
    TREND = "trend-based"
    """By a visible improvement trend, or its absence."""
    DUTY = "duty-in-principle"
    """Who ends a period with a backlog rises, unless particular circumstances plead against it."""


CLAUSES: Mapping[Rule, frozenset[str]] = {
    Rule.NONE: frozenset(),
    Rule.SIZE: frozenset({"frozen", "substitution-in-force", "top", "size"}),
    Rule.TREND: frozenset(
        {
            *("frozen", "substitution-in-force", "top", "no-backlog", "improving", "improving-on", "stagnant"),
            *("growing", "term-running", "term-passed"),
        }
    ),
    Rule.DUTY: frozenset({"frozen", "substitution-in-force", "top", "no-backlog", "duty", "term-running"}),
}
"""The clauses that the advice of each rule cites: a framework with that rule has them."""


class Validity(Value):
    """From which day up to and including which day a framework is in force; ``verified`` says whether that is sure."""

    first_day: Annotated[date, Field(alias="from")]
    last_day: Annotated[date | None, Field(alias="until")] = None
    verified: bool
    source: Words

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


class Clause(Value):
    """A rule of the policy, in our own words, with where it stands."""

    text: Words
    source: Words


class SizeStep(Value):
    """From which size on a rung is advised: a closing backlog of more than this percentage of the net target."""

    above_percent: Annotated[int, Field(ge=0, le=1000)]
    rung: Rung
    standing: Standing


class Mandate(Value):
    """Who decides on these rungs, and which role records that somebody did."""

    rungs: Annotated[tuple[Rung, ...], Field(min_length=1)]
    body: DecidingBody
    role: Role
    mandate: Label | None = None


class Framework(Value):
    """A framework that can be used. ``ref`` names it in entries; ``content`` is its file, to the letter.

    ``family`` is what its versions have in common: of one family one is in force on a day.
    """

    file: str
    content: str
    ref: FrameworkRef
    title: Words
    validity: Validity
    rule: Rule
    official: Annotated[tuple[SourceKind, ...], Field(min_length=1)]
    clauses: dict[Name, Clause]
    parameters: dict[str, Setting]
    terms: dict[str, Setting]
    mandates: Annotated[tuple[Mandate, ...], Field(min_length=1)]
    size: tuple[SizeStep, ...] = ()

    @property
    def family(self) -> str:
        """The name that its versions share."""
        return self.ref.name

    def parameter(self, name: str) -> int:
        """The value of a parameter, in its unit; KeyError for one that this rule does not use."""
        return self.parameters[name].value

    def term(self, name: str) -> Setting:
        """A term: how long, in its unit."""
        return self.terms[name]

    def mandate(self, rung: Rung) -> Mandate:
        """Who decides about a rung."""
        return next(each for each in self.mandates if rung in each.rungs)

    def decided_by(self, rung: Rung) -> DecidedBy:
        """The body that decides about a rung, as a placement says it."""
        mandate = self.mandate(rung)
        return DecidedBy(body=mandate.body, mandate=mandate.mandate)

    def setting(self, **values: int) -> Self:
        """The same framework with other values for some parameters or terms, as somebody tries out.

        Raises FrameworkError for an unknown name and for a value outside the bounds.
        """
        changed = {"parameters": dict(self.parameters), "terms": dict(self.terms)}
        for name, value in values.items():
            part = next((part for part in changed.values() if name in part), None)
            if part is None:
                known = ", ".join(sorted([*self.parameters, *self.terms]))
                raise FrameworkError(self.file, name, f"is no parameter or term of this framework; there are: {known}")
            part[name] = part[name].model_copy(update={"value": value})
            _require_within_bounds(self.file, name, part[name])
        return self.model_copy(update=changed)


def read_framework(file: str, content: bytes) -> Framework:
    """The framework in a file (``file`` is its name, for errors). Raises FrameworkError."""
    if len(content) > LARGEST:
        raise FrameworkError(file, "", f"is larger than {LARGEST} bytes")
    try:
        text = content.decode()
        told = tomllib.loads(text)
    except UnicodeDecodeError:
        raise FrameworkError(file, "", "is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise FrameworkError(file, "", f"is no TOML: {error}") from None
    if misplaced := sorted({"file", "content", "ref"} & told.keys()):
        raise FrameworkError(file, misplaced[0], "is not known here")
    named = {"name": told.pop("name", None), "version": told.pop("version", None)}
    named["sha256"] = hashlib.sha256(content).hexdigest()
    try:
        framework = Framework.model_validate({**told, "file": file, "content": text, "ref": named})
    except ValidationError as error:
        raise _first(file, error) from None
    _require_whole(framework)
    return framework


def in_force(frameworks: Iterable[Framework], family: str, day: date) -> Framework | None:
    """The framework of a family that is in force on a day; None when there is none.

    One without a last day is in force until the next one of its family begins.
    """
    valid = [each for each in frameworks if each.family == family and day in each.validity]
    return max(valid, key=lambda each: each.validity.first_day, default=None)


def require_one_at_a_time(frameworks: Iterable[Framework]) -> None:
    """No two frameworks of a family are in force on one day, nor share a version. Raises FrameworkError."""
    known: list[Framework] = []
    for framework in sorted(frameworks, key=lambda each: (each.family, each.validity.first_day, each.ref.version)):
        for other in known:
            if other.family == framework.family:
                _require_apart(other, framework)
        known.append(framework)


def _require_apart(earlier: Framework, later: Framework) -> None:
    if earlier.ref.version == later.ref.version:
        raise FrameworkError(later.file, "version", f"{later.ref.version} stands in {earlier.file} too")
    if later.validity.first_day == earlier.validity.first_day:
        raise FrameworkError(later.file, "validity.from", f"is the first day of {earlier.file} too")
    if earlier.validity.last_day and later.validity.first_day <= earlier.validity.last_day:
        raise FrameworkError(later.file, "validity.from", f"lies within the validity of {earlier.file}")


def _first(file: str, error: ValidationError) -> FrameworkError:
    """The first thing that is wrong, in the terms of the file."""
    told = error.errors(include_url=False)[0]
    place = [part for part in map(str, told["loc"]) if part != "[key]"]
    key = ".".join(place).removeprefix("ref.")
    reason = "is missing" if told["type"] == "missing" or told.get("input", 0) is None else _reason(told)
    return FrameworkError(file, key, reason)


def _reason(told: Mapping[str, Any]) -> str:
    if told["type"] == "extra_forbidden":
        return "is not known here"
    return f"{told['msg'][0].lower()}{told['msg'][1:]} (it says {told['input']!r})"


def _require_whole(framework: Framework) -> None:
    """Everything that the rule asks for is there, and nothing that it does not know."""
    file = framework.file
    if framework.validity.last_day and framework.validity.last_day < framework.validity.first_day:
        raise FrameworkError(file, "validity.until", "lies before validity.from")
    if missing := sorted(CLAUSES[framework.rule] - framework.clauses.keys()):
        raise FrameworkError(file, f"clauses.{missing[0]}", f"is missing; the {framework.rule} rule cites it")
    _require_settings(file, "parameters", framework.parameters, PARAMETERS, framework.rule)
    _require_settings(file, "terms", framework.terms, TERMS, framework.rule)
    _require_mandates(framework)
    _require_steps(framework)


def _require_settings(
    file: str, part: str, given: Mapping[str, Setting], known: Mapping[str, Known], rule: Rule
) -> None:
    for name, setting in given.items():
        if name not in known:
            raise FrameworkError(file, f"{part}.{name}", f"is not known; there are: {', '.join(sorted(known))}")
        if setting.unit is not known[name].unit:
            raise FrameworkError(file, f"{part}.{name}.unit", f"is {known[name].unit}, not {setting.unit}")
        if not known[name].least <= setting.minimum <= setting.maximum <= known[name].most:
            reason = f"its bounds lie within {known[name].least} to {known[name].most}, the lowest first"
            raise FrameworkError(file, f"{part}.{name}", reason)
        _require_within_bounds(file, f"{part}.{name}", setting)
    for name, each in known.items():
        if rule.value in each.needed_by and name not in given:
            raise FrameworkError(file, f"{part}.{name}", f"is missing; the {rule} rule needs it")


def _require_within_bounds(file: str, key: str, setting: Setting) -> None:
    if not setting.minimum <= setting.value <= setting.maximum:
        reason = f"is {setting.minimum} to {setting.maximum} {setting.unit}, not {setting.value}"
        raise FrameworkError(file, f"{key}", reason)


def _require_mandates(framework: Framework) -> None:
    for rung in Rung:
        deciding = [each for each in framework.mandates if rung in each.rungs]
        if len(deciding) != 1:
            raise FrameworkError(
                framework.file, "mandates", f"rung {rung} is decided on by {len(deciding)}, not by one"
            )
        if rung >= Rung.ANNOUNCEMENT and deciding[0].body is not DecidingBody.GS:
            raise FrameworkError(
                framework.file, "mandates", f"rung {rung} is decided on by GS, not '{deciding[0].body}'"
            )
        if deciding[0].body is DecidingBody.MANDATED and deciding[0].mandate is None:
            raise FrameworkError(framework.file, "mandates", f"the mandate for rung {rung} is not named")


def _require_steps(framework: Framework) -> None:
    if framework.rule is not Rule.SIZE:
        if framework.size:
            raise FrameworkError(framework.file, "size", f"is of no use to the {framework.rule} rule")
        return
    if not framework.size:
        raise FrameworkError(framework.file, "size", "is missing; the size-based rule needs it")
    for smaller, larger in zip(framework.size, framework.size[1:], strict=False):
        if smaller.above_percent >= larger.above_percent or smaller.rung >= larger.rung:
            raise FrameworkError(framework.file, "size", "its steps rise: a larger share, a higher rung")
