"""How long a sender may take. Whoever sends a question or its body drop by drop keeps a connection
from others, so each has a time; a body has more, the more of it has come."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Final

import h11
from litestar.exceptions import HTTPException
from litestar.types import Receive, ReceiveMessage
from uvicorn.protocols.http.h11_impl import H11Protocol

log = logging.getLogger("chikai.web.refused")

HEAD_SECONDS: Final = 20.0
"""For the first line and the headers of a question."""
BODY_SECONDS: Final = 30.0
"""For a body, before a byte of it is counted."""
SLOWEST: Final = 8 * 1024
"""Bytes a second that a body must come at on the whole: a scan from a phone with a bad line."""

_TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class TooSlow(HTTPException):
    """The body did not come in its time."""

    status_code = 408


def patient(receive: Receive) -> Receive:
    """`receive`, for as long as the body may take. Raises `TooSlow`."""
    clock = asyncio.get_running_loop().time
    began, seen, whole = clock(), 0, False

    async def receiving() -> ReceiveMessage:
        nonlocal seen, whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(began + BODY_SECONDS + seen / SLOWEST):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            whole = not message.get("more_body", False)
        return message

    return receiving


class PatientProtocol(H11Protocol):
    """Uvicorn's own, with a time for the head of a question: it waits for ever otherwise."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._wait()
        else:
            self._settle()

    def connection_lost(self, exc: Exception | None) -> None:
        self._settle()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._late is None:
            self._late = asyncio.get_running_loop().call_later(HEAD_SECONDS, self._give_up)

    def _settle(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        self._late = None
        if not self.transport.is_closing():
            log.warning("refused: 408 before a question was whole")
            self.transport.write(_TOO_SLOW)
            self.transport.close()
