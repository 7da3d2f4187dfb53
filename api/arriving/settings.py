"""Where figures come from by themselves, and when they are missed: the part of the settings that is about that."""

import ipaddress
import re
from datetime import time
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints, ValidationInfo
from pydantic import field_validator as checked
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode

TIMES = "schrijf tijden als 07:00, met komma's ertussen"
MOST_TIMES = 24


def is_loopback(host: str | None) -> bool:
    """Whether a host is this computer itself."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _url(given: str) -> str:
    import httpx  # noqa: PLC0415 - it takes a while to import: only who asks an address needs it

    try:
        parts = urlsplit(given)
        host, _ = parts.hostname, httpx.URL(given)
    except (ValueError, httpx.InvalidURL):
        parts, host = SplitResult("", "", "", "", ""), None
    if not host or parts.scheme not in {"https", "http"} or not given.isprintable() or " " in given:
        raise PydanticCustomError("in_dutch", "is geen adres; schrijf https://computer/pad")
    if parts.scheme == "http" and not is_loopback(host):
        raise PydanticCustomError("in_dutch", "moet met https:// beginnen: zonder versleuteling haalt Trede niets op")
    if parts.username is not None or parts.password is not None:
        raise PydanticCustomError(
            "in_dutch", "mag geen naam of wachtwoord bevatten; zet die in TREDE_FIGURES_USER en TREDE_FIGURES_PASSWORD"
        )
    return given


def _token(given: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", given.get_secret_value()):
        raise PydanticCustomError("in_dutch", "mag alleen letters, cijfers en leestekens bevatten, zonder spaties")
    return given


def _times(given: object) -> object:
    if not isinstance(given, str):
        return given
    try:
        found = {time.fromisoformat(each.strip()) for each in given.split(",")}
    except ValueError:
        found = set()
    if not 0 < len(found) <= MOST_TIMES or any(each.tzinfo for each in found):
        raise PydanticCustomError("in_dutch", TIMES)
    return tuple(sorted(found))


class ArrivingSettings(BaseSettings):
    """Where figures come from, and when they are missed.

    ``figures_folder`` is looked in each minute. ``figures_url`` is asked at each of ``figures_times`` (Dutch time) on a
    working day, with a name and password or else a bearer token, for at most ``figures_timeout`` seconds; the PEM file
    ``figures_ca`` takes the place of the certificates that this computer trusts. ``figures_source`` is the source of
    rows that name none. After ``figures_alarm_after`` working days without an import an alarm is raised.
    """

    figures_folder: Path | None = None
    figures_url: Annotated[str, AfterValidator(_url)] | None = Field(default=None, repr=False)
    figures_user: Annotated[str, StringConstraints(pattern="^[^:]+$")] | None = Field(default=None, repr=False)
    figures_password: SecretStr | None = Field(default=None, repr=False, validate_default=True)
    figures_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(default=None, repr=False)
    figures_ca: Path | None = None
    figures_times: Annotated[tuple[time, ...], NoDecode, BeforeValidator(_times)] = (time(7),)
    figures_timeout: Annotated[int, Field(ge=5, le=600)] = 60
    figures_source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None = None
    figures_alarm_after: Annotated[int, Field(ge=1, le=60)] = 3

    @checked("figures_password")
    @classmethod
    def _with_a_name(cls, given: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if (given is None) != (others.data.get("figures_user") is None):
            raise PydanticCustomError("in_dutch", "hoort bij TREDE_FIGURES_USER: geef beide, of geen van beide")
        return given

    @checked("figures_token")
    @classmethod
    def _instead_of_a_name(cls, given: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if given is not None and others.data.get("figures_password") is not None:
            raise PydanticCustomError("in_dutch", "kan niet samen met TREDE_FIGURES_PASSWORD")
        return given

    @property
    def figures_host(self) -> str | None:
        """The computer that is asked for figures: what may be shown and logged of the address."""
        return urlsplit(self.figures_url).hostname if self.figures_url else None

    @property
    def figures_arrive(self) -> bool:
        """Whether figures come in by themselves at all."""
        return self.figures_folder is not None or self.figures_url is not None
