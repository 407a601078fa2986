"""Mail that leaves by SMTP (RFC 5321), over TLS."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from chikai.adapters.mail.settings import TIMEOUT, Server
from chikai.ports import OutMail, Rejected, Unavailable

if TYPE_CHECKING:
    import smtplib
    from email.message import EmailMessage


class SmtpOutbound:
    """Implements `chikai.ports.Outbound`."""

    def __init__(self, server: Server, *, address: str) -> None:
        self._server, self._address = server, address

    @property
    def address(self) -> str:
        return self._address

    def send(self, mail: OutMail) -> None:
        import smtplib

        message = _message(mail, self._address)
        try:
            with _connect(self._server) as smtp:
                if self._server.user is not None:
                    smtp.login(self._server.user, self._server.password or "")
                smtp.send_message(message, from_addr=self._address, to_addrs=[mail.to])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _refused(code) from None
        except smtplib.SMTPAuthenticationError:
            raise Unavailable("smtp login") from None
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise Unavailable("smtp") from None
        except (OSError, smtplib.SMTPException, ssl.SSLError):
            raise Unavailable("smtp") from None  # its words may name an address


def _refused(code: int) -> Exception:
    """4xx may be tried again, 5xx need not be (RFC 5321 section 4.2.1)."""
    return Rejected(code) if 500 <= code < 600 else Unavailable("smtp")


def _connect(server: Server) -> smtplib.SMTP:
    import smtplib

    if server.tls == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=server.context())
    smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
    if server.tls == "starttls":
        smtp.starttls(context=server.context())
    return smtp


def _message(mail: OutMail, sender: str) -> EmailMessage:
    """Raises `Rejected` for an address or a subject that would make a second header."""
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = sender
        message["To"] = mail.to
        message["Subject"] = " ".join(mail.subject.split())
    except (ValueError, IndexError):
        raise Rejected(553) from None
    message["Date"] = format_datetime(mail.at)
    message["Message-ID"] = f"<{mail.id}@{sender.partition('@')[2]}>"
    if mail.in_reply_to:
        message["In-Reply-To"] = mail.in_reply_to
        message["References"] = mail.in_reply_to
    message["Auto-Submitted"] = "no"
    message.set_content(mail.text, cte="base64")
    return message
