"""Asks a server over HTTP as fast as it answers: a process of its own, with connections that stay open.

Reads from standard input what to ask (``asking.Asked`` as JSON) and prints what came of it (``asking.Answered``). Bare
sockets in one thread: what it costs falls on both sides of a row, so it must be little.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any
from uuid import uuid4

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
END = b"\r\n\r\n"
CHUNK = 1 << 18
PATIENCE = 60.0
"""Seconds in which somebody at least gets an answer."""


@dataclass(slots=True)
class Talk:
    """One connection: what was asked last, and what came of the answer so far."""

    door: socket.socket
    asked_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)
    whole: int | None = None

    def ask(self, request: bytes) -> None:
        """Send a request; it is small enough to go at once."""
        self.got.clear()
        self.whole = None
        self.asked_at = time.perf_counter()
        self.door.sendall(request)

    def answered(self) -> bool:
        """Read what there is; whether the answer is complete."""
        part = self.door.recv(CHUNK)
        if not part:
            raise ConnectionError("the server closed a connection that was to stay open")
        self.got += part
        if self.whole is None and (end := self.got.find(END)) >= 0:
            found = LENGTH.search(self.got, 0, end + 2)
            self.whole = end + len(END) + (int(found[1]) if found else 0)
        return self.whole is not None and len(self.got) >= self.whole

    @property
    def status(self) -> int:
        """The status of the answer."""
        return int(self.got[9:12])


def main() -> None:
    """Ask for as long as was said."""
    asked: dict[str, Any] = json.load(sys.stdin)
    requests = (written(asked, path, number) for path, number in zip(cycle(asked["paths"]), count(), strict=False))
    waiting = selectors.DefaultSelector()
    talks = [Talk(socket.create_connection((asked["host"], asked["port"]))) for _ in range(asked["connections"])]
    for talk in talks:
        talk.door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting.register(talk.door, selectors.EVENT_READ, talk)
    taken, statuses = list[float](), Counter[int]()
    begun = time.perf_counter()
    end, open_talks = begun + asked["seconds"], len(talks)
    for talk in talks:
        talk.ask(next(requests))
    while open_talks:
        ready = waiting.select(timeout=PATIENCE)
        if not ready:
            raise TimeoutError(f"{open_talks} callers wait for an answer in vain")
        for key, _ in ready:
            talk = key.data
            if talk.answered():
                now = time.perf_counter()
                taken.append(now - talk.asked_at)
                statuses[talk.status] += 1
                if now < end:
                    talk.ask(next(requests))
                else:
                    waiting.unregister(talk.door)  # a server may close what it is asked nothing over
                    open_talks -= 1
    wall = time.perf_counter() - begun
    taken.sort()
    told = {
        "per_second": len(taken) / wall,
        "median": taken[len(taken) // 2],
        "p99": taken[int(len(taken) * 0.99)],
        "statuses": statuses,
        "bytes": talks[0].whole,
        "last": bytes(talks[0].got[-600:]).decode(errors="replace"),
    }
    json.dump(told, sys.stdout)


def written(asked: dict[str, Any], path: str, number: int) -> bytes:
    """A request in full: NUMBER in the body is another one each time, and so is UUID in a header."""
    body: bytes = str(asked["body"]).replace("NUMBER", f"{asked['run']}-{number}").encode()
    headers = {"Host": "localhost", **asked["headers"]}
    if body:
        headers |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{asked['method']} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).replace("UUID", str(uuid4())).encode() + END + body


if __name__ == "__main__":
    main()
