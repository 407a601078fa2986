"""Every letter, word for word, in Japanese and English.

After a change that is meant, write the files anew: `CHIKAI_GOLDEN=write pytest tests/letters`,
and read the difference.
"""

import os
from pathlib import Path

import pytest
from letter_samples import sample

from chikai.adapters.press.plain import plain_text
from chikai.duties.requests.letters import compose
from chikai.duties.requests.letters.model import LetterKind

GOLDEN = Path(__file__).parent.parent / "golden" / "letters"


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("kind", LetterKind)
def test_letter_reads_as_it_did(kind: LetterKind, lang: str) -> None:
    text = plain_text(compose(kind, sample(kind, lang)), lang=lang)
    file = GOLDEN / f"{kind.value}.{lang}.txt"
    if os.environ.get("CHIKAI_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_no_golden_file_without_its_letter() -> None:
    expected = {f"{kind.value}.{lang}.txt" for kind in LetterKind for lang in ("ja", "en")}
    assert {file.name for file in GOLDEN.iterdir()} == expected
