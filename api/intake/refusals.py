"""What cannot be read: a whole file, or one cell. The texts are Dutch and shown to the user as they are."""

from typing import Final

SHOWN: Final = 80
"""At most so many characters of a cell appear in a message."""


class FileRefused(Exception):  # noqa: N818 - it says what happened, as the refusals of the domain do
    """A file that is not read at all. ``kind`` is a stable English word, the message is Dutch."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class NotUnderstood(Exception):  # noqa: N818 - the same
    """A cell that does not say what its column asks; ``kind`` is English, ``problem`` and ``expected`` are Dutch."""

    def __init__(self, kind: str, problem: str, expected: str) -> None:
        super().__init__(f"{problem} Verwacht: {expected}")
        self.kind = kind
        self.problem = problem
        self.expected = expected


def shown(cell: object) -> str:
    """A cell as a message shows it: on one line, at most 80 characters."""
    text = " ".join(str(cell).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
