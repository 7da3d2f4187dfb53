"""Charts: the picture says in shapes what the words beside it say, and without looks of its own."""

import re
from datetime import date
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.web.charts import NARROW, SMALL, WIDE, Backlog, Forecast, HalfYear, Mark, backlogs, half_year, sparkline, tick
from domain.values import Period, Rung
from projections.figures import expected_line

FIRST_HALF = Period.parse("2026-1")
BEHIND = HalfYear(
    FIRST_HALF,
    points=((date(2026, 1, 31), 4), (date(2026, 3, 15), 20)),
    expected=expected_line(FIRST_HALF, 60),
    target=60,
    forecast=Forecast(Fraction(30), Fraction(45), Fraction(55)),
    marks=(Mark(date(2026, 2, 1), Rung.INFORMATION), Mark(date(2026, 3, 1), Rung.AGREEMENTS)),
)


def drawn(picture: str) -> ET.Element:
    """The picture as elements."""
    return ET.fromstring(picture)  # noqa: S314 - our own picture


def of_kind(picture: ET.Element, kind: str) -> list[ET.Element]:
    """The elements of a class."""
    return [each for each in picture.iter() if kind in each.get("class", "").split()]


def said(picture: ET.Element) -> list[str]:
    """The words in a picture."""
    return [each.text or "" for each in picture.iter("text")]


def test_a_half_year_names_its_months_in_dutch() -> None:
    assert [word for word in said(drawn(half_year(BEHIND, "t", "d"))) if word.isalpha()] == [
        "jan", "feb", "mrt", "apr", "mei", "jun",
    ]  # fmt: skip
    second = HalfYear(Period.parse("2026-2"), points=())
    assert "dec" in said(drawn(half_year(second, "t", "d")))


def test_a_half_year_shows_what_was_realised_what_should_have_been_the_target_and_the_forecast() -> None:
    picture = drawn(half_year(BEHIND, "t", "d"))
    for kind in ("realised", "expected", "target", "band", "forecast", "now"):
        assert len(of_kind(picture, f"trede-chart__{kind}")) == 1, kind
    assert "taakstelling met achterstand: 60" in said(picture)
    assert "20" in [each.text for each in of_kind(picture, "trede-chart__value--now")]


def test_what_is_unknown_is_not_drawn() -> None:
    picture = drawn(half_year(HalfYear(FIRST_HALF, points=()), "t", "d"))
    for kind in ("realised", "expected", "target", "band", "forecast", "now", "rung"):
        assert not of_kind(picture, f"trede-chart__{kind}"), kind


def test_a_lead_that_leaves_nothing_to_do_has_no_line_of_a_target() -> None:
    ahead = HalfYear(FIRST_HALF, points=((date(2026, 1, 31), 4),), expected=expected_line(FIRST_HALF, -5), target=-5)
    assert not of_kind(drawn(half_year(ahead, "t", "d")), "trede-chart__target")


def test_the_line_of_what_should_be_realised_ends_at_the_target() -> None:
    picture = drawn(half_year(BEHIND, "t", "d"))
    (expected,), (target,) = of_kind(picture, "trede-chart__expected"), of_kind(picture, "trede-chart__target")
    assert expected.get("d", "").split(" L")[-1].split() == [target.get("x2"), target.get("y2")]


def test_a_placement_is_marked_with_the_number_of_its_rung() -> None:
    picture = drawn(half_year(BEHIND, "t", "d"))
    assert [each.text for each in of_kind(picture, "trede-chart__rung-number")] == ["2", "3"]


def test_the_marks_of_rungs_do_not_overlap() -> None:
    marks = tuple(Mark(date(2026, 2, day), Rung(2 + day % 2)) for day in (1, 2, 3))
    picture = drawn(half_year(HalfYear(FIRST_HALF, (), marks=marks), "t", "d", size=NARROW))
    lefts = [float(each.get("x", "")) for each in of_kind(picture, "trede-chart__rung-number")]
    assert all(after - before >= 24 for before, after in pairwise(lefts))


@pytest.mark.parametrize(
    "picture",
    [
        half_year(BEHIND, 'Realisatie & "meer"', "<b>Zin</b>"),
        backlogs([Backlog(FIRST_HALF, 3)], 'Realisatie & "meer"', "<b>Zin</b>"),
    ],
)
def test_a_picture_says_what_it_is_and_has_no_looks_of_its_own(picture: str) -> None:
    element = drawn(picture)
    assert element.get("role") == "img"
    assert element.findtext("title") == 'Realisatie & "meer"'
    assert element.findtext("desc") == "<b>Zin</b>"
    assert "style" not in picture
    assert not re.search(r"(fill|stroke)=", picture)


def test_the_same_figures_give_the_same_picture() -> None:
    assert half_year(BEHIND, "t", "d") == half_year(BEHIND, "t", "d")


def test_a_bar_goes_up_for_a_backlog_and_down_for_a_lead_and_is_left_out_where_it_is_unknown() -> None:
    shown = [Backlog(FIRST_HALF, persons) for persons in (10, -5, None, 0)]
    picture = drawn(backlogs(shown, "t", "d"))
    up, down, none = of_kind(picture, "trede-chart__bar")
    (axis,) = of_kind(picture, "trede-chart__axis")
    zero = float(axis.get("y1", ""))
    assert float(up.get("y", "")) + float(up.get("height", "")) == pytest.approx(zero, abs=0.2)
    assert float(down.get("y", "")) == zero
    assert float(up.get("height", "")) == pytest.approx(2 * float(down.get("height", "")), abs=0.2)
    assert none.get("height") == "1.5"
    assert [each.text for each in of_kind(picture, "trede-chart__value")] == ["10", "-5", "–", "0"]


def test_a_sparkline_keeps_room_where_a_half_year_is_unknown() -> None:
    bars = of_kind(drawn(sparkline([1, None, 3], "t")), "trede-sparkline__bar")
    first, last = (float(bar.get("x", "")) for bar in bars)
    assert last - first == pytest.approx(2 * (SMALL.width - 2) / 3, abs=0.2)
    assert "trede-sparkline__bar--last" in bars[-1].get("class", "")


def test_a_sparkline_of_nothing_is_a_line() -> None:
    assert not of_kind(drawn(sparkline([None, None], "t")), "trede-sparkline__bar")


@pytest.mark.parametrize(("most", "step"), [(0, 1), (5, 1), (6, 2), (24, 5), (60, 20), (180, 50), (1_200, 500)])
def test_an_axis_is_divided_into_round_numbers(most: int, step: int) -> None:
    assert tick(most) == step


@given(
    persons=st.lists(st.integers(0, 5_000), min_size=1, max_size=20),
    target=st.none() | st.integers(-500, 5_000),
    size=st.sampled_from([WIDE, NARROW]),
)
def test_everything_is_drawn_inside_the_picture(persons: list[int], target: int | None, size: tuple[int, ...]) -> None:
    points = tuple((date(2026, 1 + place % 6, 1 + place), each) for place, each in enumerate(sorted(persons)))
    line = expected_line(FIRST_HALF, target) if target is not None else ()
    chart = HalfYear(FIRST_HALF, points, line, target, marks=(Mark(date(2026, 6, 30), Rung(6)),))
    picture = drawn(half_year(chart, "t", "d", size=WIDE if size == WIDE else NARROW))
    for path in picture.iter("path"):
        if "trede-chart__rung" not in path.get("class", ""):
            for x, y in re.findall(r"([\d.]+) ([\d.]+)", path.get("d", "")):
                assert 0 <= float(x) <= size[0]
                assert 0 <= float(y) <= size[1]
