"""The program ``trede``: its commands, and what it says when something does not work."""

import sys

import typer
from psycopg import OperationalError
from pydantic import ValidationError

from api.cli import conversation, figures, history, municipality, place, records, schema, status
from api.cli.desk import messages
from api.intake.columns import SynonymsRefused
from api.refusals import in_dutch
from api.values import in_words
from domain.ledger.application import BusyError
from domain.ledger.embedded import EmbeddedPostgresError
from domain.ledger.master import MasterKeyError
from domain.ledger.recorder import OutcomeUnknownError
from domain.ledger.schema import NewerSchemaError
from domain.refusals import Refusal

NOTHING_DONE = 2
INTERRUPTED = 130

app = typer.Typer(
    name="trede",
    help="Trede: het dossier van elke gemeente in het toezicht op de huisvesting van vergunninghouders.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
imports = typer.Typer(help="Bestanden met gegevens inlezen.", no_args_is_help=True)
imports.command("figures")(figures.import_figure_files)
app.add_typer(imports, name="import")
app.command("municipality")(municipality.show_municipality)
app.command("history")(history.show_history)
app.command("conversation")(conversation.record_conversation)
app.command("place")(place.place_municipality)
app.command("open")(records.open_case)
app.command("withdraw")(records.withdraw)
app.command("status")(status.show_status)
app.command("schema")(schema.show_schemas)


def main() -> None:
    """Run the program; whatever is refused ends with a sentence and exit code 2, and nothing is recorded."""
    try:
        app()
    except Refusal as refusal:
        _end(in_dutch(refusal), f"Regel: {type(refusal).__name__} ({refusal.SOURCE}).")
    except ValidationError as error:
        _end(*in_words(error))
    except SynonymsRefused as error:
        _end(str(error))
    except BusyError as error:
        _end("Anderen legden steeds eerder iets vast. Er is niets vastgelegd; probeer het opnieuw.", str(error))
    except OutcomeUnknownError as error:
        _end("De verbinding met de database viel weg. Geef dezelfde opdracht nog eens.", str(error))
    except (EmbeddedPostgresError, MasterKeyError, NewerSchemaError, OperationalError, OSError) as error:
        _end("Trede kan niet werken met de database of de sleutel.", str(error))
    except KeyboardInterrupt:
        messages.print("Afgebroken. Er is niets vastgelegd.")
        sys.exit(INTERRUPTED)


def _end(*sentences: str) -> None:
    for sentence in sentences:
        messages.print(sentence, markup=False)
    sys.exit(NOTHING_DONE)
