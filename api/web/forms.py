"""What was filled in, and what is wrong with it: kept together until the form is right.

::

    problems = Problems()
    day = fields.day(form, problems, "dag", "Dag van het gesprek")
    if not problems:
        with problems.refusals(dag=InTheFuture):
            visit.record(record_conversation, code, command=fields.command(form), happened_on=day, …)
    if problems:
        return visit.page("conversation.html", problems.status, form=form, problems=problems, …)
    return visit.redirect(…, said="Vastgelegd: …")
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from api.refusals import in_dutch
from api.rest.problems import REFUSALS
from domain.refusals import ChangedSince, Refusal

CSRF = "csrf"
"""The field that every form bears."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent along."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form(Mapping[str, list[str]]):
    """What was filled in, by the name of the field; a form that nobody filled in yet is empty, or holds suggestions."""

    values: dict[str, list[str]] = field(default_factory=dict)  # type: ignore[assignment] # the values of a form, not those of a mapping
    files: dict[str, list[SentFile]] = field(default_factory=dict)

    @classmethod
    def of(cls, **suggested: str | list[str]) -> Self:
        """A form with something in it already; a name with a dash in it is written with ``_``."""
        return cls({n.replace("_", "-"): [v] if isinstance(v, str) else v for n, v in suggested.items()})

    @classmethod
    def sent(cls, data: FormData) -> Self:
        """What a browser sent."""
        values: dict[str, list[str]] = {}
        files: dict[str, list[SentFile]] = {}
        for name, value in data.multi_items():
            if not isinstance(value, UploadFile):
                values.setdefault(name, []).append(value.replace("\r\n", "\n"))
            elif value.filename:
                files.setdefault(name, []).append(SentFile(value.filename, value.file.read()))
        return cls(values, files)

    def __getitem__(self, name: str) -> list[str]:
        """Everything that was filled in under a name; nothing when nothing was."""
        return list(self.values.get(name, ()))

    def __contains__(self, name: object) -> bool:
        """Whether anything was sent under a name."""
        return name in self.values

    def __iter__(self) -> Iterator[str]:
        """The names under which something was filled in."""
        return iter(self.values)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.values)

    def one(self, name: str, otherwise: str = "") -> str:
        """What was filled in under a name."""
        return next(iter(self.values.get(name, ())), otherwise)

    def file(self, name: str) -> SentFile | None:
        """The file that was sent along under a name."""
        return next(iter(self.files.get(name, ())), None)


@dataclass(slots=True)
class Problems:
    """What is wrong with a form: of which field, or of the whole, with the sentence that says so.

    ``changed`` is there when somebody else changed meanwhile what the form is about.
    """

    found: list[tuple[str, str]] = field(default_factory=list)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    changed: ChangedSince | None = None

    def add(self, name: str, told: str) -> None:
        """Something is wrong with a field; with no name, with the whole."""
        self.found.append((name, told))

    def of(self, name: str) -> list[str]:
        """What is wrong with a field."""
        return [told for field_name, told in self.found if field_name == name]

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.found)

    @contextmanager
    def refusals(self, **fields: type[Refusal]) -> Iterator[None]:
        """What the domain refuses in here goes to the summary, or to the field that is named for that rule."""
        try:
            yield
        except Refusal as refusal:
            self.status = REFUSALS[type(refusal)]
            self.changed = refusal if isinstance(refusal, ChangedSince) else None
            name = next((name for name, kind in fields.items() if isinstance(refusal, kind)), "")
            self.add(name.replace("_", "-"), in_dutch(refusal))


def _filled(request: Request) -> Form:
    form: Form = request.state.form
    return form


Filled = Annotated[Form, Depends(_filled)]
"""The form that was sent, after its token was found to be right."""
