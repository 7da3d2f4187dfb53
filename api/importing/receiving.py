"""Takes in a file with figures that somebody sends: looked at before anything of it is kept, and then worked on.

By whatever way it comes, it is the same file: the id of the command is the id of the upload and names its stream.
"""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from api.documents import bare_name
from api.identity.caller import Caller
from api.importing.outcome import UploadedFile
from api.importing.work import ImportWork, stream_of
from api.store.uploads import State, Upload
from domain.ledger.reading import Reading
from domain.refusals import CommandReused, require

LARGEST = 50_000_000
"""Bytes of a file; what is larger is imported on the command line."""
NO_NAME = "zonder naam"
"""What a file is called that came without a name."""

WHY_NOT = {
    State.UPLOADED: "Het bestand wordt nog bekeken. Vraag eerst op wat het verandert, en bevestig dan.",
    State.PREVIEWING: "Het bestand wordt nog bekeken. Vraag eerst op wat het verandert, en bevestig dan.",
    State.REFUSED: "Het bestand is geweigerd; in de uitkomst staat waarom.",
    State.FAILED: "Het bekijken van dit bestand is mislukt. Stuur het opnieuw in.",
    State.IMPORTING: "Een ander heeft dit bestand al bevestigd.",
    State.DONE: "Dit bestand is al ingelezen.",
}
"""Why a file cannot be confirmed, or dropped."""


def described(name: str | None, content: bytes, unstated: Mapping[str, object]) -> UploadedFile:
    """What there is to know of a file, with what holds for rows that do not say it themselves."""
    told = {**unstated, "file_name": bare_name(name) or NO_NAME, "size": len(content)}
    return UploadedFile.model_validate({**told, "sha256": hashlib.sha256(content).hexdigest()})


def received(
    work: ImportWork, reading: Reading, caller: Caller, *, upload: UUID, file: UploadedFile, content: bytes
) -> Upload:
    """The file as it is kept under an id; sent again it is the same.

    Raises:
        FileRefused: it is not read at all; nothing of it is kept.
        CommandReused: the id is that of something else.
    """
    about = file.model_dump_json().encode()
    kept = work.uploads.find(upload)
    if kept is None:
        require(not reading.entries(stream_of(upload)), CommandReused(str(upload)))
        work.require_readable(content, file)
        work.uploads.clean()
        work.uploads.add(upload, by=caller.person, about=about, content=content)
        work.queue(upload)
        kept = work.uploads.find(upload)
    if kept is None or kept.about != about or kept.uploaded_by != caller.person:
        raise CommandReused(str(upload))
    return kept
