"""Fetching figures from an address: by HTTPS as who we are, and for all that can go wrong a sentence that helps."""

import base64
import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.arriving import address
from api.arriving.address import Address, Fetched, FetchFailed, Version
from api.settings import Settings
from tests.api.figures_server import FILE, Answer, Asked, Server, serving


@dataclass(frozen=True)
class Certificate:
    """A certificate that its own key signed, as a file with both."""

    path: Path
    context: ssl.SSLContext = field(repr=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cijfers van een test")])
    now = dt.datetime.now(dt.UTC)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return Certificate(path, context)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server without TLS, on this computer."""
    with serving() as started:
        yield started


def fetched(server: Server, path: str = "/juni.csv", known: Version | None = None, **given: Any) -> Fetched | None:  # noqa: ANN401 - settings
    """What comes of asking the server."""
    settings = Settings(figures_url=server.url(path), **given)
    assert settings.figures_url
    return Address(settings, settings.figures_url).fetch(known)


def failed(server: Server, answer: Answer | None = None, **given: Any) -> str:  # noqa: ANN401 - settings
    """Why nothing came of asking the server."""
    if answer:
        server.answers["/juni.csv"] = answer
    with pytest.raises(FetchFailed) as failure:
        fetched(server, **given)
    return str(failure.value)


def test_a_file_comes_by_https_from_a_server_whose_certificate_is_trusted(certificate: Certificate) -> None:
    with serving(certificate.context) as server:
        server.answers["/juni.csv"] = Asked.gives
        assert failed(server) == address.CERTIFICATE
        assert server.asked == []
        got = fetched(server, figures_ca=certificate.path)
    assert got == Fetched("juni.csv", FILE, Version())


def test_a_file_with_certificates_that_cannot_be_read_is_told(server: Server, tmp_path: Path) -> None:
    assert failed(server, figures_ca=tmp_path / "weg.pem") == address.NO_CERTIFICATES
    (tmp_path / "leeg.pem").write_text("geen certificaat")
    assert failed(server, figures_ca=tmp_path / "leeg.pem") == address.NO_CERTIFICATES


def test_a_name_and_password_or_a_token_are_shown_to_the_server(server: Server) -> None:
    server.answers["/juni.csv"] = Asked.gives
    fetched(server)
    fetched(server, figures_user="anna", figures_password="wachtwoord é")  # noqa: S106 - of a test
    fetched(server, figures_token="t0ken")  # noqa: S106 - of a test
    basic = base64.b64encode("anna:wachtwoord é".encode()).decode()
    assert [each.get("Authorization") for each in server.asked] == [None, f"Basic {basic}", "Bearer t0ken"]


def test_what_did_not_change_is_not_fetched_again(server: Server) -> None:
    def answer(asked: Asked) -> None:
        new = asked.headers.get("If-None-Match") != '"juni"'
        asked.gives(
            FILE if new else b"", 200 if new else 304, ETag='"juni"', Last_Modified="Mon, 03 Jun 2024 05:00 GMT"
        )

    server.answers["/juni.csv"] = answer
    first = fetched(server)
    assert first
    assert first.version == Version('"juni"', "Mon, 03 Jun 2024 05:00 GMT")
    assert fetched(server, known=first.version) is None
    assert server.asked[-1]["If-Modified-Since"] == "Mon, 03 Jun 2024 05:00 GMT"
    assert fetched(server, known=Version('"mei"'))


def test_the_file_is_called_as_the_server_calls_it(server: Server) -> None:
    server.answers["/"] = lambda asked: asked.gives(
        Content_Disposition="attachment; filename*=UTF-8''cijfers%20%C3%A9.csv"
    )
    server.answers["/x"] = lambda asked: asked.gives(Content_Disposition='attachment; filename="../../etc/passwd"')
    server.answers["/map/"] = Asked.gives
    told = [fetched(server, path) for path in ("/", "/x", "/map/", "/?naam=geheim")]
    assert [each.name for each in told if each] == ["cijfers é.csv", "passwd", "map", "cijfers é.csv"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "laat Trede niet binnen (antwoord 401)"),
        (403, "laat Trede niet binnen (antwoord 403)"),
        (404, "staat geen bestand (antwoord 404)"),
        (410, "staat geen bestand (antwoord 410)"),
        (429, "heeft het te druk of heeft een storing (antwoord 429)"),
        (503, "heeft het te druk of heeft een storing (antwoord 503)"),
        (204, "dat Trede niet begrijpt (antwoord 204)"),
        (206, "dat Trede niet begrijpt (antwoord 206)"),
        (304, "dat Trede niet begrijpt (antwoord 304)"),
    ],
)
def test_an_answer_that_is_no_file_is_told_with_what_to_do(server: Server, status: int, told: str) -> None:
    assert told in failed(server, lambda asked: asked.gives(b"", status))


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><p>Log in</p>", b"\xef\xbb\xbf\n <HTML lang='nl'>", b"<head></head>"]
)
def test_a_page_for_people_is_no_table(server: Server, page: bytes) -> None:
    assert failed(server, lambda asked: asked.gives(page)) == address.A_PAGE


def test_a_computer_that_is_not_there_is_told() -> None:
    with serving() as server:
        pass
    assert failed(server) == address.UNREACHABLE


@pytest.mark.parametrize("length", ["100", "50000001"])
def test_what_is_broken_off_is_not_taken_for_the_whole(server: Server, length: str) -> None:
    def answer(asked: Asked) -> None:
        asked.gives(FILE, Content_Length=length)
        asked.close_connection = True

    assert failed(server, answer) == address.BROKEN_OFF


def test_what_is_too_large_is_given_up_while_it_comes(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "LARGEST", len(FILE))
    server.answers["/juni.csv"] = Asked.gives
    assert fetched(server)
    assert failed(server, lambda asked: asked.gives(FILE + b"\n")) == address.TOO_LARGE


def test_who_says_nothing_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(address, "SILENCE", 0.05)
    heard = threading.Event()

    def silent(_: Asked) -> None:
        heard.wait(10)

    try:
        assert "niet binnen 60 seconden" in failed(server, silent)
    finally:
        heard.set()


def test_who_goes_on_for_too_long_is_given_up(server: Server) -> None:
    server.answers["/juni.csv"] = Asked.gives
    late = Address(Settings(figures_url=server.url()), server.url())
    with pytest.raises(FetchFailed, match="niet binnen"):
        late.fetch(stopping=lambda: True)


# Addresses that lead elsewhere


def leads(to: str) -> Answer:
    return lambda asked: asked.gives(b"", 302, Location=to)


def test_an_address_may_lead_to_another_one_of_the_same_server(server: Server) -> None:
    server.answers |= {"/juni.csv": leads("/echt.csv"), "/echt.csv": Asked.gives}
    got = fetched(server, figures_token="t0ken")  # noqa: S106 - of a test
    assert got
    assert got.name == "echt.csv"
    assert [each["Authorization"] for each in server.asked] == ["Bearer t0ken"] * 2


def test_what_lets_us_in_is_not_shown_to_another_server(server: Server) -> None:
    with serving() as other:
        server.answers["/juni.csv"] = leads(other.url("/echt.csv").replace("http://", "http://user:pass@"))
        other.answers["/echt.csv"] = Asked.gives
        assert fetched(server, figures_user="anna", figures_password="geheim")  # noqa: S106 - of a test
    assert "Authorization" in server.asked[0]
    assert "Authorization" not in other.asked[0]


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://cijfers.example/", "ftp://cijfers.example/", "file:///etc"]
)
def test_an_address_with_tls_does_not_lead_to_one_without(certificate: Certificate, to: str) -> None:
    with serving(certificate.context) as server:
        server.answers["/juni.csv"] = leads(to)
        assert failed(server, figures_ca=certificate.path) == address.LED_ASTRAY


def test_nobody_is_led_round_for_ever(server: Server) -> None:
    assert failed(server, leads("/juni.csv")) == address.LED_ROUND
    assert len(server.asked) == address.REDIRECTS + 1


def test_an_address_that_leads_nowhere_is_told(server: Server) -> None:
    assert failed(server, leads("http://[::")) == address.BROKEN_OFF
