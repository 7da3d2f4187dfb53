"""``trede import figures`` as people and scripts use it."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
import xlsxwriter
from psycopg import sql

from domain.ledger.embedded import Cluster
from tests.program import Program, Ran
from tests.published import PUBLISHED_FIGURES, needs_shared_data

HEADER = "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd;bron"
DELFT = "2024-06-01;GM0503;Delft;2024-1;90;12;40;COA"
VLAARDINGEN = "2024-06-01;GM0622;Vlaardingen;2024-1;132;22;60;COA"
GRONINGEN = "2024-06-01;GM0014;Groningen;2024-1;250;10;100;COA"
UNREADABLE = "2024-06-01;GM0606;Schiedam;2024-1;veel;2;60;COA"


@pytest.fixture
def database(server: Cluster) -> Iterator[str]:
    """A database of its own on the server of this run, by its connection string."""
    name = f"cli_{uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server.conninfo(dbname=name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def trede(database: str, tmp_path: Path) -> Program:
    """The program on an empty record."""
    return Program({"TREDE_DATABASE_URL": database, "TREDE_KEY_FOLDER": str(tmp_path / "keys")})


@pytest.fixture
def position(database: str) -> Callable[[], int]:
    """Tells how far the record has come."""

    def asked() -> int:
        with psycopg.connect(database) as connection:
            row = connection.execute("SELECT position FROM record.head").fetchone()
        assert row
        return int(row[0])

    return asked


def written(folder: Path, *lines: str, name: str = "cijfers.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def imported(trede: Program, *arguments: object, **more: str) -> Ran:
    return trede("import", "figures", *arguments, **more)


# Answers for scripts


def test_a_script_gets_every_row_accounted_for(trede: Program, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, DELFT, VLAARDINGEN, UNREADABLE, DELFT, DELFT.replace(";40;", ";38;"))
    ran = imported(trede, file, "--open-unknown", "--json")
    answer = ran.json
    assert ran.code == 1
    told = ("rows", "recorded", "unchanged", "outside", "refusedRows")
    assert {name: answer[name] for name in told} == dict(zip(told, (5, 3, 1, 0, 1), strict=True))
    (refused,) = answer["refused"]
    assert {name: refused[name] for name in ("row", "column", "value", "problem")} == {
        "row": 4,
        "column": "taakstelling",
        "value": "veel",
        "problem": "Dit is geen getal.",
    }
    (contradiction,) = answer["contradictions"]
    assert contradiction["row"] == 6
    assert contradiction["problem"].startswith("GM0503, de eerste helft van 2024: dezelfde bron geeft")
    assert answer["opened"] == ["GM0503", "GM0622"]


def test_importing_the_same_file_again_records_only_that_it_was_looked_at(
    trede: Program, position: Callable[[], int], tmp_path: Path
) -> None:
    file = written(tmp_path, HEADER, DELFT, VLAARDINGEN)
    first = imported(trede, file, "--open-unknown", "--json")
    before = position()
    second = imported(trede, file, "--json")
    assert (first.code, second.code) == (0, 0)
    assert (second.json["recorded"], second.json["unchanged"], second.json["refused"]) == (0, 2, [])
    assert position() == before + 1 == second.json["files"][0]["position"]


def test_the_answer_names_the_file_by_its_sha256_and_its_columns(trede: Program, tmp_path: Path) -> None:
    file = written(tmp_path, f"{HEADER};wethouder", DELFT, name="week 22.csv")
    (told,) = imported(trede, file, "--open-unknown", "--json").json["files"]
    summed = subprocess.run(["sha256sum", file], check=True, capture_output=True, text=True).stdout
    assert told["sha256"] == summed.split()[0]
    assert told["file"] == "week 22.csv"
    assert told["columns"]["net_target"] == "taakstelling"
    assert told["ignoredColumns"] == ["wethouder"]


# Exit codes: what a script can rely on


def test_nothing_done_means_that_nothing_is_recorded_not_even_the_import(
    trede: Program, position: Callable[[], int], tmp_path: Path
) -> None:
    unknown = written(tmp_path, HEADER, DELFT, UNREADABLE, name="onbekend.csv")
    unreadable = written(tmp_path, HEADER, UNREADABLE, name="onleesbaar.csv")
    personal = written(tmp_path, f"{HEADER};BSN", f"{DELFT};123456782", name="personen.csv")
    headless = written(tmp_path, "a;b", "1;2", name="kop.csv")
    files = (unknown, unreadable, personal, headless, tmp_path / "nergens.csv", tmp_path)
    ran = imported(trede, *files, "--json")
    assert ran.code == imported(trede, unknown).code == imported(trede, personal).code == 2
    assert ran.json["recorded"] == 0
    assert {each["file"] for each in ran.json["refused"]} == {file.name for file in files}
    assert {told["position"] for told in ran.json["files"]} == {0}
    assert position() == 0


def test_some_rows_refused_is_another_exit_code_than_all_of_them(
    trede: Program, position: Callable[[], int], tmp_path: Path
) -> None:
    assert imported(trede, written(tmp_path, HEADER, DELFT, UNREADABLE), "--open-unknown").code == 1
    before = position()
    assert imported(trede, written(tmp_path, HEADER, UNREADABLE, GRONINGEN)).code == 2
    assert position() == before


def test_several_files_are_each_recorded_or_refused_by_themselves(trede: Program, tmp_path: Path) -> None:
    good = written(tmp_path, HEADER, DELFT, name="goed.csv")
    bad = written(tmp_path, f"{HEADER};naam bewoner", f"{DELFT};J. Jansen", name="fout.csv")
    later = written(tmp_path, HEADER, DELFT.replace("06-01", "06-02"), name="later.csv")
    ran = imported(trede, good, bad, later, "--open-unknown", "--json")
    assert ran.code == 1
    assert [(told["file"], told["recorded"]) for told in ran.json["files"]] == [
        ("goed.csv", 1),
        ("fout.csv", 0),
        ("later.csv", 1),
    ]
    assert ran.json["rows"] == ran.json["recorded"] == 2
    assert "Jansen" not in ran.out + ran.said
    assert imported(trede, good, later).code == 0
    assert imported(trede, bad, bad).code == 2


def test_an_option_that_is_wrong_is_explained_and_nothing_is_done(trede: Program, tmp_path: Path) -> None:
    ran = imported(trede, written(tmp_path, HEADER, DELFT), "--period", "voorjaar")
    assert (ran.code, "is geen periode" in ran.said) == (2, True)


# Files as offices send them


def test_a_file_with_a_column_on_persons_is_refused_whole_and_its_values_are_not_shown(
    trede: Program, tmp_path: Path
) -> None:
    file = written(tmp_path, f"{HEADER};V-nummer", f"{DELFT};280.123.4567")
    ran = imported(trede, file, "--open-unknown")
    assert ran.code == 2
    assert "Niet ingelezen. De kolom 'V-nummer' bevat gegevens over personen." in ran.out
    assert "280" not in ran.out + ran.said


def test_rows_of_other_provinces_are_counted_as_outside(trede: Program, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, DELFT, GRONINGEN)
    answer = imported(trede, file, "--open-unknown", "--json", TREDE_PROVINCE="PV28")
    assert answer.code == 0
    assert [answer.json[name] for name in ("rows", "recorded", "outside")] == [2, 1, 1]
    assert trede("municipality", "GM0014").code == 2


def test_a_code_and_a_name_that_disagree_are_a_problem_with_both_ways_out(trede: Program, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, DELFT, DELFT.replace("Delft", "Schiedam"))
    (refused,) = imported(trede, file, "--open-unknown", "--json").json["refused"]
    assert (refused["row"], refused["column"], refused["value"]) == (3, "gemeente", "Schiedam")
    assert refused["problem"] == "De code GM0503 is van Delft, maar de naam is 'Schiedam'."
    assert refused["expected"] == "GM0606 voor Schiedam"


def test_a_row_with_two_problems_is_one_refused_row_that_tells_both(trede: Program, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, DELFT, DELFT.replace(";40;", ";veel;").replace("Delft", "Schiedam"))
    answer = imported(trede, file, "--open-unknown", "--json").json
    (refused,) = answer["refused"]
    assert refused["row"] == 3
    assert [other["row"] for other in refused["others"]] == [3]
    assert answer["rows"] == answer["recorded"] + answer["unchanged"] + answer["outside"] + len(answer["refused"])


def test_a_script_gets_what_changes_per_municipality(trede: Program, tmp_path: Path) -> None:
    imported(trede, written(tmp_path, HEADER, DELFT), "--open-unknown")
    restated = written(tmp_path, HEADER, DELFT.replace(";40;", ";38;"))
    (change,) = imported(trede, restated, "--dry-run", "--json").json["changes"]
    assert (change["municipality"], change["before"], change["after"]) == ("GM0503", 40, 38)


def test_a_workbook_with_titles_and_totals_is_read_as_well(trede: Program, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "Realisatie.xlsx")
    sheet = book.add_worksheet()
    rows: list[list[Any]] = [
        ["Realisatiecijfers, bron: COA"],
        [],
        ["Gemeente", "", "Taakstelling", "Gerealiseerd"],
        ["'s-Gravenhage", "", "1.377", 60],
        ["Delft", "", 90, 40],
        ["Totaal", "", 1467, 100],
    ]
    for number, cells in enumerate(rows):
        sheet.write_row(number, 0, cells)
    book.close()
    ran = imported(
        trede, tmp_path / "Realisatie.xlsx", "--period", "2024-1", "--source", "COA", "--open-unknown", "--json"
    )
    assert ran.code == 0
    assert [ran.json[name] for name in ("rows", "recorded", "skipped")] == [2, 2, 1]
    (told,) = trede("municipality", "GM0518", "--json").json["figures"]
    assert [told[name] for name in ("period", "netTarget", "realised", "asOf", "source", "sourceKind")] == [
        "2024-1",
        1377,
        60,
        None,
        "COA",
        "COA",
    ]


def test_a_province_can_add_the_headers_of_its_own_office(trede: Program, tmp_path: Path) -> None:
    columns = written(tmp_path, "[headers]", 'realised = ["onderdak"]', name="kolommen.toml")
    file = written(tmp_path, "gemeente;periode;onderdak", "Delft;2024-1;40")
    assert imported(trede, file, "--open-unknown").code == 2
    assert imported(trede, file, "--open-unknown", TREDE_COLUMNS=str(columns)).code == 0


# Answers for people


def test_a_dry_run_tells_what_would_change_and_records_nothing(
    trede: Program, position: Callable[[], int], tmp_path: Path
) -> None:
    imported(trede, written(tmp_path, HEADER, DELFT), "--open-unknown")
    before = position()
    file = written(tmp_path, HEADER, DELFT.replace(";40;", ";1238;"), VLAARDINGEN, UNREADABLE)
    ran = imported(trede, file, "--open-unknown", "--dry-run")
    assert ran.code == 1
    table = [line.split() for line in ran.out.splitlines()]
    assert any(line[:1] == ["Delft"] and line[-3:] == ["gerealiseerd", "40", "1.238"] for line in table)
    assert any(line[:1] == ["Vlaardingen"] and line[-2:] == ["–", "60"] for line in table)
    assert "Zou vastleggen: 2 van 3 rijen." in ran.out
    assert "Zou toezicht beginnen op gemeenten: 1." in ran.out
    assert "rij 4, taakstelling 'veel': Dit is geen getal." in ran.out
    assert position() == before


def test_a_dry_run_on_an_empty_record_registers_nobody(
    trede: Program, position: Callable[[], int], tmp_path: Path
) -> None:
    assert imported(trede, written(tmp_path, HEADER, DELFT), "--open-unknown", "--dry-run", "--as", "Anna").code == 0
    assert position() == 0


def test_the_words_are_dutch_and_name_row_column_value_and_way_out(trede: Program, tmp_path: Path) -> None:
    ran = imported(
        trede,
        written(tmp_path, HEADER, DELFT, VLAARDINGEN.replace(";60;", ";60,5;"), DELFT.replace(";40;", ";38;")),
        "--open-unknown",
    )
    assert "Niet vastgelegd (1):" in ran.out
    assert "rij 3, gerealiseerd '60,5': Dit is geen heel aantal personen" in ran.out
    assert "Tegenspraak (1):" in ran.out
    assert "Vastgelegd: 2 van 3 rijen. Al bekend: 0. Buiten de provincie: 0. Niet vastgelegd: 1." in ran.out
    assert "Herzien door dezelfde bron: 1." in ran.out
    assert "Bewijs van deze import: figures-import-" in ran.out


def test_a_sum_that_is_wrong_is_told_in_dutch(trede: Program, tmp_path: Path) -> None:
    file = written(
        tmp_path, "gemeente;periode;taakstelling;beginstand;gecorrigeerde_taakstelling", "Delft;2024-1;90;12;100"
    )
    (told,) = imported(trede, file, "--open-unknown", "--json").json["contradictions"]
    assert "90 + 12 = 102" in told["problem"]
    assert " not " not in told["problem"]


def test_problems_are_told_in_the_order_of_the_file(trede: Program, tmp_path: Path) -> None:
    rows = [
        row.replace("60;", f"{row_number};")
        for row_number, row in enumerate((VLAARDINGEN, GRONINGEN, DELFT, UNREADABLE))
    ]
    answer = imported(trede, written(tmp_path, HEADER, *rows), "--json").json
    assert [each["row"] for each in answer["refused"]] == [2, 3, 4, 5]
    assert {(each["column"], each["value"]) for each in answer["refused"][:3]} == {
        ("gemeentecode", "GM0622"),
        ("gemeentecode", "GM0014"),
        ("gemeentecode", "GM0503"),
    }


def test_the_history_tells_who_imported_for_whom(trede: Program, tmp_path: Path) -> None:
    imported(trede, written(tmp_path, HEADER, DELFT), "--open-unknown", "--as", "Anna de Vries")
    history = trede("history", "GM0503", "--json").json
    assert {line["actedFor"] for line in history} == {"Anna de Vries"}
    assert {line["origin"] for line in history} == {"import"}


# Interrupted


def rows_at_scale(folder: Path, days: int = 60) -> Path:
    lines = (
        f"2024-0{1 + day // 28}-{1 + day % 28:02};GM{code:04};Gemeente {code};2024-1;100;0;{day}"
        for day in range(days)
        for code in range(9600, 9900)
    )
    return written(folder, "peildatum;gemeentecode;gemeente;periode;taakstelling;beginstand;gerealiseerd", *lines)


@pytest.mark.parametrize("query", ["COPY stated_rows", 'COPY "record"."staging"', "SELECT * FROM%append_staged"])
def test_ctrl_c_leaves_nothing_and_says_so(trede: Program, database: str, tmp_path: Path, query: str) -> None:
    trede("status")
    process = trede.started("import", "figures", rows_at_scale(tmp_path), "--open-unknown")
    with psycopg.connect(database, autocommit=True) as watching:
        running = (
            "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE %s"
        )
        give_up = time.monotonic() + 60
        while not watching.execute(running, [f"{query}%"]).rowcount and time.monotonic() < give_up:
            time.sleep(0.005)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 130, said
        assert "Afgebroken." in said
        assert "Traceback" not in said
        events = watching.execute("SELECT stream FROM record.events").fetchall()
        assert [stream for (stream,) in events if not stream.startswith("person-")] == []
        assert watching.execute("SELECT FROM record.staging").rowcount == 0
        assert watching.execute("SELECT FROM keys.keys WHERE kind = 'text'").rowcount == 0


# What was really published


@pytest.fixture(scope="module")
def published(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Ran]]:
    """A record into which the published figures were imported, and what that import answered."""
    name = f"cli_{uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        keys = tmp_path_factory.mktemp("keys")
        trede = Program({"TREDE_DATABASE_URL": server.conninfo(dbname=name), "TREDE_KEY_FOLDER": str(keys)})
        yield trede, imported(trede, PUBLISHED_FIGURES, "--open-unknown", "--json")
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@needs_shared_data
def test_all_317_published_rows_are_accounted_for(published: tuple[Program, Ran]) -> None:
    _, first = published
    answer = first.json
    assert first.code == 1
    told = ("rows", "recorded", "unchanged", "outside", "refusedRows", "restated")
    assert [answer[name] for name in told] == [317, 306, 0, 0, 11, 1]
    assert [(each["row"], each["value"]) for each in answer["refused"]] == [
        (9, "Beemster"),
        (16, "Rijnwaarden"),
        (35, "Vlagtwedde"),
        (41, "Beemster"),
        (44, "Delfzijl"),
        (47, "Ferwerderadiel"),
        (64, "Delfzijl"),
        (87, "Uden"),
        (107, "Dongeradeel"),
        (109, "Ferwerderadiel"),
        (113, "Langedijk"),
    ]
    assert [(each["row"], each["municipality"]) for each in answer["contradictions"]] == [
        (140, "GM1942"),  # Gooise Meren 2020: 40, and 44 in another budget
        (144, "GM0678"),  # Reimerswaal 2020: one source, two numbers
        (198, "GM0363"),  # Amsterdam 2022: 1459 + 276 - 849 = 886, not 610
        (255, "GM0394"),  # Haarlemmermeer 2023-1: 191 + 16 - 155 = 52, not 35
    ]


@needs_shared_data
def test_the_published_figures_imported_again_are_all_known(published: tuple[Program, Ran]) -> None:
    trede, first = published
    again = imported(trede, PUBLISHED_FIGURES, "--open-unknown", "--json")
    assert [again.json[name] for name in ("rows", "recorded", "unchanged", "refusedRows")] == [317, 0, 306, 11]
    assert again.json["refused"] == first.json["refused"]
    assert again.code == 1


SHORT = ("period", "netTarget", "openingBacklog", "correctedTarget", "realised", "closingBacklog", "asOf")
VLAARDINGEN24 = "https://vlaardingen24.nl/nl/nieuws/nieuws/vlaardingen-"
SCHIEDAM24 = "https://schiedam24.nl/artikel/schiedam-biedt-te-weinig-statushouders-onderdak"
RTV = "https://www.rtvdordrecht.nl/nieuws/"
RTV_PRESSURE = f"{RTV}stad/provinciale-druk-dwingt-dordrecht-tot-versnelling-huisvesting-statushouders?category=18"
RTV_HOMES = f"{RTV}nieuws/extra-plekken-statushouders-verhogen-druk-op-woningmarkt"
NU = (
    "https://www.nu.nl/den-haag/6218734/"
    "regio-heeft-moeite-met-onderbrengen-statushouders-alleen-in-delft-en-wassenaar-op-schema.html"
)


def stated(published: tuple[Program, Ran], code: str) -> list[tuple[object, ...]]:
    """What sources said of a municipality: the numbers of SHORT as stated, without what follows from them, and who."""
    answer = published[0]("municipality", code, "--json").json
    assert answer["code"] == code
    return [
        (*(None if name in line["derived"] else line[name] for name in SHORT), line["source"])
        for line in answer["figures"]
    ]


@needs_shared_data
def test_vlaardingen_is_told_with_the_source_of_each_number(published: tuple[Program, Ran]) -> None:
    assert stated(published, "GM0622") == [
        (
            "2015",
            132,
            None,
            None,
            110,
            22,
            "2015-10-01",
            f"{VLAARDINGEN24}versnelt-huisvesting-vergunninghouders/11164",
        ),
        ("2020-2", 27, None, None, None, None, None, f"{VLAARDINGEN24}vangt-meer-statushouders-op/30967"),
        ("2021-1", 57, None, None, None, None, None, f"{VLAARDINGEN24}vangt-meer-statushouders-op/30967"),
    ]
    assert published[0]("municipality", "GM0622", "--json").json["name"] == "Vlaardingen"


@needs_shared_data
def test_schiedam_went_from_a_lead_of_27_to_a_backlog_of_115(published: tuple[Program, Ran]) -> None:
    chain = stated(published, "GM0606")
    assert chain == [
        ("2022", None, None, None, None, -27, "2023-01-01", SCHIEDAM24),
        ("2023-1", 96, -27, None, 49, None, None, SCHIEDAM24),
        ("2023-2", 123, None, None, 28, 115, "2023-07-31", SCHIEDAM24),
    ]
    derived = published[0]("municipality", "GM0606", "--json").json["figures"][1]
    assert (derived["correctedTarget"], derived["closingBacklog"]) == (96 - 27, 96 - 27 - 49)
    assert {"correctedTarget", "closingBacklog"} <= set(derived["derived"])
    assert -27 + 96 - 49 + 123 - 28 == 115


@needs_shared_data
def test_dordrecht_had_to_house_212_in_the_second_half_of_2023(published: tuple[Program, Ran]) -> None:
    assert stated(published, "GM0505") == [
        ("2021", None, None, None, None, -21, None, RTV_PRESSURE),
        ("2022", 159, None, None, None, -42, None, RTV_PRESSURE),
        ("2023-1", None, None, None, 93, 27, None, RTV_HOMES),
        ("2023-2", 185, 27, 212, None, None, None, RTV_HOMES),
        ("2023", 262, None, None, None, None, None, RTV_PRESSURE),
        ("2025", None, None, None, None, 135, None, RTV_PRESSURE),
    ]


@needs_shared_data
def test_the_hague_housed_367_of_417(published: tuple[Program, Ran]) -> None:
    told = stated(published, "GM0518")
    assert [line[:2] for line in told[:-1]] == [
        ("2015", 1050),
        ("2016", 1302),
        ("2017-2", 301),
        ("2017", 694),
        ("2018", 726),
    ]
    assert told[-1] == ("2022-1", None, None, 417, 367, None, None, NU)
    (line,) = [
        each for each in published[0]("municipality", "GM0518", "--json").json["figures"] if each["period"] == "2022-1"
    ]
    assert line["closingBacklog"] == 50
    assert "closingBacklog" in line["derived"]
