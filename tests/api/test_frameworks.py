"""The frameworks of a province: what ships, its own folder, and what the record holds of what came into use."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from api.frameworks import Frameworks, Whence, read_files, stream_of
from api.settings import Settings
from domain.decisions.assessing import assessed, draw_assessment
from domain.decisions.case import open_on_rung
from domain.decisions.closing import close_period
from domain.decisions.figures import report_figures
from domain.events.framework import FrameworkAdopted
from domain.events.judging import AssessmentDrawn, TrendVerdict
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.policy.framework import Framework, FrameworkError
from domain.refusals import FrameworkNotInForce
from domain.values import PartialDate, Period, Rung, Source, SourceKind
from tests.domain.frameworks import NEWEST, changed
from tests.ledger.asking import TODAY, VLAARDINGEN, asked

LATER = (('"2024"', '"2027"'), ("from = 2024-01-01", "from = 2027-01-01"))
OURS = (('"zuid-holland"', '"ons-kader"'),)
STRICTER = "[parameters.percent]\nvalue = 10", "[parameters.percent]\nvalue = 20"

Written = Callable[..., Settings]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Settings with a folder in which these files stand: each the newest one that ships, with changes."""

    def write(*framework: str, **files: tuple[tuple[str, str], ...]) -> Settings:
        folder = tmp_path / "kaders"
        folder.mkdir(exist_ok=True)
        for name, changes in files.items():
            (folder / f"{name}.toml").write_text(changed(*changes))
        return Settings(frameworks=folder, framework=framework[0] if framework else "zuid-holland")

    return write


def versions(frameworks: Frameworks) -> list[str]:
    return [f"{each.ref.name} {each.ref.version}" for each in frameworks.all]


def test_without_a_folder_there_is_what_ships(ledger: Ledger) -> None:
    found = Frameworks.of(Settings(), ledger)
    assert versions(found) == ["beginselplicht 2024", "zuid-holland 2012", "zuid-holland 2020", "zuid-holland 2024"]
    assert {found.whence(each) for each in found.all} == {Whence.SHIPPED}
    assert found.unreadable == ()


def test_a_province_adds_a_version_that_follows_on_the_last(ledger: Ledger, written: Written) -> None:
    found = Frameworks.of(written(later=LATER), ledger)
    assert [found.in_force(date(year, 12, 31)).ref.version for year in (2019, 2023, 2026, 2027)] == [
        *("2012", "2020", "2024", "2027"),
    ]
    assert found.whence(found.in_force(date(2027, 1, 1))) is Whence.PROVINCE


def test_a_province_works_by_a_framework_of_its_own_name(ledger: Ledger, written: Written) -> None:
    found = Frameworks.of(written("ons-kader", ours=OURS), ledger)
    assert found.in_force(TODAY).family == "ons-kader"
    with pytest.raises(FrameworkNotInForce, match="ons-kader is not in force on 2023-12-31"):
        found.in_force(date(2023, 12, 31))


def test_a_copy_of_what_ships_is_no_other_framework(ledger: Ledger, written: Written) -> None:
    found = Frameworks.of(written(copied=()), ledger)
    assert len(found.all) == 4
    assert found.whence(found.in_force(TODAY)) is Whence.SHIPPED


TEXT = "verified = false", "verified = true"
WRONG = {
    "the version of one that ships": ({"own": (TEXT,)}, "version: 2024 stands in "),
    "the first day of one that ships": ({"own": (('"2024"', '"2024.1"'),)}, "validity.from: is the first day of "),
    "within one that ships": (
        {"own": (('"2024"', '"2021"'), ("from = 2024-01-01", "from = 2021-01-01"))},
        "own.toml: validity.from: lies within the validity of zuid-holland-2020.toml",
    ),
    "a mistyped key": ({"own": (*OURS, ("verified", "verifed"))}, "own.toml: validity.verifed: is not known here"),
    "a role that may not decide": (
        {"own": (*OURS, ('role = "manager"', 'role = "legal"'))},
        "own.toml: mandates: the role legal may not decide on rung 1; who may: manager, executive-secretary",
    ),
    "two of its own": ({"one": OURS, "two": (*OURS, TEXT)}, "version: 2024 stands in "),
}


@pytest.mark.parametrize(("files", "told"), WRONG.values(), ids=WRONG)
def test_a_file_that_cannot_be_used_is_told_at_start(
    written: Written, files: dict[str, tuple[tuple[str, str], ...]], told: str
) -> None:
    with pytest.raises(FrameworkError, match=re.escape(told)):
        read_files(written(**files))


def test_only_toml_files_are_read(written: Written) -> None:
    settings = written()
    assert settings.frameworks
    (settings.frameworks / "leesmij.txt").write_text("geen kader")
    assert len(read_files(settings)) == 4


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match=re.escape("/weg: is no folder to read (TREDE_FRAMEWORKS): No such file")):
        read_files(Settings(frameworks=tmp_path / "weg"))


def test_a_folder_with_the_name_of_a_file_is_told(written: Written) -> None:
    settings = written()
    assert settings.frameworks
    (settings.frameworks / "map.toml").mkdir()
    with pytest.raises(FrameworkError, match=re.escape("map.toml: cannot be read: Is a directory")):
        read_files(settings)


def test_a_name_that_no_file_has_is_told() -> None:
    told = "TREDE_FRAMEWORK: there is no framework with the name 'utrecht'; there are: beginselplicht, zuid-holland"
    with pytest.raises(FrameworkError, match=re.escape(told)):
        read_files(Settings(framework="utrecht"))


# What came into use


def adopted(ledger: Ledger, framework: Framework = NEWEST) -> list[FrameworkAdopted]:
    facts = [entry.fact for entry in ledger.entries(stream_of(framework.ref))]
    return [fact for fact in facts if isinstance(fact, FrameworkAdopted)]


def test_a_framework_comes_into_use_once_with_its_whole_content(ledger: Ledger) -> None:
    known = Frameworks.of(Settings(), ledger)
    for request in (asked(), asked(happened_on=PartialDate.of("2024-05"))):
        known.adopt(ledger, NEWEST, request)
    assert adopted(ledger) == [
        FrameworkAdopted(
            name="zuid-holland",
            version="2024",
            valid_from=date(2024, 1, 1),
            sha256=NEWEST.ref.sha256,
            content=NEWEST.content,
        )
    ]
    assert known.used_since(NEWEST) == TODAY
    assert known.used_since(known.in_force(date(2023, 1, 1))) is None


def test_two_processes_that_begin_to_use_a_framework_at_once_record_it_once(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path
) -> None:
    with Ledger.open(conninfo, names, key_folder=key_folder) as other, ThreadPoolExecutor(8) as pool:
        ledgers = [ledger, other] * 4
        known = [Frameworks.of(Settings(), each) for each in ledgers]
        list(pool.map(lambda at: at[0].adopt(at[1], NEWEST, asked()), zip(known, ledgers, strict=True)))
    assert len(adopted(ledger)) == 1


def test_what_came_into_use_keeps_its_content(ledger: Ledger, written: Written) -> None:
    ours = Frameworks.of(written("ons-kader", ours=OURS), ledger)
    ours.adopt(ledger, ours.in_force(TODAY), asked())
    settings = written("ons-kader", ours=(*OURS, STRICTER))
    told = "ours.toml: version: ons-kader 2024 came into use with another content, which stays as it was;"
    with pytest.raises(FrameworkError, match=re.escape(told)) as caught:
        Frameworks.of(settings, ledger)
    assert caught.value.reason.endswith("give this file a version of its own")


def test_another_content_does_not_come_into_use_under_the_same_version(ledger: Ledger, written: Written) -> None:
    before = Frameworks.of(written("ons-kader", ours=(*OURS, STRICTER)), ledger)
    other = before.in_force(TODAY)
    ours = Frameworks.of(written("ons-kader", ours=OURS), ledger)
    ours.adopt(ledger, ours.in_force(TODAY), asked())
    with pytest.raises(FrameworkError, match="came into use with another content"):
        before.adopt(ledger, other, asked())
    assert len(adopted(ledger, other)) == 1


def test_what_came_into_use_is_known_when_its_file_has_gone(ledger: Ledger, written: Written) -> None:
    settings = written("ons-kader", ours=OURS)
    before = Frameworks.of(settings, ledger)
    ours = before.in_force(TODAY)
    before.adopt(ledger, ours, asked())
    after = Frameworks.of(Settings(), ledger)
    found = after.cited(ours.ref)
    assert found is not None
    assert (found.ref, found.content, found.parameters) == (ours.ref, ours.content, ours.parameters)
    assert after.whence(found) is Whence.RECORD
    assert versions(after) == [*versions(before)]
    assert replace(after, family="ons-kader").in_force(TODAY) == found
    assert after.cited(ours.ref.model_copy(update={"sha256": "0" * 64})) is None


def test_what_another_process_began_to_use_is_known_at_once(ledger: Ledger, written: Written) -> None:
    here = Frameworks.of(Settings(), ledger)
    there = Frameworks.of(written("ons-kader", ours=OURS), ledger)
    ours = there.in_force(TODAY)
    assert here.cited(ours.ref) is None
    there.adopt(ledger, ours, asked())
    assert here.cited(ours.ref) is not None


def test_an_assessment_comes_out_the_same_years_later_without_the_file(ledger: Ledger, written: Written) -> None:
    settings = written("ons-kader", ours=(*OURS, STRICTER))
    known, period, coa = (
        Frameworks.of(settings, ledger),
        Period(2024, 1),
        Source(kind=SourceKind.COA, reference="lijst"),
    )
    ours, day = known.in_force(date(2024, 7, 15)), date(2024, 7, 15)

    def record(decision: Callable[..., object], **question: object) -> None:
        request = asked(uuid4(), today=day, happened_on=PartialDate.of(day))
        ledger.record(decision, municipality=VLAARDINGEN, request=request, **question)  # type: ignore[arg-type] # any decision

    since = PartialDate.of("2024-01-01")
    record(open_on_rung, name="Vlaardingen", rung=Rung(2), since=since, source=coa)
    record(report_figures, period=period, source=coa, net_target=50, opening_backlog=40, realised=56)
    record(close_period, period=period, framework=ours)
    known.adopt(ledger, ours, asked())
    record(draw_assessment, period=period, framework=ours)
    drawn = ledger.entries(VLAARDINGEN)[-1].fact
    assert isinstance(drawn, AssessmentDrawn)
    assert drawn.trend.verdict is TrendVerdict.STAGNANT, "6 of 40 persons less is no 20%"

    cited = Frameworks.of(Settings(), ledger).cited(drawn.framework)
    assert cited is not None
    case, on = ledger.municipality(VLAARDINGEN), asked(today=day, happened_on=PartialDate.of(day)).occasion
    assert assessed(case, on=on, period=period, framework=cited) == drawn
    assert assessed(case, on=on, period=period, framework=NEWEST).trend.verdict is TrendVerdict.IMPROVING


def test_what_this_program_cannot_read_does_not_keep_it_from_starting(ledger: Ledger) -> None:
    newer = FrameworkAdopted(
        name="later", version="9", valid_from=TODAY, sha256="0" * 64, content='rule = "unheard-of"'
    )
    ledger.save_in("framework-later-9", [newer], request=asked())
    found = Frameworks.of(Settings(), ledger)
    assert len(found.all) == 4
    assert [str(each) for each in found.unreadable] == ["record: framework-later-9: name: is missing"]
    assert found.named("later", "9") is None
