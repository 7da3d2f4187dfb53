"""``trede letter``: a letter as PDF, suggested from the record; filed and recorded as sent where that is asked."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import desk
from api.cli.knowing import asked_of_read_models
from api.cli.options import ActingFor, AsJson, Code, CommandId, parse_day
from api.cli.output import say
from api.cli.recorded import show_answer
from api.cli.usage import Unusable
from api.letters.drawing import LetterTemplateError, UnprintableError
from api.letters.kinds import KINDS, LetterKind
from api.letters.known import known_of
from api.letters.making import Desk as LetterDesk
from api.letters.making import Written
from api.letters.sender import SenderError
from api.letters.suggesting import OPEN, suggested
from api.province import province_of
from domain.refusals import UnknownMunicipality
from projections.dutch.words import day
from projections.reading import Reader

Kind = Annotated[
    LetterKind,
    typer.Argument(metavar="SOORT", help=", ".join(f"{kind.value} ({named.name})" for kind, named in KINDS.items())),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="BESTAND", help="Schrijf de brief als PDF in dit bestand.")]
Subject = Annotated[str | None, typer.Option("--subject", metavar="TEKST", help="Onderwerp; anders het voorstel.")]
Text = Annotated[
    Path | None,
    typer.Option(
        "--text", metavar="BESTAND", help="Bestand met de tekst (UTF-8); anders het voorstel uit het dossier."
    ),
]
Due = Annotated[str | None, typer.Option("--due", metavar="DAG", help="De dag waarvoor u iets vraagt: 2024-06-30.")]
Record = Annotated[
    bool, typer.Option("--record", metavar="", help="Leg de brief vast als verstuurd, met de PDF en wat hij vraagt.")
]


def make_letter(
    code: Code,
    kind: Kind,
    *,
    out: Out = None,
    subject: Subject = None,
    text: Text = None,
    due: Due = None,
    record: Record = False,
    acting_for: ActingFor = None,
    command: CommandId = None,
    json: AsJson = False,
) -> None:
    """Maak een brief uit het dossier. Zonder --out en --record ziet u alleen de tekst. Trede verstuurt niets."""
    with desk() as at:
        knowing = asked_of_read_models(at, None, None, quiet=json)
        known = known_of(Reader(at.ledger), at.frameworks, knowing, code)
        if known is None:
            raise UnknownMunicipality(code)
        found = suggested(kind, known)
        written = Written(
            kind,
            known.name,
            subject or found.subject,
            _read(text) if text else found.text,
            parse_day("--due", due) if due else found.due,
        )
        at_letters = LetterDesk(province_of(at.settings, at.ledger), at.settings.letters)
        try:
            if record:
                _require_finished(written)
            if out is not None or record:
                draft = at_letters.drawn(written, on=at.today, reference="concept")  # before any name is recorded
            if out is not None and not record:
                out.write_bytes(draft)
            if record:
                request = at.request(at.actor(acting_for), at.today, command=command)
                made = at_letters.make(at.ledger, code, written, request)
                content = at.ledger.content(code, made.document)
                if out is not None and content is not None:
                    out.write_bytes(content)
                show_answer(at, made.answer, json=json, more={"letter": made.letter, "document": made.document})
                return
        except UnprintableError as error:
            raise Unusable(f"Dit teken kan niet in een brief: {error.signs}") from None
        except (LetterTemplateError, SenderError) as error:
            raise Unusable(f"Het sjabloon van de provincie klopt niet: {error}") from None
    say(written.text if out is None else f"De brief staat in {out}. Er is niets vastgelegd.")


def _read(file: Path) -> str:
    """The text in a file."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Unusable(f"--text: {file.name} is geen tekst in UTF-8.") from None
    if not text.strip():
        raise Unusable(f"--text: in {file.name} staat geen tekst.")
    return text


def _require_finished(written: Written) -> None:
    """What is recorded as sent says all that it has to say."""
    if written.unfinished:
        raise Unusable(f"In de brief staat nog '{OPEN}'. Geef de tekst met --text.")
    if written.due and written.hides_its_day:
        raise Unusable(f"De brief noemt {day(written.due)} niet. Pas de tekst of --due aan.")
