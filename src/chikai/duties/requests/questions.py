"""The yes-or-no questions of a case: a closed set, so that nothing else reaches the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

PRODUCT_DATA: Final = "registered_data_of_product"
"""Whether a correction is about data registered with a product."""

PLAIN_WORDS: Final = "plain_words"
"""Whether the person wants an explanation in plain words along with our letters."""

BY_HAND: Final = "searched_by_hand"
"""Whether what owners look through by hand has been looked through."""

ADDRESS_AGAIN: Final = "address_after_return"
"""Whether an address is proven to which an answer that came back may go again."""

FACTS: Final = frozenset(
    {
        "form_complete",
        "form_sealed",
        "person_is_minor",
        "power_covers_request",
        PRODUCT_DATA,
        PLAIN_WORDS,
    }
)
"""What can be seen on a paper."""

JUDGMENTS: Final = frozenset(
    {
        "other_proof_approved",
        "joint_parental_authority",
        "protective_judgment",
        "close_unpaid",
        "manner_difficult",
        "fee_waived",
        "channel_waived",
        "form_waived",
        "match_exhausted",
        "rest_is_not_theirs",
        BY_HAND,
        ADDRESS_AGAIN,
        "paper_difference_explained",
        "identity_confirmed_person",
        "identity_confirmed_representative",
    }
)
"""What a named person decides, with reasons."""

_AUTHORITY: Final = "authority_over_"


def authority_over(category: str) -> str:
    """The judgment whether the company may do all six acts on a category (Art. 16(4))."""
    return f"{_AUTHORITY}{category}"


def asks_authority(question: str) -> bool:
    return question.startswith(_AUTHORITY)


_WITHHOLD: Final = "withhold_"


def withhold(item: str) -> str:
    """The judgment whether the law gives a ground for not disclosing an item (Art. 33(2)). It is
    given with its ground, not by a plain yes."""
    return f"{_WITHHOLD}{item}"


def asks_withholding(question: str) -> bool:
    return question.startswith(_WITHHOLD)


def is_judgment(question: str) -> bool:
    return question in JUDGMENTS or asks_authority(question)


def is_known(question: str, *, categories: Iterable[str]) -> bool:
    """Whether anybody asks this; `categories` are those of the company's policies."""
    authority = {authority_over(each) for each in categories}
    return question in FACTS | JUDGMENTS | authority
