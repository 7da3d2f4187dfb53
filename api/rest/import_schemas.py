"""What is sent and told of imports of figures."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import Path, Query, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from api.importing.outcome import Counts, Outcome, UploadedFile
from api.importing.work import STREAMS, stream_of
from api.rest.schemas import CAMEL, Day, Name, PartialDay, PeriodName, Told
from api.store.uploads import State, Upload
from domain.values import Nature, SourceKind
from projections.imports import ImportLine

Import = Annotated[
    str,
    Path(
        alias="import",
        pattern=rf"^{STREAMS}[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$",
        description="the id of the import",
        examples=["figures-import-0190a3c2-7b1d-7c3e-9f00-5d6c1f0a2b3c"],
    ),
]
Since = Annotated[Day | None, Query(description="imported on this day or later")]


class FileSent(BaseModel):
    """A file with figures, and what holds for rows that do not say it themselves."""

    model_config = CAMEL | ConfigDict(extra="forbid", validate_by_name=False)

    file: UploadFile = Field(description="CSV, XLSX or ODS, 50 MB at most")
    open_unknown: bool = Field(default=False, description="begin the supervision of municipalities not yet in Trede")
    period: PeriodName | None = None
    source: Name | None = Field(default=None, examples=["COA"])
    source_kind: SourceKind = SourceKind.OTHER
    nature: Nature | None = None


AT_WORK = (State.UPLOADED, State.PREVIEWING, State.IMPORTING)


class Progress(Told):
    """How far the work is. `waiting`: nobody works on it now; asking for the import has it taken up."""

    phase: str | None = Field(description="reading, deciding or recording", examples=["deciding"])
    done: int
    total: int | None = Field(description="null while that is not known")
    waiting: bool


class ImportTold(Told):
    """An import of a file, from its upload on; of what was recorded before or elsewhere, what the record has of it."""

    id: str
    state: State
    file_name: str
    sha256: str
    uploaded_by: str = Field(description="the person, by id, or the rule: `rule-figures-arriving`")
    uploaded_at: datetime
    confirmed_by: str | None = Field(description="the person or rule, by id; null as long as nobody did")
    position: int | None = Field(description="of the record, once the import is in it")
    file: UploadedFile | None = Field(description="the file and how it is read; null when it came in another way")
    progress: Progress | None = Field(description="null when there is nothing to do on it")
    outcome: Outcome | None = Field(description="what would come of it, and what came of it once it is done")

    @classmethod
    def of(cls, upload: Upload) -> Self:
        """An import that came in here."""
        file, asked = UploadedFile.model_validate_json(upload.about), upload.confirmation
        progress = Progress(phase=upload.phase, done=upload.done, total=upload.total or None, waiting=upload.waits)
        return cls(
            id=stream_of(upload.id),
            state=upload.state,
            file_name=file.file_name,
            sha256=file.sha256,
            uploaded_by=upload.uploaded_by,
            uploaded_at=upload.uploaded_at,
            confirmed_by=asked.actor.person if asked else None,
            position=upload.position,
            file=file,
            progress=progress if upload.state in AT_WORK else None,
            outcome=Outcome.model_validate_json(upload.outcome) if upload.outcome else None,
        )


class RecordedImport(Told):
    """An import as it was recorded; of a large file each calendar year by itself, `part`."""

    id: str
    file_name: str
    sha256: str
    part: str | None
    imported_on: PartialDay
    recorded_at: datetime
    by: str = Field(description="who imported it, by name; a rule has a name too")
    acted_for: str | None
    counts: Counts
    opened: tuple[str, ...] = Field(description="the municipalities whose supervision began with it")
    position: int

    @classmethod
    def of(cls, line: ImportLine) -> Self:
        """An import as a line of the list."""
        told = {name: getattr(line, name) for name in cls.model_fields if name not in {"id", "counts"}}
        return cls(id=line.stream, counts=Counts.of([line.counts]), **told)
