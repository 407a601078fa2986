"""A mailbox on an IMAP server (RFC 3501), read without changing anything until it is journalled."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from chikai.adapters.clock import TOKYO
from chikai.adapters.mail.settings import TIMEOUT, Server
from chikai.ports import Missing, OpenMailbox, Unavailable, Waiting

if TYPE_CHECKING:
    import imaplib

_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_DATE: Final = re.compile(rb'INTERNALDATE "([^"]+)"')


class ImapMailbox:
    """Implements `chikai.ports.Mailbox`. What was answered `\\Flagged` is left to a person."""

    def __init__(self, server: Server, *, folder: str = "INBOX", after: str = "seen") -> None:
        self._server, self._folder, self._after = server, folder, after

    @contextmanager
    def open(self) -> Iterator[OpenMailbox]:
        import imaplib

        try:
            connection = _connect(self._server)
            try:
                if self._server.user is not None:
                    connection.login(self._server.user, self._server.password or "")
                quoted = '"' + self._folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
                if connection.select(quoted)[0] != "OK":
                    raise Unavailable("imap folder")
                yield _Open(connection, self._after)
                if self._after == "delete":
                    connection.expunge()
            finally:
                with suppress(OSError, imaplib.IMAP4.error):
                    connection.logout()
        except (OSError, imaplib.IMAP4.error, ssl.SSLError):
            raise Unavailable("imap") from None  # the server's words may hold the login


def _connect(server: Server) -> imaplib.IMAP4:
    import imaplib

    if server.tls == "tls":
        return imaplib.IMAP4_SSL(
            server.host, server.port, ssl_context=server.context(), timeout=TIMEOUT
        )
    connection = imaplib.IMAP4(server.host, server.port, timeout=TIMEOUT)
    if server.tls == "starttls":
        connection.starttls(server.context())
    return connection


class _Open:
    """Implements `chikai.ports.OpenMailbox`; a key is the mail's UID."""

    def __init__(self, connection: imaplib.IMAP4, after: str) -> None:
        self._connection, self._after = connection, after

    def waiting(self) -> Iterator[Waiting]:
        for uid in self._search():
            said = self._uid("FETCH", uid, "(RFC822.SIZE INTERNALDATE)")
            line = b" ".join(each if isinstance(each, bytes) else each[0] for each in said if each)
            size, date = _SIZE.search(line), _DATE.search(line)
            if size is None or date is None:
                continue  # another program took it away
            when = datetime.strptime(date[1].decode("ascii").strip(), "%d-%b-%Y %H:%M:%S %z")
            yield Waiting(uid, int(size[1]), when.astimezone(TOKYO))

    def read(self, key: str, *, most: int) -> bytes:
        for part in self._uid("FETCH", key, f"(BODY.PEEK[]<0.{most}>)"):
            if isinstance(part, tuple):
                content: bytes = part[1]
                return content
        raise Missing("mail")

    def taken(self, key: str) -> None:
        flags = r"(\Seen \Deleted)" if self._after == "delete" else r"(\Seen)"
        self._uid("STORE", key, "+FLAGS.SILENT", flags)

    def set_aside(self, key: str) -> None:
        self._uid("STORE", key, "+FLAGS.SILENT", r"(\Flagged)")

    def _search(self) -> list[str]:
        found = self._uid("SEARCH", "UNSEEN", "UNFLAGGED", "UNDELETED")
        return [uid.decode("ascii") for line in found if line for uid in line.split()]

    def _uid(self, command: str, *args: str) -> list[Any]:
        status, data = self._connection.uid(command, *args)
        if status != "OK":
            raise Unavailable("imap")
        return list(data)
