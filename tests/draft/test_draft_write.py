"""The writer: what goes in comes out, and nothing in a text can be read as YAML or as a comment."""

from hypothesis import given
from hypothesis import strategies as st

from chikai.policy.draft.write import Entry, block, to_text
from chikai.policy.tree import read


def test_a_key_without_a_value_waits_as_a_comment() -> None:
    text = to_text(block(("schema", 1), Entry("company", None, ask="Which company?")))
    assert text == "schema: 1\n# ? Which company?\n# company:\n"
    assert read(text, file="x").tree == {"schema": 1}


def test_comments_stand_before_the_dash_of_a_list() -> None:
    text = to_text(block(("items", (block(("id", "name"), above=("sentence 3",)),))))
    assert text == "items:\n  # sentence 3\n  - id: name\n"


@given(st.text(), st.text())
def test_any_text_comes_back_and_no_comment_runs_on(words: str, comment: str) -> None:
    made = block(Entry("say", block(("ja", words)), above=(comment,), ask=comment))
    found = read(to_text(made), file="x")
    assert found.findings == []
    kept = "".join(c for c in words if not 0xD800 <= ord(c) <= 0xDFFF)
    assert found.tree == {"say": {"ja": kept}}
