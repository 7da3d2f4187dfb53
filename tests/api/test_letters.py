"""Letters as PDF: every kind, the same bytes each time, whatever somebody types; and made by the API."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.letters.drawing import Letter, LetterTemplateError, UnprintableError, drawn, paragraphs_of
from api.letters.kinds import LetterKind
from api.letters.known import Known
from api.letters.making import Desk, Written
from api.letters.sender import Sender, SenderError, sender_of
from api.letters.suggesting import OPEN, suggested
from domain.events.law import Scope
from domain.events.periods import PeriodNumbers
from domain.municipality.law import Announcement, Substitution
from domain.values import DecisionId, LetterId, PartialDate, Period, Rung

DAY = date(2026, 1, 12)
BARE = Known("GM9901", "Waterveen", DAY)
FULL = Known(
    "GM9901",
    "Waterveen",
    DAY,
    rung=Rung.ANNOUNCEMENT,
    since=PartialDate.of("2025-07-14"),
    period=Period(2025, 2),
    verdict="De achterstand liep op van 25 naar 32 personen (+7). Er is geen zichtbare verbetertrend.",
    numbers=PeriodNumbers(period=Period(2025, 2), corrected_target=60, realised=28, closing_backlog=32),
    announcement=Announcement(
        7, LetterId("letter-7"), DAY, date(2026, 3, 15), date(2026, 2, 15), (Period(2025, 1), Period(2025, 2)), 32
    ),
    decision=Substitution(
        *(9, DecisionId("decision-9"), DAY, None, (Period(2025, 2),), 12, date(2025, 12, 31), date(2026, 5, 31)),
        scope=Scope.BACKLOG,
        urgent=False,
    ),
)


def pdf(text: str, subject: str = "Onderwerp") -> bytes:
    """A letter with this text."""
    sender = Sender(name="Provincie Voorbeeld", address=("Postbus 1", "1000 AA Voorbeeldstad"))
    return drawn(Letter(sender, ("Het college",), DAY, "kenmerk", subject, paragraphs_of(text)))


def pages(drawn_pdf: bytes) -> int:
    """How many pages a PDF says that it has."""
    return len(re.findall(rb"/Type\s*/Page\b", drawn_pdf))


@pytest.mark.parametrize("known", [BARE, FULL])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_letter_is_suggested_and_drawn_however_little_is_known(kind: LetterKind, known: Known) -> None:
    found = suggested(kind, known)
    assert found.text.startswith("Geacht college,")
    assert "None" not in found.text
    assert pdf(found.text, found.subject).startswith(b"%PDF")


def test_an_announcement_says_what_was_announced_and_invites_views_until_the_day_in_the_record() -> None:
    found = suggested(LetterKind.ANNOUNCEMENT, FULL)
    assert found.due == date(2026, 2, 15)
    for told in ("15 maart 2026", "15 februari 2026", "32 personen", "artikel 4:8", "eerste helft van 2025"):
        assert told in found.text
    assert OPEN not in found.text


def test_a_decision_says_where_and_until_when_to_appeal() -> None:
    found = suggested(LetterKind.DECISION, FULL)
    for told in ("31 mei 2026", "12 personen", "zes weken", "Afdeling bestuursrechtspraak van de Raad van State"):
        assert told in found.text
    assert OPEN not in found.text


def test_what_the_record_does_not_say_is_left_to_who_sends_it() -> None:
    assert OPEN in suggested(LetterKind.DECISION, BARE).text
    assert "staat sinds" not in suggested(LetterKind.PLAN_REQUEST, BARE).text


def test_a_letter_tells_what_was_to_be_housed_and_what_was_where_both_are_known() -> None:
    told = "De taakstelling, verrekend met de stand aan het begin, was 60 personen; gehuisvest: 28 personen."
    for kind in (LetterKind.INFORMATION_REQUEST, LetterKind.PLAN_REQUEST, LetterKind.ANNOUNCEMENT, LetterKind.DECISION):
        assert told in suggested(kind, FULL).text
    unknown = replace(FULL, numbers=PeriodNumbers(period=Period(2025, 2), corrected_target=60, closing_backlog=32))
    assert "verrekend" not in suggested(LetterKind.PLAN_REQUEST, unknown).text


def test_a_letter_of_a_day_is_the_same_to_the_last_byte() -> None:
    assert pdf("Geacht college,\n\nDit is de brief.") == pdf("Geacht college,\n\nDit is de brief.")


@pytest.mark.parametrize(
    "text",
    [
        '#panic("weg") #read("/etc/passwd") #sys.inputs',
        "$ x^2 $ *vet* _schuin_ `code` @bron <label> // weg /* weg",
        "] #it.sender ) } \\ \" ' é ü ï € – “ ”",
    ],
)
def test_nothing_that_somebody_types_is_code(text: str) -> None:
    assert pdf(f"Geacht college,\n\n{text}", text).startswith(b"%PDF")


def test_a_sign_that_no_font_has_is_named() -> None:
    with pytest.raises(UnprintableError) as refused:
        pdf("Geacht college,\n\nGoed gedaan \U0001f600")
    assert refused.value.signs == "\U0001f600"


def test_a_long_letter_goes_on_over_pages_and_empty_lines_separate_paragraphs() -> None:
    assert pages(pdf("\n\n".join(["Een alinea. " * 60] * 20))) > 3
    assert paragraphs_of("een\r\n\r\n\r\n\n twee\nregels \n\n\n") == ("een", "twee\nregels")


def test_the_sender_and_the_template_of_the_province_stand_in_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "sender.toml").write_text('name = "Provincie Ergens"\nsigned_by = "A. Jansen"\n', encoding="utf-8")
    sender = sender_of(tmp_path, "Provincie Voorbeeld")
    assert (sender.name, sender.signed_by) == ("Provincie Ergens", "A. Jansen")
    (tmp_path / "sender.toml").write_text("nam = 'x'\n", encoding="utf-8")
    with pytest.raises(SenderError, match=r"sender\.toml: nam"):
        sender_of(tmp_path, "Provincie Voorbeeld")
    (tmp_path / "sender.toml").unlink()
    (tmp_path / "letter.typ").write_text("#it.nothing", encoding="utf-8")
    written = Written(LetterKind.INVITATION, "Waterveen", "Onderwerp", "Geacht college,")
    with pytest.raises(LetterTemplateError, match=r"letter\.typ"):
        Desk("Provincie Voorbeeld", tmp_path).drawn(written, on=DAY, reference="x")
