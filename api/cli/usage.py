"""The command line in Dutch: the words of its help, and what it says to who types something it cannot use.

Typer speaks English. Its help takes other words from a few constants; its messages are read back here.
"""

import re
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperCommand, TyperGroup, TyperOption

from api.values import in_words

MESSAGES = (
    (r"No such command '(.*?)'\.?(?: Did you mean '(.+)'\?)?", "De opdracht '{0}' bestaat niet."),
    (r"No such option: (\S+)(?: \(Possible options: (.+)\))?", "De optie {0} bestaat niet."),
    (r"Missing option '(.+?)'\..*", "Geef ook {0}."),
    (r"Missing argument '(.+?)'\..*", "Geef ook {0}."),
    (r"Option '(.+)' requires an argument\.", "Geef een waarde bij {0}."),
    (r"Option '(.+)' does not take a value\.", "Bij {0} hoort geen waarde."),
    (
        r"Got unexpected extra argument\(?s?\)? \((.+)\)",
        "Dit is te veel: {0}. Zet een tekst met spaties tussen aanhalingstekens.",
    ),
    (r"Missing command\.", "Noem een opdracht."),
)
CHOICES = re.compile(r"'(.*)' is not one of (.+)\.", re.DOTALL)


class Unusable(typer.BadParameter):
    """Something typed cannot be used; the message says in Dutch what, and how it should be."""


class _InDutch:
    """Shows its help in Dutch."""

    def get_help_option(self, ctx: Any) -> TyperOption | None:  # noqa: ANN401 - the context class of typer is private
        option: TyperOption | None = super().get_help_option(ctx)  # type: ignore[misc]  # of the command it is mixed into
        if option is not None:
            option.help, option.metavar = "Toon deze uitleg.", ""
        return option

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - the classes of typer are private
        from typer import rich_utils  # noqa: PLC0415 - slow to import, and only needed for help

        rich_utils.ARGUMENTS_PANEL_TITLE = "Gegevens"
        rich_utils.OPTIONS_PANEL_TITLE = "Opties"
        rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
        rich_utils.REQUIRED_LONG_STRING = "[verplicht]"
        rich_utils.DEFAULT_STRING = "[anders: {}]"
        super().format_help(ctx, formatter)  # type: ignore[misc]  # of the command it is mixed into


class DutchCommand(_InDutch, TyperCommand):
    """A command whose help is Dutch."""


class DutchGroup(_InDutch, TyperGroup):
    """A group of commands whose help is Dutch."""


def told(error: typer.TyperException) -> list[str]:
    """What is wrong with a command as it was typed, and where to find how it should be."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return []  # the help has been shown, and nothing was asked
    path = getattr(getattr(error, "ctx", None), "command_path", "trede")
    return [*_sentences(error), f"Uitleg: {path} --help"]


def _sentences(error: typer.TyperException) -> list[str]:
    if isinstance(error, Unusable) or (type(error) is typer.BadParameter and error.param is None):
        return [error.message]  # our own words
    if isinstance(error, typer.BadParameter) and isinstance(error.__cause__, ValidationError):
        where = _name(error)
        chosen = CHOICES.search(error.message)
        return [_choices(where, chosen)] if chosen else in_words(error.__cause__, where=where)
    message = " ".join(error.format_message().split())
    for pattern, dutch in MESSAGES:
        if found := re.fullmatch(pattern, message):
            meant = found[found.re.groups] if found.re.groups > 1 else None
            return [dutch.format(*found.groups()), *([f"Bedoelt u {meant}?"] if meant else [])]
    return [message]


def _name(error: typer.BadParameter) -> str:
    hint = error.param.get_error_hint() if error.param else "De invoer"
    return str(hint).strip("'")


def _choices(where: str, chosen: re.Match[str]) -> str:
    return f"{where}: '{chosen[1]}' kan niet; kies uit {chosen[2].replace(chr(39), '')}."
