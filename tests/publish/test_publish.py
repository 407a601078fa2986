"""Publishing: the files, their manifest, and the journal's word that this was shown."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from published_house import DAY, policy_of, published

from chikai.adapters.pages import FilePages
from chikai.adapters.press.plain import PlainPress
from chikai.app.cases import Actor, fold_row
from chikai.app.proof import audit, prove
from chikai.app.publishing import MANIFEST, STREAM, history, publication, publish
from chikai.app.sweep import sweep
from chikai.app.upkeep import rebuild
from chikai.app.verify import Outcome, verify
from chikai.demo.journeys.m_change import publish_dearer_policy
from chikai.demo.stage import IN_MEMORY, Stage, open_stage
from chikai.kernel.event import check
from chikai.policies import COMPANIES
from chikai.ports import Home, Unavailable


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    with open_stage(tmp_path, store=IN_MEMORY, press=PlainPress(), companies=("enigmo",)) as stage:
        yield stage


@pytest.fixture
def home(stage: Stage) -> Home:
    return stage.homes["enigmo"]


def officer(n: int = 1) -> Actor:
    return Actor("officer-1", f"publish-{n}")


@pytest.mark.parametrize("company", COMPANIES)
def test_the_hash_covers_page_forms_data_and_paper(company: str) -> None:
    made = published(company)
    names = json.loads(made.manifest.content)["files"]
    assert names == {f.name: hashlib.sha256(f.content).hexdigest() for f in made.files}
    assert made.hash == hashlib.sha256(made.manifest.content).hexdigest()
    wanted = {"policy.ja.html", "policy.en.html", "policy.ja.pdf", "policy.en.pdf"}
    wanted |= {"policy.jsonld", "appi.jsonld", "forms.ja.html"}
    wanted |= {"form-disclosure-person.ja.html", "form-disclosure-mandatary.en.html"}
    assert wanted <= set(names)


def test_the_same_policy_on_the_same_day_gives_the_same_bytes() -> None:
    again = publication((policy_of("enhance"),), on=DAY, pages=FilePages())
    assert again.hash == published("enhance").hash


def test_paper_is_archival_and_tagged() -> None:
    (pdf,) = (f.content for f in published("actio").files if f.name == "policy.ja.pdf")
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfaid:part" in pdf and b"pdfuaid:part" in pdf


def test_what_is_shown_is_journalled_with_its_moment(home: Home, tmp_path: Path) -> None:
    done = publish(home, tmp_path / "site", by=officer())
    (event,) = home.journal.read(STREAM)
    assert event.type == "policy_published"
    assert event.data["policy"] == event.policy == "2025-04-01"
    assert event.data["hash"] == done.hash
    assert done.shown_at == home.clock.now()
    assert check(event.data) is event.data
    written = (tmp_path / "site" / MANIFEST).read_bytes()
    assert hashlib.sha256(written).hexdigest() == done.hash
    for name, expected in json.loads(written)["files"].items():
        assert hashlib.sha256((tmp_path / "site" / name).read_bytes()).hexdigest() == expected


def test_what_is_shown_already_is_not_journalled_twice(home: Home, tmp_path: Path) -> None:
    first = publish(home, tmp_path / "site", by=officer(1))
    assert publish(home, tmp_path / "site", by=officer(1)) == first
    assert publish(home, tmp_path / "elsewhere", by=officer(2)) == first
    assert history(home) == (first,)


def test_a_publication_killed_before_the_journal_is_made_good_by_doing_it_again(
    home: Home, tmp_path: Path
) -> None:
    class Killed(Exception):
        pass

    def kill(point: str) -> None:
        if point == "publish.before_append":
            raise Killed

    with pytest.raises(Killed):
        publish(replace(home, failpoint=kill), tmp_path / "site", by=officer())
    assert history(home) == ()
    done = publish(home, tmp_path / "site", by=officer())
    assert history(home) == (done,)


def test_a_new_version_is_published_beside_the_record_of_the_old(
    stage: Stage, home: Home, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    first = publish(home, site, by=officer(1))
    begins = date(2026, 11, 12)
    publish_dearer_policy(stage.desk("enigmo"), begins)
    home = stage.homes["enigmo"]
    assert publish(home, site, by=officer(2)) == first, "not in force yet"
    stage.move_to(begins)
    second = publish(home, site, by=officer(3))
    assert [each.policy for each in history(home)] == ["2025-04-01", "2026-11-12"]
    assert second.hash != first.hash
    text = (site / "policy.ja.html").read_text("utf-8")
    assert "2,000円" in text
    assert "2025年4月1日（令和7年）から適用していた版からの変更" in text
    changed = text.split('id="sec-changed"')[1]
    assert "1,000円 → 2,000円" in changed
    assert 'href="#fee"' in changed


def test_what_a_new_version_no_longer_has_is_taken_away_unless_somebody_changed_it(
    home: Home, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    publish(home, site, by=officer(1))
    manifest = json.loads((site / MANIFEST).read_bytes())
    for name, content in {"joint-use.ja.html": b"old", "notes.html": b"changed since"}.items():
        (site / name).write_bytes(content)
    manifest["files"]["joint-use.ja.html"] = hashlib.sha256(b"old").hexdigest()
    manifest["files"]["notes.html"] = hashlib.sha256(b"as published").hexdigest()
    manifest["files"]["../../outside"] = hashlib.sha256(b"x").hexdigest()
    (tmp_path.parent / "outside").write_bytes(b"x")
    (site / MANIFEST).write_text(json.dumps(manifest))
    publish(home, site, by=officer(2))
    assert not (site / "joint-use.ja.html").exists()
    assert (site / "notes.html").read_bytes() == b"changed since"
    assert (tmp_path.parent / "outside").exists()


def test_publishing_is_proved_like_a_case_and_is_none(home: Home, tmp_path: Path) -> None:
    publish(home, tmp_path / "site", by=officer())
    assert audit(home) == ()
    pack = prove(home, STREAM)
    assert verify(pack, home.keys.public_key()).outcome is Outcome.VALID
    assert rebuild(home, lambda events: fold_row(home, events)).rows == 0
    assert home.journal.inbox() == ()
    assert sweep(home, by=officer(9)).due == ()


def test_without_a_printer_nothing_is_published(home: Home, tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        publish(replace(home, pages=None), tmp_path / "site", by=officer())
    assert history(home) == ()
