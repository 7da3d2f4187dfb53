"""Frameworks as data: what ships, which one is in force on a day, and trying out other numbers."""

import re
from datetime import date

import pytest

from domain.events.base import Role
from domain.events.ladder import DecidedBy, DecidingBody
from domain.policy.framework import CLAUSES, Framework, FrameworkError, Rule, in_force, require_one_at_a_time
from domain.policy.settings import Standing
from domain.values import Rung, SourceKind
from tests.domain.frameworks import NEWEST, SHIPPED, version

DIGESTS = {
    "beginselplicht 2024": "64398a5b1b3fb89c0bfafdd81e1d9bc169c337739dce16f612c678f395c2b1ac",
    "zuid-holland 2012": "79757f84b2d095e0e65c9b8df923090709638cbf90c40d917330f8301a150ef5",
    "zuid-holland 2020": "97506ca29bf1186f6eda6280140e62dcafe2d590ea8cd582de206ebd6caf972e",
    "zuid-holland 2024": "342e0735a324266ab94dfbdbd2056e5281fb1ed379b13acafa0207874240059a",
}
"""What installations may have recorded: a release that says something else gives it another version."""


# What ships


def test_four_frameworks_ship_one_of_each_kind() -> None:
    assert {name: each.rule for name, each in SHIPPED.items()} == {
        "beginselplicht 2024": Rule.DUTY,
        "zuid-holland 2012": Rule.NONE,
        "zuid-holland 2020": Rule.SIZE,
        "zuid-holland 2024": Rule.TREND,
    }


def test_a_framework_that_ships_never_changes_under_its_version() -> None:
    assert {name: each.ref.sha256 for name, each in SHIPPED.items()} == DIGESTS


def test_what_ships_is_consistent() -> None:
    require_one_at_a_time(SHIPPED.values())


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2012-10-01", "2012"),
        ("2019-12-31", "2012"),
        ("2020-01-01", "2020"),
        ("2024-01-01", "2024"),
        ("2050-01-01", "2024"),
    ],
)
def test_the_framework_of_the_day_is_in_force(day: str, expected: str) -> None:
    found = in_force(SHIPPED.values(), "zuid-holland", date.fromisoformat(day))
    assert found is not None
    assert found.ref.version == expected


def test_before_the_first_framework_none_is_in_force() -> None:
    assert in_force(SHIPPED.values(), "zuid-holland", date(2012, 9, 30)) is None


@pytest.mark.parametrize("framework", SHIPPED.values(), ids=SHIPPED)
def test_no_day_of_entry_into_force_is_taken_for_certain(framework: Framework) -> None:
    assert not framework.validity.verified
    assert framework.validity.source


@pytest.mark.parametrize("framework", SHIPPED.values(), ids=SHIPPED)
def test_every_number_says_what_it_is_for_and_where_it_comes_from(framework: Framework) -> None:
    for setting in (*framework.parameters.values(), *framework.terms.values()):
        assert setting.text
        assert (setting.standing is Standing.PUBLISHED) == (setting.source is not None)
    assert {each.standing for each in framework.size} <= {Standing.PROVINCE}


def test_only_the_guideline_for_the_highest_rungs_was_published_as_a_number() -> None:
    published = {
        name
        for framework in SHIPPED.values()
        for part in (framework.parameters, framework.terms)
        for name, setting in part.items()
        if setting.standing is Standing.PUBLISHED
    }
    assert published == {"highest_rungs"}
    assert (NEWEST.term("highest_rungs").value, NEWEST.term("highest_rungs").unit) == (6, "months")


def test_the_numbers_of_the_trend_are_the_defaults_of_the_province() -> None:
    assert [NEWEST.parameter(name) for name in ("tolerance", "min_persons", "percent", "lower_after")] == [0, 1, 10, 2]
    assert [NEWEST.parameter(name) for name in ("forecast_from_day", "forecast_points")] == [30, 5]


def test_the_terms_are_those_of_the_obligations() -> None:
    told = {name: f"{term.value} {term.unit}" for name, term in NEWEST.terms.items()}
    assert told == {
        "supervision_conversation": "6 weeks",
        "contact_after_signal": "14 days",
        "plan_requested": "2 weeks",
        "plan_submitted": "8 weeks",
        "plan_adopted": "12 weeks",
        "assessment": "6 weeks",
        "figures": "3 working days",
        "highest_rungs": "6 months",
    }


def test_existing_and_new_policy_stand_in_the_clauses() -> None:
    kept = {"contact-twice-a-year", "monitoring-daily", "progress-conversations", "supervision-conversations"}
    new = {"trend", "growing", "plan", "faster", "guideline", "transition", "sharing-knowledge"}
    assert kept | new | CLAUSES[Rule.TREND] == NEWEST.clauses.keys()


def test_the_lower_rungs_are_mandated_and_gs_decide_on_the_higher_ones() -> None:
    for rung in Rung:
        mandated = rung < Rung.ANNOUNCEMENT
        assert NEWEST.mandate(rung).role is (Role.MANAGER if mandated else Role.EXECUTIVE_SECRETARY)
        assert NEWEST.decided_by(rung) == DecidedBy(
            body=DecidingBody.MANDATED if mandated else DecidingBody.GS, mandate=NEWEST.mandate(rung).mandate
        )
        assert (NEWEST.mandate(rung).mandate is not None) is mandated


def test_coa_and_ministry_are_the_official_sources() -> None:
    assert all(each.official == (SourceKind.COA, SourceKind.MINISTRY) for each in SHIPPED.values())


# In force


def test_one_without_a_last_day_is_in_force_until_the_next_one_begins() -> None:
    later = version("2027", "2027-01-01")
    require_one_at_a_time([later, NEWEST])
    for day, expected in ((date(2026, 12, 31), NEWEST), (date(2027, 1, 1), later)):
        assert in_force([later, NEWEST], "zuid-holland", day) is expected


OVERLAPS = {
    "within": (
        version("a", "2024-01-01", "2025-12-31"),
        version("b", "2025-12-31"),
        "b.toml: validity.from: lies within",
    ),
    "same day": (
        version("a", "2024-01-01"),
        version("b", "2024-01-01"),
        "b.toml: validity.from: is the first day of a",
    ),
    "same version": (version("a", "2024-01-01"), version("a", "2025-01-01"), "a.toml: version: a stands in a.toml too"),
}


@pytest.mark.parametrize(("one", "other", "told"), OVERLAPS.values(), ids=OVERLAPS)
def test_of_one_family_one_is_in_force_on_a_day(one: Framework, other: Framework, told: str) -> None:
    for both in ([one, other], [other, one]):
        with pytest.raises(FrameworkError, match=re.escape(told)):
            require_one_at_a_time(both)


def test_families_do_not_bother_each_other() -> None:
    require_one_at_a_time([NEWEST, version("2024", "2024-01-01", family="flevoland")])


# Trying out


def test_other_values_can_be_tried_out() -> None:
    tried = NEWEST.setting(percent=25, plan_adopted=10)
    assert (tried.parameter("percent"), tried.term("plan_adopted").value) == (25, 10)
    assert NEWEST.parameter("percent") == 10


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("percent", 101, "percent: is 0 to 100 percent, not 101"),
        (
            "procent",
            10,
            "procent: is no parameter or term of this framework; there are: assessment, contact_after_signal",
        ),
    ],
)
def test_what_is_tried_out_stays_within_bounds(name: str, value: int, told: str) -> None:
    with pytest.raises(FrameworkError, match=re.escape(told)):
        NEWEST.setting(**{name: value})
