"""Real mail servers on this machine: aiosmtpd to send to, Dovecot to fetch from, both over TLS."""

from __future__ import annotations

import datetime
import getpass
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from free_port import free_port

USER, PASSWORD = "desk", "only-a-test"


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine and its key, each in a file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    day = datetime.datetime(2026, 1, 1)
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(day - datetime.timedelta(days=3650))
        .not_valid_after(day + datetime.timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


# --- SMTP ---------------------------------------------------------------------------------------


@dataclass
class Arrived:
    """What the server took; `answer` is what it says to the next mail instead of taking it."""

    mails: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: str = ""

    async def handle_RCPT(self, *args: Any) -> str:
        session, envelope, address = args[1], args[2], args[3]
        assert session is not None
        if self.answer:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(envelope.content)
        self.recipients += envelope.rcpt_tos
        return "250 taken"


@contextmanager
def smtp_server(folder: Path, *, tls: str) -> Iterator[tuple[int, Arrived]]:
    import ssl

    from aiosmtpd.controller import Controller
    from aiosmtpd.smtp import AuthResult, LoginPassword

    cert, key = certificate(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    arrived = Arrived()

    def authenticated(*args: Any) -> AuthResult:
        data = args[4]
        right = isinstance(data, LoginPassword) and data.password == PASSWORD.encode()
        return AuthResult(success=right, handled=right)

    auth = {"authenticator": authenticated, "auth_required": True}
    if tls == "starttls":
        more = {**auth, "tls_context": context, "require_starttls": True}
    else:
        more = {**auth, "ssl_context": context, "auth_require_tls": False}
    here = {"hostname": "127.0.0.1", "port": free_port(), "ready_timeout": 120}
    controller = Controller(arrived, **here, **more)
    controller.start()
    try:
        yield controller.port, arrived
    finally:
        controller.stop()


# --- IMAP ---------------------------------------------------------------------------------------


def dovecot() -> str | None:
    """The server, where it is installed (Debian: dovecot-imapd)."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def imap_server(folder: Path) -> Iterator[tuple[int, Path]]:
    """The port, and the maildir that its INBOX is."""
    with tempfile.TemporaryDirectory(prefix="imap-", ignore_cleanup_errors=True) as short:
        yield from _imap_server(folder, Path(short))


def _imap_server(folder: Path, run: Path) -> Iterator[tuple[int, Path]]:
    """`run` is for its sockets: their names may not be long (unix(7): 108 bytes)."""
    port, root = free_port(), os.getuid() == 0
    mails = folder / "inbox"
    for each in (mails / "new", mails / "cur", mails / "tmp"):
        each.mkdir(parents=True)
    cert, key = certificate(folder)
    user = pwd.getpwnam("nobody" if root else getpass.getuser())
    group = grp.getgrgid(user.pw_gid).gr_name
    if root:
        for path in (run, folder, *folder.rglob("*")):
            os.chown(path, user.pw_uid, user.pw_gid)
        for parent in list(folder.parents)[:-1]:
            parent.chmod(parent.stat().st_mode | 0o011)
    internal = (
        "" if root else f"default_internal_user={user.pw_name}\ndefault_internal_group={group}\n"
    )
    login = "" if root else f"default_login_user={user.pw_name}\n"
    config = folder / "dovecot.conf"
    config.write_text(
        f"""{internal}{login}base_dir={run}
protocols=imap
listen=127.0.0.1
log_path={folder}/log
ssl=required
ssl_cert=<{cert}
ssl_key=<{key}
mail_location=maildir:{mails}
first_valid_uid={min(user.pw_uid, 500)}
passdb {{
  driver=static
  args=password={PASSWORD}
}}
userdb {{
  driver=static
  args=uid={user.pw_uid} gid={user.pw_gid} home={folder} allow_all_users=yes
}}
service imap-login {{
  chroot=
  inet_listener imap {{
    port=0
  }}
  inet_listener imaps {{
    port={port}
    ssl=yes
  }}
}}
service anvil {{
  chroot=
}}
"""
    )
    server = subprocess.Popen([str(dovecot()), "-F", "-c", str(config)])
    try:
        while not _answers(port):
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield port, mails
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
