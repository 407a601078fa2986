"""En Japan: candidates, their video interviews and evaluations, and what employers received."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.people import members
from chikai.demo_data.rows import (
    Columns,
    Filled,
    Rows,
    amount,
    at,
    days_on,
    fill,
    moment,
    only,
    to,
    whole,
    with_offset,
    words,
)
from chikai.demo_data.usual import (
    Provision,
    police_inquiries,
    provision_records,
    support_measures,
)

_PEOPLE = members()
_EMPLOYERS = ("株式会社例示製作所", "架空フーズ株式会社")
_VIDEOS = tuple(
    Provision(
        recipient=employer,
        recipient_address=f"東京都架空区提供{k + 4}番地",
        recipient_representative="代表取締役 架空 五郎",
        items="氏名、電子メールアドレス、動画",
        consent="応募の画面で本人の同意を得た",
    )
    for k, employer in enumerate(_EMPLOYERS)
)
_INTERVIEWS = tuple((n, k) for n in range(1, 41) for k in (0, 1))
"""Candidate number and which of the two employers."""


def tables(meta: sa.MetaData) -> Iterator[Filled]:
    """Every table with its rows, each after those it refers to."""
    yield _candidates(meta)
    yield _interviews(meta)
    yield _evaluations(meta)
    yield _usage(meta)
    yield _inquiries(meta)
    videos = ((n, _VIDEOS[k], days_on(80 + n)) for n, k in _INTERVIEWS)
    yield provision_records(meta, "candidates", videos)
    yield police_inquiries(meta, "candidates")
    yield support_measures(meta, "candidates")


def _candidates(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), "name", "kana", "email"),
            "attributes": "見本学部、来春卒業の予定",
            "registered_at": at(n),
        }
        for n, person in enumerate(_PEOPLE, 1)
    ]
    columns: Columns = [*words("name", "kana", "email", "attributes"), moment("registered_at")]
    return fill(meta, "candidates", columns, rows)


def _interviews(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            "candidate_id": n,
            "employer": _EMPLOYERS[k],
            "video": f"videos/{n:03}-{k}.mp4",
            "recorded_at": at(60 + n + k, 2),
        }
        for n, k in _INTERVIEWS
    ]
    columns: Columns = [to("candidate_id", "candidates"), moment("recorded_at")]
    return fill(meta, "video_interviews", [*columns, *words("employer", "video")], rows)


def _evaluations(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {"interview_id": n, "score": 3 + n % 3, "comment": f"見本の評価{n}：受け答えが明快"}
        for n, _ in enumerate(_INTERVIEWS, 1)
    ]
    columns: Columns = [to("interview_id", "video_interviews"), amount("score"), *words("comment")]
    return fill(meta, "evaluations", columns, rows)


def _usage(meta: sa.MetaData) -> Filled:
    """Addresses are of the blocks for documentation (RFC 5737)."""
    rows: Rows = [
        {
            "candidate_id": n,
            "signed_in_at": at(70 + n, 1),
            "ip_address": f"192.0.2.{n}",
            "terminal": "見本ブラウザー",
        }
        for n in range(1, 41)
    ]
    columns: Columns = [to("candidate_id", "candidates"), moment("signed_in_at")]
    return fill(meta, "sign_ins", [*columns, *words("ip_address", "terminal")], rows)


def _inquiries(meta: sa.MetaData) -> Filled:
    rows: Rows = [
        {
            **only(whole(person), "name", "email"),
            "body": f"見本の問い合わせ{n}：動画を撮り直したい",
            "received_at": with_offset(220 + n),
        }
        for n, person in enumerate((cast.HANAKO, cast.ICHIRO_ON_FILE, cast.TARO_YOUNGER), 1)
    ]
    return fill(meta, "inquiries", words("name", "email", "body", "received_at"), rows)
