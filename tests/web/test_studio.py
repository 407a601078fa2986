"""The policy studio without scripts: reading a policy, changing it, and publishing a version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from web_visitor import HERE, Visitor, hidden_field, text_of

from chikai import places, policies, wiring
from chikai.app import publishing, studio
from chikai.people.staff import Role
from chikai.web.homes import DemoClock
from chikai.web.main import create_app

ENIGMO = policies.shipped("enigmo")[0].text
IN_FORCE = "/studio/enigmo/2025-04-01"
EDIT = "/studio/enigmo/fee/edit"
PUBLISH = "/studio/enigmo/fee/publish"
DIFF = "/studio/enigmo/diff?a=2025-04-01&b=fee"


def open_house(root: Path, clock: DemoClock) -> Iterator[Visitor]:
    app = create_app(root=root, clock=clock, local=[HERE])
    with TestClient(app, base_url="http://localhost.test") as client:
        client.headers["host"] = "localhost"
        visitor = Visitor(client, app=app)
        visitor.sit_down("officer-1", Role.PRIVACY_OFFICER)
        yield visitor


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """Somebody in a house that no test changes."""
    yield from open_house(tmp_path_factory.mktemp("house"), DemoClock(date(2026, 11, 2)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def officer(root: Path, clock: DemoClock) -> Iterator[Visitor]:
    """A privacy officer in a house of their own."""
    yield from open_house(root, clock)


def begin(officer: Visitor, *, name: str = "fee", day: str = "2026-12-15") -> Any:
    fields = {"from": "2025-04-01", "effective_from": day, "name": name}
    return officer.post("/studio/enigmo/drafts", fields, page="/studio/enigmo")


def text_in(html: str) -> str:
    found = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    assert found
    return unescape(found[1])


def send(officer: Visitor, text: str, do: str, *, opened: str | None = None, **more: str) -> Any:
    fields = {"text": text.replace("\n", "\r\n"), "do": do, **more}
    fields["opened"] = opened or hidden_field(officer.get(EDIT).text, "opened")
    return officer.post(EDIT, fields, page=EDIT)


def write(officer: Visitor, *changes: tuple[str, str]) -> str:
    """Change the draft and save it; what it says then."""
    text = text_in(officer.get(EDIT).text)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    assert send(officer, text, "save").status_code == 303
    return text


def judge(officer: Visitor, answer: str = "yes", reason: str = "実費は1,190円です。") -> Any:
    """The same judgment of everything that asks for one."""
    asked = re.findall(r'name="answer(\d+)" value="yes"', officer.get(DIFF).text)
    fields = {f"answer{n}": answer for n in asked} | {f"reason{n}": reason for n in asked}
    return officer.post(DIFF, fields, page=DIFF)


def publish(officer: Visitor, **more: str) -> Any:
    opened = hidden_field(officer.get(PUBLISH).text, "opened")
    return officer.post(PUBLISH, {"opened": opened, **more}, page=PUBLISH)


FEE = ("amount: 1000", "amount: 1200")


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(("company", "day"), [("enigmo", "2025-04-01"), ("actio", "2019-12-20")])
def test_every_page_answers(reader: Visitor, company: str, day: str, lang: str) -> None:
    reader.lang = lang
    at = f"/studio/{company}/{day}"
    pages = ["/studio", f"/studio/{company}", at, f"{at}/promises", f"{at}/text", f"{at}/preview"]
    for path in (
        *pages,
        f"/studio/{company}/diff",
        f"/{company}/policy",
        f"/{company}/policy/{day}",
    ):
        answer = reader.get(path)
        assert answer.status_code == 200, path
        assert f'<html lang="{lang}">' in answer.text
        assert "style=" not in answer.text and "<style" not in answer.text
    reader.lang = "ja"


def test_clauses_say_in_words_how_they_are_kept(reader: Visitor) -> None:
    shown = text_of(reader.get(IN_FORCE))
    for said in ("プログラムが守る", "法に反する", "まだ", "指摘", "個人情報保護法第37条第4項"):
        assert said in shown
    assert "tests/policy/test_policy_enigmo.py::test_a_label_decides_nothing" in shown


@pytest.mark.parametrize("only", ["code", "person", "conflict", "not_yet"])
def test_clauses_can_be_chosen_by_how_they_are_kept(reader: Visitor, only: str) -> None:
    html = reader.get(f"{IN_FORCE}?show={only}").text
    clauses = re.findall(r'<article class="clause-row.*?</article>', html, re.DOTALL)
    every = reader.get(IN_FORCE).text.count("<article")
    assert 0 < len(clauses) < every
    assert all(f"keeps-{only}" in each for each in clauses)


def test_findings_stand_beside_the_clause_they_concern(reader: Visitor) -> None:
    html = reader.get(f"{IN_FORCE}?show=findings").text
    clauses = re.findall(r'<article class="clause-row.*?</article>', html, re.DOTALL)
    dead = [each for each in clauses if "健康保険被保険者証は" in each]
    assert len(dead) == 2 and all("本人確認" in each or "代理" in each for each in dead)


@pytest.mark.parametrize(
    "path",
    [
        f"{IN_FORCE}?show=everything",
        "/studio/enigmo/2024-04-01",
        "/studio/enigmo/no-such-draft/edit",
        "/studio/enigmo/..%2f..%2fsecret/edit",
        f"{IN_FORCE}/edit",
        f"{IN_FORCE}/preview?on=yesterday",
        f"{IN_FORCE}/preview/2026-12-01/policy.fr.html",
        f"{IN_FORCE}/preview/2026-12-01/..%2f..%2fstore.db",
        "/studio/enigmo/diff?a=2025-04-01&b=nothing",
        "/enigmo/policy/2024-01-01",
        "/enigmo/policy/2025-04-01/manifest.json",
    ],
)
def test_what_does_not_exist_is_not_there(reader: Visitor, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_a_preview_says_that_it_is_one_and_keeps_its_style(officer: Visitor) -> None:
    begin(officer)
    write(officer, FEE)
    page = officer.get("/studio/enigmo/fee/preview/2026-12-15/policy.ja.html")
    assert "有効な版ではありません" in text_of(page) and "1,200円" in text_of(page)
    rules = page.headers["content-security-policy"]
    assert "sha256-" in rules and "unsafe" not in rules and "script-src" not in rules
    assert page.headers["cache-control"] == "no-store"
    form = officer.get("/studio/enigmo/fee/preview/2026-12-15/form-disclosure-person.en.html")
    assert "is not in force" in text_of(form) and "1,200" in text_of(form)
    paper = officer.get("/studio/enigmo/fee/preview/2026-12-15/form-disclosure-person.ja.pdf")
    assert paper.content.startswith(b"%PDF")


def test_any_editor_finds_the_schema(reader: Visitor) -> None:
    answer = reader.get("/policy.schema.json")
    assert answer.headers["content-type"].startswith("application/schema+json")
    assert answer.json()["properties"]["effective_from"]


# --- writing --------------------------------------------------------------------------------------


def test_a_draft_is_the_next_version_and_leaves_the_old_one_alone(
    officer: Visitor, root: Path
) -> None:
    assert begin(officer).headers["location"] == EDIT
    text = text_in(officer.get(EDIT).text)
    head = "# yaml-language-server: $schema=http://localhost/policy.schema.json\n"
    assert text.startswith(f"{head}schema: 1\ncompany: enigmo\neffective_from: 2026-12-15\n")
    assert "supersedes: 2025-04-01" in text and "effective_from_assumption" not in text
    kept = text[text.index("about:") :]
    assert kept == ENIGMO[ENIGMO.index("about:") :]
    assert not (root / "enigmo" / "policies").exists()
    assert [p.name for p in (root / "enigmo" / "drafts").iterdir()] == ["fee.yaml"]


@pytest.mark.parametrize(
    ("name", "day"), [("Fee", "2026-12-15"), ("../fee", "2026-12-15"), ("diff", "2026-12-15")]
)
def test_a_bad_name_or_day_makes_no_draft(
    officer: Visitor, root: Path, name: str, day: str
) -> None:
    answer = begin(officer, name=name, day=day)
    assert answer.status_code == 422 and "下書きの名前は" in text_of(answer)
    assert not (root / "enigmo" / "drafts").exists()


def test_a_day_that_is_none_is_named(officer: Visitor) -> None:
    answer = begin(officer, day="令和99年13月1日")
    assert answer.status_code == 422
    assert 'value="令和99年13月1日"' in answer.text


def test_check_shows_findings_and_a_fix_mends_without_saving(officer: Visitor) -> None:
    begin(officer)
    before = text_in(officer.get(EDIT).text)
    kinds = "kinds: [notice_of_purpose, disclosure"
    wrong = before.replace(kinds, f"{kinds}, correction", 1)
    answer = send(officer, wrong, "check")
    assert answer.status_code == 200 and text_in(answer.text) == wrong
    assert "手数料" in text_of(answer) and "38条第1項" in text_of(answer)
    fix = re.search(r'value="(fix:lint\.fee_on_free_kind[^"]*)"', answer.text)
    assert fix
    mended = send(officer, wrong, fix[1])
    assert text_in(mended.text) == before
    assert "まだ保存していません" in text_of(mended)
    assert text_in(officer.get(EDIT).text) == before


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: [*x, *x]\n",
        "schema: 1\n\tcompany: enigmo\n",
        "company: [\n",
        "<script>alert(1)</script>\n",
        "schema: 1\nschema: 1\nunknown: yes\n",
        "",
        "\x00\x01\n",
    ],
)
def test_a_text_nobody_can_read_is_kept_and_explained(officer: Visitor, text: str) -> None:
    begin(officer)
    answer = send(officer, text, "save", opened=None)
    assert answer.status_code == 303
    page = officer.get(EDIT)
    assert page.status_code == 200 and "誤り" in text_of(page)
    assert "<script>alert" not in page.text
    assert officer.get("/studio/enigmo").status_code == 200
    assert officer.get("/studio/enigmo/fee").status_code == 200
    assert officer.get(PUBLISH).status_code == 200
    assert "公表する" not in text_of(officer.get(PUBLISH)).split("公表できない理由")[1]


def test_a_text_that_is_too_long_comes_back(officer: Visitor) -> None:
    begin(officer)
    answer = send(officer, "# long " + "g" * 1_000_000, "save")
    assert answer.status_code == 422 and "長すぎます" in text_of(answer)
    assert "# long ggg" in text_in(answer.text)
    assert "# long" not in text_in(officer.get(EDIT).text)


def test_of_two_people_the_second_is_told_and_neither_text_is_lost(officer: Visitor) -> None:
    begin(officer)
    opened = hidden_field(officer.get(EDIT).text, "opened")
    theirs = write(officer, FEE)
    mine = theirs.replace("amount: 1200", "amount: 900")
    answer = send(officer, mine, "save", opened=opened)
    assert answer.status_code == 409 and "先に保存" in text_of(answer)
    assert text_in(answer.text) == mine and "amount: 1200" in answer.text
    assert text_in(officer.get(EDIT).text) == theirs

    other = send(officer, mine, "save_as", opened=opened)
    assert other.headers["location"] == "/studio/enigmo/fee-2/edit?done=saved"
    assert text_in(officer.get("/studio/enigmo/fee-2/edit").text) == mine

    over = hidden_field(officer.get(EDIT).text, "opened")
    assert send(officer, mine, "save", opened=opened, over=over).status_code == 303
    assert text_in(officer.get(EDIT).text) == mine


def test_whose_sign_in_has_run_out_gets_the_text_back(officer: Visitor) -> None:
    begin(officer)
    page = officer.get(EDIT).text
    fields = {
        "_csrf_token": hidden_field(page, "_csrf_token"),
        "opened": hidden_field(page, "opened"),
        "text": "# long in the writing\n",
        "do": "save",
    }
    held = dict(officer.client.cookies)
    officer.client.cookies.clear()
    officer.client.cookies.set("csrf", held["csrf"])
    answer = officer.client.post(EDIT, data=fields, headers={"accept-language": "ja"})
    assert answer.status_code == 403 and "# long in the writing" in answer.text
    assert "サインインの期限" in text_of(answer)


def test_a_draft_is_thrown_away_by_whoever_is_sure(officer: Visitor, root: Path) -> None:
    begin(officer)
    opened = hidden_field(officer.get(EDIT).text, "opened")
    drop = "/studio/enigmo/fee/drop"
    assert officer.post(drop, {"opened": opened}, page=EDIT).status_code == 409
    assert officer.post(drop, {"opened": "0", "sure": "yes"}, page=EDIT).status_code == 409
    assert (root / "enigmo" / "drafts" / "fee.yaml").exists()
    done = officer.post(drop, {"opened": opened, "sure": "yes"}, page=EDIT)
    assert done.headers["location"] == "/studio/enigmo"
    assert not (root / "enigmo" / "drafts" / "fee.yaml").exists()


def test_findings_come_as_a_piece_of_a_page(officer: Visitor) -> None:
    begin(officer)
    answer = officer.post("/studio/enigmo/check", {"text": "company: ["}, page=EDIT)
    assert answer.status_code == 200
    assert "<html" not in answer.text and 'data-line="' in answer.text


# --- judging and publishing -----------------------------------------------------------------------


def test_a_change_is_judged_by_a_named_person_with_a_reason(officer: Visitor, root: Path) -> None:
    begin(officer)
    write(officer, FEE)
    shown = text_of(officer.get(DIFF))
    assert "手数料の額：1,000円 → 1,200円" in shown and "まだ分からない" in shown
    assert "判断が要ります" in text_of(officer.get(PUBLISH))
    assert judge(officer, reason=" ").status_code == 422
    assert judge(officer).status_code == 303
    assert "officer-1が「はい」と判断しました" in text_of(officer.get(DIFF))
    with wiring.open_home(places.place(root, "enigmo")) as home:
        (event,) = home.journal.read(studio.STREAM)
        assert (event.actor_id, event.data["answer"]) == ("officer-1", True)
        assert "1,190" not in str(event.data)
    # Another figure is another change, and judged anew.
    write(officer, ("amount: 1200", "amount: 1500"))
    assert "判断が要ります" in text_of(officer.get(PUBLISH))


def test_a_change_judged_against_is_not_published(officer: Visitor, root: Path) -> None:
    begin(officer)
    write(officer, FEE)
    judge(officer, "no", "実費は700円です。")
    assert "この判断では、次の変更はできません" in text_of(officer.get(PUBLISH))
    answer = officer.post(PUBLISH, {"opened": _tag(officer), "aware": "yes"}, page=DIFF)
    assert answer.status_code == 422
    assert not (root / "enigmo" / "policies").exists()


def _tag(officer: Visitor) -> str:
    return hidden_field(officer.get(EDIT).text, "opened")


def test_a_fee_is_changed_and_the_portal_follows_on_its_day(
    officer: Visitor, root: Path, clock: DemoClock
) -> None:
    begin(officer)
    write(officer, FEE)
    judge(officer)
    assert (
        publish(officer).status_code == 422
    )  # the errors that were there before are not looked at
    done = publish(officer, aware="yes")
    assert done.headers["location"] == "/studio/enigmo/published?version=2026-12-15"
    assert "officer-1が公表" in text_of(officer.get(done.headers["location"]))
    assert officer.get(EDIT).status_code == 404

    with wiring.open_home(places.place(root, "enigmo")) as home:
        (shown,) = publishing.history(home)
    manifest = root / "enigmo" / "published" / "2026-12-15" / "manifest.json"
    assert (shown.policy, shown.by) == ("2026-12-15", "officer-1")
    assert shown.hash == publishing.File("manifest.json", manifest.read_bytes()).hash

    # Announced, and not yet in force.
    assert "1,000円" in text_of(officer.get("/enigmo"))
    coming = text_of(officer.get("/enigmo/policy/2026-12-15"))
    assert "から適用する版です" in coming and "手数料の額：1,000円 → 1,200円" in coming
    clock.move_to(date(2026, 12, 15))
    assert "1,200円" in text_of(officer.get("/enigmo"))
    assert "1,200円" in text_of(officer.get("/enigmo/policy"))
    old = text_of(officer.get("/enigmo/policy/2025-04-01"))
    assert "過去の版です。2026年12月14日" in old and "1,000円" in old
    paper = officer.get("/enigmo/policy/2025-04-01/policy.ja.html")
    assert paper.status_code == 200 and "1,000円" in text_of(paper)


def test_looking_publishes_nothing(officer: Visitor, root: Path) -> None:
    begin(officer)
    write(officer, FEE)
    judge(officer)
    for path in (PUBLISH, f"{PUBLISH}?aware=yes", "/studio/enigmo/published?version=2026-12-15"):
        officer.get(path)
    assert not (root / "enigmo" / "policies").exists()
    assert not (root / "enigmo" / "published").exists()


def test_an_error_of_law_that_is_new_stops_it(officer: Visitor, root: Path) -> None:
    begin(officer)
    kinds = "kinds: [notice_of_purpose, disclosure"
    write(officer, (kinds, f"{kinds}, correction"))
    judge(officer)
    page = text_of(officer.get(PUBLISH))
    assert "新しく生じる誤りです" in page and "38条第1項" in page
    answer = officer.post(PUBLISH, {"opened": _tag(officer), "aware": "yes"}, page=DIFF)
    assert answer.status_code == 422
    assert not (root / "enigmo" / "policies").exists()


def test_a_published_version_is_never_written_over(officer: Visitor) -> None:
    begin(officer, day="2025-04-01")
    page = text_of(officer.get(PUBLISH))
    assert "版はもうあります" in page


def test_a_draft_that_changed_since_it_was_shown_is_not_published(
    officer: Visitor, root: Path
) -> None:
    begin(officer)
    write(officer, FEE)
    judge(officer)
    opened = hidden_field(officer.get(PUBLISH).text, "opened")
    write(officer, ("# yaml-language", "# 直しました\n# yaml-language"))
    answer = officer.post(PUBLISH, {"opened": opened, "aware": "yes"}, page=PUBLISH)
    assert answer.status_code == 422 and "画面を開いたあとに変わりました" in text_of(answer)
    assert not (root / "enigmo" / "policies").exists()


@pytest.mark.parametrize(
    "path", ["drafts", "check", "diff?a=2025-04-01&b=fee", "fee/edit", "fee/publish", "fee/drop"]
)
def test_a_form_without_its_token_does_nothing(officer: Visitor, path: str) -> None:
    begin(officer)
    before = text_in(officer.get(EDIT).text)
    answer = officer.client.post(
        f"/studio/enigmo/{path}", data={"text": "x", "do": "save", "sure": "yes"}
    )
    assert answer.status_code == 403
    assert text_in(officer.get(EDIT).text) == before


def test_an_auditor_reads_and_writes_nothing(officer: Visitor) -> None:
    begin(officer)
    officer.client.cookies.clear()
    officer.signed_in_at.clear()
    officer.sit_down("auditor-1", Role.AUDITOR)
    assert officer.get("/studio/enigmo").status_code == 200
    assert officer.get(IN_FORCE).status_code == 200
    assert officer.get(EDIT).status_code == 403
    assert officer.get(PUBLISH).status_code == 403
    assert "下書きを作る" not in text_of(officer.get("/studio/enigmo"))
    page = "/desk/enigmo"
    assert officer.post(EDIT, {"text": "x", "do": "save"}, page=page).status_code == 403


# --- what the public sees of it -------------------------------------------------------------------


def test_the_public_is_not_shown_what_we_assumed(reader: Visitor) -> None:
    for path in ("/enigmo/policy", "/actio/policy"):
        assert "⚖" not in reader.get(path).text
    assert "⚖" in reader.get(IN_FORCE).text


def test_a_file_in_error_is_told_to_the_desk_only(officer: Visitor, root: Path) -> None:
    folder = root / "enigmo" / "policies"
    folder.mkdir(parents=True)
    (folder / "2026-11-01.yaml").write_text("schema: 1\ncompany: [", "utf-8")
    public = officer.get("/enigmo")
    assert public.status_code == 200
    assert "新しい版を確認しています" in text_of(public) and "1,000円" in text_of(public)
    assert "YAML" not in public.text and "2026-11-01" not in public.text
    inside = text_of(officer.get("/studio/enigmo"))
    assert "読めないものがあります" in text_of(officer.get("/desk/enigmo"))
    assert "読めないファイル" in inside and "2026-11-01.yaml" in inside and "2行目" in inside

    mend = {"from": "2026-11-01.yaml", "name": "mended"}
    begun = officer.post("/studio/enigmo/drafts", mend, page="/studio/enigmo")
    assert begun.headers["location"] == "/studio/enigmo/mended/edit"
    (folder / "2026-11-01.yaml").unlink()
    assert "新しい版を確認しています" not in text_of(officer.get("/enigmo"))


def test_a_version_nobody_published_is_not_shown_before_its_day(
    officer: Visitor, root: Path, clock: DemoClock
) -> None:
    folder = root / "enigmo" / "policies"
    folder.mkdir(parents=True)
    later = ENIGMO.replace("effective_from: 2025-04-01", "effective_from: 2026-12-01", 1)
    (folder / "2026-12-01.yaml").write_text(later, "utf-8")
    assert officer.get("/enigmo/policy/2026-12-01").status_code == 404
    assert officer.get("/studio/enigmo/2026-12-01").status_code == 200
    clock.move_to(date(2026, 12, 1))
    assert officer.get("/enigmo/policy/2026-12-01").status_code == 200
