"""Searching: words as written, their forms, parts of words and typing errors, in what was known and had happened."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from domain.events.base import Entry
from domain.events.case import SupervisorAssigned
from domain.events.contact import AgreementKept, ConversationHeld, ConversationKind
from domain.events.person import PersonKind
from domain.events.plan import Horizon, Measure, PlanSubmitted
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.values import AgreementId, Classification, ConversationId, MeasureId, PartialDate, PlainText, PlanId
from projections.engine.runner import Projector
from projections.engine.tables import view
from projections.paging import UnreadableCursorError
from projections.reading import Reader
from projections.search import SEARCH, Hit, Likeness, search
from projections.search.model import LINES, LONGEST
from projections.search.words import errors_away, folded, near, words_asked
from projections.subjects import Subject
from tests.projections.asking import known, now, tell
from tests.spec import (
    CODE,
    Happened,
    agreed,
    corrected,
    entry,
    happened,
    opened,
    plain,
    reported,
    target_set,
    withdrawn,
)

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[SEARCH])


def spoke(
    summary: str, on: str | None = "2025-11-01", classification: Classification = Classification.INTERNAL
) -> Happened:
    fact = ConversationHeld(
        conversation=ConversationId("talk"),
        kind=ConversationKind.PROGRESS,
        summary=PlainText(text=summary, classification=classification),
    )
    return happened(fact, on)


def hits(reader: Reader, words: str, day: date | str = "2026-01-01", **asked: Any) -> tuple[Hit, ...]:  # noqa: ANN401 - as the test says
    return search(reader, now(reader.reading, day), words, **asked).lines


def found(reader: Reader, words: str, day: date | str = "2026-01-01", **asked: Any) -> list[int]:  # noqa: ANN401 - the same
    return [hit.entry for hit in hits(reader, words, day, **asked)]


def shown(hit: Hit) -> list[str]:
    return [hit.snippet[mark.start : mark.end] for mark in hit.marks]


# What is found


@pytest.mark.parametrize(
    ("words", "likeness"),
    [
        ("verbeterplan", Likeness.EXACT),
        ("VERBETERPLAN", Likeness.EXACT),
        ("creeert", Likeness.EXACT),
        ("creëert", Likeness.EXACT),
        ("1.377", Likeness.EXACT),
        ("d'accord", Likeness.EXACT),
        ("(wethouder)", Likeness.EXACT),
        ("verbeterplan wethouder", Likeness.EXACT),
        ("woning", Likeness.RELATED),
        ("woningen", Likeness.EXACT),
        ("verbet", Likeness.RELATED),
        ("plan", Likeness.RELATED),
        ("wethouders", Likeness.RELATED),
        ("gemeenten", Likeness.RELATED),
        ("huisvest", Likeness.RELATED),
        ("wethouer", Likeness.SIMILAR),
        ("wethoudder", Likeness.SIMILAR),
        ("wethoudar", Likeness.SIMILAR),
        ("wethuoder", Likeness.SIMILAR),
        ("verbeterpaln", Likeness.SIMILAR),
        ("gemeetne", Likeness.SIMILAR),
        ("gemente", Likeness.SIMILAR),
        ("vergunninghouder", Likeness.RELATED),
        ("vergunnighouder", Likeness.SIMILAR),
        ("verbeterplan wethouer", Likeness.SIMILAR),
    ],
)
def test_a_text_is_found_by_its_words_their_forms_their_parts_and_with_an_error(
    told: Reader, words: str, likeness: Likeness
) -> None:
    assert [hit.likeness for hit in hits(told, words)] == [likeness]


@pytest.mark.parametrize(
    "words",
    ["raadslid", "verbeterplan raadslid", "wethouderes gedeputeerde", "pl", "plqn", "%", "''", "\\", "&|!:*", "", "  "],
)
def test_what_stands_nowhere_is_not_found(told: Reader, words: str) -> None:
    assert hits(told, words) == ()


@pytest.fixture(scope="module")
def told(conninfo: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A record with one text in it."""
    text = (
        "De gemeente creëert met het verbeterplan 1.377 woningen voor vergunninghouders; de wethouder is d'accord, en"
        " de huisvesting volgt."
    )
    with Ledger.open(conninfo, Names.suffixed("search"), key_folder=tmp_path_factory.mktemp("keys")) as ledger:
        record(ledger, spoke(text))
        yield Reader(ledger)


def test_all_words_must_be_there_and_the_order_does_not_matter(ledger: Ledger, reader: Reader) -> None:
    record(ledger, spoke("de bouw van woningen"), spoke("de bouw van scholen"))
    assert found(reader, "bouw") == [2, 1]
    assert found(reader, "woningen bouw") == [1]


def test_words_as_written_come_before_related_ones_and_these_before_errors_and_of_each_the_newest_first(
    ledger: Ledger, reader: Reader
) -> None:
    record(
        ledger,
        spoke("maatregeln", "2025-12-01"),
        spoke("maatregelen", "2025-01-01"),
        spoke("de maatregel", "2025-02-01"),
        spoke("maatregelen", "2025-03-01"),
        spoke("een maatregel", None),
    )
    assert found(reader, "maatregel") == [3, 5, 1, 4, 2]
    assert [hit.likeness for hit in hits(reader, "maatregelen")] == [
        Likeness.EXACT,
        Likeness.EXACT,
        Likeness.RELATED,
        Likeness.RELATED,
        Likeness.SIMILAR,
    ]


def test_a_hit_says_where_it_is_when_it_happened_and_what_it_is(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), spoke("de bouw", "2025-06"))
    (hit,) = hits(reader, "bouw")
    assert (hit.code, hit.entry, hit.topic) == (CODE, 2, "municipality.conversation-held.v1")
    assert hit.happened_on == PartialDate.of("2025-06")
    assert hit.snippet == "Voortgangsgesprek op locatie: de bouw."


def test_what_the_sentence_of_an_entry_leaves_out_is_found_too(ledger: Ledger, reader: Reader) -> None:
    flats = Measure(measure=MeasureId("m"), horizon=Horizon.PREVENTION, what=plain("Vijftig studio's in het kantoor."))
    record(ledger, happened(PlanSubmitted(plan=PlanId("p"), plan_version=1, measures=(flats,))))
    (hit,) = hits(reader, "studio's kantoor")
    assert hit.snippet.endswith(": 1 maatregel en 0 mijlpalen. – Vijftig studio's in het kantoor.")


def test_what_stands_in_another_entry_is_found_there_only(ledger: Ledger, reader: Reader) -> None:
    kept = AgreementKept(agreement=AgreementId("a-1"), note=plain("op tijd"))
    record(ledger, agreed("a-1"), happened(kept))
    assert found(reader, "house") == [1]
    assert [hit.snippet for hit in hits(reader, "nagekomen")] == ["Afspraak nagekomen: op tijd."]


def test_persons_are_found_by_their_names(ledger: Ledger, reader: Reader) -> None:
    anne = ledger.persons.find_or_register("Anne de Vries", PersonKind.COLLEAGUE, today=date(2026, 1, 1))
    record(ledger, opened(), happened(SupervisorAssigned(supervisor=anne)))
    assert found(reader, "vries") == [2]


def test_statements_of_figures_and_targets_are_not_searched(ledger: Ledger, reader: Reader) -> None:
    record(
        ledger,
        opened(name="Fictie"),
        reported("2025-1", "2025-06-30", realised=3),
        target_set("2026-1", 62, "2025-10-01"),
    )
    assert found(reader, "cijfers") == found(reader, "taakstelling") == []
    assert found(reader, "fictie") == [1]


# What is known, and when


def test_a_corrected_entry_is_found_by_how_it_reads_and_by_how_it_read(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), spoke("de bouw loopt"), corrected(2, spoke("de sloop loopt")))
    assert (found(reader, "bouw"), found(reader, "sloop")) == ([], [2])
    assert [hit.entry for hit in search(reader, known(told[1]), "bouw").lines] == [2]
    assert search(reader, known(told[1]), "sloop").lines == ()


def test_a_withdrawn_entry_is_not_found_and_was_before(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), spoke("de bouw loopt"), withdrawn(2))
    assert found(reader, "bouw") == []
    assert [hit.entry for hit in search(reader, known(told[1]), "bouw").lines] == [2]


def test_what_happened_later_is_not_found_as_at_a_day_and_what_has_no_day_always_is(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, spoke("de bouw", "2025-11-01"), spoke("de bouw", None))
    assert found(reader, "bouw", "2025-10-31") == [2]
    assert found(reader, "bouw", "2025-11-01") == [1, 2]


def test_search_is_in_one_municipality_or_about_one_subject(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), spoke("de bouw"), happened(PlanSubmitted(plan=PlanId("p"), plan_version=1)))
    record(ledger, opened(), spoke("de bouw"), code=OTHER)
    assert [(hit.code, hit.entry) for hit in hits(reader, "bouw", code=OTHER)] == [(OTHER, 2)]
    assert found(reader, "ingediend", subject=Subject.PLAN) == [3]
    assert found(reader, "ingediend", subject=Subject.CONVERSATIONS) == []


# Who may read it


def stored(ledger: Ledger) -> str:
    """Everything that the read model of search holds."""
    with ledger.connection() as connection:
        return str(connection.execute(sql.SQL("SELECT * FROM {}").format(view(SEARCH, LINES, ledger.names))).fetchall())


@pytest.mark.parametrize("classification", [Classification.CONFIDENTIAL, Classification.SECRET])
def test_confidential_text_is_not_in_the_read_model_and_cannot_be_found_by_anybody(
    ledger: Ledger, classification: Classification
) -> None:
    record(ledger, spoke("het geheim", classification=classification))
    everybody = Reader(ledger, frozenset(Classification))
    assert found(everybody, "geheim") == []
    assert "geheim" not in stored(ledger)
    assert [hit.snippet for hit in hits(everybody, "voortgangsgesprek")] == [
        "Voortgangsgesprek op locatie: [vertrouwelijke tekst]."
    ]


def test_what_stands_in_the_place_of_hidden_text_is_not_found(ledger: Ledger, reader: Reader) -> None:
    record(ledger, spoke("het geheim", classification=Classification.SECRET))
    assert found(reader, "vertrouwelijke") == found(reader, "tekst") == []


def test_who_may_read_open_text_only_finds_open_text_only(ledger: Ledger) -> None:
    anne = ledger.persons.find_or_register("Anne de Vries", PersonKind.COLLEAGUE, today=date(2026, 1, 1))
    record(
        ledger,
        spoke("de bouw", classification=Classification.OPEN),
        spoke("de bouw"),
        happened(SupervisorAssigned(supervisor=anne)),
    )
    public = Reader(ledger, frozenset({Classification.OPEN}))
    assert (found(public, "bouw"), found(public, "vries")) == ([1], [])


def test_an_erased_text_is_no_longer_found_after_a_rebuild(ledger: Ledger, admin: psycopg.Connection) -> None:
    record(ledger, spoke("de bouw"))
    keys = sql.Identifier(ledger.names.keys, "keys")
    admin.execute(sql.SQL("UPDATE {} SET wrapped = NULL, destroyed_at = now()").format(keys))
    admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(ledger.names.read)))
    admin.execute(sql.SQL("CREATE SCHEMA {} AUTHORIZATION trede_app").format(sql.Identifier(ledger.names.read)))
    Projector(ledger, [SEARCH]).catch_up()
    assert (found(Reader(ledger), "bouw"), found(Reader(ledger), "gewiste")) == ([], [])


def test_without_a_record_no_text_can_be_opened() -> None:
    with pytest.raises(ValueError, match="open the texts"):
        list(SEARCH.rows(entry(1, opened().fact)))


# What is shown of it


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("creeert", ["creëert"]),
        ("1.377", ["1.377"]),
        ("plan", ["verbeterplan"]),
        ("gemeenten", ["gemeente"]),
        ("wethouer", ["wethouder"]),
        ("woning WETHOUDER", ["woningen", "wethouder"]),
        ("d'accord", ["d'accord"]),
        ("1.377 1.3", ["1.377"]),
        ("de", ["De", "de", "de"]),
    ],
)
def test_the_words_by_which_it_was_found_are_marked(told: Reader, words: str, marked: list[str]) -> None:
    (hit,) = hits(told, words)
    assert shown(hit) == marked


def test_of_a_long_text_the_part_with_the_words_is_shown(ledger: Ledger, reader: Reader) -> None:
    record(ledger, spoke(f"{'voor ' * 200}het speldje {'na ' * 200}"))
    (hit,) = hits(reader, "speldje")
    assert shown(hit) == ["speldje"]
    assert (hit.snippet[:6], hit.snippet[-4:], len(hit.snippet) < 250) == ("…voor ", " na…", True)


def test_an_exact_hit_marks_no_words_that_are_only_similar(ledger: Ledger, reader: Reader) -> None:
    record(ledger, spoke("de gemeente en de gemente"))
    assert [shown(hit) for hit in hits(reader, "gemeente")] == [["gemeente"]]


@pytest.mark.parametrize("text", ["a\0b speldje", "speldje " * 6250, "\N{GRINNING FACE} speldje İ ß Ĳ", "x" * 40_000])
def test_odd_and_long_texts_are_taken_in(ledger: Ledger, reader: Reader, text: str) -> None:
    record(ledger, spoke(text[:LONGEST]))
    assert found(reader, "voortgangsgesprek") == [1]
    assert found(reader, "speldje") == ([1] if "speldje" in text else [])


def test_as_many_different_words_as_are_searched_go_into_the_index(ledger: Ledger, reader: Reader) -> None:
    record(ledger, spoke(" ".join(f"{number:x}é" for number in range(16_000))))
    assert found(reader, "100e") == [1]


# In pages


def test_pages_follow_each_other_with_the_exact_total(ledger: Ledger, reader: Reader) -> None:
    record(ledger, *(spoke("de bouw", f"2025-0{month}-01") for month in range(1, 6)))
    first = search(reader, now(ledger), "bouw", limit=2)
    assert ([hit.entry for hit in first.lines], first.total) == ([5, 4], 5)
    record(ledger, spoke("de bouw", "2025-12-01"))
    second = search(reader, now(ledger), "bouw", limit=2, after=first.next)
    assert ([hit.entry for hit in second.lines], second.total) == ([3, 2], 6)
    last = search(reader, now(ledger), "bouw", limit=2, after=second.next)
    assert ([hit.entry for hit in last.lines], last.next) == ([1], None)
    beyond = search(reader, now(ledger), "bouw", after=(1, "0001-01-01", 0))
    assert (beyond.lines, beyond.total) == ((), 6)


@pytest.mark.parametrize("cursor", [("x",), (2**70, "2025-01-01", 1), (3, "gisteren", 1), ("3", "2025-01-01", 1)])
def test_a_cursor_of_no_page_is_refused(told: Reader, cursor: tuple[str | int, ...]) -> None:
    with pytest.raises(UnreadableCursorError):
        hits(told, "wethouder", after=cursor)


# Whatever is asked


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40) | st.text("'\"\\\\:*&|!()<->% _ab\0", max_size=20))
def test_no_question_is_too_odd_to_be_answered(told: Reader, words: str) -> None:
    for hit in hits(told, words):
        assert all(0 <= mark.start < mark.end <= len(hit.snippet) for mark in hit.marks)


@given(text=st.text())
def test_letters_stay_in_their_places(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_only_so_many_words_of_a_question_count() -> None:
    assert len(words_asked(" ".join(map(str, range(100))))) == 12
    assert words_asked("a" * 1000) == ["a" * 100]


LETTERS = st.sampled_from("abcdfghijk")  # no endings are made of these
WORDS = st.text(LETTERS, min_size=5, max_size=9)


def an_error_away(word: str) -> set[str]:
    """Every word that is one error away, the word itself included."""
    gaps = range(len(word) + 1)
    return {
        *(word[:at] + word[at + 1 :] for at in gaps),
        *(word[:at] + letter + word[at:] for at in gaps for letter in "abcdfghijk"),
        *(word[:at] + letter + word[at + 1 :] for at in gaps[:-1] for letter in "abcdfghijk"),
        *(word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in gaps),
    }


def without_a_letter(word: str) -> set[str]:
    """The word with each of its letters left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


@given(word=WORDS, data=st.data())
def test_one_error_in_a_word_is_forgiven_wherever_it_is(word: str, data: st.DataObject) -> None:
    wrong = data.draw(st.sampled_from(sorted(an_error_away(word))))
    assert near(wrong).intersection(errors_away([word])) or len(wrong) < 5


@given(word=WORDS, other=WORDS, data=st.data())
def test_two_errors_in_a_word_are_not_forgiven_but_for_a_letter_that_stands_elsewhere(
    word: str, other: str, data: st.DataObject
) -> None:
    wrong = data.draw(st.just(other) | st.sampled_from(sorted(an_error_away(word))).map(lambda once: once + "b"))
    elsewhere = without_a_letter(word) & without_a_letter(wrong)
    assert elsewhere or wrong in an_error_away(word) or not near(wrong).intersection(errors_away([word]))


def test_errors_in_short_and_in_endless_words_are_not_forgiven() -> None:
    assert not near("plan")
    assert errors_away(["plan", "x" * 101]) == []


# Without trigrams


def test_without_pg_trgm_everything_is_found_all_the_same(
    admin: psycopg.Connection, conninfo: str, tmp_path: Path
) -> None:
    database = sql.Identifier("trede_without_trigrams")
    admin.execute(sql.SQL("CREATE DATABASE {}").format(database))
    elsewhere = psycopg.conninfo.make_conninfo(conninfo, dbname="trede_without_trigrams")
    try:
        with Ledger.open(elsewhere, key_folder=tmp_path) as ledger:
            with psycopg.connect(elsewhere) as bare:
                bare.execute("DROP EXTENSION IF EXISTS pg_trgm")
            record(ledger, spoke("de wethouder en het verbeterplan"))
            for words in ("wethouders", "plan", "wethouer"):
                assert found(Reader(ledger), words) == [1]
            assert index_of_trigrams(ledger) == []
    finally:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


def test_with_pg_trgm_in_whatever_schema_parts_of_words_have_an_index(
    admin: psycopg.Connection, conninfo: str, tmp_path: Path
) -> None:
    database = sql.Identifier("trede_other_schema")
    admin.execute(sql.SQL("CREATE DATABASE {}").format(database))
    elsewhere = psycopg.conninfo.make_conninfo(conninfo, dbname="trede_other_schema")
    try:
        with psycopg.connect(elsewhere, autocommit=True) as other:
            other.execute("CREATE SCHEMA extensions")
            other.execute("GRANT USAGE ON SCHEMA extensions TO PUBLIC")
            other.execute("CREATE EXTENSION pg_trgm SCHEMA extensions")
            other.execute(sql.SQL("ALTER DATABASE {} SET search_path = public, extensions").format(database))
        with Ledger.open(elsewhere, key_folder=tmp_path) as ledger:
            record(ledger, spoke("het verbeterplan"))
            assert found(Reader(ledger), "plan") == [1]
            assert len(index_of_trigrams(ledger)) == 1
    finally:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(database))


def index_of_trigrams(ledger: Ledger) -> list[dict[str, Any]]:
    with ledger.connection() as connection:
        return connection.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = %s AND indexdef LIKE '%%gin_trgm_ops%%'",
            [ledger.names.read],
        ).fetchall()
