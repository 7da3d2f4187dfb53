"""Who sends the letters: the name, address and signature of the province, from a file of its own."""

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

SENDER, TEMPLATE = "sender.toml", "letter.typ"
"""What a folder of the province's own can hold; each is optional."""


class SenderError(ValueError):
    """The file about the sender cannot be used; the message names file and key."""


class Sender(BaseModel):
    """Who sends a letter, as it stands on it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    address: tuple[str, ...] = Field(default=(), max_length=6)
    signed_by: str = Field(default="Gedeputeerde Staten", min_length=1, max_length=200)
    office: str = Field(default="namens dezen, het team interbestuurlijk toezicht", max_length=200)


def sender_of(folder: Path | None, province: str) -> Sender:
    """The sender as the folder says; else the province under its own name.

    Raises:
        SenderError: the file is no TOML, or says something that cannot be.
    """
    file = folder / SENDER if folder else None
    if file is None or not file.exists():
        return Sender(name=province)
    try:
        return Sender.model_validate({"name": province} | tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SenderError(f"{file.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        raise SenderError(f"{file.name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error


def template_of(folder: Path | None) -> Path | None:
    """The template of the province's own, where there is one."""
    own = folder / TEMPLATE if folder else None
    return own if own and own.exists() else None
