"""Imports of figures: a file is uploaded, looked at, and recorded once somebody confirms it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Query, Request, Response

from api.identity.caller import Caller
from api.identity.rights import Right
from api.importing.outcome import Outcome
from api.importing.receiving import LARGEST, WHY_NOT, described, received
from api.importing.work import STREAMS, stream_of
from api.rest.described import RECORDED, problems
from api.rest.headers import POSITION, REPLAYED
from api.rest.import_schemas import FileSent, Import, ImportTold, RecordedImport, Since
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recording, Writing
from api.rest.routing import Routes
from api.rest.schemas import Command
from api.running import Running
from api.store.uploads import Confirmation, State, Upload
from domain.events.figures_import import FiguresImported
from domain.refusals import CommandReused, require
from projections.imports import imports
from projections.reading import Reader

routes = Routes("/imports", tag="Imports")

AROUND = 100_000
"""Bytes that the rest of the form may take."""

_HEADERS = {name: RECORDED[201]["headers"][name] for name in ("Location", REPLAYED)}
UPLOADED = {201: {"description": "Uploaded; what it would change is being worked out", "headers": _HEADERS}}
CONFIRMED = {202: {"description": "Confirmed; recorded in the background", "headers": {REPLAYED: _HEADERS[REPLAYED]}}}
DROPPED = {204: {"description": "Dropped"}}


@dataclass(frozen=True, slots=True)
class AtImports:
    """What a question about one import works with."""

    running: Running
    caller: Caller
    response: Response


def at_imports(request: Request, response: Response) -> AtImports:
    """A question about one import, which is not one about what was known."""
    return AtImports(request.app.state.running, request.state.caller, response)


Asked = Annotated[AtImports, Depends(at_imports)]


@routes.read("")
def list_imports(
    at: Listing,
    sha256: Annotated[str | None, Query(pattern="^[0-9a-f]{64}$", description="of files with this content")] = None,
    since: Since = None,
) -> Listed[RecordedImport]:
    """List the imports that were recorded, the newest first: the proof that the figures were looked at."""
    page = imports(at.reader, at.knowing, sha256=sha256, since=since, after=at.after, limit=at.limit)
    return at.listed(page, RecordedImport.of)


@routes.write(
    "", Right.IMPORT_FIGURES, largest=LARGEST + AROUND, responses=UPLOADED | problems(400, 401, 403, 413, 415, 422, 503)
)
def upload_figures(sent: Annotated[FileSent, Form(media_type="multipart/form-data")], at: Writing) -> ImportTold:
    """Upload a file with figures.

    Nothing is recorded: ask for the import to see what it would change, and confirm it. A file with a column on
    persons is refused whole, and nothing of it is kept. What nobody confirms is dropped after a day.
    """
    work, content = at.running.imports, sent.file.file.read()
    if len(content) > LARGEST:
        raise ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    told = {name: getattr(sent, name) for name in FileSent.model_fields if name != "file"}
    file = described(sent.file.filename, content, told)
    upload = received(work, at.running.ledger, at.caller, upload=at.command, file=file, content=content)
    at.response.headers["Location"] = f"/v1/imports/{stream_of(upload.id)}"
    return ImportTold.of(upload)


@routes.read("/{import}", responses=problems(401, 403, 404, 503))
def show_import(import_: Import, at: Asked) -> ImportTold:
    """Tell how far an import is, what it would change, and what came of it.

    Of a file that is not imported yet only to those who import figures.
    """
    work, upload_id = at.running.imports, _uuid(import_)
    upload = work.uploads.find(upload_id)
    if upload is None or (upload.state is State.DONE and Right.IMPORT_FIGURES not in at.caller.rights):
        return _of_record(Reader(at.running.ledger, at.caller.readable), import_)
    at.caller.require(Right.IMPORT_FIGURES)
    if upload.waits:
        work.queue(upload.id)
    if upload.position is not None:
        at.response.headers[POSITION] = str(upload.position)
    return ImportTold.of(upload)


@routes.write(
    "/{import}/confirmation",
    Right.IMPORT_FIGURES,
    status_code=HTTPStatus.ACCEPTED,
    responses=CONFIRMED | problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def confirm_import(import_: Import, sent: Command, at: Writing) -> ImportTold:
    """Have a file recorded, all of its rows that can be or none.

    That goes on in the background: ask for the import until it is done. The `Idempotency-Key` is the command by which
    it is recorded.
    """
    at.require_persons(("actingFor", sent.acting_for))
    work, upload_id = at.running.imports, _uuid(import_)
    asked = Confirmation(at.command, at.caller.actor(sent.acting_for), at.running.today())
    upload = work.uploads.find(upload_id)
    if upload and upload.confirmation is None:
        require(not at.running.ledger.entries_of(at.command), CommandReused(str(at.command)))
    if not work.uploads.confirm(upload_id, asked):
        _require_repeated(at, upload, asked)
    work.queue(upload_id)
    return ImportTold.of(_found(work.uploads.find(upload_id)))


@routes.remove("/{import}", Right.IMPORT_FIGURES, responses=DROPPED | problems(401, 403, 404, 409, 503))
def drop_import(import_: Import, at: Asked) -> None:
    """Drop a file that was not confirmed."""
    work, upload_id = at.running.imports, _uuid(import_)
    if not work.uploads.drop(upload_id):
        raise ProblemError(HTTPStatus.CONFLICT, WHY_NOT[_found(work.uploads.find(upload_id)).state])


def _require_repeated(at: Recording, upload: Upload | None, asked: Confirmation) -> None:
    """Answer the same confirmation again; raise for any other."""
    known = _found(upload)
    if known.confirmation is None or known.confirmation.command != asked.command:
        detail = WHY_NOT.get(known.state)
        raise ProblemError(HTTPStatus.CONFLICT, detail) if detail else CommandReused(str(asked.command))
    first = known.confirmation.actor
    same = (first.person, first.acted_for) == (asked.actor.person, asked.actor.acted_for)
    require(same, CommandReused(str(asked.command)))
    at.response.headers[REPLAYED] = "true"


def _of_record(reader: Reader, stream: str) -> ImportTold:
    """An import as the record has it; raises a problem when there is none."""
    entries = [each for each in reader.reading.entries(stream) if isinstance(each.fact, FiguresImported)]
    if not entries:
        raise ProblemError(HTTPStatus.NOT_FOUND)
    facts = [each.fact for each in entries if isinstance(each.fact, FiguresImported)]
    places = [each.recorded for each in entries if each.recorded]
    actor = entries[0].about.actor
    return ImportTold(
        id=stream,
        state=State.DONE,
        file_name=reader.opened(entries).text(facts[0].file_name),
        sha256=facts[0].sha256,
        uploaded_by=actor.person,
        uploaded_at=places[0].recorded_at,
        confirmed_by=actor.person,
        position=places[-1].position,
        file=None,
        progress=None,
        outcome=Outcome.of_record(facts),
    )


def _found(upload: Upload | None) -> Upload:
    if upload is None:
        raise ProblemError(HTTPStatus.NOT_FOUND)
    return upload


def _uuid(stream: str) -> UUID:
    return UUID(stream.removeprefix(STREAMS))
