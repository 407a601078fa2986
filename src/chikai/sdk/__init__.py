"""For the company's own programs: ask before using or giving data. No store, no network, no web.

`policy(path)` reads the company's policy once; `may(...)` answers in the process of the program.
"""

from chikai.kernel.truth import NO, YES
from chikai.sdk.deciding import (
    Answer,
    NotInPolicy,
    Provide,
    Stopped,
    Use,
    may,
    policy,
    stopped_by,
    table,
)

__all__ = [
    "NO",
    "YES",
    "Answer",
    "NotInPolicy",
    "Provide",
    "Stopped",
    "Use",
    "may",
    "policy",
    "stopped_by",
    "table",
]
