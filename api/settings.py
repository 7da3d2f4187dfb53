"""The settings of the program, from the environment. Every name begins with ``TREDE_``."""

import base64
import binascii
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from pydantic_settings import SettingsConfigDict

from api.arriving.settings import ArrivingSettings
from domain.ledger.datastore import PATIENCE
from domain.values import ProvinceCode


def _key(given: str) -> str:
    try:
        key = base64.b64decode(given, validate=True)
    except (binascii.Error, ValueError):  # ValueError: letters outside ASCII
        key = b""
    if len(key) != 32:  # noqa: PLR2004 - AES-256
        raise PydanticCustomError("in_dutch", "moet 32 bytes in base64 zijn (44 tekens)")
    return given


def _database(given: str) -> str:
    if not given.startswith(("postgresql://", "postgres://")) and "=" not in given:
        raise PydanticCustomError(
            "in_dutch", "is geen adres van PostgreSQL; schrijf postgresql://naam@computer/database"
        )
    return given


class Settings(ArrivingSettings):
    """Where the record is, and what this province is.

    ``data`` is the data folder, ``database_url`` an external PostgreSQL instead of the embedded one. ``archive`` is the
    folder for the archive of the embedded one, by default the data folder. The master key is
    in ``master_key`` (base64 of 32 bytes) or in a file in ``key_folder``. ``province`` (``PV28``) limits imports to
    the municipalities of one province; ``columns`` names a TOML file with more header synonyms. ``document_limit`` is
    how large a document may be, in megabytes of a million bytes. ``log`` is the file with the log; a server without
    one writes it to standard error. ``patience`` is for how many seconds a database that is away is waited for.
    ``frameworks`` is a folder with frameworks of the province, beside those that ship;
    ``framework`` is the name of the one that the province works by. ``letters`` is a folder with the sender and the
    template of its letters. ``today`` is the day that it is, in a demo only.
    Where figures come from by themselves is told by ``ArrivingSettings``.
    """

    model_config = SettingsConfigDict(env_prefix="TREDE_", env_ignore_empty=True, hide_input_in_errors=True)

    data: Path = Path("var")
    archive: Path | None = None
    database_url: Annotated[str, AfterValidator(_database)] | None = Field(default=None, repr=False)
    master_key: Annotated[str, AfterValidator(_key)] | None = Field(default=None, repr=False)
    key_folder: Path | None = None
    province: ProvinceCode | None = None
    columns: Path | None = None
    document_limit: Annotated[int, Field(ge=1, le=200)] = 25
    patience: Annotated[float, Field(gt=0, le=600)] = PATIENCE
    log: Path | None = None
    frameworks: Path | None = None
    letters: Path | None = None
    framework: str = "zuid-holland"
    today: date | None = None
