"""Forms ask for what the desk asks for, and for nothing else."""

from datetime import date

import pytest
from published_house import DAY, policy_of

from chikai.adapters.pages.html import html
from chikai.app.envelope_file import read_prefill
from chikai.app.publishing import form
from chikai.law.kinds import Asker, RequestKind
from chikai.policy.model import Policy
from chikai.policy.publish.document import Blank, Blanks, Checklist, Document, Label, Section
from chikai.words import LANGS

PREFILL = """\
person:
  name: 架空 花子
  kana: カクウ ハナコ
  birth_date: 1988-04-12
  postal_code: 000-0001
  address: 東京都架空区見本一丁目2番3号
  phone: 090-0000-1001
reply_to: {name: 架空 花子, postal_code: 000-0001, address: 東京都架空区見本一丁目2番3号}
statement: 購入の履歴
manner: electronic
"""


def blanks(document: Document) -> list[Blank]:
    def within(section: Section) -> list[Blank]:
        own = [row for b in section.blocks if isinstance(b, Blanks) for row in b.rows]
        return own + [row for inner in section.sections for row in within(inner)]

    return [row for section in document.sections for row in within(section)]


def blocks(document: Document, kind: type) -> list[object]:
    return [b for s in document.sections for b in s.blocks if isinstance(b, kind)]


def made(
    company: str, kind: str = "disclosure", asker: str = "person", lang: str = "ja"
) -> Document:
    return form(policy_of(company), RequestKind(kind), Asker(asker), lang=lang, on=DAY)


@pytest.mark.parametrize("asker", Asker)
@pytest.mark.parametrize("kind", RequestKind)
def test_there_is_a_form_for_every_kind_and_asker(
    policy: Policy, kind: RequestKind, asker: Asker
) -> None:
    for lang in LANGS:
        document = form(policy, kind, asker, lang=lang, on=DAY)
        assert document.title
        assert blocks(document, Checklist)
        assert html(document)


def test_the_title_and_the_fee_are_the_policys() -> None:
    enigmo = made("enigmo")
    assert enigmo.title == "個人情報開示等請求書"
    (checklist,) = blocks(enigmo, Checklist)
    assert ("手数料 1,000円", ("定額小為替証書",)) in checklist.lines
    (free,) = blocks(made("enigmo", "correction"), Checklist)
    assert not [line for line, _ in free.lines if "手数料" in line]


def test_only_who_may_choose_a_manner_is_asked_for_one() -> None:
    asks = {
        kind: any("方法のご希望" in row.label for row in blanks(made("enigmo", kind.value)))
        for kind in RequestKind
    }
    assert {kind for kind, asked in asks.items() if asked} == {
        RequestKind.DISCLOSURE,
        RequestKind.RECORD_DISCLOSURE,
    }


def test_a_mandatary_gets_the_companys_own_letter_of_proxy_or_a_power_of_attorney() -> None:
    own = [s.heading for s in made("bengo4", asker="mandatary").sections]
    general = [s.heading for s in made("enigmo", asker="mandatary").sections]
    assert policy_of("bengo4").requests.proxy_forms[0].title.ja in own
    assert "委任状" in general
    assert "委任状" not in [s.heading for s in made("enigmo", asker="parent").sections]


def test_the_registered_seal_is_asked_of_nobody_whose_policy_does_not() -> None:
    seals = [row.label for row in blanks(made("bengo4")) if row.mark]
    assert seals == ["氏名"]
    assert not [row for row in blanks(made("enhance")) if row.mark]


def test_the_covering_of_the_domicile_and_the_use_of_the_form_are_told() -> None:
    text = html(made("enigmo")).decode()
    requests = policy_of("enigmo").requests
    assert requests.blackout is not None
    assert requests.blackout.say.ja in text
    assert requests.purpose_of_request_data.say.ja in text
    assert requests.papers.say.ja in text


def test_the_label_is_in_japanese_whatever_the_language() -> None:
    (label,) = blocks(made("enigmo", lang="en"), Label)
    place = policy_of("enigmo").contacts[0].place
    assert place is not None
    assert label.lines == ("〒107-0052", place.address.ja, place.addressee.ja)


def test_a_filled_form_carries_what_was_given_and_hides_it_from_logs() -> None:
    given = read_prefill(PREFILL, file="prefill.yaml")
    document = form(
        policy_of("enigmo"),
        RequestKind.DISCLOSURE,
        Asker.PERSON,
        lang="ja",
        on=DAY,
        prefill=given,
    )
    values = {row.label: row.value for row in blanks(document)}
    assert values["氏名"] == "架空 花子"
    assert values["生年月日"].startswith("1988年4月12日")
    assert values["送り先の住所"] == "000-0001、東京都架空区見本一丁目2番3号、架空 花子"
    ticked = [box.text for row in blanks(document) for box in row.boxes if box.ticked]
    assert "電磁的記録の提供" in ticked
    assert "花子" not in repr(document)


def test_a_form_of_an_earlier_day_still_takes_the_insurance_card() -> None:
    before = date(2025, 11, 1)
    (then,) = blocks(
        form(policy_of("enigmo"), RequestKind.DISCLOSURE, Asker.PERSON, lang="ja", on=before),
        Checklist,
    )
    (now,) = blocks(made("enigmo"), Checklist)
    assert "健康保険被保険者証" in str(then.lines)
    assert "健康保険被保険者証" not in str(now.lines)
