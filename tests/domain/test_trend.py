"""The trend verdict: is there a visible improvement trend, by how much, and how much of it came by housing people?"""

from datetime import date
from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.figures import Number
from domain.events.judging import Split, TrendVerdict
from domain.events.periods import PeriodClosed
from domain.policy.trend import Measure, interim_trend, split, trend, verdict
from domain.policy.trend_told import persons, signed
from tests.domain.frameworks import NEWEST
from tests.spec import closing

USUAL = Measure(tolerance=0, least=1, percent=10)
NONE, GROWING, IMPROVING, STAGNANT = (
    TrendVerdict.NO_BACKLOG,
    TrendVerdict.GROWING,
    TrendVerdict.IMPROVING,
    TrendVerdict.STAGNANT,
)
BACKLOGS, PERSONS = st.integers(-500, 500), st.integers(0, 300)


def numbers(opening: int | None, target: int | None, realised: int | None, **more: Any) -> PeriodClosed:  # noqa: ANN401 - the fields of PeriodClosed
    return PeriodClosed(**closing("2025-1", opening, target, realised, **more))


def sentence_of(opening: int, end: int, measure: Measure = USUAL, **more: Any) -> str:  # noqa: ANN401 - the same
    """The sentence about a backlog that went from one number to another by housing alone."""
    return trend(numbers(opening, 500, 500 + opening - end, **more), measure).sentence


# The verdict


@pytest.mark.parametrize(
    ("opening", "end", "found"),
    [
        (40, 55, GROWING),
        (0, 1, GROWING),
        (-10, 1, GROWING),  # a lead counts as no backlog
        (40, 41, GROWING),
        (40, 40, STAGNANT),
        (40, 37, STAGNANT),
        (40, 36, IMPROVING),  # ten percent of 40
        (40, 1, IMPROVING),
        (40, 0, NONE),
        (40, -3, NONE),
        (0, 0, NONE),
        (-5, -20, NONE),
        (41, 37, STAGNANT),  # ten percent of 41 is more than four
        (41, 36, IMPROVING),
        (1, 1, STAGNANT),
    ],
)
def test_the_verdict_follows_from_the_two_backlogs(opening: int, end: int, found: TrendVerdict) -> None:
    assert verdict(opening, end, USUAL) is found


@pytest.mark.parametrize(("end", "found"), [(42, STAGNANT), (43, GROWING)])
def test_what_is_within_the_tolerance_is_no_growth(end: int, found: TrendVerdict) -> None:
    assert verdict(40, end, Measure(tolerance=2, least=1, percent=10)) is found


@pytest.mark.parametrize(("end", "found"), [(5, STAGNANT), (4, IMPROVING)])
def test_a_small_backlog_improves_by_the_least_number_of_persons(end: int, found: TrendVerdict) -> None:
    assert verdict(9, end, Measure(tolerance=0, least=5, percent=10)) is found


def test_without_a_percentage_the_least_number_counts_alone() -> None:
    assert verdict(1000, 999, Measure(tolerance=0, least=1, percent=0)) is IMPROVING


@given(opening=st.integers(0, 2000), percent=st.integers(0, 100), least=st.integers(1, 20))
def test_what_is_visible_is_rounded_up_to_whole_persons(opening: int, percent: int, least: int) -> None:
    assert Measure(0, least, percent).visible(opening) == max(least, ceil(Fraction(percent * opening, 100)))


@given(opening=BACKLOGS, end=BACKLOGS, tolerance=st.integers(0, 5))
def test_a_verdict_is_one_of_four_and_a_lead_is_worth_as_much_as_none(opening: int, end: int, tolerance: int) -> None:
    measure = Measure(tolerance, 1, 10)
    found = verdict(opening, end, measure)
    assert found == verdict(max(opening, 0), max(end, 0), measure)
    assert (found is NONE) == (end <= 0)
    if end > 0:
        assert (found is GROWING) == (end > max(opening, 0) + tolerance)


def test_a_framework_sets_the_measure() -> None:
    assert Measure.of(NEWEST) == USUAL
    assert Measure.of(NEWEST.setting(tolerance=3, min_persons=4, percent=25)) == Measure(3, 4, 25)


# Undetermined


def test_without_an_opening_backlog_there_is_no_verdict() -> None:
    found = trend(numbers(None, 50, 40, closing_backlog=10), USUAL)
    assert (found.verdict, found.opening_backlog, found.closing_backlog, found.split) == (
        TrendVerdict.UNDETERMINED,
        None,
        10,
        None,
    )
    assert found.sentence == "De trend is niet te bepalen: de beginachterstand is niet bekend."


@pytest.mark.parametrize(
    ("contested", "about"),
    [
        ((Number.OPENING_BACKLOG,), "de beginachterstand"),
        ((Number.CLOSING_BACKLOG,), "de eindachterstand"),
        ((Number.OPENING_BACKLOG, Number.CLOSING_BACKLOG), "de beginachterstand en de eindachterstand"),
    ],
)
def test_while_official_sources_contradict_each_other_there_is_no_verdict(
    contested: tuple[Number, ...], about: str
) -> None:
    found = trend(numbers(10, 50, 40, contested=contested), USUAL)
    assert (found.verdict, found.opening_backlog) == (TrendVerdict.UNDETERMINED, 10)
    assert found.sentence == f"De trend is niet te bepalen: officiële bronnen spreken elkaar tegen over {about}."


def test_a_contradiction_that_touches_neither_backlog_does_not_matter() -> None:
    assert trend(numbers(10, 50, 40, contested=(Number.REALISED,)), USUAL).verdict is GROWING


# The sentence


@pytest.mark.parametrize(
    ("opening", "end", "sentence"),
    [
        (40, 55, "De achterstand liep op van 40 naar 55 personen (+15). Er is geen zichtbare verbetertrend."),
        (0, 1, "Er ontstond een achterstand van 1 persoon. Er is geen zichtbare verbetertrend."),
        (
            -1,
            5,
            "De voorsprong van 1 persoon werd een achterstand van 5 personen. Er is geen zichtbare verbetertrend.",
        ),
        (55, 40, "De achterstand liep terug van 55 naar 40 personen (−15). Er is een zichtbare verbetertrend."),
        (2, 1, "De achterstand liep terug van 2 naar 1 persoon (−1). Er is een zichtbare verbetertrend."),
        (40, 40, "De achterstand bleef gelijk: 40 personen. Er is geen zichtbare verbetertrend."),
        (
            40,
            38,
            (
                "De achterstand liep terug van 40 naar 38 personen (−2). Dat is te weinig voor een zichtbare"
                " verbetertrend: nodig was ten minste 4."
            ),
        ),
        (40, 0, "De achterstand van 40 personen is weggewerkt."),
        (1, 0, "De achterstand van 1 persoon is weggewerkt."),
        (2, 3, "De achterstand liep op van 2 naar 3 personen (+1). Er is geen zichtbare verbetertrend."),
        (40, -2, "De achterstand van 40 personen is weggewerkt. De gemeente heeft een voorsprong van 2 personen."),
        (0, 0, "Er is geen achterstand."),
        (-5, -1, "Er is geen achterstand. De gemeente heeft een voorsprong van 1 persoon."),
    ],
)
def test_the_verdict_is_told_in_a_sentence_that_a_lawyer_can_read(opening: int, end: int, sentence: str) -> None:
    assert sentence_of(opening, end) == sentence


@pytest.mark.parametrize(
    ("opening", "sentence"),
    [
        (
            -1,
            "De voorsprong van 1 persoon werd een achterstand van 1 persoon. Dat valt binnen de marge van 2 personen.",
        ),
        (40, "De achterstand liep op van 40 naar 42 personen (+2). Dat valt binnen de marge van 2 personen."),
        (0, "Er ontstond een achterstand van 2 personen. Dat valt binnen de marge van 2 personen."),
    ],
)
def test_a_small_growth_is_told_with_the_margin(opening: int, sentence: str) -> None:
    margin = Measure(tolerance=2, least=1, percent=10)
    assert sentence_of(opening, opening + 2, margin) == f"{sentence} Er is geen zichtbare verbetertrend."


def test_the_trend_carries_its_numbers() -> None:
    found = trend(numbers(40, 50, 35), USUAL)
    assert (found.verdict, found.opening_backlog, found.closing_backlog) == (GROWING, 40, 55)
    assert found.split == Split(housing=15)


# By what it changed


def test_an_improvement_by_revision_alone_is_named_as_such() -> None:
    """As when a target of 162 becomes one of 104 within the half year."""
    found = trend(numbers(40, 104, 108, first_target=162, closing_backlog=36), USUAL)
    assert found.verdict is IMPROVING
    assert found.split == Split(housing=54, revision=-58)
    assert found.sentence == (
        "De achterstand liep terug van 40 naar 36 personen (−4). Er is een zichtbare verbetertrend. De verandering"
        " bestaat uit +54 door huisvesting en −58 door wijziging van de taakstelling. Door huisvesting alleen was de"
        " achterstand niet gedaald."
    )


def test_an_improvement_by_housing_and_revision_is_told_apart_without_a_reproach() -> None:
    found = trend(numbers(40, 45, 50, first_target=48, closing_backlog=35), USUAL)
    assert found.split == Split(housing=-2, revision=-3)
    assert found.sentence.endswith(
        "De verandering bestaat uit −2 door huisvesting en −3 door wijziging van de taakstelling."
    )


def test_a_backlog_that_revision_made_go_is_named_as_such_too() -> None:
    assert sentence_of(40, 0, first_target=540).endswith("Door huisvesting alleen was de achterstand niet gedaald.")


def test_growth_is_not_said_to_have_been_worse_by_housing_alone() -> None:
    assert "alleen" not in sentence_of(40, 50, first_target=520)


def test_exchange_and_correction_are_told_beside_revision() -> None:
    """The corrected backlog of a source is two lower than the sum gives, and eight came from a neighbour."""
    found = trend(numbers(10, 60, 55, first_target=50, exchanged=8, closing_backlog=13), USUAL)
    assert found.split == Split(housing=-5, revision=2, exchange=8, correction=-2)
    assert found.sentence.endswith(
        "De verandering bestaat uit −5 door huisvesting, +2 door wijziging van de taakstelling, +8 door uitruil of"
        " herindeling en −2 door correctie van cijfers."
    )


@pytest.mark.parametrize(
    ("net", "realised", "more"),
    [
        (45, 49, {"first_target": 50, "exchanged": -5}),  # five went to a neighbour
        (50, 49, {"first_target": 50, "closing_backlog": 36}),  # a source corrected it by five
    ],
)
def test_an_improvement_by_exchange_or_correction_alone_is_named_as_such(
    net: int,
    realised: int,
    more: dict[str, Any],
) -> None:
    found = trend(numbers(40, net, realised, **{"closing_backlog": 40 + net - realised, **more}), USUAL)
    assert found.verdict is IMPROVING
    assert found.split
    assert found.split.housing == 1
    assert found.sentence.endswith("Door huisvesting alleen was de achterstand niet gedaald.")


@pytest.mark.parametrize(("opening", "end"), [(-10, -5), (0, 0)])
def test_where_nothing_improved_nothing_is_said_of_housing_alone(opening: int, end: int) -> None:
    found = trend(numbers(opening, 45, 40, first_target=50, closing_backlog=end), USUAL)
    assert found.verdict is NONE
    assert "bestaat uit" in found.sentence
    assert "alleen" not in found.sentence


def test_what_did_not_change_is_left_out_of_the_sentence() -> None:
    assert sentence_of(40, 50, first_target=490).endswith("bestaat uit +10 door wijziging van de taakstelling.")


def test_a_change_by_housing_alone_is_not_told_apart() -> None:
    assert "bestaat uit" not in sentence_of(40, 55)


@pytest.mark.parametrize(("opening", "target", "realised"), [(None, 50, 40), (10, None, 40), (10, 50, None)])
def test_what_was_not_told_cannot_be_told_apart(opening: int | None, target: int | None, realised: int | None) -> None:
    assert split(numbers(opening, target, realised, closing_backlog=20)) is None


def test_without_a_first_target_the_exchange_is_still_told_apart() -> None:
    assert split(numbers(10, 58, 50, first_target=None, exchanged=8)) == Split(housing=0, exchange=8)


@given(
    backlogs=st.tuples(BACKLOGS, BACKLOGS), told=st.tuples(PERSONS, PERSONS, PERSONS), exchanged=st.integers(-50, 50)
)
def test_the_parts_are_always_the_whole_change(
    backlogs: tuple[int, int], told: tuple[int, int, int], exchanged: int
) -> None:
    (opening, end), (first, net, realised) = backlogs, told
    parts = split(numbers(opening, net, realised, first_target=first, exchanged=exchanged, closing_backlog=end))
    assert parts
    assert parts.housing + parts.revision + parts.exchange + parts.correction == end - opening
    assert parts.housing == first - realised


# In between


def test_an_interim_verdict_has_the_same_rules_with_running_backlogs() -> None:
    found = interim_trend(Fraction(81, 2), Fraction(109, 2), USUAL, since=date(2026, 3, 1))
    assert (found.verdict, found.opening_backlog, found.closing_backlog, found.split) == (GROWING, 41, 55, None)
    assert found.sentence == (
        "Gerekend sinds 1 maart 2026, met de lopende achterstand. De achterstand liep op van 41 naar 55 personen (+14)."
        " Er is geen zichtbare verbetertrend."
    )


@pytest.mark.parametrize(
    ("opening", "end", "tolerance", "told"),
    [
        (
            40,
            38,
            0,
            "naar 38 personen (−2). Dat is te weinig voor een zichtbare verbetertrend: nodig was ten minste 4.",
        ),
        (40, 41, 2, "naar 41 personen (+1). Dat valt binnen de marge van 2 personen."),
        (40, 30, 0, "naar 30 personen (−10). Er is een zichtbare verbetertrend."),
        (40, 0, 0, "De achterstand van 40 personen is weggewerkt."),
    ],
)
def test_an_interim_verdict_is_told_as_that_of_a_period(opening: int, end: int, tolerance: int, told: str) -> None:
    found = interim_trend(opening, end, Measure(tolerance, 1, 10), since=date(2026, 3, 1))
    assert found.sentence.startswith("Gerekend sinds 1 maart 2026, met de lopende achterstand. De achterstand")
    assert told in found.sentence


def test_an_interim_verdict_counts_in_exact_fractions() -> None:
    assert verdict(Fraction(81, 2), Fraction(71, 2), USUAL) is IMPROVING  # five less, five needed
    assert verdict(Fraction(81, 2), Fraction(143, 4), USUAL) is STAGNANT
    assert verdict(Fraction(1, 3), Fraction(1, 2), USUAL) is GROWING


def test_an_interim_verdict_after_a_lead_needs_the_least_number_to_be_visible() -> None:
    found = interim_trend(-4, 3, USUAL, since=date(2026, 3, 1))
    assert found.sentence.endswith("werd een achterstand van 3 personen. Er is geen zichtbare verbetertrend.")


@pytest.mark.parametrize(
    ("opening", "end", "found", "told"),
    [
        ("32 1/30", "32 1/6", GROWING, "De achterstand liep op met minder dan één persoon: afgerond 32 personen."),
        ("1/10", "3/10", GROWING, "Er is een achterstand van minder dan één persoon."),
        ("-1/5", "2/5", GROWING, "Er is een achterstand van minder dan één persoon."),
        ("40", "3/10", IMPROVING, "Er is een achterstand van minder dan één persoon."),
        ("32 1/6", "32 1/30", STAGNANT, "De achterstand bleef gelijk: 32 personen."),
    ],
)
def test_rounding_does_not_make_an_interim_verdict_say_otherwise_than_it_found(
    opening: str, end: str, found: TrendVerdict, told: str
) -> None:
    before, now = (sum(map(Fraction, each.split())) for each in (opening, end))
    since = interim_trend(before, now, USUAL, since=date(2026, 3, 1))
    there_is = "een" if found is IMPROVING else "geen"
    assert since.verdict is found
    assert since.sentence == (
        f"Gerekend sinds 1 maart 2026, met de lopende achterstand. {told} Er is {there_is} zichtbare verbetertrend."
    )


@pytest.mark.parametrize(
    ("opening", "end", "moved", "needed"),
    [
        (Fraction(3, 2), Fraction(2, 3), "van 2 naar 1 persoon (−1)", "1 persoon"),
        (Fraction(79, 2), Fraction(107, 3), "van 40 naar 36 personen (−4)", "4 personen"),
    ],
)
def test_what_is_enough_by_rounding_alone_is_not_said_to_be_too_little_of_the_same_number(
    opening: Fraction, end: Fraction, moved: str, needed: str
) -> None:
    found = interim_trend(opening, end, USUAL, since=date(2026, 3, 1))
    assert found.verdict is STAGNANT
    assert found.sentence.endswith(
        f"De achterstand liep terug {moved}. Zonder afronding daalde zij met minder dan {needed}."
        " Er is geen zichtbare verbetertrend."
    )


# Words


def test_one_person_and_more() -> None:
    assert [persons(number) for number in (0, 1, 2)] == ["0 personen", "1 persoon", "2 personen"]


def test_a_change_bears_its_sign() -> None:
    assert [signed(number) for number in (15, 1, -15, 0)] == ["+15", "+1", "−15", "0"]
