"""``trede serve``: answer over HTTP until told to stop."""

import errno
import ipaddress
from socket import socket
from typing import Annotated, NoReturn

import typer

from api.cli.desk import messages, waiting
from api.cli.output import say
from api.cli.usage import Unusable
from api.settings import Settings

COULD_NOT_START = 2

Host = Annotated[str, typer.Option("--host", metavar="ADRES", help="Adres om op te luisteren; alleen deze computer.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Poort om op te luisteren; 0 kiest een vrije.")]
Workers = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="Aantal processen; zoveel als er processors zijn, is genoeg.")
]


def serve(*, host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = 1) -> None:
    """Beantwoord vragen over HTTP (de pagina's, de API onder /v1, en /health), tot Ctrl-C."""
    with door_at(port, address=_loopback(host)) as door:
        serve_at(door, workers=workers)


def door_at(port: int, *, address: str = "127.0.0.1") -> socket:
    """Open the door; whoever comes waits until somebody serves at it."""
    from api import serving  # noqa: PLC0415 - the web framework takes half a second to import: no other command needs it

    try:
        return serving.listen(address, port)
    except OSError as error:
        taken = " Misschien draait Trede daar al." if error.errno == errno.EADDRINUSE else ""
        raise Unusable(
            f"--port: poort {port} is niet te gebruiken ({error.strerror}).{taken} Kies een andere, of 0."
        ) from None


def serve_at(door: socket, *, workers: int = 1) -> NoReturn:
    """Serve as the environment says, until told to stop; the program ends with it."""
    from api import serving  # noqa: PLC0415 - as above

    address, port = door.getsockname()[:2]
    shown = f"[{address}]" if ":" in address else address
    say(f"Trede luistert op http://{shown}:{port} (stoppen: Ctrl-C).")
    started = serving.serve(Settings(), door, workers=workers, on_wait=waiting)
    if not started:
        messages.print("Trede kon niet beginnen. Wat er mis is, staat in het log.")
    raise typer.Exit(0 if started else COULD_NOT_START)


def _loopback(host: str) -> str:
    """An address of this computer itself; refused is everything that others could reach."""
    address = {"localhost": "127.0.0.1"}.get(host, host)
    try:
        if ipaddress.ip_address(address).is_loopback:
            return address
    except ValueError:
        pass
    raise Unusable(
        f"--host: Trede luistert alleen op deze computer zelf (127.0.0.1, ::1 of localhost), en dus niet op '{host}'."
        " Voor anderen gaat het pas open als er aanmelden en versleuteling (TLS) zijn."
    )
