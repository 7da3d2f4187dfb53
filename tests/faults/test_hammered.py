"""The API is hammered while parts of the server are killed: what was answered is there once, and nothing by halves.

Four kills by default, each of another part; ``TREDE_KILLS`` asks for more, ``TREDE_SEED`` for the same moments again.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.faults.hammer import Hammer, talked
from tests.faults.house import HAMMERED, SHARED, House, house_in
from tests.faults.judge import Judge
from tests.faults.prey import Part, Prey, secret_in
from tests.faults.tally import Tally
from tests.ledger.asking import opened

WRITERS = 8
OWN = tuple(f"GM95{number:02}" for number in range(WRITERS))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as built:
        yield built


ROUNDS = [min(len(Part), HAMMERED - begun) for begun in range(0, HAMMERED, len(Part))]
"""How many kills there are on each record: each of another part."""


@pytest.mark.parametrize("kills", ROUNDS)
def test_whatever_is_killed_under_the_hammer_no_command_is_lost_doubled_or_halved(
    house: House, tally: Tally, kills: int
) -> None:
    with house.ledger() as ledger:
        for code in OWN:
            opened(ledger, code)
        secret = secret_in(ledger)
        judge = Judge(ledger.head().position)
    with ExitStack() as stack, httpx.Client(timeout=60) as client:
        prey = Prey(house, stack)
        prey.server.until_ready()
        hammer = Hammer(str(prey.server.client.base_url), secret)
        stack.enter_context(hammer.going(WRITERS, [*SHARED, *OWN], house.chance))
        for number, part in enumerate(house.chance.sample(list(Part), kills)):
            time.sleep(moment := house.chance.uniform(0.2, 1.2))
            begun = time.monotonic()
            prey.kill(part)
            hammer.door = str(prey.server.client.base_url)
            hammer.sent.append(probe := talked(SHARED[0], number))
            probe.heard = hammer.insist(client, probe)
            hammer.until_visible(client, probe)
            recovery = time.monotonic() - begun
            hammer.pause()
            with house.ledger() as ledger:
                counted = judge.judge(hammer, client, ledger)
            tally.killed(part, recovery)
            told = ", ".join(f"{count} {what}" for what, count in counted.items())
            print(f"kill {number}: {part} after {moment:.2f} s; works again in {recovery:.2f} s; {told}")  # noqa: T201 - with the seed
            hammer.resume()
        hammer.pause()
        assert prey.server.stop()[0] == 0
    with house.ledger() as ledger:
        assert list(ledger.verify()) == []
    tally.commands.update(judge.counted, put_off=hammer.put_off)
