"""The documents of a version of a policy, by the names they are published under.

They are made when they are asked for and kept for a moment, for one version is looked at often.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from litestar import Response

from chikai import wiring
from chikai.app.publishing import enclosed
from chikai.law.kinds import Asker, RequestKind
from chikai.policy import vocabulary
from chikai.policy.model import Policy
from chikai.policy.publish.data import policy_data
from chikai.policy.publish.document import Document
from chikai.policy.publish.form import Enclosed
from chikai.policy.publish.publication import DATA, VOCABULARY, documents
from chikai.ports import Missing

_STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
_BODY: Final = re.compile(rb"<body[^>]*>")
_pages: Final = wiring.pages()


@lru_cache(maxsize=8)
def made(policy: Policy, versions: tuple[Policy, ...], on: date) -> Mapping[str, Document]:
    """Every document of a version by its file's name without the ending: `policy.ja`."""

    def needed(policy: Policy, kind: RequestKind, asker: Asker) -> Enclosed:
        return enclosed(policy, kind, asker, on=on)

    found = documents(policy, on=on, needed=needed, versions=versions)
    return {f"{each.name}.{each.lang}": each for each in found}


def names(policy: Policy, versions: tuple[Policy, ...], on: date) -> tuple[Document, ...]:
    return tuple(made(policy, versions, on).values())


def serve(
    name: str,
    policy: Policy,
    versions: tuple[Policy, ...],
    on: date,
    *,
    banner: bytes = b"",
    private: bool = True,
) -> Response[bytes]:
    """One file of a version, with a banner on top of a page. Raises `Missing`."""
    if name == DATA:
        return _file(policy_data(policy).encode(), "application/ld+json", private)
    if name == VOCABULARY:
        return _file(vocabulary.appi().encode(), "application/ld+json", private)
    stem, _, ending = name.rpartition(".")
    document = made(policy, versions, on).get(stem)
    if document is None or ending not in ("html", "pdf"):
        raise Missing(name)
    if ending == "pdf":
        pdf = _pages.pdf(document, made=policy.effective_from)
        return _file(pdf, "application/pdf", private)
    html = _pages.html(document)
    styles = " ".join(f"'{_hash(style)}'" for style in _STYLE.findall(html))
    if banner:
        html = _BODY.sub(lambda found: found[0] + banner, html, count=1)
        link = b'<link rel="stylesheet" href="/static/preview.css"></head>'
        html = html.replace(b"</head>", link, 1)
    answer = _file(html, "text/html; charset=utf-8", private)
    answer.headers["content-security-policy"] = (
        f"default-src 'none'; style-src 'self' {styles}; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return answer


def _file(content: bytes, media: str, private: bool) -> Response[bytes]:
    kept = "no-store" if private else "no-cache"
    headers = {"content-disposition": "inline", "cache-control": kept}
    return Response(content, media_type=media, headers=headers, status_code=200)


def _hash(style: bytes) -> str:
    digest = hashlib.sha256(style).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
