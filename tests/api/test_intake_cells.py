"""Cells mean what the people who typed them meant, or the reader says why not."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.cells import MOST, read_count, read_nature, read_number
from api.intake.days import read_day, read_period
from api.intake.refusals import NotUnderstood, shown
from api.intake.sources import read_source
from api.intake.tables import Cell
from domain.values import UNKNOWN_DATE, Nature, Source, SourceKind

MINUS = "\N{MINUS SIGN}"
ABSENT = ["", " ", "-", "\N{EN DASH}", "n.v.t.", "N.v.t.", "onbekend", "n.b.", "\N{NO-BREAK SPACE}"]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("1377", 1377),
        ("1.377", 1377),
        ("1 377", 1377),
        ("1\N{NO-BREAK SPACE}377", 1377),
        ("1.000.000", 1_000_000),
        ("12.000", 12_000),
        ("0", 0),
        ("007", 7),
        (" 28 ", 28),
        ("-28", -28),
        ("- 28", -28),
        (f"{MINUS}28", -28),
        ("\N{EN DASH}28", -28),
        ("28-", -28),
        ("(28)", -28),
        ("(1.377)", -1377),
        ("+5", 5),
        ("12,0", 12),
        ("12,00", 12),
        ("12.0", 12),
        ("1.377,00", 1377),
        (1377, 1377),
        (0, 0),
        (-28, -28),
    ],
)
def test_a_number_is_read_as_dutch_people_write_it(cell: Cell, number: int) -> None:
    assert read_number(cell) == number


@pytest.mark.parametrize("cell", ABSENT)
def test_a_cell_that_says_nothing_is_nothing_and_not_zero(cell: str) -> None:
    assert read_number(cell) is None
    assert read_day(cell) == UNKNOWN_DATE
    assert read_period(cell) is None
    assert read_nature(cell) is None


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("12,5", "not-whole"),
        ("1,377", "not-whole"),
        ("12,000", "not-whole"),
        ("0.125", "not-whole"),
        ("1.37", "not-whole"),
        (12.5, "not-whole"),
        (float("nan"), "not-whole"),
        ("ca. 20", "not-a-number"),
        ("-28-", "not-a-number"),
        ("(-28)", "not-a-number"),
        ("(28", "not-a-number"),
        ("28)", "not-a-number"),
        ("1.377 000", "not-a-number"),
        ("12%", "not-a-number"),
        ("\N{ARABIC-INDIC DIGIT THREE}", "not-a-number"),
        ("9" * 5000, "not-a-number"),
        (True, "not-a-number"),
        (date(2024, 6, 1), "not-a-number"),
        (time(12), "not-a-number"),
        ("#VERW!", "formula-error"),
        ("1.000.001", "out-of-bounds"),
        (-1_000_001, "out-of-bounds"),
    ],
)
def test_what_is_no_whole_number_of_persons_is_refused_and_never_rounded(cell: Cell, kind: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_number(cell)
    assert refused.value.kind == kind


def test_a_count_cannot_be_negative_and_a_balance_can() -> None:
    assert (read_count("0"), read_number("-1")) == (0, -1)
    with pytest.raises(NotUnderstood) as refused:
        read_count("-1")
    assert refused.value.kind == "negative"


@given(st.integers(-MOST, MOST))
def test_every_way_to_write_a_number_gives_the_number_back(number: int) -> None:
    size = abs(number)
    dotted = f"{size:,}".replace(",", ".")
    ways = [f"{size}", dotted, dotted.replace(".", " "), f"{dotted},0"]
    signed = [form for way in ways for form in (f"-{way}", f"{MINUS}{way}", f"{way}-", f"({way})")]
    assert {read_number(way) for way in ways} == {size}
    assert {read_number(way) for way in signed} == {-size}


@given(st.text())
def test_any_text_is_a_number_or_nothing_or_refused(text: str) -> None:
    for reader in (read_number, read_day, read_period, read_nature):
        try:
            reader(text)
        except NotUnderstood as refused:
            assert refused.kind  # noqa: PT017 - both outcomes are right; only another error is wrong


@pytest.mark.parametrize(
    ("cell", "nature"),
    [("gemeten", Nature.MEASURED), ("Measured", Nature.MEASURED), ("voorlopig", Nature.PROVISIONAL)]
    + [(word, Nature.ESTIMATE) for word in ("schatting", "raming", "estimate")],
)
def test_the_nature_of_figures_has_dutch_and_english_words(cell: str, nature: Nature) -> None:
    assert read_nature(cell) == nature


def test_an_unknown_nature_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_nature("misschien")
    assert refused.value.kind == "unknown-nature"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("COA", SourceKind.COA),
        ("COA maandoverzicht juni", SourceKind.COA),
        ("coa.nl", SourceKind.COA),
        ("Ministerie van Asiel en Migratie", SourceKind.MINISTRY),
        ("JenV", SourceKind.MINISTRY),
        ("IND, brief van 3 mei", SourceKind.MINISTRY),
        ("industrie", SourceKind.OTHER),
        ("Gemeente Delft, raadsbrief", SourceKind.MUNICIPALITY),
        ("Provincie Zuid-Holland", SourceKind.PROVINCE),
        ("Leidsch Dagblad", SourceKind.PRESS),
        ("COA-cijfers in de Volkskrant", SourceKind.PRESS),
        ("https://www.omroepgelderland.nl/nieuws/10586", SourceKind.OTHER),
        ("https://www.noordhollandsdagblad.nl/cnt/1", SourceKind.PRESS),
        ("cijfers van het COA", SourceKind.OTHER),
        ("coalitieakkoord", SourceKind.OTHER),
    ],
)
def test_a_source_is_official_only_when_its_text_begins_so(text: str, kind: SourceKind) -> None:
    assert read_source(text, Source()) == Source(kind=kind, reference=text)


def test_a_source_without_a_telling_word_has_the_kind_of_the_default() -> None:
    default = Source(kind=SourceKind.COA, reference="maandoverzicht")
    assert read_source("tabel 3", default) == Source(kind=SourceKind.COA, reference="tabel 3")
    assert read_source("", default) == default


def test_a_source_that_is_a_whole_article_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_source("x" * 2001, Source())
    assert refused.value.kind == "source-too-long"


def test_a_message_shows_at_most_eighty_characters_on_one_line() -> None:
    assert shown("a\nb") == "a b"
    assert shown("x" * 81) == "x" * 79 + "…"
