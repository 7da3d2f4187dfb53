"""Files that are sent along with a form: recognised first, and filed after what they belong to was recorded.

Each is filed by a command of its own. Its id follows from that of the form, so that a form that is sent twice, or again
after it was recorded in part, files each once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid5

from api.documents import MEGABYTE, Recognised, recognise
from api.intake.refusals import FileRefused
from api.running import Running
from api.web import fields
from api.web.conversation_form import document_of
from api.web.forms import Form, Problems, SentFile
from api.web.visiting import Visit
from domain.decisions.documents import file_document
from domain.values import DocumentId, PlainText

AROUND = 2_000_000
"""Bytes that the rest of the form may take."""
AGAIN = "{label}: kies het bestand opnieuw; een browser onthoudt het niet."


def largest(running: Running) -> int:
    """How many bytes a form with files may have."""
    return running.settings.document_limit * MEGABYTE + AROUND


@dataclass(frozen=True, slots=True)
class Attached:
    """The files of one field of a form, each of a kind that is kept."""

    command: UUID
    files: tuple[tuple[SentFile, Recognised], ...]

    @classmethod
    def of(cls, visit: Visit, form: Form, problems: Problems, name: str, label: str) -> "Attached":
        """What was sent under a name; what cannot be kept becomes a problem beside its field."""
        kept = []
        for file in form.files.get(name, ()):
            try:
                kept.append((file, recognise(file.content, file.name, limit=visit.running.settings.document_limit)))
            except FileRefused as refused:
                problems.add(name, f"{label} {file.name}: {refused}")
        return cls(fields.command(form), tuple(kept))

    @property
    def documents(self) -> tuple[DocumentId, ...]:
        """The ids of the files, in their order."""
        return tuple(document_of(self.command, number) for number, _ in enumerate(self.files, 1))

    @property
    def document(self) -> DocumentId | None:
        """The id of the first one."""
        return next(iter(self.documents), None)

    def file(self, visit: Visit, code: str, *, on: date, kind: str) -> None:
        """File them all."""
        for number, (sent, known) in enumerate(self.files, 1):
            name = PlainText(text=known.file_name) if known.file_name else None
            visit.record(
                file_document,
                code,
                command=uuid5(self.command, f"document {number}"),
                happened_on=on,
                document=document_of(self.command, number),
                title=name or PlainText(text=f"{kind.capitalize()} {number}"),
                kind=kind,
                media_type=known.media_type,
                file_name=name,
                content=sent.content,
            )


def ask_again(form: Form, problems: Problems, names: Sequence[tuple[str, str]]) -> None:
    """Say of the files of a form that is not right yet that they have to be chosen again."""
    for name, label in names:
        if form.files.get(name) and not problems.of(name):
            problems.add(name, AGAIN.format(label=label))
