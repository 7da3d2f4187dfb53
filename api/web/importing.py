"""Importing figures: choose a file, see what it would change, have it recorded; and the proof of it afterwards."""

import time
from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4, uuid5

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api import clock
from api.arriving.standing import Standing
from api.identity.rights import Right
from api.importing.outcome import Counts, Outcome, UploadedFile
from api.importing.receiving import LARGEST, WHY_NOT, described, received
from api.importing.work import STREAMS, stream_of
from api.intake.refusals import FileRefused
from api.store.uploads import Confirmation, State, Upload
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.headers import PAGE_HEADERS
from api.web.importing_told import (
    NUMBERS,
    OPEN_THEM,
    columns,
    count_of,
    expected,
    in_words,
    others,
    periods,
    problems_of,
    shown_changes,
)
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from domain.refusals import CommandReused, require
from domain.values import Nature, Period, SourceKind
from projections.dutch.words import word
from projections.imports import imports, one_import

pages = Pages("Import")

AROUND = 100_000
"""Bytes that the rest of the form may take."""
A_PAGE = 20
"""Earlier imports on one page."""
MOMENT = 1.5
"""Seconds that a form waits for a small file: what is there at once needs no page that tells how far it is."""
AT_WORK = (State.UPLOADED, State.PREVIEWING, State.IMPORTING)

FILE, OPEN, PERIOD, SOURCE, NAME, NATURE = "bestand", "openen", "periode", "bron", "bronnaam", "aard"
AFTER = "na"
"""From where a page of earlier imports begins."""

NO_FILE = "Kies een bestand."
TOO_LARGE = "Dit bestand is groter dan 50 MB. Laat het inlezen op de opdrachtregel: trede import."
NOT_KEPT = "Er is niets van dit bestand bewaard."

AGAIN = {**PAGE_HEADERS, "HX-Refresh": "true"}
"""Tells a script that waits for a piece of the page that all of it is another one now."""

Import = Annotated[str, Path(alias="import", pattern=rf"^{STREAMS}[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$")]


@pages.get("/import", Right.IMPORT_FIGURES)
def show_imports(visit: Visiting, na: int | None = None) -> Response:
    """The form for a file, and the imports there were."""
    return _desk(visit, Form.of(), Problems(), HTTPStatus.OK, na)


@pages.post("/import", Right.IMPORT_FIGURES, largest=LARGEST + AROUND)
def send_file(visit: Visiting, form: Filled) -> Response:
    """Take a file in, and show what it would change. Nothing is recorded yet."""
    problems = Problems()
    file, unstated = form.file(FILE), _unstated(form, problems)
    if file is None:
        problems.add(FILE, NO_FILE)
    elif len(file.content) > LARGEST:
        problems.add(FILE, TOO_LARGE)
    if file is None or problems:
        return _desk(visit, form, problems, problems.status)
    about = described(file.name, file.content, unstated)
    # The same form can be sent again with another file: going back in a browser brings its command back too.
    upload = uuid5(fields.command(form), about.model_dump_json())
    if refused := _refused(visit, upload, about, file.content):
        problems.add(FILE, f"{file.name} is geweigerd. {refused} {NOT_KEPT}")
        return _desk(visit, form, problems, problems.status)
    _wait(visit, upload)
    return visit.redirect(f"/import/{stream_of(upload)}")


def _refused(visit: Visit, upload: UUID, about: UploadedFile, content: bytes) -> FileRefused | None:
    """Why a file is not taken; None when it is."""
    running = visit.running
    try:
        received(running.imports, running.ledger, visit.caller, upload=upload, file=about, content=content)
    except FileRefused as refused:
        return refused
    return None


@pages.get("/import/{import}")
def show_import(import_: Import, visit: Visiting) -> Response:
    """An import: how far it is, what it would change, or the report of it.

    Of a file that is not recorded yet only to those who import figures.
    """
    upload = visit.running.imports.uploads.find(_uuid(import_))
    if upload is None or upload.state is State.DONE:
        return _report(visit, import_, upload)
    visit.require(Right.IMPORT_FIGURES)
    if upload.waits:
        visit.running.imports.queue(upload.id)
    if visit.wants_fragment:
        return _progress(visit, upload)
    file = UploadedFile.model_validate_json(upload.about)
    context = {"stream": import_, "upload": upload, "file": file, "command": _command(upload)}
    if upload.state in AT_WORK:
        return visit.page("import_at_work.html", HTTPStatus.OK, **context)
    if upload.state is State.PREVIEWED:
        return visit.page("import_preview.html", HTTPStatus.OK, **context, **_told(upload))
    return visit.page("import_refused.html", HTTPStatus.OK, **context, **_told(upload))


@pages.post("/import/{import}/vastleggen", Right.IMPORT_FIGURES)
def confirm(import_: Import, visit: Visiting, form: Filled) -> Response:
    """Have a file recorded that was looked at."""
    work, upload_id, command = visit.running.imports, _uuid(import_), fields.command(form)
    before = _found(work.uploads.find(upload_id))
    if before.confirmation is None:
        require(not visit.running.ledger.entries_of(command), CommandReused(str(command)))
    said = None
    if work.uploads.confirm(upload_id, Confirmation(command, visit.caller.actor(), visit.running.today())):
        work.queue(upload_id)
        _wait(visit, upload_id)
    else:
        known = _found(work.uploads.find(upload_id))
        ours = known.confirmation is not None and known.confirmation.command == command
        said = None if ours else WHY_NOT.get(known.state)
    return visit.redirect(f"/import/{import_}", said=said)


@pages.post("/import/{import}/weggooien", Right.IMPORT_FIGURES)
def drop(import_: Import, visit: Visiting) -> Response:
    """Drop a file that was not recorded."""
    uploads, upload_id = visit.running.imports.uploads, _uuid(import_)
    if uploads.drop(upload_id):
        return visit.redirect("/import", said="Het bestand is weggegooid. Er is niets vastgelegd.")
    known = uploads.find(upload_id)
    where = f"/import/{import_}" if known else "/import"
    return visit.redirect(where, said=WHY_NOT.get(known.state) if known else None)


def _desk(visit: Visit, form: Form, problems: Problems, status: int, after: int | None = None) -> Response:
    earlier = imports(visit.reader, visit.knowing, after=None if after is None else (after,), limit=A_PAGE)
    mine = [] if after else visit.running.imports.uploads.unfinished(visit.caller.person)
    return visit.page(
        "import.html",
        status,
        unfinished=[(stream_of(each.id), UploadedFile.model_validate_json(each.about), each) for each in mine],
        form=form,
        problems=problems,
        command=form.one(fields.COMMAND) or uuid4(),
        periods=periods(visit.running.today()),
        sources=[(kind.value, word(kind)) for kind in SourceKind],
        open_them=OPEN_THEM,
        natures=[(nature.value, word(nature)) for nature in Nature],
        arriving=Standing.of(visit.running, visit.running.today(), clock.now(), shown=1),
        earlier=earlier,
        later=after is not None,
    )


def _unstated(form: Form, problems: Problems) -> dict[str, object]:
    """What holds for rows that do not say it themselves."""
    kind = fields.choice(form, problems, SOURCE, "Bron", SourceKind, required=False)
    name = fields.line(form, problems, NAME, "Naam van de bron", required=False)
    nature = fields.choice(form, problems, NATURE, "Aard van de cijfers", Nature, required=False)
    period = _period(form, problems)
    return {
        "open_unknown": form.one(OPEN) == "ja",
        "period": period,
        "source": name or (word(kind) if kind else None),
        "source_kind": kind or SourceKind.OTHER,
        "nature": nature,
    }


def _period(form: Form, problems: Problems) -> Period | None:
    given = form.one(PERIOD)
    try:
        return Period.parse(given) if given else None
    except ValueError:
        problems.add(PERIOD, "Periode: kies een van de mogelijkheden.")
        return None


def _told(upload: Upload) -> dict[str, object]:
    """What would come of a file, or came of it."""
    outcome = Outcome.model_validate_json(upload.outcome or b"{}")
    return {
        "outcome": outcome,
        "in_words": in_words(outcome.counts, done=upload.state is State.DONE),
        "count": count_of(outcome.counts),
        "changes": shown_changes(outcome),
        "others": others(outcome),
        "columns": columns(outcome),
        "numbers": NUMBERS,
        "expected": expected,
        "names": {each.code: each.name for each in outcome.municipalities},
    }


def _progress(visit: Visit, upload: Upload) -> Response:
    """How far the work is, for a script; when it is over, that the whole page is to be shown again."""
    if upload.state in AT_WORK:
        return visit.fragment("_import_progress.html", upload=upload, stream=stream_of(upload.id))
    return Response(headers=AGAIN)


def _report(visit: Visit, stream: str, upload: Upload | None) -> Response:
    """The report of an import, with its proof: from the record, and what is still kept of the upload."""
    parts = one_import(visit.reader, stream)
    if not parts:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if visit.wants_fragment:
        return Response(headers=AGAIN)
    counts = Counts.of(part.counts for part in parts)
    kept = upload if upload and visit.may(Right.IMPORT_FIGURES) else None
    return visit.page(
        "import_report.html",
        stream=stream,
        parts=parts,
        counts=counts,
        in_words=in_words(counts, done=True),
        problems=problems_of(parts),
        told=_told(kept) if kept else None,
    )


def _wait(visit: Visit, upload: UUID) -> None:
    give_up = time.monotonic() + MOMENT
    while time.monotonic() < give_up:
        found = visit.running.imports.uploads.find(upload)
        if found is None or found.state not in AT_WORK:
            return
        time.sleep(0.05)


def _command(upload: Upload) -> UUID:
    """By which command the file is recorded: the same again when that failed."""
    return upload.confirmation.command if upload.confirmation else uuid4()


def _found(upload: Upload | None) -> Upload:
    if upload is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return upload


def _uuid(stream: str) -> UUID:
    return UUID(stream.removeprefix(STREAMS))
