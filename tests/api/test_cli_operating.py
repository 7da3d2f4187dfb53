"""Operating the read models from the command line: how they stand, building them again, a version that is new."""

import json
from pathlib import Path

import pytest

from domain.ledger.appending import Append
from domain.ledger.application import Ledger
from domain.ledger.stored import NewEvent
from projections.engine.bookkeeping import Bookkeeping, Role
from projections.engine.rebuilding import rebuild
from projections.engine.schema import ReadModel
from projections.engine.status import ReadModelStatus, status
from projections.models import MODELS
from tests.api.office import Office
from tests.ledger.asking import command, record_of
from tests.projections.toys import Lines, rows

ALL = [model.name for model in MODELS]
ONE = next(model for model in MODELS if model.name == "conversations")
HELD = "municipality.conversation-held.v1"


@pytest.fixture
def filled(fresh_office: Office) -> Office:
    """An office with a conversation, of which no read model has heard yet."""
    code = fresh_office.opened(rung=2)
    ran = fresh_office.here("conversation", code, "--kind", "progress", "--summary", "Er komen woningen vrij.")
    assert ran.code == 0
    return fresh_office


def stored(ledger: Ledger, topic: str) -> None:
    """Something in the record that this version cannot read."""
    body = b'{"about": {}, "fact": {}}'
    record_of(ledger).entry_recorder.append([Append(command(), [NewEvent("GM8999", 1, topic, body)])])


def stands(office: Office, model: ReadModel = ONE) -> ReadModelStatus:
    return status(office.ledger, [model])[0]


def generation(office: Office, model: ReadModel = ONE) -> int | None:
    live = stands(office, model).live
    return live.generation if live else None


# Rebuilding


def test_all_read_models_are_built_when_none_is_named(filled: Office) -> None:
    ran = filled.here("rebuild")
    assert (ran.code, ran.said) == (0, "")
    assert ran.out.splitlines()[0] == f"Gebouwd en in gebruik: {', '.join(ALL)}."
    assert ran.out.splitlines()[1].startswith(f"{filled.position} vastleggingen in ")
    assert all(each.lag == 0 for each in status(filled.ledger, MODELS))


def test_one_that_is_named_is_built_again_and_the_others_are_left_as_they_are(filled: Office) -> None:
    filled.here("rebuild")
    before = rows(filled.ledger, ONE)
    answer = filled.here("rebuild", ONE.name, ONE.name, "--json").json
    assert (answer["built"], answer["elsewhere"], answer["positions"]) == ([ONE.name], [], filled.position)
    assert generation(filled) == 2
    others = [model for model in MODELS if model is not ONE]
    assert [generation(filled, model) for model in others] == [1] * len(others)
    assert rows(filled.ledger, ONE) == before


def test_what_is_no_read_model_is_answered_with_those_there_are(fresh_office: Office) -> None:
    ran = fresh_office.here("rebuild", ONE.name, "laders")
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.splitlines()[0] == f"'laders' is geen overzicht; kies uit {', '.join(ALL)}."


def test_what_another_program_is_building_is_said_and_the_others_are_built(filled: Office) -> None:
    with filled.ledger.session() as session:
        books = Bookkeeping(session, filled.ledger.names)
        books.begin()
        assert books.elect(ONE.name, ONE.version, Role.BUILD)
        ran = filled.here("rebuild")
        assert ran.code == 1
        assert f"{ONE.name} wordt al gebouwd door een ander programma. Volg het met: trede status" in ran.out
        answer = filled.here("rebuild", ONE.name, "--json")
        assert (answer.code, answer.json["built"], answer.json["elsewhere"]) == (1, [], [ONE.name])
    assert [each.model for each in status(filled.ledger, MODELS) if each.live is None] == [ONE.name]


# A new version


class Elder(type(ONE)):  # type: ignore[misc]  # the type of a value: the same read model, as it once was
    version = 0


def test_an_upgrade_builds_what_this_version_lacks_and_drops_what_nobody_uses(filled: Office) -> None:
    rebuild(filled.ledger, [Elder(), Lines()])
    answer = filled.here("upgrade", "--json").json
    assert (answer["built"], answer["elsewhere"], answer["dropped"]) == (ALL, [], [f"{ONE.name}_v0"])
    again = filled.here("upgrade")
    assert (again.code, again.out) == (0, "Alle overzichten van deze versie zijn er al.\n")
    assert generation(filled) == 1
    assert stands(filled, Lines()).live  # of another program, for all we know


def test_an_upgrade_leaves_an_older_version_that_is_still_kept_up(filled: Office) -> None:
    rebuild(filled.ledger, [Elder()])
    with filled.ledger.session() as session:
        assert Bookkeeping(session, filled.ledger.names).elect(ONE.name, 0, Role.KEEP_UP)
        assert filled.here("upgrade", "--json").json["dropped"] == []
    ran = filled.here("upgrade")
    assert ran.out.splitlines()[-1] == f"Opgeruimd: {ONE.name}_v0."


# How they stand


def shown(office: Office) -> dict[str, list[str]]:
    """The lines of the status about each read model."""
    lines = office.here("status").out.split("Overzichten\n")[1].splitlines()
    return {name: [line for line in lines if line.split()[:1] == [name]] for name in ALL}


def test_the_status_tells_how_far_behind_each_read_model_is(filled: Office) -> None:
    assert "nog niet gebouwd" in shown(filled)[ONE.name][0]
    told = filled.here("status", "--json").json["readModels"]
    assert [each["name"] for each in told] == ALL
    assert [(each["position"], each["lag"]) for each in told] == [(None, filled.position)] * len(ALL)
    filled.here("upgrade")
    assert shown(filled)[ONE.name][0].split()[1:] == [str(ONE.version), str(filled.position), "0", "bij"]
    filled.opened()
    assert shown(filled)[ONE.name][0].endswith("loopt achter")
    told = filled.here("status", "--json").json["readModels"]
    assert {each["lag"] for each in told} == {1}
    assert {each["building"] for each in told} == {None}


def test_a_build_that_was_broken_off_is_told_and_resumed(filled: Office) -> None:
    class BrokenOffError(Exception):
        pass

    def breaking(done: int, total: int) -> None:
        if done == total:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        rebuild(filled.ledger, MODELS, progress=breaking)
    building = f"wordt gebouwd: {filled.position} van {filled.position}"
    assert shown(filled)[ONE.name][0].endswith(building)
    assert filled.here("rebuild", "--json").json["positions"] == 0
    assert generation(filled) == 1


def test_what_could_not_be_digested_is_shown_with_its_error_and_tries(filled: Office) -> None:
    stored(filled.ledger, HELD)
    rebuild(filled.ledger, MODELS)
    line, parked = shown(filled)[ONE.name]
    assert line.endswith("bij, 1 niet verwerkt")
    assert parked.startswith(f"{ONE.name} laat GM8999 liggen sinds ")
    assert f"vanaf vastlegging {filled.position} (1 keer geprobeerd). Technische melding: " in parked
    told = {each["name"]: each["parked"] for each in filled.here("status", "--json").json["readModels"]}
    (one,) = told[ONE.name]
    assert (one["stream"], one["position"], one["tries"]) == ("GM8999", filled.position, 1)
    assert "ValidationError" in one["error"]


def test_what_only_a_newer_program_can_read_is_shown_as_trouble_and_stops_a_rebuild(filled: Office) -> None:
    filled.here("upgrade")
    stored(filled.ledger, "from.tomorrow.v1")
    ran = filled.here("rebuild")
    assert ran.code == 2
    assert ran.said.startswith("In de administratie staat iets dat een nieuwere versie van Trede vastlegde.")
    line, trouble = shown(filled)[ONE.name]
    assert line.endswith("staat stil")
    assert trouble.startswith(f"{ONE.name} staat stil. Technische melding: ")
    told = filled.here("status", "--json").json["readModels"]
    assert all("from.tomorrow.v1" in each["trouble"] for each in told)


# The log


def test_reading_a_dossier_is_logged_where_the_settings_name_a_log(filled: Office, tmp_path: Path) -> None:
    log = tmp_path / "trede.log"
    (code,) = filled.ledger.streams("GM")
    for read in ("municipality", "history"):
        assert filled(read, code, TREDE_LOG=str(log)).said == ""
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["action"], line["object"], line["origin"]) for line in lines] == [
        ("trede municipality", code, "command-line"),
        ("trede history", code, "command-line"),
    ]
    assert {line["actor"].split("-")[0] for line in lines} == {"person"}
    assert "woningen" not in log.read_text()
