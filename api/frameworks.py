"""The frameworks that this province works with: those that ship, its own, and those that the record holds.

A framework is known by its name and version, and never changes: what differs gets another version. So a decision can be
recomputed years later, also when the file has gone: what came into use is recorded to the letter.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import NamedTuple, TypedDict
from uuid import UUID, uuid5

from api.identity.rights import RIGHTS, deciding_on
from api.settings import Settings
from domain.events.base import About
from domain.events.framework import FrameworkAdopted
from domain.ledger.application import Ledger
from domain.ledger.request import Request
from domain.policy.framework import Framework, FrameworkError, in_force, require_one_at_a_time
from domain.policy.framework_file import LARGEST, read_framework
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.period import BORDER
from domain.refusals import CommandReused, FrameworkNotInForce
from domain.values import FrameworkRef, PartialDate, SourceKind

log = logging.getLogger(__name__)

SHIPPED = resources.files("domain.policy").joinpath("frameworks")
STREAM = "framework-"
ADOPTION = UUID("6c1f6b1e-5a0b-5d0e-9d7c-3f0a1f1c2b74")
"""The commands that adopt a framework have ids in this space: one for each name and version, whoever is first."""


class Whence(StrEnum):
    """Where a framework comes from."""

    SHIPPED = "shipped"
    """With the program."""
    PROVINCE = "province"
    """From the folder of the province."""
    RECORD = "record"
    """It came into use, and its file has gone."""


class Counting(TypedDict):
    """How figures are read, as queries of figures take it: which sources count, and when somebody is behind."""

    kinds: tuple[SourceKind, ...]
    border: Fraction


class Adoption(NamedTuple):
    """A framework that came into use, as it is recorded."""

    fact: FrameworkAdopted
    about: About


@dataclass(frozen=True, slots=True)
class Frameworks:
    """What can be judged by. ``family`` is the name of the province's own; ``files`` are shipped or of the province.

    ``recorded`` are those that the record adopted, read from the record itself. ``unreadable`` tells which of these
    this version of the program cannot read.
    """

    ledger: Ledger = field(repr=False)
    family: str
    files: tuple[Framework, ...]
    recorded: tuple[Framework, ...] = ()
    unreadable: tuple[FrameworkError, ...] = ()

    @classmethod
    def of(cls, settings: Settings, ledger: Ledger) -> "Frameworks":
        """Read them all. Raises FrameworkError (file, key, reason) for a file that cannot be used."""
        found = read_files(settings)
        recorded, unreadable = list[Framework](), list[FrameworkError]()
        for stream in ledger.streams(STREAM):
            for fact, _ in adoptions(ledger, stream):
                _require_as_adopted(found, fact)
                try:
                    recorded.append(_read_again(stream, fact))
                except FrameworkError as error:
                    log.warning("a framework that came into use cannot be read: %s", error)
                    unreadable.append(error)
        return cls(ledger, settings.framework, found, tuple(recorded), tuple(unreadable))

    @property
    def all(self) -> tuple[Framework, ...]:
        """All that are known, each once: by family, the earliest first."""
        known = {each.ref: each for each in (*self.recorded, *self.files)}
        return tuple(sorted(known.values(), key=lambda each: (each.family, each.validity.first_day, each.ref.version)))

    def in_force(self, day: date) -> Framework:
        """The province's framework on a day; refuses with FrameworkNotInForce when there is none.

        What only the record knows counts where no file is in force.
        """
        found = self.found_in_force(day)
        if found is None:
            raise FrameworkNotInForce(self.family, day)
        return found

    def found_in_force(self, day: date) -> Framework | None:
        """The province's framework on a day; None when there is none."""
        return in_force(self.files, self.family, day) or in_force(self.recorded, self.family, day)

    def counting(self, day: date) -> Counting:
        """How figures are read on a day; as the program does by itself where no framework is in force."""
        found = self.found_in_force(day)
        if found is None:
            return {"kinds": tuple(sorted(OFFICIAL_KINDS)), "border": BORDER}
        return {"kinds": found.official, "border": Fraction(found.parameter("schedule_border"), 100)}

    def guideline(self, day: date) -> int | None:
        """In how many months the highest rungs are gone through, as a guideline; None where the policy has none."""
        found = self.found_in_force(day)
        return found.term("highest_rungs").value if found and "highest_rungs" in found.terms else None

    def named(self, name: str, version: str) -> Framework | None:
        """The framework with this name and version; None when neither a file nor the record has it."""
        for known in (*self.files, *self.recorded):
            if (known.ref.name, known.ref.version) == (name, version):
                return known
        stream = f"{STREAM}{name}-{version}"
        for entry in adoptions(self.ledger, stream):  # another process may have adopted it since
            with suppress(FrameworkError):
                return _read_again(stream, entry.fact)
        return None

    def cited(self, ref: FrameworkRef) -> Framework | None:
        """The framework that an entry was made under, to the letter; None when neither a file nor the record has it."""
        found = self.named(ref.name, ref.version)
        return found if found and found.ref == ref else None

    def whence(self, framework: Framework) -> Whence:
        """Where it comes from."""
        if framework not in self.files:
            return Whence.RECORD
        return Whence.PROVINCE if "/" in framework.file else Whence.SHIPPED

    def used_since(self, framework: Framework) -> date | None:
        """The day on which it came into use: something was judged or proposed under it; None when nothing was yet."""
        return next(
            (entry.about.happened_on.first_day for entry in adoptions(self.ledger, stream_of(framework.ref))), None
        )

    def adopt(self, ledger: Ledger, framework: Framework, request: Request) -> None:
        """Record that a framework came into use, with its whole content, where that is not recorded yet.

        Raises FrameworkError when another content was recorded under its name and version.
        """
        stream = stream_of(framework.ref)
        if not (recorded := adoptions(ledger, stream)):
            own = replace(
                request,
                command=uuid5(ADOPTION, stream),
                correlation=request.correlation or str(request.command),
                happened_on=PartialDate.of(request.today),
                seen=None,
            )
            with suppress(CommandReused):  # somebody else did so at the same time
                ledger.save_in(stream, [_adoption(framework)], request=own)
            recorded = adoptions(ledger, stream)
        for fact, _ in recorded:
            _require_as_adopted((framework,), fact)


def read_files(settings: Settings) -> tuple[Framework, ...]:
    """The shipped frameworks and those in the folder of the province; a copy is no other one. Raises FrameworkError."""
    read = [read_framework(name, content) for name, content in _contents(settings.frameworks)]
    found = tuple({each.ref: each for each in reversed(read)}.values())
    require_one_at_a_time(found)
    require_mandates_that_work(found)
    families = sorted({each.family for each in found})
    if settings.framework not in families:
        reason = f"there is no framework with the name {settings.framework!r}; there are: {', '.join(families)}"
        raise FrameworkError("TREDE_FRAMEWORK", "", reason)
    return found


def require_mandates_that_work(found: Iterable[Framework]) -> None:
    """Whoever has a mandate may decide with this program. Raises FrameworkError."""
    for each in found:
        for mandate in each.mandates:
            for rung in mandate.rungs:
                able = [role.value for role, rights in RIGHTS.items() if deciding_on(rung) in rights]
                if mandate.role.value not in able:
                    reason = f"the role {mandate.role.value} may not decide on rung {rung}; who may: {', '.join(able)}"
                    raise FrameworkError(each.file, "mandates", reason)


def shipped() -> tuple[Framework, ...]:
    """The frameworks that ship with the program."""
    return tuple(read_framework(name, content) for name, content in _contents(None))


def read_file(path: Path | Traversable) -> bytes:
    """What is in a file of a framework; of one that is too large just enough to see that. Raises FrameworkError."""
    try:
        with path.open("rb") as file:
            content: bytes = file.read(LARGEST + 1)
    except OSError as error:
        raise FrameworkError(str(path), "", f"cannot be read: {error.strerror}") from None
    return content


def stream_of(ref: FrameworkRef) -> str:
    """The stream in which it is recorded that a framework came into use."""
    return f"{STREAM}{ref.name}-{ref.version}"


def adoptions(ledger: Ledger, stream: str) -> list[Adoption]:
    """That a framework came into use: one, or none."""
    return [
        Adoption(each.fact, each.about) for each in ledger.entries(stream) if isinstance(each.fact, FrameworkAdopted)
    ]


def _contents(folder: Path | None) -> Iterator[tuple[str, bytes]]:
    for path in sorted(SHIPPED.iterdir(), key=lambda each: each.name):
        if path.name.endswith(".toml"):
            yield path.name, read_file(path)
    if folder is None:
        return
    try:
        own = sorted(each for each in folder.iterdir() if each.suffix == ".toml")
    except OSError as error:
        raise FrameworkError(str(folder), "", f"is no folder to read (TREDE_FRAMEWORKS): {error.strerror}") from None
    for path in own:
        yield f"{folder}/{path.name}", read_file(path)


def _adoption(framework: Framework) -> FrameworkAdopted:
    return FrameworkAdopted(
        name=framework.ref.name,
        version=framework.ref.version,
        valid_from=framework.validity.first_day,
        valid_until=framework.validity.last_day,
        sha256=framework.ref.sha256,
        content=framework.content,
    )


def _read_again(stream: str, fact: FrameworkAdopted) -> Framework:
    return read_framework(f"record: {stream}", fact.content.encode())


def _require_as_adopted(found: tuple[Framework, ...], fact: FrameworkAdopted) -> None:
    """A file that has the name and version of what was adopted has its content too."""
    for each in found:
        if (each.ref.name, each.ref.version) == (fact.name, fact.version) and each.ref.sha256 != fact.sha256:
            reason = (
                f"{fact.name} {fact.version} came into use with another content, which stays as it was;"
                " give this file a version of its own"
            )
            raise FrameworkError(each.file, "version", reason)
