"""Every verb, in the order help lists them."""

from chikai.cli import (  # isort: skip
    begin,
    house,
    request_in,
    request_later,
    request_see,
    request_do,
    request_end,
    scan,
    document,
    policy,
    lint,
    change,
    objection,
    publish,
    law,
    proof,
)

__all__ = [
    "begin",
    "change",
    "document",
    "house",
    "law",
    "lint",
    "objection",
    "policy",
    "proof",
    "publish",
    "request_do",
    "request_end",
    "request_in",
    "request_later",
    "request_see",
    "scan",
]
