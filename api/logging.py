"""What the program logs, in the form of BIO 8.15: action, object, result, origin, actor, time; one JSON object a line.

No personal data ever: persons are ids, and there are no names, no texts, no tokens and no words that somebody searched
for. So an error is told by its kind and its place in the code, never by what it says; and of what a library says only
the fixed part is kept.
"""

import json
import logging
import re
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import WatchedFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict

LEFT_OUT = "[left out]"
"""Stands for a value that could be a text."""

ONE_WORD = re.compile(r"[^\s\x00-\x1f]{0,200}")
OWN = ("api", "domain", "projections")
"""The packages of the program."""
CAREFUL = (*OWN, "uvicorn")
"""Who logs whole sentences that hold nothing about a person."""
WORDY = (*CAREFUL, "trede")
"""Whose news is logged too; of all others only what is wrong."""

Plain = str | int | float | bool | None

_access = logging.getLogger("trede.access")
_as_json = json.JSONEncoder(ensure_ascii=False).encode


class _Line(str):
    """A line that is in our form already."""

    __slots__ = ()


def configure(file: Path | None = None) -> None:
    """Log to this file from now on, or to standard error; also what uvicorn and the libraries log, and dying threads.

    The file is only added to, and opened again when somebody moved it away: several processes may share it, and it may
    be rotated at any moment.

    Raises:
        OSError: the file cannot be written.
    """
    handler = _ToStandardError() if file is None else _ToFile(file, encoding="utf-8")
    handler.setFormatter(
        _InOurForm(
            foreign_pre_chain=[_of_library],
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
                _time_first,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            use_get_message=False,
            pass_foreign_args=True,
        )
    )
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if isinstance(each, _ToFile | _ToStandardError)]:
        root.removeHandler(earlier)
        earlier.close()
    root.addHandler(handler)
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger("psycopg.pool").setLevel(logging.WARNING)  # eventsourcing silenced that it cannot connect
    logging.captureWarnings(capture=True)
    threading.excepthook = _thread_died


def log_access(
    *,
    action: str,
    object: str,  # noqa: A002 - the word of BIO 8.15
    result: str,
    origin: str,
    actor: str | None,
    **more: Plain,
) -> None:
    """Log that somebody did something, or read something.

    Args:
        action: what was done, such as ``read-history`` or ``GET /v1/municipalities/{code}``: words of the program.
        object: the id of what it was done to, such as ``GM0622``; several with commas between.
        result: how it ended, such as ``200`` or ``done``.
        origin: the way it came in: ``api``, ``screen``, ``command-line``.
        actor: the id of the person, None when nobody is known.
        more: numbers and ids. What is not one word is left out.
    """
    told = {
        "time": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
        "action": action,
        "object": _one_word(object),
        "result": result,
        "origin": origin,
        "actor": _one_word(actor),
        **{name: _one_word(value) for name, value in more.items()},
    }
    if _access.isEnabledFor(logging.INFO):  # straight on: every request comes by here, and where from is no news
        _access.handle(_access.makeRecord(_access.name, logging.INFO, __file__, 0, _Line(_as_json(told)), (), None))


def told_of(error: BaseException) -> dict[str, str]:
    """What is logged about an error: its kind, those of its causes, and where in the program it arose."""
    kinds: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(kinds) < 5:  # noqa: PLR2004 - enough to find it; a chain can be a circle
        kinds.append(type(cause).__name__)
        cause = cause.__cause__
    return {"error": " from ".join(kinds), "place": _place(error.__traceback__)}


class _InOurForm(ProcessorFormatter):
    """Brings what libraries say in our form."""

    def format(self, record: logging.LogRecord) -> str:
        return record.msg if isinstance(record.msg, _Line) else super().format(record)


def _one_word(value: Plain) -> Plain:
    return LEFT_OUT if isinstance(value, str) and not ONE_WORD.fullmatch(value) else value


def _place(trace: TracebackType | None) -> str:
    """The innermost line of the program itself on the way to an error; else the innermost line."""
    own = innermost = "unknown"
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "unknown")
        innermost = f"{module}:{trace.tb_lineno}"
        if module.split(".")[0] in OWN:
            own = innermost
        trace = trace.tb_next
    return own if own != "unknown" else innermost


def _of_library(_logger: object, _method: str, event: EventDict) -> EventDict:
    """What the standard library's logging is told, in our form."""
    record: logging.LogRecord = event["_record"]
    info, args = event.get("exc_info"), event["positional_args"]
    careful = record.name.split(".")[0] in CAREFUL
    told = {
        "event": "message",
        "object": record.name,
        "result": record.levelname.casefold(),
        "origin": "program",
        "actor": None,
        "place": f"{record.module}:{record.lineno}",
    }
    if careful or args:  # without, a library may have put everything in one text
        told["message"] = _one_line(str(record.msg) % args if careful and args else str(record.msg))
    if isinstance(info, tuple) and info[1] is not None:
        told |= told_of(info[1])
    return {"_record": record, "_from_structlog": False, **told}


def _one_line(message: str) -> str:
    """A message of one line; of a traceback that was made a text, the kind of error that stands at its end."""
    first, *more = message.strip().splitlines() or [""]
    return more[-1].split(":")[0] if more else first


def _time_first(_logger: object, _method: str, event: EventDict) -> EventDict:
    return {"time": event.pop("time"), "action": event.pop("event"), **event}


def _thread_died(died: threading.ExceptHookArgs) -> None:
    if died.exc_value is not None and not isinstance(died.exc_value, SystemExit):
        logging.getLogger(__name__).error("a thread died", exc_info=died.exc_value)


class _ToFile(WatchedFileHandler):
    """A file. What cannot be written keeps nobody from working."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        except OSError:  # the folder has gone, or may not be written any more
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        _complain(record)


class _ToStandardError(logging.StreamHandler[Any]):
    """Standard error as it is at each moment."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        _complain(record)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, given: object) -> None:
        """Nothing to keep: the base class offers the stream of the beginning."""


def _complain(_: logging.LogRecord) -> None:
    """Say that nothing can be logged, without what should have been."""
    kind = sys.exc_info()[0]
    with suppress(OSError):
        sys.stderr.write(f"trede cannot log: {kind.__name__ if kind else 'unknown'}\n")
