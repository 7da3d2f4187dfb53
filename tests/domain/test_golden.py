"""One stored body per topic: what was ever recorded must be read for ever, and must be written as it was.

A golden file is never changed once it is committed: it stands for entries that exist. A new topic gets a new file,
``tests/domain/golden/<topic>.json``; the test that misses it prints a body to begin with. Fill every field, with
fictional contents. A new shape of a fact is a new topic with an upcast, and the file of the old topic stays. A fact
that got fields with a default keeps its topic: its file is copied to ``golden/earlier`` first, and then filled.
"""

import json
from pathlib import Path

import pytest
from hypothesis import Phase, find, settings

from domain.events.base import FACTS, UPCASTS, Body, Fact, body_type, known, upcast
from tests.domain.arbitrary import fact_of
from tests.spec import entry, sealed

GOLDEN = Path(__file__).parent / "golden"
EARLIER = sorted((GOLDEN / "earlier").glob("*.json"))
"""Bodies from before their fact got fields with a default."""
AT_ONCE = settings(max_examples=1, phases=[Phase.generate], database=None)
TOPICS = sorted({*FACTS, *UPCASTS})


def stored(body: Body) -> str:
    """The JSON that the ledger stores of a body."""
    return body.model_dump_json(exclude_none=True, context={"seal": sealed})


def canonical(body: str) -> str:
    """One way to write the same JSON."""
    return json.dumps(json.loads(body), sort_keys=True, indent=2, ensure_ascii=False)


def draft(topic: str) -> str:
    """A body to begin a golden file with."""
    fact: Fact = find(fact_of(known(topic)), lambda _: True, settings=AT_ONCE)
    told = entry(1, fact, "2025-06-01")
    return canonical(stored(body_type(type(fact))(about=told.about, fact=fact)))


def read(topic: str) -> str:
    """The golden body of a topic."""
    path = GOLDEN / f"{topic}.json"
    if not path.exists():
        pytest.fail(f"{topic} has no golden file. Save this as {path}, with every field filled in:\n{draft(topic)}")
    return path.read_text()


@pytest.mark.parametrize("topic", TOPICS)
def test_what_was_recorded_under_a_topic_is_read_for_ever(topic: str) -> None:
    kind, shape = upcast(topic, json.loads(read(topic))["fact"])
    body = body_type(kind).model_validate_json(json.dumps({**json.loads(read(topic)), "fact": shape}))
    assert type(body.fact) is kind
    assert body.about.actor.person


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_what_was_read_is_written_as_it_was(topic: str) -> None:
    body = body_type(known(topic)).model_validate_json(read(topic))
    assert canonical(stored(body)) == canonical(read(topic))
    assert body_type(known(topic)).model_validate_json(stored(body)) == body


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_a_golden_file_fills_every_field(topic: str) -> None:
    told = json.loads(read(topic))
    assert set(told["fact"]) == set(known(topic).model_fields)
    empty = [name for name, content in told["fact"].items() if content in (None, [], "")]
    assert empty == []


def test_every_golden_file_is_of_a_topic() -> None:
    files = sorted(path for path in GOLDEN.rglob("*") if path.is_file())
    assert [path.name for path in files if path.stem not in TOPICS or path.suffix != ".json"] == []


@pytest.mark.parametrize("path", EARLIER, ids=lambda path: path.stem)
def test_what_was_recorded_before_a_fact_got_more_fields_is_read_and_written_as_it_was(path: Path) -> None:
    kind = body_type(known(path.stem))
    body = kind.model_validate_json(path.read_text())
    assert canonical(stored(body)) == canonical(path.read_text())
    added = set(type(body.fact).model_fields) - set(json.loads(path.read_text())["fact"])
    assert added
    assert {name: getattr(body.fact, name) for name in added} == dict.fromkeys(added)


@pytest.mark.parametrize("topic", sorted(FACTS))
def test_a_topic_says_its_stream_its_name_and_its_version(topic: str) -> None:
    stream, name, version = topic.split(".")
    assert all(part.replace("-", "").isalpha() and part.islower() for part in (stream, name))
    assert version[0] == "v"
    assert version[1:].isdigit()


def test_the_draft_of_a_new_golden_file_can_be_stored() -> None:
    for topic in FACTS:
        assert body_type(known(topic)).model_validate_json(draft(topic))
