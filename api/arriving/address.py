"""The address at which figures are fetched: by HTTPS, as who the settings say, once for what did not change.

What goes wrong is told in Dutch, to whoever has to do something about it. The address itself is told to nobody, since
it can hold a secret; only the computer is.
"""

import base64
import hashlib
import re
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath

import httpx

from api.arriving.settings import ArrivingSettings, is_loopback
from api.documents import bare_name
from api.importing.receiving import LARGEST

REDIRECTS = 5
"""How often an address may lead to another."""
SILENCE = 15.0
"""Seconds in which a server must say something, for as long as the whole may last."""
NO_NAME = "cijfers"
"""What a file is called that came without a name."""
PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
"""How a page for people begins."""

ASKED = {"User-Agent": "Trede", "Accept": "text/csv, application/vnd.ms-excel, */*;q=0.5"}

UNREACHABLE = "Het adres is niet te bereiken. Klopt het, en mag deze computer erbij?"
CERTIFICATE = (
    "Het certificaat van het adres is niet te vertrouwen, dus is er niets opgehaald."
    " Is het van een eigen uitgever, noem dan diens certificaat in TREDE_FIGURES_CA."
)
NO_CERTIFICATES = "Het bestand met certificaten (TREDE_FIGURES_CA) is niet te lezen."
SLOW = "Het adres gaf het bestand niet binnen {seconds} seconden."
BROKEN_OFF = "De verbinding viel weg voordat het bestand er helemaal was."
NOT_LET_IN = (
    "Het adres laat Trede niet binnen (antwoord {status})."
    " Kloppen TREDE_FIGURES_USER en TREDE_FIGURES_PASSWORD, of TREDE_FIGURES_TOKEN?"
)
NOTHING_THERE = "Op het adres staat geen bestand (antwoord {status})."
BUSY = "De computer achter het adres heeft het te druk of heeft een storing (antwoord {status})."
UNEXPECTED = "Het adres gaf een antwoord dat Trede niet begrijpt (antwoord {status})."
LED_ASTRAY = "Het adres verwijst door naar een plek zonder versleuteling. Daar haalt Trede niets op."
LED_ROUND = "Het adres verwijst steeds weer door."
TOO_LARGE = f"Het bestand is groter dan {LARGEST // 1_000_000} MB. Laat het inlezen op de opdrachtregel: trede import."
A_PAGE = (
    "Het adres gaf een webpagina in plaats van een bestand met cijfers."
    " Misschien moet Trede daar inloggen, of staat het bestand nu ergens anders."
)


class FetchFailed(Exception):  # noqa: N818 - it says what happened
    """Nothing was fetched; the message is Dutch, and holds nothing that is secret."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a server said of the file that it gave, to be asked next time whether there is another one."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, by the name that the server gave it."""

    name: str
    content: bytes
    version: Version


class Address:
    """One address. ``asked`` tells it from others without telling it."""

    def __init__(self, settings: ArrivingSettings, url: str) -> None:
        self._settings = settings
        self._url = httpx.URL(url)
        self._near = is_loopback(self._url.host)
        self.asked = hashlib.sha256(url.encode()).hexdigest()

    def fetch(self, known: Version | None = None, *, stopping: Callable[[], bool] = lambda: False) -> Fetched | None:
        """The file; None when the server says that it is the known one.

        Raises:
            FetchFailed: there is none, or it did not come as a whole.
        """
        give_up = time.monotonic() + self._settings.figures_timeout
        try:
            with self._client() as client:
                return self._followed(client, known or Version(), lambda: stopping() or time.monotonic() > give_up)
        except httpx.TimeoutException as error:
            raise self._slow() from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise FetchFailed(_why(error)) from error

    def _client(self) -> httpx.Client:
        try:
            # The certificates that the computer trusts: an organisation adds its own there.
            trusted = ssl.create_default_context(cafile=self._settings.figures_ca)
        except OSError as error:  # an SSLError is one too
            raise FetchFailed(NO_CERTIFICATES) from error
        silence = min(SILENCE, self._settings.figures_timeout)
        # By way of the proxy of this computer (HTTPS_PROXY), which has no part in what is on the computer itself.
        return httpx.Client(verify=trusted, timeout=silence, headers=ASKED, trust_env=not self._near)

    def _followed(self, client: httpx.Client, known: Version, over: Callable[[], bool]) -> Fetched | None:
        url = self._url
        for _ in range(REDIRECTS + 1):
            with client.stream("GET", url, headers={**self._credentials(url), **_unless(known)}) as response:
                if response.has_redirect_location:
                    url = self._allowed(url.join(response.headers["Location"]))
                    continue
                if response.status_code == httpx.codes.NOT_MODIFIED and known != Version():
                    return None
                _require_file(response.status_code)
                content = b"".join(self._pieces(response, over))
                return self._fetched(response, content)
        raise FetchFailed(LED_ROUND)

    def _pieces(self, response: httpx.Response, over: Callable[[], bool]) -> Iterator[bytes]:
        taken = 0
        for piece in response.iter_bytes():
            taken += len(piece)
            if taken > LARGEST:
                raise FetchFailed(TOO_LARGE)
            if over():
                raise self._slow()
            yield piece

    def _fetched(self, response: httpx.Response, content: bytes) -> Fetched:
        if PAGE.match(content.removeprefix(b"\xef\xbb\xbf")):
            raise FetchFailed(A_PAGE)
        said = (response.headers.get(name) for name in ("ETag", "Last-Modified"))
        version = Version(*(value if value and value.isascii() else None for value in said))
        return Fetched(_name(response), content, version)

    def _allowed(self, url: httpx.URL) -> httpx.URL:
        """Where an address leads to, as long as nobody can listen there."""
        if url.scheme != "https" and not (self._near and self._url.scheme == url.scheme and is_loopback(url.host)):
            raise FetchFailed(LED_ASTRAY)
        return url.copy_with(username=None, password=None)

    def _credentials(self, url: httpx.URL) -> dict[str, str]:
        """What lets us in; of no concern to another computer than the one that was named."""
        given = self._settings
        if (url.scheme, url.host, url.port) != (self._url.scheme, self._url.host, self._url.port):
            return {}
        if given.figures_token is not None:
            return {"Authorization": f"Bearer {given.figures_token.get_secret_value()}"}
        if given.figures_user is not None and given.figures_password is not None:
            both = f"{given.figures_user}:{given.figures_password.get_secret_value()}"
            return {"Authorization": f"Basic {base64.b64encode(both.encode()).decode()}"}
        return {}

    def _slow(self) -> FetchFailed:
        return FetchFailed(SLOW.format(seconds=self._settings.figures_timeout))


def _unless(known: Version) -> dict[str, str]:
    told = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    return {name: value for name, value in told.items() if value is not None}


def _require_file(status: int) -> None:
    """Raise FetchFailed for an answer that is no file."""
    match status:
        case 200:
            return
        case 401 | 403 | 407:
            why = NOT_LET_IN
        case 404 | 410:
            why = NOTHING_THERE
        case 408 | 425 | 429 | 500 | 502 | 503 | 504:
            why = BUSY
        case _:
            why = UNEXPECTED
    raise FetchFailed(why.format(status=status))


def _why(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CERTIFICATE
        cause = cause.__cause__ or cause.__context__
    return UNREACHABLE if isinstance(error, httpx.ConnectError | httpx.ProxyError) else BROKEN_OFF


def _name(response: httpx.Response) -> str:
    """What the server calls the file; else how the address ends."""
    header = Message()
    header["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    return bare_name(header.get_filename()) or bare_name(PurePosixPath(response.url.path).name) or NO_NAME
