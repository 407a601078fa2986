"""One sentence of a policy is changed, and page, forms, portal, checklist, letters, clocks and data
change with it: each where it must, and nowhere else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from published_house import DAY, policy_of

from chikai import policies
from chikai.adapters.press.plain import PlainPress, plain_text
from chikai.app.publishing import form
from chikai.demo.journeys.m_change import _request
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.demo_data import cast
from chikai.duties.requests.clocks import clocks
from chikai.duties.requests.needs import needs
from chikai.law.kinds import Asker, Paper, RequestKind
from chikai.policies import COMPANIES
from chikai.policy.load import load
from chikai.policy.model import Model, Policy, Say
from chikai.policy.publish.data import policy_data
from chikai.policy.publish.document import Document, Section
from chikai.policy.publish.page import page
from chikai.policy.walk import clauses

FEE = {"amount: 1000": "amount: 1200", "period_days: 14": "period_days: 21"}
FEE |= {"1,000円": "1,200円", "1,000 yen": "1,200 yen"}
PAPER = {"of: [drivers_license, insurance_card, passport]": "of: [drivers_license, insurance_card]"}
PAPER |= {"運転免許証、健康保険証、旅券のうち1点の写し": "運転免許証、健康保険証のうち1点の写し"}
PURPOSE = {"採用の可否を決め、採用に関する管理を行うため": "採用の可否を決めるため"}


def edited(edits: dict[str, str]) -> tuple[str, Policy]:
    """Enigmo's file with these words changed and nothing else."""
    text = policies.shipped("enigmo")[-1].text
    for old, new in edits.items():
        assert old in text, old
        text = text.replace(old, new)
    return text, load(text, file="edited.yaml")


def by_section(document: Document) -> dict[str, str]:
    """What stands right under each heading."""

    def within(section: Section) -> Iterator[tuple[str, str]]:
        yield section.id, json.dumps([asdict(b) for b in section.blocks], ensure_ascii=False)
        for inner in section.sections:
            yield from within(inner)

    return dict(pair for section in document.sections for pair in within(section))


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def page_of(policy: Policy) -> dict[str, str]:
    return by_section(page(policy, lang="ja", on=DAY))


def form_of(policy: Policy) -> dict[str, str]:
    kind, asker = RequestKind.DISCLOSURE, Asker.PERSON
    return by_section(form(policy, kind, asker, lang="ja", on=DAY))


def needs_of(policy: Policy) -> dict[str, Any]:
    """What the portal says is needed, and what it costs, for each kind."""
    found = {kind: needs(policy, kind, Asker.PERSON, on=DAY) for kind in RequestKind}
    return {
        f"{kind.value}.{what}": value
        for kind, each in found.items()
        for what, value in {
            "fee": each.fee,
            "papers": str(
                [(i.key, i.alternatives, *map(_args, i.alternatives)) for i in each.items]
            ),
        }.items()
    }


def _args(message: Any) -> str:
    return str({k: _args(v) if hasattr(v, "args") else str(v) for k, v in message.args.items()})


def data_of(policy: Policy) -> dict[str, Any]:
    found = json.loads(policy_data(policy))
    assert isinstance(found, dict)
    return found


@contextmanager
def desk_with(text: str, root: Path) -> Iterator[Stage]:
    folder = root / "enigmo" / "policies"
    folder.mkdir(parents=True)
    (folder / "2025-04-01.yaml").write_text(text, "utf-8")
    with open_stage(root, store=IN_MEMORY, press=PlainPress(), companies=("enigmo",)) as stage:
        yield stage


def asked_with(text: str, root: Path) -> tuple[str, set[str], dict[str, date]]:
    """She sends a passport and no fee: the letter, what is asked for, and the clocks."""
    with desk_with(text, root) as stage:
        matter = _request(stage.desk("enigmo"), cast.HANAKO, Paper.PASSPORT)
        matter.ask()
        mail = matter.mail[-1]
        policy = stage.homes["enigmo"].policies[-1]
        dues = {c.key: c.due for c in clocks(matter.case, policy, on=stage.today) if c.due}
        return plain_text(mail.letter, lang="ja"), set(mail.asked), dues


def test_a_fee(tmp_path: Path) -> None:
    (_, before), (text, after) = edited({}), edited(FEE)
    assert changed(page_of(before), page_of(after)) == {"sec-fee"}
    assert changed(form_of(before), form_of(after)) == {"sec-enclose"}
    fees = {"notice_of_purpose.fee", "disclosure.fee"}
    assert changed(needs_of(before), needs_of(after)) == fees
    assert changed(data_of(before), data_of(after)) == {
        "dpv:hasRight",
        "appi:requestProcedure",
        "appi:hasClause",
    }
    old_letter, old_asked, old_clocks = asked_with(edited({})[0], tmp_path / "before")
    letter, asked, dues = asked_with(text, tmp_path / "after")
    assert asked == old_asked == {"fee"}
    assert "1,000円" in old_letter and "1,200円" not in old_letter
    assert "1,200円" in letter and "1,000円" not in letter
    assert changed(old_clocks, dues) == {"fee_period"}
    assert (dues["fee_period"] - old_clocks["fee_period"]).days == 7


def test_an_accepted_paper(tmp_path: Path) -> None:
    (_, before), (text, after) = edited({}), edited(PAPER)
    assert changed(page_of(before), page_of(after)) == {"sec-identity"}
    assert changed(form_of(before), form_of(after)) == {"sec-enclose"}
    assert not [each for each in changed(needs_of(before), needs_of(after)) if "fee" in each]
    assert "disclosure.papers" in changed(needs_of(before), needs_of(after))
    wanted = {"appi:requestProcedure", "appi:hasClause"}
    assert changed(data_of(before), data_of(after)) == wanted
    _, old_asked, old_clocks = asked_with(edited({})[0], tmp_path / "before")
    letter, asked, dues = asked_with(text, tmp_path / "after")
    assert (old_asked, asked) == ({"fee"}, {"identity_person", "fee"})
    assert "運転免許証" in letter
    assert changed(old_clocks, dues) == set()


def test_a_purpose() -> None:
    (_, before), (_, after) = edited({}), edited(PURPOSE)
    assert changed(page_of(before), page_of(after)) == {"applicants", "agency_applicants"}
    assert changed(form_of(before), form_of(after)) == set()
    assert changed(needs_of(before), needs_of(after)) == set()
    assert changed(data_of(before), data_of(after)) == {"dpv:hasProcess", "appi:hasClause"}


def replaced(model: Any, id: str, say: Say) -> Any:
    """The model with the sentence of one clause replaced."""
    if isinstance(model, tuple):
        return tuple(replaced(each, id, say) for each in model)
    if not isinstance(model, Model):
        return model
    update = {name: replaced(getattr(model, name), id, say) for name in type(model).model_fields}
    if update.get("id") == id and "say" in update:
        update["say"] = say
    return model.model_copy(update=update)


def lines(document: Document) -> list[str]:
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list | tuple):
            for each in value:
                walk(each)

    walk(asdict(document))
    return found


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whichever_sentence_is_changed_it_changes_where_it_stands_and_nowhere_else(
    data: st.DataObject,
) -> None:
    policy = policy_of(data.draw(st.sampled_from(COMPANIES)))
    clause = data.draw(st.sampled_from(sorted(clauses(policy), key=lambda each: each.id)))
    mark = "ここだけを書き換えた文です。"
    after = replaced(policy, clause.id, Say(ja=mark, en="Changed here alone."))
    was, now = (lines(page(each, lang="ja", on=DAY)) for each in (policy, after))
    assert len(was) == len(now)
    different = [(a, b) for a, b in zip(was, now, strict=True) if a != b]
    assert different
    assert all(mark in b for _, b in different)
    assert all(clause.say.ja in a for a, _ in different)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_assumption_is_a_note_of_the_studio_and_is_not_published(
    policy: Policy, lang: str
) -> None:
    text = "\n".join(lines(page(policy, lang=lang, on=DAY)))
    told = [c.id for c in clauses(policy) if c.assumption and c.assumption[lang] in text]
    assert told == []
