"""The command line: ``trede …``, one module per group of commands."""

from api.cli.program import main

__all__ = ["main"]
