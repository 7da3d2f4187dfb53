"""Compares what clients heard of their commands with what the record says of them."""

import time
from collections import Counter, defaultdict
from collections.abc import Sequence

import httpx

from domain.events.base import Entry
from domain.ledger.application import Ledger
from projections.engine.status import lowest, status
from projections.models import MODELS
from tests.faults.hammer import SETTLED, Hammer, Place, Sent
from tests.projections.laws import require_rebuilt_alike

AGAIN = 25
"""How many of the commands since the last kill that were answered are sent again."""


class Judge:
    """Compares what clients heard with what the record says, each time from where it was the last time."""

    def __init__(self, position: int) -> None:
        self.counted = Counter(sent=0, answered=0, unanswered=0, lost=0, doubled=0, halved=0)
        self._position = position
        self._judged = 0

    def judge(self, hammer: Hammer, client: httpx.Client, ledger: Ledger) -> Counter[str]:
        """Look at everything that is new, send it again, and build the read models again; what there was."""
        counted = self.compared(hammer, client, ledger)
        require_read_models(ledger)
        return counted

    def compared(
        self, hammer: Hammer, client: httpx.Client, ledger: Ledger, *, among_others: bool = False
    ) -> Counter[str]:
        """Look at everything that is new, and send it again; what there was. Others may have recorded as well."""
        sent, self._judged = hammer.sent[self._judged :], len(hammer.sent)
        assert hammer.broken == []
        there = self._new(ledger)
        assert among_others or there.keys() <= {str(each.key) for each in sent}, "the record has what nobody sent"
        counted = compared(sent, there)
        self._send_again(hammer, client, ledger, sent, there)
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

    def _send_again(
        self,
        hammer: Hammer,
        client: httpx.Client,
        ledger: Ledger,
        sent: Sequence[Sent],
        there: dict[str, list[Place]],
    ) -> None:
        """What was answered, or recorded without a word, gets its first answer; the others are recorded now."""
        unanswered = [each for each in sent if each.heard is None]
        for each in unanswered:
            before = there.get(str(each.key))
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


def compared(sent: Sequence[Sent], there: dict[str, list[Place]]) -> Counter[str]:
    """What became of commands, by what clients heard and what is there; nothing may be lost, doubled or halved."""
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
    return counted


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
