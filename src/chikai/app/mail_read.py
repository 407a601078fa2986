"""Reading a mail that anybody may have written: bounded, and nothing in it is believed.

A body is text; HTML becomes text; what an attachment is, its first bytes say. A mail that cannot
be read within the bounds is `Unfit`, with a reason of `duties.mail.events.Unfit`.
"""

from __future__ import annotations

import email
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Final

from chikai.duties.mail.events import Unfit

MAX_MAIL: Final = 30 * 1024 * 1024
MAX_PARTS: Final = 60
MAX_DEPTH: Final = 8
MAX_TEXT: Final = 100_000
MAX_FILES: Final = 12
"""As many pictures as may wait in one contact of the portal."""
_MAX_HEADER: Final = 400
_SCANS: Final = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


class NotFit(Exception):
    """The mail is not taken in."""

    def __init__(self, reason: Unfit) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, repr=False)
class File:
    """An attachment that is a scan by its first bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """A mail as it was read. `left` names attachments that are no scans: they stay in the mailbox.
    `bounce` are the Message-IDs of our own that it says were not delivered, with the status of
    RFC 3463; `cut`: the text was longer."""

    message_id: str
    sender: str
    sender_name: str
    subject: str
    text: str
    cut: bool
    files: tuple[File, ...]
    left: tuple[str, ...]
    bounce: tuple[str, ...] = ()
    bounce_status: str | None = None


def read(raw: bytes) -> Mail:
    """Raises `NotFit`."""
    if len(raw) > MAX_MAIL:
        raise NotFit(Unfit.TOO_LARGE)
    try:
        return _read(raw)
    except NotFit:
        raise
    except Exception:  # the library raises many kinds of errors on hostile mails
        raise NotFit(Unfit.UNREADABLE) from None


def _read(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = list(_leaves(message, 0))
    sender_name, sender = parseaddr(_header(message, "From"))
    if sender.count("@") != 1 or not sender.isascii() or any(c.isspace() for c in sender):
        raise NotFit(Unfit.NO_SENDER)
    text = _text(parts)
    files, left = _files(parts)
    bounce, status = _bounce(message, parts)
    return Mail(
        message_id=_header(message, "Message-ID"),
        sender=sender,
        sender_name=_plain(sender_name),
        subject=_plain(_header(message, "Subject")),
        text=text[:MAX_TEXT],
        cut=len(text) > MAX_TEXT,
        files=files,
        left=left,
        bounce=bounce,
        bounce_status=status,
    )


def _leaves(part: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """Every part that holds no other, at most `MAX_PARTS` of them. A mail within the mail is one
    part: nobody knows who wrote it."""
    if depth > MAX_DEPTH:
        raise NotFit(Unfit.TOO_DEEP)
    if part.get_content_maintype() != "multipart" or not part.is_multipart():
        yield part
        return
    count = 0
    for inner in part.iter_parts():
        for leaf in _leaves(inner, depth + 1):  # type: ignore[arg-type]
            count += 1
            if count > MAX_PARTS:
                raise NotFit(Unfit.TOO_MANY_PARTS)
            yield leaf


def _header(message: EmailMessage, name: str) -> str:
    return str(message.get(name, ""))[:_MAX_HEADER].replace("\r", "").replace("\n", " ").strip()


def _plain(text: str) -> str:
    """Without control and direction characters, which could show one thing and mean another."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return "".join(kept)


def _is_file(part: EmailMessage) -> bool:
    named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
    return named or part.get_content_type() not in ("text/plain", "text/html")


def _text(parts: list[EmailMessage]) -> str:
    """The plain text where there is one, else the text of the HTML."""
    found: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    for part in parts:
        if not _is_file(part):
            found[part.get_content_type()].append(_decoded(part))
    if any(each.strip() for each in found["text/plain"]):
        return _plain("\n".join(found["text/plain"])).replace("\r\n", "\n").strip()
    return _plain("\n".join(_from_html(each) for each in found["text/html"])).strip()


def _decoded(part: EmailMessage) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "iso-2022-jp", "cp932"):
        try:
            return raw[: MAX_TEXT * 4].decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw[: MAX_TEXT * 4].decode("utf-8", "replace")


class _Words(HTMLParser):
    _HIDDEN: Final = frozenset({"script", "style", "head", "title", "template"})
    _LINES: Final = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in self._HIDDEN
        if tag in self._LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in self._HIDDEN))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(re.sub(r"\s+", " ", data))


def _from_html(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    reader.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words))


def _files(parts: list[EmailMessage]) -> tuple[tuple[File, ...], tuple[str, ...]]:
    files: list[File] = []
    left: list[str] = []
    for n, part in enumerate((p for p in parts if _is_file(p)), 1):
        name = _plain(part.get_filename() or f"{n}").replace("/", "_").replace("\\", "_")[:100]
        content = part.get_payload(decode=True)
        scan = isinstance(content, bytes) and content.startswith(_SCANS)
        if scan and len(files) < MAX_FILES:
            assert isinstance(content, bytes)
            files.append(File(name, content))
        elif part.get_content_maintype() != "message" and not part.get_content_type().startswith(
            "text/rfc822"
        ):
            left.append(name)
    return tuple(files), tuple(left)


def _bounce(message: EmailMessage, parts: list[EmailMessage]) -> tuple[tuple[str, ...], str | None]:
    """A report of delivery (RFC 3464): whose mail it was, and why it was not delivered."""
    report = str(message.get_param("report-type", "", header="content-type"))
    if message.get_content_type() != "multipart/report" or report != "delivery-status":
        return (), None
    text = "".join(part.as_string() for part in parts if part.get_content_maintype() != "image")
    text = text[:MAX_TEXT]
    ids = re.findall(r"(?im)^message-id:\s*<([^<>@\s]{1,100})@[^<>\s]+>", text)
    status = re.search(r"(?im)^status:\s*([245]\.\d{1,3}\.\d{1,3})", text)
    failed = re.search(r"(?im)^action:\s*failed", text) is not None
    return (tuple(ids) if failed else ()), (status[1] if status else None)
