"""Promises that are kept by being published: the page shows them, in both languages."""

from page_reader import read
from published_house import DAY, policy_of, published

from chikai.policy.publish.document import Bullets, Facts, Section
from chikai.policy.publish.page import page


def shown(company: str, file: str) -> str:
    (found,) = (each for each in published(company).files if each.name == file)
    return "".join(read(found.content).text.split())


def sections(found: tuple[Section, ...]) -> dict[str, Section]:
    inner = {id: s for each in found for id, s in sections(each.sections).items()}
    return {**{each.id: each for each in found}, **inner}


def test_enigmo_shows_each_group_with_its_label_and_purposes() -> None:
    enigmo = policy_of("enigmo")
    purposes = {each.id: each.say.ja for each in enigmo.purposes}
    groups = [each for each in enigmo.categories if each.disclosure_label == "subject"]
    assert len(groups) == 8
    shown_there = sections(page(enigmo, lang="ja", on=DAY).sections)
    for group in groups:
        part = shown_there[group.id]
        told = [line.text for b in part.blocks if isinstance(b, Bullets) for line in b.lines]
        facts = {f.term: f.values for b in part.blocks if isinstance(b, Facts) for f in b.rows}
        assert part.heading == group.say.ja
        assert told == [purposes[id] for id in group.purposes]
        assert facts["開示の対象かどうかの表示"] == ("対象",)


def test_en_japan_shows_its_name_and_its_protection_manager() -> None:
    en_japan = policy_of("en_japan")
    text = shown("en_japan", "policy.ja.html")
    assert "事業者の名称" + "".join(en_japan.about.name.ja.split()) in text
    assert "".join(en_japan.responsible[0].say.ja.split()) in text
    assert "".join(en_japan.about.manager.ja.split()) in text


def test_en_japan_says_that_giving_data_is_voluntary() -> None:
    clause = policy_of("en_japan").voluntariness
    assert clause is not None
    assert "".join(clause.say.en.split()) in shown("en_japan", "policy.en.html")


def test_en_japan_tells_of_cookies_and_beacons_on_a_page_of_their_own() -> None:
    told = policy_of("en_japan").external_transmission
    assert told is not None and told.cookies is not None
    text = shown("en_japan", "external-transmission.ja.html")
    assert "".join(told.cookies.say.ja.split()) in text
    assert "止める方法ブラウザの設定" in text
    for tag in told.tags:
        assert "".join(tag.say.ja.split()) in text
    assert "送信先公表していません" in text


def test_actio_shows_its_representative_and_its_first_day() -> None:
    actio = policy_of("actio")
    text = shown("actio", "policy.ja.html")
    assert actio.about.representative is not None
    assert "代表者" + "".join(actio.about.representative.ja.split()) in text
    assert "2019年12月20日" in text
