"""Texts and their keys; the master key and its file."""

import multiprocessing
import os
import stat
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from domain.decisions.case import close_supervision
from domain.events.case import SupervisionClosed
from domain.ledger.application import Ledger
from domain.ledger.integrity import verify
from domain.ledger.master import MasterKey, MasterKeyError, folder_of_keys, key_file, master_key, read_key_file
from domain.ledger.schema import Names
from domain.ledger.sealing import Keyring, PersonErasedError, SealBrokenError, key_of
from domain.values import Classification, KeyId, PersonId, SealedText
from tests.ledger.asking import VLAARDINGEN, asked, opened, record_of, text

BERT = PersonId("person-bert")


def closed(ledger: Ledger, words: str, **given: object) -> SealedText:
    """Supervision is closed for a reason; the reason as it is stored."""
    opened(ledger)
    ledger.record(close_supervision, municipality=VLAARDINGEN, request=asked(), reason=text(words, **given))
    fact = ledger.entries(VLAARDINGEN)[-1].fact
    assert isinstance(fact, SupervisionClosed)
    assert isinstance(fact.reason, SealedText)
    return fact.reason


def key_row(names: Names) -> sql.Identifier:
    return sql.Identifier(names.keys, "keys")


def destroy(admin: psycopg.Connection, names: Names, key: KeyId) -> None:
    """What an erasure will do."""
    admin.execute(
        sql.SQL("UPDATE {} SET wrapped = NULL, destroyed_at = now() WHERE key_id = %s").format(key_row(names)), [key]
    )


def test_a_sealed_text_is_read_with_its_key(ledger: Ledger) -> None:
    reason = closed(ledger, "It merged – with Voorne.", classification=Classification.CONFIDENTIAL)
    assert reason.classification is Classification.CONFIDENTIAL
    assert ledger.unseal([reason]) == ["It merged – with Voorne."]


def test_many_texts_are_read_with_one_query_in_the_order_asked(ledger: Ledger) -> None:
    reason = closed(ledger, "merged")
    assert ledger.unseal([text("plain"), reason, text("other"), reason]) == ["plain", "merged", "other", "merged"]
    assert ledger.unseal([]) == []


def test_a_text_whose_key_is_destroyed_reads_as_none_and_its_entry_stays_valid(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    reason = closed(ledger, "merged")
    destroy(admin, names, reason.key)
    assert ledger.unseal([reason, text("other")]) == [None, "other"]
    assert list(verify(record_of(ledger).entry_recorder)) == []


def test_texts_about_a_person_go_with_the_key_of_that_person(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    first = closed(ledger, "Bert said so", person=BERT)
    assert first.key == key_of(BERT)
    second = closed(ledger, "and said it again", person=BERT)
    assert second.key == first.key
    assert ledger.unseal([first, second]) == ["Bert said so", "and said it again"]
    destroy(admin, names, key_of(BERT))
    assert ledger.unseal([first, second]) == [None, None]
    with pytest.raises(PersonErasedError):
        closed(ledger, "once more", person=BERT)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_a_changed_cipher_is_noticed(ledger: Ledger, place: int) -> None:
    reason = closed(ledger, "merged")
    changed = bytearray(reason.cipher)
    changed[place] ^= 1
    with pytest.raises(SealBrokenError, match="not the text that was sealed"):
        ledger.unseal([reason.model_copy(update={"cipher": bytes(changed)})])


def test_a_text_cannot_be_passed_off_under_another_classification_or_key(ledger: Ledger) -> None:
    reason = closed(ledger, "merged", classification=Classification.SECRET)
    other = closed(ledger, "other")
    for change in ({"classification": Classification.OPEN}, {"key": other.key}, {"cipher": b"short"}):
        with pytest.raises(SealBrokenError):
            ledger.unseal([reason.model_copy(update=change)])


def test_a_key_that_is_gone_is_not_taken_for_an_erasure(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    reason = closed(ledger, "merged")
    admin.execute(sql.SQL("DELETE FROM {}").format(key_row(names)))
    with pytest.raises(SealBrokenError, match="not in the record"):
        ledger.unseal([reason])


def test_a_key_that_was_changed_or_wrapped_by_another_master_is_refused(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    reason = closed(ledger, "merged")
    with pytest.raises(SealBrokenError, match="wrapped by master key"):
        Keyring(record_of(ledger).datastore, MasterKey.new()).unseal([reason])
    admin.execute(sql.SQL("UPDATE {} SET kind = 'person'").format(key_row(names)))
    with pytest.raises(SealBrokenError, match="not the key that was recorded"):
        ledger.unseal([reason])


def test_a_refused_command_leaves_no_key(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    again = asked()
    closed(ledger, "merged")
    opened(ledger)
    for _ in range(2):
        ledger.record(close_supervision, municipality=VLAARDINGEN, request=again, reason=text("merged"))
    count = admin.execute(sql.SQL("SELECT count(*) FROM {}").format(key_row(names))).fetchone()
    assert count == (2,)


def test_what_waits_beside_the_record_is_sealed_under_its_name(ledger: Ledger) -> None:
    sealed = ledger.seal_aside("upload 1", b"the figures")
    assert b"figures" not in sealed
    assert ledger.open_aside("upload 1", sealed) == b"the figures"
    for name, cipher in (("upload 2", sealed), ("upload 1", sealed[:-1]), ("upload 1", b"")):
        with pytest.raises(SealBrokenError, match=f"{name} is not what was sealed"):
            ledger.open_aside(name, cipher)


# The master key


class Adopting:
    """A record that keeps to the first master key it is offered."""

    def __init__(self, fingerprint: str | None = None) -> None:
        self.fingerprint = fingerprint

    def __call__(self, offered: str | None) -> str | None:
        self.fingerprint = self.fingerprint or offered
        return self.fingerprint


@pytest.fixture
def record() -> UUID:
    return uuid4()


def test_the_first_start_makes_a_key_that_only_its_owner_may_read(tmp_path: Path, record: UUID) -> None:
    folder = tmp_path / "settings" / "trede"
    made = master_key(record, Adopting(), given=None, folder=folder)
    path = key_file(folder, record)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert os.listdir(folder) == [path.name]  # noqa: PTH208 - nothing hidden is left behind either
    assert master_key(record, Adopting(made.fingerprint), given=None, folder=folder) == made


def test_two_records_have_two_keys(tmp_path: Path) -> None:
    keys = {master_key(uuid4(), Adopting(), given=None, folder=tmp_path).fingerprint for _ in range(2)}
    assert len(keys) == 2


def test_a_given_key_makes_no_file(tmp_path: Path, record: UUID) -> None:
    given_key = MasterKey.new()
    assert master_key(record, Adopting(), given=given_key.text, folder=tmp_path) == given_key
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_file_is_never_silently_replaced(tmp_path: Path, record: UUID) -> None:
    with pytest.raises(MasterKeyError, match=r"\.key is not there: put the file back"):
        master_key(record, Adopting("0123456789abcdef"), given=None, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_another_key_than_the_record_began_with_is_refused(tmp_path: Path, record: UUID) -> None:
    with pytest.raises(MasterKeyError, match="TREDE_MASTER_KEY holds"):
        master_key(record, Adopting("0123456789abcdef"), given=MasterKey.new().text, folder=tmp_path)


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path, record: UUID) -> None:
    master_key(record, Adopting(), given=None, folder=tmp_path)
    key_file(tmp_path, record).chmod(0o640)
    with pytest.raises(MasterKeyError, match="chmod 600"):
        read_key_file(key_file(tmp_path, record), record)


def test_the_key_file_of_another_record_is_refused(tmp_path: Path, record: UUID) -> None:
    other = uuid4()
    master_key(other, Adopting(), given=None, folder=tmp_path)
    key_file(tmp_path, other).rename(key_file(tmp_path, record))
    with pytest.raises(MasterKeyError, match=f"of record {other}, not of {record}"):
        read_key_file(key_file(tmp_path, record), record)


@pytest.mark.parametrize("content", ["", "nonsense", "record: {record}\n", "record: {record}\nkey: c2hvcnQ=\n"])
def test_a_damaged_key_file_is_refused(tmp_path: Path, record: UUID, content: str) -> None:
    path = key_file(tmp_path, record)
    path.touch(mode=0o600)
    path.write_text(content.format(record=record))
    with pytest.raises(MasterKeyError, match=str(path)):
        read_key_file(path, record)


@pytest.mark.parametrize("words", ["", "not base64!", "c2hvcnQ="])
def test_a_given_key_of_another_length_is_refused(words: str) -> None:
    with pytest.raises(MasterKeyError, match="32 bytes"):
        MasterKey.parse(words)


def make_key(folder: Path, record: UUID) -> str:
    return master_key(record, Adopting(), given=None, folder=folder).fingerprint


def test_of_processes_that_start_first_at_once_all_use_one_key(tmp_path: Path, record: UUID) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as processes:
        keys = processes.starmap(make_key, [(tmp_path, record)] * 16)
    assert len(set(keys)) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_ledger_refuses_to_open_with_another_key(conninfo: str, names: Names, key_folder: Path) -> None:
    Ledger.open(conninfo, names, key_folder=key_folder).close()
    with pytest.raises(MasterKeyError):
        Ledger.open(conninfo, names, key_folder=key_folder, master_key=MasterKey.new().text)
    with pytest.raises(MasterKeyError):
        Ledger.open(conninfo, names, key_folder=key_folder / "elsewhere")


def test_a_key_never_shows_itself() -> None:
    key = MasterKey.new()
    assert key.text not in repr(key)
    assert key.fingerprint in repr(key)


@given(st.binary(min_size=32, max_size=32))
def test_a_key_is_told_and_read_as_text(secret: bytes) -> None:
    assert MasterKey.parse(MasterKey(secret).text) == MasterKey(secret)


def test_key_files_are_with_the_settings_of_the_account() -> None:
    assert folder_of_keys({"XDG_CONFIG_HOME": "/settings"}) == Path("/settings/trede")
    assert folder_of_keys({}) == Path.home() / ".config" / "trede"
