"""How rows are measured, and what is kept of them."""

import json
from pathlib import Path

import pytest

from tests.bench.measure import Aim, Row, at_least, at_most, measured
from tests.bench.report import keep

MACHINE = {"cpu": "a cpu", "cores": 2, "fsync_ms": 0.3}
MOMENT = {"at": "2026-11-28T12:00:00+00:00", "commit": "abc", "load": 0.1}


def row(ours: list[float], theirs: list[float] | None = None, *, name: str = "row", aim: Aim | None = None) -> Row:
    """A row whose runs answer these figures, one after the other."""
    return Row(
        name=name,
        what="something",
        unit="/s",
        aim=aim,
        ours=iter(ours).__next__,
        theirs=iter(theirs).__next__ if theirs else None,
    )


def test_the_median_of_the_ratios_is_held_against_the_aim_and_the_first_pair_does_not_count() -> None:
    result = measured(row([99, 10, 30, 20], [1, 10, 10, 40], aim=at_least(1)), runs=3)
    assert result.ratios == [1.0, 3.0, 0.5]
    assert (result.outcome, result.met) == (1.0, True)


def test_both_sides_run_in_turn() -> None:
    told = list[str]()

    def run(side: str) -> float:
        told.append(side)
        return 1.0

    turns = Row(
        name="row",
        what="something",
        unit="/s",
        aim=None,
        ours=lambda: run("ours"),
        theirs=lambda: run("theirs"),
        rehearsals=0,
    )
    assert measured(turns, runs=2).met is None
    assert told == ["ours", "theirs", "ours", "theirs"]


@pytest.mark.parametrize(("aim", "met"), [(at_most(200), True), (at_most(199), False), (at_least(200), True)])
def test_a_figure_with_nothing_beside_it_is_held_against_the_aim_itself(aim: Aim, met: bool) -> None:  # noqa: FBT001 - an example
    assert measured(row([0, 100, 200, 300], aim=aim), runs=3).met is met


def test_rows_that_were_not_measured_again_stay_when_the_machine_is_alike(tmp_path: Path) -> None:
    path = tmp_path / "bench" / "results.json"
    one, other = (measured(row([1, 2], name=name), runs=1) for name in ("one", "other"))
    keep(path, MACHINE, MOMENT, [one])
    keep(path, MACHINE | {"fsync_ms": 0.4}, MOMENT, [other])
    assert json.loads(path.read_text())["rows"].keys() == {"one", "other"}
    keep(path, MACHINE | {"cores": 64}, MOMENT, [other])
    assert json.loads(path.read_text())["rows"].keys() == {"other"}
