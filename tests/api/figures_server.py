"""A server that gives figures: on a free port of this computer, with what it answers as a test says."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FILE = b"peildatum;gemeentecode\n2024-06-01;GM9001\n"

Answer = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request to the server of a test."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        """Answer as the test says."""
        self.server.asked.append(dict(self.headers))
        self.server.answers[self.path.split("?")[0]](self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def gives(self, content: bytes = FILE, status: int = 200, **headers: str) -> None:
        """Give this."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class Server(ThreadingHTTPServer):
    """A server of a test: what it answers at which path, and the headers it was asked with."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.answers: dict[str, Answer] = {}
        self.asked: list[dict[str, str]] = []
        self.scheme = "http"

    def handle_error(self, *_: object) -> None:
        """Who hangs up is no news here."""

    def url(self, path: str = "/juni.csv") -> str:
        return f"{self.scheme}://127.0.0.1:{self.server_port}{path}"


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server at work on a free port."""
    server = Server()
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        server.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="figures server")
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
