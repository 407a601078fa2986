"""Every foreign term in our data exists in the vocabulary it is said to come from."""

import re
from pathlib import Path

import pytest

from chikai import policies
from chikai.policy import vocabulary
from chikai.policy.load import load
from chikai.policy.publish import data
from chikai.policy.publish.data import policy_data

TERM = re.compile(r"\b(?:dpv|legal-jp):[A-Za-z][\w-]*")
CHECKED = {
    line
    for line in (Path(__file__).parent / "dpv_terms.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
}


@pytest.mark.parametrize("company", policies.SHIPPED)
def test_what_a_policy_publishes_uses_checked_terms_only(company: str) -> None:
    file = policies.shipped(company)[-1]
    used = set(TERM.findall(policy_data(load(file.text, file=file.name))))
    assert used and used <= CHECKED, used - CHECKED


def test_so_do_our_own_vocabulary_and_every_term_the_code_can_write() -> None:
    source = Path(str(data.__file__)).read_text("utf-8")
    used = set(TERM.findall(source)) | set(TERM.findall(vocabulary.appi()))
    assert used <= CHECKED, used - CHECKED
