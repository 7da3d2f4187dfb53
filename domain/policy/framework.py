"""The provincial policy in force, as data: a TOML file with clauses, parameters, terms and mandates.

The file says what the policy is; what follows from it is told by ``trend``, ``advice`` and ``signals``. A province adds
a file without touching code; ``framework_file`` reads it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from domain.events.base import Role
from domain.events.ladder import DecidedBy, DecidingBody
from domain.policy.settings import Setting, Standing
from domain.values import FrameworkRef, Label, Rung, SourceKind, Value

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
"""How files call things: lower-case words with hyphens."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


def _rung(given: object) -> object:
    if isinstance(given, bool | float):  # Python takes True and 1.0 for 1
        raise PydanticCustomError("rung", "is a rung: 1 to 6")
    return given


FileRung = Annotated[Rung, BeforeValidator(_rung)]
"""A rung as files write it: 1 to 6."""

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
    rung: FileRung
    standing: Standing


class Mandate(Value):
    """Who decides on these rungs, and which role records that somebody did."""

    rungs: Annotated[tuple[FileRung, ...], Field(min_length=1)]
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
            require_within_bounds(self.file, name, part[name])
        return self.model_copy(update=changed)


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


def require_within_bounds(file: str, key: str, setting: Setting) -> None:
    """A value lies within its bounds. Raises FrameworkError."""
    if not setting.minimum <= setting.value <= setting.maximum:
        reason = f"is {setting.minimum} to {setting.maximum} {setting.unit}, not {setting.value}"
        raise FrameworkError(file, key, reason)
