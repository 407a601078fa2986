"""The interview: what is answered stands in the file, what is not stays a question, and nothing in
the file is made up."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chikai.policy.interview import QUESTIONS, Asked, BadAnswer, asked, compose, of_values
from chikai.policy.lint import lint_text
from chikai.policy.load import load
from chikai.policy.tree import read
from chikai.words import render

ON = date(2026, 12, 1)
SHOP = (Path(__file__).parent / "shop_answers.yaml").read_text("utf-8")
NEEDED = {
    "company": "kaku",
    "effective_from": "令和8年12月1日",
    "name": "架空商店",
    "manager": "店主",
    "address": "東京都架空区見本1-1-1",
    "persons": "1",
    "purposes.customers": "通信販売の商品を届けるため；代金を請求するため",
    "delivery": "2",
    "answer_to": "1",
    "target_days": "１０",
    "papers_months": "30",
    "answer_years": "3",
    "withdrawal": "return",
}
"""All that a file cannot be without, as somebody would type it."""


def shop() -> dict[str, object]:
    tree = read(SHOP, file="answers.yaml").tree
    assert isinstance(tree, dict)
    inner = {
        f"{k}.{who}": v
        for k, each in tree.items()
        if isinstance(each, dict)
        for who, v in each.items()
    }
    return {**{k: v for k, v in tree.items() if not isinstance(v, dict)}, **inner}


def test_a_shop_that_answers_everything_gets_a_policy_without_an_error() -> None:
    answers, problems = of_values(shop())
    assert problems == ()
    draft = compose(answers, lang="ja")
    assert draft.open == ()
    policy = load(draft.text, file="draft.yaml")
    assert policy.about.name.en == "Kaku Store"
    assert policy.requests.fee is not None and policy.requests.fee.amount == 800
    assert [item.id for item in policy.items if item.locates] == ["address"]
    assert (policy.requests.papers.years, policy.requests.papers.months) == (1, 0)
    report = lint_text(draft.text, file="draft.yaml", on=ON)
    assert [f.rule for f in report.findings if f.severity in ("error", "warning")] == []


def test_what_was_not_answered_is_a_question_in_the_file_and_no_value() -> None:
    answers, problems = of_values(NEEDED)
    assert problems == ()
    draft = compose(answers, lang="ja")
    assert {q.key for q in draft.open} == {q.key for q in asked(answers)} - set(NEEDED)
    policy = load(draft.text, file="draft.yaml")
    for question in draft.open:
        assert f"# ? {render(question.ask, lang='ja')}" in draft.text
    assert policy.requests.fee is None and policy.requests.identity.accept == ()
    assert policy.requests.intake.channels == () and policy.silent == ()
    assert policy.security is None and policy.provision is None and policy.minors is None
    assert {p.includes_profiling for p in policy.purposes} == {"unknown"}
    assert policy.categories[0].sources == ("unknown",)
    assert policy.about.representative is None
    assert (policy.requests.papers.years, policy.requests.papers.months) == (2, 6)


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.must], ids=lambda q: q.key)
def test_an_answer_the_file_cannot_be_without_is_asked_for(question: object) -> None:
    asks = next(q for q in QUESTIONS if q is question)
    with pytest.raises(BadAnswer) as bad:
        Asked(asks).read("?")
    assert bad.value.message.id == "interview.bad.needed"


@pytest.mark.parametrize(
    ("key", "answer", "because"),
    [
        ("company", "Kaku Store", "interview.bad.id"),
        ("company", "../up", "interview.bad.id"),
        ("name", "a\x1b[2Jb", "interview.bad.text"),
        ("name", "あ" * 401, "interview.bad.text"),
        ("postal_code", "12-34", "interview.bad.postal"),
        ("phone", "none of it", "interview.bad.phone"),
        ("target_days", "14", "interview.bad.number"),
        ("fee", "-5", "interview.bad.number"),
        ("fee", "free", "interview.bad.number"),
        ("shown", "maybe", "interview.bad.yes_no"),
        ("identity", "insurance_card", "interview.bad.choice"),
        ("identity", "99", "interview.bad.choice"),
        ("address", "-", "interview.bad.no_none"),
        ("name", {"fr": "Kaku"}, "interview.bad.text"),
        ("name", True, "interview.bad.text"),
        ("purposes", ["x"] * 61, "interview.bad.many_lines"),
    ],
)
def test_an_answer_that_does_not_fit_says_what_would(
    key: str, answer: object, because: str
) -> None:
    question = Asked(next(q for q in QUESTIONS if q.key == key), None)
    with pytest.raises(BadAnswer) as bad:
        question.read(answer)
    assert bad.value.message.id == because


def test_a_question_that_follows_from_an_answer_comes_only_then() -> None:
    def keys(**more: object) -> set[str]:
        answers, _ = of_values({**NEEDED, **more})
        return {each.key for each in asked(answers)}

    assert "fee_kinds" not in keys() and "fee_kinds" not in keys(fee="-")
    assert "fee_kinds" in keys(fee="500")
    assert "organisation_name" in keys(organisation="yes") - keys(organisation="no")
    assert "purposes.employees" in keys(persons=["customers", "employees"])


def test_an_answer_to_no_question_is_named() -> None:
    _, problems = of_values({**NEEDED, "fee_kinds": ["disclosure"], "colour": "blue"})
    assert {p.key for p in problems} == {"fee_kinds", "colour"}


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_question_says_why_it_is_asked(lang: str) -> None:
    for question in QUESTIONS:
        put = Asked(question, "customers" if question.each_person else None)
        assert render(put.ask, lang=lang) and render(put.why, lang=lang)
        assert all(render(question.choice(each), lang=lang) for each in question.choices)


def test_what_was_answered_with_yes_and_not_told_in_full_stays_unknown() -> None:
    doing = ("provision", "opt_out", "entrustment", "joint_use", "abroad", "anonymized", "leak")
    more = {each: "yes" for each in (*doing, "transmission", "handled_abroad", "exceptions")}
    answers, problems = of_values(
        {**NEEDED, **more, "recipients": "架空物流", "minors": 15, "my_number": ["other_tax"]}
    )
    assert problems == ()
    policy = load(compose(answers, lang="ja").text, file="draft.yaml")
    assert policy.provision is not None and policy.opt_out is not None
    assert policy.provision.recipients[0].basis == "unknown"
    assert policy.provision.recipients[0].say.ja == "架空物流に提供します。"
    assert {item.state for _, item in policy.opt_out.items} == {"unknown"}
    assert {item.state for _, item in policy.joint_use[0].items} == {"unknown"}
    assert policy.entrustment is not None and policy.entrustment.contract == "unknown"
    assert policy.security is not None and policy.security.handled_abroad == "yes"
    assert policy.security.heads.external_environment.state == "unknown"


def _answer_to(key: str) -> st.SearchStrategy[object]:
    question = next(q for q in QUESTIONS if q.key == key.partition(".")[0])
    text = st.text(st.characters(codec="utf-8"), max_size=30)
    match question.kind:
        case "yes_no":
            return st.sampled_from(["yes", "no", "?"])
        case "number":
            return st.one_of(st.integers(question.least, question.most).map(str), st.just("?"))
        case "one":
            return st.sampled_from([*question.choices, "?"])
        case "many":
            return st.lists(st.sampled_from(question.choices), unique=True)
        case "lines":
            return st.lists(text, max_size=3)
        case _:
            return text


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_whatever_is_answered_makes_a_file_that_loads(data: st.DataObject) -> None:
    keys = [q.key for q in QUESTIONS if not q.each_person and q.key not in ("company", "name")]
    chosen = data.draw(st.lists(st.sampled_from(keys), unique=True))
    raw = {key: data.draw(_answer_to(key), label=key) for key in chosen}
    needed = {"fee_kinds": ["disclosure"], "retention_years": "5"}
    needed |= {f"organisation_{n}": v for n, v in (("name", "団体"), ("address", "東京都"))}
    needed["organisation_phone"] = "03-0000-0000"
    answers, problems = of_values({**NEEDED, **needed, **raw})
    if {p.key for p in problems} & {q.key for q in asked(answers) if q.question.must}:
        return
    policy = load(compose(answers, lang="en").text, file="draft.yaml")
    assert policy.company == "kaku"
