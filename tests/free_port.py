"""A port for a server that is told where to listen before it starts, or that starts again there."""

from __future__ import annotations

import random
import socket
from contextlib import suppress


def free_port() -> int:
    """One that no outgoing connection is given in the meantime: below their range."""
    for port in random.sample(range(20_000, 32_000), 200):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("no port is free")


if __name__ == "__main__":
    print(free_port())
