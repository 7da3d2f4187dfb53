"""The folder for figures: what is complete is found, what is not ours is left alone, nothing is ever lost."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from api.arriving.folder import DONE, REFUSED, Folder, Found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def names(found: list[Found]) -> list[str]:
    return [each.name for each in found]


def settled(folder: Folder) -> list[str]:
    """What is found at a second look."""
    folder.settled()
    return names(folder.settled())


def one(folder: Folder, name: str = "juni.csv", content: str = "cijfers") -> Found:
    """A file that lies complete in the folder."""
    (folder.path / name).write_text(content)
    folder.settled()
    (found,) = [each for each in folder.settled() if each.name == name]
    return found


def test_a_file_that_is_still_being_written_is_left_until_it_has_settled(folder: Folder) -> None:
    file = folder.path / "juni.csv"
    file.write_text("peildatum")
    assert folder.settled() == []
    file.write_text("peildatum;gemeente")
    assert folder.settled() == []
    assert names(folder.settled()) == ["juni.csv"]


def test_a_file_of_the_same_size_that_was_written_again_has_not_settled(folder: Folder) -> None:
    file = folder.path / "juni.csv"
    file.write_text("12")
    os.utime(file, ns=(1, 1))
    folder.settled()
    file.write_text("21")
    assert folder.settled() == []


@pytest.mark.parametrize(
    "name",
    [
        ".juni.csv",
        "~$juni.xlsx",
        "~juni.tmp",
        "juni.csv.part",
        "juni.CSV.CRDOWNLOAD",
        "juni.csv~",
        "juni.tmp",
        "x.lock",
    ],
)
def test_what_a_program_is_still_writing_is_left_by_its_name(folder: Folder, name: str) -> None:
    (folder.path / name).write_text("half")
    assert settled(folder) == []


def linked(path: Path, elsewhere: Path) -> None:
    (elsewhere / "geheim.csv").write_text("van een ander")
    (path / "geheim.csv").symlink_to(elsewhere / "geheim.csv")


def inside(path: Path, _: Path) -> None:
    (path / "map.csv").mkdir()
    (path / "map.csv" / "juni.csv").write_text("cijfers")


def a_pipe(path: Path, _: Path) -> None:
    os.mkfifo(path / "pijp.csv")


@pytest.mark.parametrize("put", [linked, inside, a_pipe])
def test_what_is_no_file_of_this_folder_is_left_alone(
    folder: Folder, put: Callable[[Path, Path], None], tmp_path_factory: pytest.TempPathFactory
) -> None:
    put(folder.path, tmp_path_factory.mktemp("elsewhere"))
    assert settled(folder) == []


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(folder: Folder) -> None:
    found = one(folder)
    elsewhere = folder.path.parent / "geheim.csv"
    elsewhere.write_text("van een ander")
    (folder.path / found.name).unlink()
    (folder.path / found.name).symlink_to(elsewhere)
    with pytest.raises(OSError, match="symbolic"):
        folder.content(found)


def test_the_oldest_comes_first(folder: Folder) -> None:
    for number, name in enumerate(["c.csv", "a.csv", "b.csv"], 1):
        (folder.path / name).write_text(name)
        os.utime(folder.path / name, ns=(number, number))
    assert settled(folder) == ["c.csv", "a.csv", "b.csv"]


def test_a_file_that_changes_after_it_was_found_is_not_read(folder: Folder) -> None:
    found = one(folder)
    assert folder.content(found) == b"cijfers"
    (folder.path / found.name).write_text("andere cijfers")
    assert folder.content(found) is None


def test_a_file_is_put_away_with_a_report_beside_it(folder: Folder) -> None:
    assert folder.put_away(one(folder), DONE, "Ingelezen.") == "juni.csv"
    assert not (folder.path / "juni.csv").exists()
    assert (folder.path / DONE / "juni.csv").read_text() == "cijfers"
    assert (folder.path / DONE / "juni.csv.verslag.txt").read_text() == "Ingelezen."


def test_a_file_of_the_same_name_takes_no_place_of_an_earlier_one(folder: Folder) -> None:
    told = [folder.put_away(one(folder, content=f"cijfers {nth}"), REFUSED, f"Verslag {nth}.") for nth in range(3)]
    assert told == ["juni.csv", "juni (2).csv", "juni (3).csv"]
    assert (folder.path / REFUSED / "juni (2).csv.verslag.txt").read_text() == "Verslag 1."


def test_a_newer_file_that_took_its_place_is_not_put_away_unread(folder: Folder) -> None:
    found = one(folder)
    (folder.path / found.name).write_text("nieuwere cijfers")
    assert folder.put_away(found, DONE, "Ingelezen.") is None
    assert (folder.path / found.name).read_text() == "nieuwere cijfers"


def test_nothing_is_put_away_through_a_link_out_of_the_folder(folder: Folder, tmp_path: Path) -> None:
    found = one(folder)
    (tmp_path / DONE).symlink_to(tmp_path.parent)
    with pytest.raises(NotADirectoryError):
        folder.put_away(found, DONE, "Ingelezen.")
    assert (tmp_path / found.name).exists()


@pytest.mark.parametrize("name", ["x" * 251 + ".csv", "y." + "z" * 250, "zonder-punt"])
def test_however_long_its_name_is_there_is_room_for_the_report(folder: Folder, name: str) -> None:
    told = folder.put_away(one(folder, name), DONE, "Ingelezen.")
    assert told
    assert (folder.path / DONE / f"{told}.verslag.txt").exists()


def test_a_name_that_is_no_text_can_be_shown(folder: Folder) -> None:
    name = os.fsdecode(b"juni\xff.csv")
    assert one(folder, name).told == "juni\N{REPLACEMENT CHARACTER}.csv"


def test_what_is_left_comes_back_when_it_is_another_file(folder: Folder) -> None:
    folder.leave(one(folder))
    assert folder.settled() == []
    (folder.path / "juni.csv").write_text("verbeterde cijfers")
    assert settled(folder) == ["juni.csv"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Folder(tmp_path / "weg").settled()
