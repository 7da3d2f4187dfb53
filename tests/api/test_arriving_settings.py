"""Where figures come from, as the environment says it: what would be unsafe is refused, and no secret is shown."""

from datetime import time

import pytest
from pydantic import ValidationError

from api.settings import Settings
from api.values import in_words


def said(monkeypatch: pytest.MonkeyPatch, **given: str) -> Settings:
    """The settings, with these in the environment."""
    for name, value in given.items():
        monkeypatch.setenv(f"TREDE_FIGURES_{name.upper()}", value)
    return Settings()


def test_figures_do_not_come_by_themselves_unless_it_is_said_from_where() -> None:
    settings = Settings()
    assert not settings.figures_arrive
    assert (settings.figures_times, settings.figures_timeout, settings.figures_alarm_after) == ((time(7),), 60, 3)


def test_times_are_a_list_in_whatever_order(monkeypatch: pytest.MonkeyPatch) -> None:
    assert said(monkeypatch, times="12:30, 07:00,07:00").figures_times == (time(7), time(12, 30))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"url": "http://cijfers.example/juni.csv"}, "figures_url: moet met https:// beginnen"),
        ({"url": "ftp://cijfers.example/juni.csv"}, "figures_url: is geen adres"),
        ({"url": "cijfers.example"}, "figures_url: is geen adres"),
        ({"url": "https://"}, "figures_url: is geen adres"),
        ({"url": "https://[cijfers"}, "figures_url: is geen adres"),
        ({"url": "https://cijfers.example:deur/"}, "figures_url: is geen adres"),
        ({"url": "https://anna:geheim@cijfers.example/"}, "figures_url: mag geen naam of wachtwoord bevatten"),
        ({"user": "anna"}, "figures_password: hoort bij TREDE_FIGURES_USER"),
        ({"password": "geheim"}, "figures_password: hoort bij TREDE_FIGURES_USER"),
        ({"user": "anna", "password": "geheim", "token": "geheim"}, "figures_token: kan niet samen"),
        ({"token": "geheim woord"}, "figures_token: mag alleen letters"),
        ({"times": "7"}, "figures_times: schrijf tijden als 07:00"),
        ({"times": "07:00+02:00"}, "figures_times: schrijf tijden als 07:00"),
        ({"alarm_after": "0"}, "figures_alarm_after: mag niet kleiner zijn dan 1"),
        ({"timeout": "1"}, "figures_timeout: mag niet kleiner zijn dan 5"),
    ],
)
def test_what_is_unsafe_or_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], told: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        said(monkeypatch, **given)
    (sentence,) = in_words(refused.value)
    assert sentence.startswith(told)
    assert "geheim" not in sentence + str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_this_computer_itself_may_be_asked_without_tls(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert said(monkeypatch, url=f"http://{host}:8080/cijfers").figures_arrive


def test_no_secret_and_no_address_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = said(monkeypatch, url="https://cijfers.example/?sleutel=geheim", user="geheim", password="geheim")  # noqa: S106 - of a test
    assert "geheim" not in repr(settings) + str(settings)
    assert settings.figures_host == "cijfers.example"
