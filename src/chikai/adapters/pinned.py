"""A connection to one address under a name. A module of its own: it loads slowly."""

from __future__ import annotations

import http.client
import socket
import ssl
from typing import Final

TIMEOUT: Final = 10.0


class Pinned(http.client.HTTPConnection):
    """Connects to one address, and proves itself by the name."""

    def __init__(self, host: str, port: int, address: str, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=TIMEOUT)
        self._address, self._context = address, context

    def connect(self) -> None:
        raw = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is None:
            self.sock = raw
        else:
            self.sock = self._context.wrap_socket(raw, server_hostname=self.host)
