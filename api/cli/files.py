"""JSON files that commands read; ``-`` is standard input."""

import sys
from pathlib import Path

from api.cli.usage import Unusable

LARGEST = 10_000_000
"""Bytes; more is no form that somebody filled in."""


def read_json(path: Path) -> bytes:
    """The bytes of a JSON file, or of standard input."""
    try:
        if str(path) == "-":
            content = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Unusable(f"--file: het bestand '{path}' bestaat niet.") from None
    except OSError:
        raise Unusable(f"--file: het bestand '{path}' is niet te lezen.") from None
    if len(content) > LARGEST:
        raise Unusable(f"--file: '{path}' is te groot (hoogstens 10 MB).")
    return content.removeprefix(b"\xef\xbb\xbf")
