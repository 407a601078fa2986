"""`mail.toml` in a company's folder: which mailbox, and how mail leaves.

A password never stands in the file: `password_env` names the variable that holds it. Without TLS
nothing is spoken but to this machine itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chikai.ports import BadData, Mailbox, Outbound

if TYPE_CHECKING:
    import ssl

TLS: Final = ("tls", "starttls", "none")
AFTER: Final = ("seen", "delete")
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
TIMEOUT: Final = 30.0
"""Seconds to wait for a server's next word."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a mail server is and how to come in."""

    host: str
    port: int
    tls: str
    user: str | None
    password: str | None = field(repr=False)
    ca_file: Path | None = None

    def context(self) -> ssl.SSLContext:
        import ssl

        return ssl.create_default_context(cafile=self.ca_file)


def read_mail(path: Path, environ: Mapping[str, str]) -> tuple[Mailbox | None, Outbound | None]:
    """What the file names; neither where there is no file. Raises `BadData`."""
    if not path.exists():
        return None, None
    try:
        said = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise BadData("mail.settings.unreadable", file=str(path)) from None
    _only(said, {"inbound", "outbound"}, path)
    return (
        _mailbox(said["inbound"], path, environ) if "inbound" in said else None,
        _outbound(said["outbound"], path, environ) if "outbound" in said else None,
    )


def _mailbox(said: Any, path: Path, environ: Mapping[str, str]) -> Mailbox:
    from chikai.adapters.mail.imap import ImapMailbox
    from chikai.adapters.mail.maildir import Maildir

    after = _one_of(said, "after", AFTER, "seen", path)
    if "maildir" in said:
        _only(said, {"maildir", "after"}, path)
        return Maildir(path.parent / str(said["maildir"]), after=after)
    _only(said, {*_SERVER, "folder", "after"}, path)
    server = _server(said, path, environ, default=993, plain=143)
    return ImapMailbox(server, folder=str(said.get("folder", "INBOX")), after=after)


def _outbound(said: Any, path: Path, environ: Mapping[str, str]) -> Outbound:
    from chikai.adapters.mail.smtp import SmtpOutbound

    _only(said, {*_SERVER, "from"}, path)
    sender = said.get("from")
    if not isinstance(sender, str) or sender.count("@") != 1 or not sender.isprintable():
        raise BadData("mail.settings.from", file=str(path), field="from")
    return SmtpOutbound(_server(said, path, environ, default=465, plain=587), address=sender)


_SERVER: Final = frozenset({"host", "port", "tls", "user", "password_env", "ca_file"})


def _server(
    said: Any, path: Path, environ: Mapping[str, str], *, default: int, plain: int
) -> Server:
    host = said.get("host")
    if not isinstance(host, str) or not host:
        raise BadData("mail.settings.host", file=str(path), field="host")
    tls = _one_of(said, "tls", TLS, "tls", path)
    if tls == "none" and host not in _LOOPBACK:
        raise BadData("mail.settings.needs_tls", file=str(path), field="tls")
    port = said.get("port", default if tls == "tls" else plain)
    if not isinstance(port, int) or not 0 < port < 65536:
        raise BadData("mail.settings.port", file=str(path), field="port")
    password = None
    if name := said.get("password_env"):
        password = environ.get(str(name))
        if password is None:
            raise BadData("mail.settings.no_password", file=str(path), field="password_env")
    ca_file = path.parent / str(said["ca_file"]) if "ca_file" in said else None
    return Server(host, port, tls, said.get("user"), password, ca_file)


def _one_of(said: Any, name: str, allowed: tuple[str, ...], default: str, path: Path) -> str:
    value = str(said.get(name, default))
    if value not in allowed:
        known = ", ".join(allowed)
        raise BadData("mail.settings.one_of", file=str(path), field=name, known=known)
    return value


def _only(said: Any, known: set[str], path: Path) -> None:
    if not isinstance(said, dict):
        raise BadData("mail.settings.unreadable", file=str(path))
    for name in said:
        if name not in known:
            raise BadData("mail.settings.unknown", file=str(path), field=str(name))
