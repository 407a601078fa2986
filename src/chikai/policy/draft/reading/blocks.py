"""What every reader gives: blocks of text in order, with what the markup said of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["heading", "term", "item", "para"]
_SPACE = re.compile(r"[ \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\ufeff\u3000]+")
_WIDE = r"[\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]"
_BETWEEN = re.compile(rf"(?<={_WIDE})\n\s*(?={_WIDE})")


@dataclass(frozen=True, slots=True)
class Block:
    """`level` is the rank of a heading (1 to 6) or the depth of a list; 0 outside of lists.
    `alone`: an empty line stands before it and after it."""

    text: str
    line: int
    kind: Kind = "para"
    level: int = 0
    alone: bool = False


def tidy(text: str) -> str:
    """One line: runs of space become one, and a line break inside Japanese words vanishes."""
    joined = _BETWEEN.sub("", text.replace("\r\n", "\n"))
    return _SPACE.sub(" ", joined).strip()


_STOP = re.compile(r"[。．.!?！？：:；;」』）)\]】>＞|]$")
_ENDS = re.compile(r"(?:ます|ません|です|でした|ため|こと|とき|場合|もの|方|先|等|など|以上)$")
_TITLE = re.compile(r"^[^、。]*(?:について|に関して|にあたって)$")
_RUNS_ON = re.compile(r"[ぁ-ん、，・]$")


def stops(text: str) -> bool:
    """Whether a line ends where a sentence or a label may end."""
    return _STOP.search(text) is not None


def runs_on(text: str, *, width: int = 0) -> bool:
    """Whether a Japanese line breaks off in the middle: by its last letter, or at full width."""
    if stops(text) or _ENDS.search(text) or len(text) < 18 or _TITLE.search(text[:40]):
        return False
    return bool(_RUNS_ON.search(text) or 0 < width <= len(text))
