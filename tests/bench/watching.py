"""Watches from a process of its own how far the read models are: ``python -m tests.bench.watching DATA KEYS``.

Says each position that queries show and the moment at which it saw that (the clock that all processes share), until its
input ends. It looks about every millisecond, so what it says is at most that much too late.
"""

import sys
import time
from pathlib import Path
from threading import Thread

from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from projections.engine.status import lowest
from projections.models import MODELS

GLANCE = 0.001


def main(data: str, keys: str) -> None:
    """Watch until nobody listens any more."""
    listening = Thread(target=sys.stdin.read, daemon=True)
    listening.start()
    shown = -1
    with start(Path(data)) as cluster, Ledger.open(cluster.conninfo(), key_folder=Path(keys)) as ledger:
        while listening.is_alive():
            position = lowest(ledger, MODELS)
            if position != shown:
                sys.stdout.write(f"{position} {time.monotonic()}\n")
                sys.stdout.flush()
                shown = position
            time.sleep(GLANCE)


if __name__ == "__main__":
    main(*sys.argv[1:])
