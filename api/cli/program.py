"""The program ``trede``: its commands, and what it says when something does not work."""

import os
import sys

import typer
from eventsourcing.persistence import PersistenceError
from pydantic import ValidationError
from pydantic_settings import SettingsError

from api.ailments import illness
from api.cli import (
    backup,
    backup_told,
    conversation,
    correcting,
    demo,
    figures,
    framework,
    history,
    ladder,
    law,
    law_acts,
    law_facts,
    letter,
    municipality,
    obligations,
    period,
    place,
    proposal,
    rebuild,
    records,
    restore,
    review,
    schema,
    search,
    serve,
    simulate,
    status,
    today,
    token,
    user,
    verify,
)
from api.cli.desk import messages
from api.cli.output import in_one_line, write_anywhere
from api.cli.usage import DutchCommand, DutchGroup, told
from api.intake.columns import SynonymsRefused
from api.opening import ClockSetError
from api.refusals import in_dutch
from api.store import NewerStoreError
from api.values import in_words
from domain.events.base import UnknownTopicError
from domain.ledger.appending import OutcomeUnknownError
from domain.ledger.application import BusyError
from domain.ledger.backup.refused import Refused
from domain.ledger.connecting import DatabaseError
from domain.ledger.embedded import EmbeddedPostgresError
from domain.ledger.master import MasterKeyError
from domain.ledger.schema import NewerSchemaError
from domain.policy.framework import FrameworkError
from domain.refusals import Refusal
from projections.engine.known import NotBuiltError
from projections.engine.runner import StaleError

NOTHING_DONE = 2
INTERRUPTED = 130
NOBODY_LISTENS = 141

FAILURES: dict[type[Exception], str] = {
    SettingsError: "Een instelling (TREDE_…) is niet goed geschreven.",
    BusyError: "Anderen legden steeds eerder iets vast. Er is niets vastgelegd; probeer het opnieuw.",
    OutcomeUnknownError: "De verbinding met de database viel weg. Geef dezelfde opdracht nog eens.",
    EmbeddedPostgresError: "De database kan niet werken in de datamap. Kies zo nodig een andere: TREDE_DATA.",
    MasterKeyError: "De hoofdsleutel ontbreekt of past niet (TREDE_MASTER_KEY, TREDE_KEY_FOLDER).",
    NewerSchemaError: "De administratie is gemaakt met een nieuwere versie van Trede. Gebruik die.",
    NewerStoreError: "De administratie is gemaakt met een nieuwere versie van Trede. Gebruik die.",
    UnknownTopicError: "In de administratie staat iets dat een nieuwere versie van Trede vastlegde. Gebruik die.",
    NotBuiltError: "Dit overzicht is nog niet gebouwd. Bouw het met: trede upgrade",
    StaleError: "Een ander programma werkt de overzichten bij, en komt niet verder. Kijk met: trede status",
    ClockSetError: "De dag is gezet (TREDE_TODAY); dat kan alleen bij voorbeeldgegevens.",
    DatabaseError: "De database antwoordt niet, of weigert. Klopt TREDE_DATABASE_URL?",
    PersistenceError: "De database antwoordt niet, of weigert. Probeer het zo weer.",
    OSError: "Een bestand of map is niet te gebruiken.",
    UnicodeEncodeError: "Wat u typte bevat tekens die geen tekst zijn. Gebruik UTF-8.",
}
"""What can fail below the program. What it says itself follows, in English, for who has to look into it."""

app = typer.Typer(
    name="trede",
    help=(
        "Trede: het dossier van elke gemeente in het toezicht op de huisvesting van vergunninghouders."
        "\n\nBegin met: trede open GEMEENTE. Uitleg bij een opdracht: trede OPDRACHT --help."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
imports = typer.Typer(
    help="Lees bestanden met gegevens in.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="SOORT ...",
    options_metavar="[OPTIES]",
)
tokens = typer.Typer(
    help="Laat programma's binnen door de API, elk als een persoon in zijn rollen.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
frameworks = typer.Typer(
    help="Bekijk de beleidskaders, en controleer een eigen kader.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
periods = typer.Typer(
    help="Sluit halve jaren af, en corrigeer wat is vastgesteld.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
laws = typer.Typer(
    help="Volg de weg naar indeplaatsstelling: trede 4, 5 en 6.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
users = typer.Typer(
    help="Laat collega's inloggen op de pagina's, elk in hun rollen.",
    no_args_is_help=True,
    cls=DutchGroup,
    subcommand_metavar="OPDRACHT ...",
    options_metavar="[OPTIES]",
)
for name, command, group in (
    ("status", status.show_status, app),
    ("open", records.open_case, app),
    ("conversation", conversation.record_conversation, app),
    ("review", review.show_review, app),
    ("assess", proposal.assess_municipality, app),
    ("propose", proposal.propose_placement, app),
    ("adopt", proposal.adopt_proposal, app),
    ("reject", proposal.reject_proposal, app),
    ("place", place.place_municipality, app),
    ("ladder", ladder.show_ladder, app),
    ("today", today.show_today, app),
    ("obligations", obligations.show_obligations, app),
    ("letter", letter.make_letter, app),
    ("municipality", municipality.show_municipality, app),
    ("history", history.show_history, app),
    ("simulate", simulate.simulate, app),
    ("search", search.search_record, app),
    ("correct", correcting.correct, app),
    ("withdraw", records.withdraw, app),
    ("serve", serve.serve, app),
    ("demo", demo.show_demo, app),
    ("backup", backup.make_backup, app),
    ("restore", restore.restore_backup, app),
    ("rebuild", rebuild.rebuild_read_models, app),
    ("upgrade", rebuild.upgrade, app),
    ("verify", verify.verify_record, app),
    ("figures", figures.import_figure_files, imports),
    ("create", token.create_token, tokens),
    ("list", token.list_tokens, tokens),
    ("revoke", token.revoke_token, tokens),
    ("add", user.add_user, users),
    ("list", user.list_users, users),
    ("end", user.end_user, users),
    ("close", period.close_period, periods),
    ("correct", period.correct_period, periods),
    ("list", framework.list_frameworks, frameworks),
    ("show", framework.show_framework, frameworks),
    ("check", framework.check_framework, frameworks),
    ("show", law.show_law, laws),
    ("announce", law_acts.announce, laws),
    ("views", law_facts.views, laws),
    ("consider", law_facts.consider, laws),
    ("extend", law_acts.extend, laws),
    ("decide", law_acts.decide, laws),
    ("notify", law_facts.notify, laws),
    ("amend", law_acts.amend, laws),
    ("withdraw", law_acts.withdraw, laws),
    ("lapse", law_acts.lapse, laws),
    ("start", law_acts.start, laws),
    ("end", law_acts.end, laws),
    ("appeal", law_facts.appeal, laws),
    ("appeal-withdrawn", law_facts.appeal_withdrawn, laws),
    ("ruling", law_facts.ruling, laws),
    ("relief", law_facts.relief, laws),
    ("relief-ruling", law_facts.relief_ruling, laws),
    ("claim", law_facts.claim, laws),
    ("payment", law_facts.payment, laws),
    ("schema", schema.show_schemas, app),
):
    group.command(name, cls=DutchCommand, options_metavar="[OPTIES]")(command)
app.add_typer(imports, name="import")
app.add_typer(tokens, name="token")
app.add_typer(users, name="user")
app.add_typer(frameworks, name="framework")
app.add_typer(periods, name="period")
app.add_typer(laws, name="law")


def main() -> None:
    """Run the program; whatever is refused ends with a sentence and exit code 2, and nothing is recorded."""
    write_anywhere()
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # who read us has gone: say no more
        sys.exit(NOBODY_LISTENS)
    except (typer.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except Exception as error:
        sentences = explained(error)
        if sentences is None:
            raise
        _say(*sentences)
        sys.exit(NOTHING_DONE)
    if code == INTERRUPTED:
        _say("Afgebroken. Er is niets vastgelegd.")
    sys.exit(code)


def explained(error: Exception) -> list[str] | None:  # noqa: PLR0911 - one answer per kind of error
    """What went wrong, in Dutch, with what to do; None for an error of the program itself."""
    match error:
        case typer.TyperException():
            return told(error)
        case Refusal():
            return [in_dutch(error), f"Regel: {error.SOURCE} [{type(error).__name__}]."]
        case ValidationError() if error.title == "Settings":
            return [_setting(sentence) for sentence in in_words(error)]
        case ValidationError():
            return in_words(error)
        case FrameworkError():
            return framework.explained(error)
        case Refused():
            return backup_told.in_sentences(error)
        case SynonymsRefused():
            return [str(error)]
        case _:
            ill = illness(error)
            failure = (
                ill.sentence
                if ill
                else next((sentence for kind, sentence in FAILURES.items() if isinstance(error, kind)), None)
            )
            return None if failure is None else [failure, f"Technische melding: {in_one_line(str(error))}"]


def _setting(sentence: str) -> str:
    field, _, wrong = sentence.partition(":")
    return f"TREDE_{field.upper()}:{wrong}"


def _say(*sentences: str) -> None:
    for sentence in sentences:
        messages.print(sentence, markup=False)
