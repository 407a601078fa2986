"""The cases a rule excepts, and the ground each of them names."""

from __future__ import annotations

import re

from chikai.policy.draft.notebook import Notebook
from chikai.policy.draft.page import Sentence

_CONSENT = re.compile(r"同意|承諾|consent|permission", re.I)


_EXCEPT = re.compile(
    r"除[きくい]|場合[はを]?この限り|ただし|の他は|ない限り|except|unless|other than", re.I
)


def _below(book: Notebook, after: Sentence) -> list[Sentence]:
    """The sentences of the list that an "except" opens."""
    found: list[Sentence] = []
    for each in book.page.body:
        if each.number <= after.number:
            continue
        if each.path[: len(after.path)] != after.path:
            break
        if _EXCEPT.search(each.text) and len(each.text) < 45 and not found:
            continue
        if not each.item and not re.search(
            r"(?:場合|とき)[。]?$|^(?:Is|If|When|Where|Required|Necessary)\b", each.text
        ):
            if found:
                break
            continue
        found.append(each)
    return found


def _main(grounds: list[str]) -> str | None:
    """A sentence on cooperation with the state speaks of laws too; the particular ground counts."""
    particular = [each for each in grounds if each != "based_on_laws"]
    chosen = particular or grounds
    return chosen[0] if chosen else None
