"""Whoever sends drop by drop holds nobody up: a real server, real connections."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx
import pytest
import uvicorn

from chikai.web import patience
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

HEAD = b"POST /%s HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
BODY = b"content-length: 100000\r\n\r\n{"


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server of little patience."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.5)
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.5)
    app = create_app(root=tmp_path, clock=DemoClock(date(2026, 11, 2)))
    config = uvicorn.Config(app, http=patience.PatientProtocol, log_level="warning")
    server, listener = uvicorn.Server(config), socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()


def begun(port: int, said: bytes) -> socket.socket:
    """A connection on which something was begun and not ended."""
    connection = socket.create_connection(("127.0.0.1", port))
    connection.settimeout(120)
    connection.sendall(said)
    return connection


def visited(port: int) -> int:
    """What a visitor of ordinary speed is answered; on a machine that stood still for longer than
    this server's patience, they come again."""
    while (answer := httpx.get(f"http://127.0.0.1:{port}/enhance", timeout=120)).is_client_error:
        assert answer.status_code == 408
    return answer.status_code


def answer(connection: socket.socket) -> bytes:
    """Everything until the server closes it."""
    with connection:
        return b"".join(iter(lambda: connection.recv(4096), b""))


@pytest.mark.parametrize("said", [b"", b"G", HEAD % b"enhance/request"], ids=["", "G", "head"])
def test_a_question_that_is_never_asked_is_not_waited_for(
    port: int, caplog: pytest.LogCaptureFixture, said: bytes
) -> None:
    slow = [begun(port, said) for _ in range(40)]
    assert visited(port) == 200
    for each in slow:
        assert answer(each).startswith(b"HTTP/1.1 408 ")
    assert "refused: 408 before a question was whole" in caplog.messages


@pytest.mark.parametrize(
    ("path", "media"),
    [
        (b"enhance/request", b"text/html"),
        (b"api/public/enhance/status", b"application/problem+json"),
        (b"api/desk/enhance/envelopes", b"application/problem+json"),
    ],
)
def test_a_body_that_never_ends_is_not_waited_for(
    port: int, caplog: pytest.LogCaptureFixture, path: bytes, media: bytes
) -> None:
    caplog.set_level(logging.WARNING)
    slow = [begun(port, HEAD % path + BODY) for _ in range(10)]
    assert visited(port) == 200
    for each in slow:
        said = answer(each)
        status, kind = said.split(b" ", 2)[1], said.lower()
        assert status in (b"401", b"403", b"408"), said  # who may not send is not waited for
        assert b"content-type: " + media in kind
    assert any(line.startswith("refused: 4") for line in caplog.messages)


def test_two_questions_on_one_connection_are_both_answered(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visitor of ordinary speed notices nothing."""
    monkeypatch.setattr(patience, "HEAD_SECONDS", 60)
    monkeypatch.setattr(patience, "BODY_SECONDS", 60)
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
        assert [client.get(path).status_code for path in ("/enhance", "/enhance/start")] == [
            200
        ] * 2
        said = client.post("/api/public/enhance/status", json={"code": "x" * 200_000})
        assert said.status_code == 404
