"""The API is hammered while parts of the server are killed: what was answered is there once, and nothing by halves.

Six kills by default, one of each part; ``TREDE_KILLS`` asks for more, ``TREDE_SEED`` for the same moments again.
"""

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from api.identity.tokens import Tokens
from api.store import Store
from domain.events.base import Entry, Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from projections.engine.status import lowest, status
from projections.models import MODELS
from tests.faults.hammer import SETTLED, Hammer, Place, Sent, talked
from tests.faults.house import HAMMERED, SHARED, House, house_in
from tests.faults.prey import Part, Prey
from tests.faults.tally import Tally
from tests.ledger.asking import TODAY, opened
from tests.projections.laws import require_rebuilt_alike

WRITERS = 8
OWN = tuple(f"GM95{number:02}" for number in range(WRITERS))
AGAIN = 25
"""How many of the commands since the last kill that were answered are sent again."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_in(tmp_path) as built:
        yield built


def secret_in(ledger: Ledger) -> str:
    """A token of somebody who has all roles."""
    person = ledger.persons.find_or_register("de hamer", PersonKind.SYSTEM_USER, today=TODAY)
    return Tokens(Store.open(ledger)).issue(person, list(Role), label="faults", today=TODAY).secret


def kills(chance: random.Random) -> Iterator[Part]:
    """Every part in turn, each round in another order."""
    for number in range(HAMMERED):
        if number % len(Part) == 0:
            order = chance.sample(list(Part), len(Part))
        yield order[number % len(Part)]


def test_whatever_is_killed_under_the_hammer_no_command_is_lost_doubled_or_halved(house: House, tally: Tally) -> None:
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
        for number, part in enumerate(kills(house.chance)):
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
    tally.commands.update(judge.counted)
    print(tally.told())  # noqa: T201 - the figures


class Judge:
    """Compares what clients heard with what the record says, each time from where it was the last time."""

    def __init__(self, position: int) -> None:
        self.counted = Counter(sent=0, answered=0, unanswered=0, lost=0, doubled=0, halved=0)
        self._position = position
        self._judged = 0

    def judge(self, hammer: Hammer, client: httpx.Client, ledger: Ledger) -> Counter[str]:
        """Look at everything that is new, and send it again; what there was."""
        sent, self._judged = hammer.sent[self._judged :], len(hammer.sent)
        assert hammer.broken == []
        counted = self._compared(sent, self._new(ledger))
        self._send_again(hammer, client, ledger, sent)
        require_read_models(ledger)
        assert hammer.broken == []
        self.counted.update(counted)
        return counted

    def _new(self, ledger: Ledger) -> dict[str, list[Place]]:
        """Where the entries of each new command stand, after a look at all: no gap, nothing that reads otherwise."""
        assert list(ledger.verify(self._position + 1)) == []
        places: dict[str, list[Place]] = defaultdict(list)
        for entry in ledger.since(self._position, limit=10_000_000):
            position, command = place_of(entry)
            self._position += 1
            assert position == self._position
            places[command].append((entry.stream, entry.version, position))
        assert self._position == ledger.head().position
        return places

    def _compared(self, sent: Sequence[Sent], there: dict[str, list[Place]]) -> Counter[str]:
        assert there.keys() <= {str(each.key) for each in sent}, "the record has what nobody sent"
        found = [(each, there.get(str(each.key), [])) for each in sent]
        counted = Counter(
            sent=len(sent),
            answered=sum(each.heard is not None for each in sent),
            unanswered=sum(each.heard is None for each in sent),
            lost=sum(each.heard is not None and each.heard.places != places for each, places in found),
            doubled=sum(len(places) > each.size for each, places in found),
            halved=sum(0 < len(places) < each.size for each, places in found),
        )
        assert (counted["lost"], counted["doubled"], counted["halved"]) == (0, 0, 0), counted
        self._there = there
        return counted

    def _send_again(self, hammer: Hammer, client: httpx.Client, ledger: Ledger, sent: Sequence[Sent]) -> None:
        """What was answered, or recorded without a word, gets its first answer; the others are recorded now."""
        unanswered = [each for each in sent if each.heard is None]
        for each in unanswered:
            before = self._there.get(str(each.key))
            each.heard = hammer.insist(client, each)
            assert each.heard.repeated == bool(before), each
            assert before is None or each.heard.places == before
        new = self._new(ledger)
        assert new.keys() == {str(each.key) for each in unanswered if each.heard and not each.heard.repeated}
        for each in sent[-AGAIN:]:
            again = hammer.insist(client, each)
            assert again.status in SETTLED
            assert each.heard
            assert (again.repeated, again.places) == (True, each.heard.places)
        assert ledger.head().position == self._position


def place_of(entry: Entry) -> tuple[int, str]:
    """The position of an entry, and its command."""
    assert entry.recorded
    return entry.recorded.position, entry.recorded.command


def require_read_models(ledger: Ledger) -> None:
    """Read models have everything, and are what a rebuild makes of the record."""
    head, give_up = ledger.head().position, time.monotonic() + 30
    while lowest(ledger, MODELS) < head:
        assert time.monotonic() < give_up, "the read models do not come along"
        time.sleep(0.02)
    require_rebuilt_alike(ledger, MODELS)
    assert [each.parked for each in status(ledger, MODELS)] == [()] * len(MODELS)
