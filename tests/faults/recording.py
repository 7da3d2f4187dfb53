"""Records conversations without end, and says of each command that it asks it and that it was answered.

Started as a process of its own, to be killed: ``python -m tests.faults.recording CONNINFO KEY_FOLDER CODE PAUSE``.
"""

import sys
import time
from pathlib import Path
from uuid import UUID, uuid4

from domain.decisions.contact import Promise, hold_conversation
from domain.events.base import Origin
from domain.events.contact import ConversationKind, Side
from domain.ledger.application import Ledger
from domain.ledger.request import Answer
from domain.values import AgreementId, ConversationId, PlainText
from tests.ledger.asking import TODAY, asked

ENTRIES = 3
"""A conversation and two agreements."""


def converse(ledger: Ledger, code: str, command: UUID) -> Answer:
    """Record a conversation with two agreements; what is asked follows from the command."""
    promises = tuple(
        Promise(AgreementId(f"agreement-{side}-{command}"), side, PlainText(text=f"what {side} promised"), TODAY)
        for side in (Side.MUNICIPALITY, Side.PROVINCE)
    )
    return ledger.record(
        hold_conversation,
        municipality=code,
        request=asked(command, origin=Origin.COMMAND_LINE),
        conversation=ConversationId(f"conversation-{command}"),
        kind=ConversationKind.PROGRESS,
        summary=PlainText(text=f"said in {command}"),
        agreements=promises,
    )


def main(conninfo: str, key_folder: str, code: str, pause: str) -> None:
    """Go on until somebody ends this."""
    with Ledger.open(conninfo, key_folder=Path(key_folder)) as ledger:
        while True:
            command = uuid4()
            print("asked", command, code, flush=True)  # noqa: T201 - what the test listens to
            answer = converse(ledger, code, command)
            print("answered", command, answer.position, flush=True)  # noqa: T201 - the same
            time.sleep(float(pause))


if __name__ == "__main__":
    main(*sys.argv[1:])
