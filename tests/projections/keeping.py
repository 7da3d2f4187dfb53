"""Keeps the toy read models up until it is killed.

Started as a process of its own: ``python -m tests.projections.keeping CONNINFO SUFFIX KEY_FOLDER``.
"""

import sys
from pathlib import Path
from threading import Event

from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from projections.engine.runner import Projector
from tests.projections.toys import MODELS, Numbers


def main(conninfo: str, suffix: str, key_folder: str) -> None:
    """Go on until somebody ends this."""
    with Ledger.open(conninfo, Names.suffixed(suffix), key_folder=Path(key_folder)) as ledger:
        Projector(ledger, [*MODELS, Numbers()]).run(Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
