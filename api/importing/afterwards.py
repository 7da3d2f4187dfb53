"""What follows an import that recorded something, by whatever way the file came in.

It is no part of the import: that is done, and has been told, when this begins; what goes wrong here undoes nothing and
fails nothing. Who needs it to happen in every case does it each day as well, as a process can die in between.
"""

import logging
from collections.abc import Collection, Sequence
from datetime import date
from typing import Protocol

from domain.ledger.application import Ledger


class AfterImport(Protocol):
    """Something that follows an import."""

    def __call__(self, ledger: Ledger, codes: Collection[str], *, today: date) -> object:
        """Hear of the municipalities, by code, of which an import recorded figures, and of the day it is."""


logger = logging.getLogger(__name__)


def afterwards(ledger: Ledger, codes: Collection[str], today: date, following: Sequence[AfterImport]) -> None:
    """Do what follows an import that recorded figures of these municipalities; nothing when there are none."""
    for follow in following:
        try:
            if codes:
                follow(ledger, codes, today=today)
        except Exception:  # whatever it is: the import stands
            logger.exception("what follows an import failed")
