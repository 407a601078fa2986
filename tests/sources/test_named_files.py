"""Recordings and scans that cells name: deleted with the row, verified, put back, never guessed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from chikai.adapters.sources.company import CompanySources
from chikai.app.faults import faults_of
from chikai.ledger.load import load_mapping
from chikai.ledger.plan import Plan, Wanted, Work
from chikai.ledger.problem import BadMapping
from chikai.people.model import Name, Person
from chikai.ports import Moved, Refused, RefusedInPart, Standing
from chikai.ports.changes import Verified

HANA = Person(names=(Name("見本 花子"),), phones=("090-0000-1001",))
MAPPING = """
schema: 1
source: calls
company: enigmo
label: {ja: 通話, en: Calls}
url_env: CALLS_URL
tables:
  people:
    category: customers
    label: {ja: お客様, en: Customers}
    key: id
    recognise: {name: name, phone: phone}
    erase: columns
    columns:
      id: {personal: false}
      name: {item: name, label: {ja: 氏名, en: Name}, erase: {replace: 削除済み}}
      phone: {item: phone, label: {ja: 電話, en: Telephone}, erase: null}
      scans:
        item: inquiry_text
        label: {ja: 書類, en: Papers}
        file: {location: "{value}", root_env: CALLS_ROOT, media: image, separator: ";"}
        erase: null
  calls:
    category: customers
    label: {ja: 録音, en: Recordings}
    key: id
    follows: {person: people.id}
    erase: row
    columns:
      id: {personal: false}
      person: {personal: false}
      shop: {personal: false}
      sound:
        item: inquiry_text
        label: {ja: 録音, en: Recording}
        file: {location: "calls/{shop}/{value}.wav", root_env: CALLS_ROOT, media: audio}
"""
ROWS = (
    "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, scans TEXT)",
    "CREATE TABLE calls (id INTEGER PRIMARY KEY, person INTEGER, shop TEXT, sound TEXT)",
    "INSERT INTO people VALUES (1, '見本 花子', '090-0000-1001', 'scans/a.png; scans/b.png'),"
    " (2, '例示 次郎', '090-0000-1002', 'scans/c.png')",
    "INSERT INTO calls VALUES (10, 1, 'tokyo', 'x1'), (11, 1, 'osaka', 'x1'),"
    " (12, 1, 'tokyo', NULL), (13, 2, 'tokyo', 'x3'), (14, 1, 'tokyo', 'lost')",
)
FILES = ("scans/a.png", "scans/b.png", "scans/c.png", "calls/tokyo/x1.wav", "calls/osaka/x1.wav",
         "calls/tokyo/x3.wav")  # fmt: skip
HERS = {"scans/a.png", "scans/b.png", "calls/tokyo/x1.wav", "calls/osaka/x1.wav"}


@dataclass
class Calls:
    """A database whose cells name files in `root`."""

    url: str
    root: str
    text: str = MAPPING
    stop_at: str = ""

    def changes(self) -> Any:
        def failpoint(name: str) -> None:
            if name == self.stop_at:
                raise KeyboardInterrupt

        mapping = load_mapping(self.text, file="calls.yaml")
        environ = {"CALLS_ROOT": self.root}
        sources = CompanySources([mapping], address=lambda _: self.url, environ=environ)
        return sources.changes(failpoint)

    def plan(self, **more: Any) -> tuple[Plan, bytes, Wanted]:
        wanted = Wanted(work=Work.ERASE, on=date(2026, 11, 22), **more)
        salts = (f"salt-{n}" for n in itertools.count())
        made, contents = self.changes().plan(HANA, wanted, case="c", salt=lambda: next(salts))
        return made, contents, wanted

    def run(self, statement: str) -> None:
        engine = sa.create_engine(self.url)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


@pytest.fixture
def calls(tmp_path: Path) -> Calls:
    made = Calls(f"sqlite:///{tmp_path / 'calls.db'}", str(tmp_path / "store"))
    for each in ROWS:
        made.run(each)
    for name in FILES:
        path = tmp_path / "store" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"content of {name}".encode() * 1000)
    return made


def there(root: Path) -> set[str]:
    return {str(each.relative_to(root)) for each in root.rglob("*") if each.is_file()}


def test_files_go_with_their_rows_and_come_back(calls: Calls) -> None:
    root = Path(calls.root)
    plan, contents, wanted = calls.plan()
    said = {(f.table, f.files, f.missing) for f in plan.sources[0].files}
    assert said == {("people", 2, 0), ("calls", 2, 1)}
    (root / "scans/a.png").chmod(0o644)
    prior = b"".join(calls.changes().prior(plan, contents))
    seen: Verified = calls.changes().apply(plan, contents, wanted)
    assert seen.clean and there(root) == set(FILES) - HERS
    assert "plan.left.file_copies" in {r.code for r in seen.may_be}
    cut = [prior[at : at + 1001] for at in range(0, len(prior), 1001)]
    calls.changes().undo(plan, contents, cut)
    assert there(root) == set(FILES)
    assert (root / "scans/a.png").read_bytes() == b"content of scans/a.png" * 1000
    assert (root / "scans/a.png").stat().st_mode & 0o777 == 0o644, "the company's programs read it"
    assert calls.changes().standing(plan, contents) == {"calls": Standing.UNTOUCHED}


def test_the_plan_binds_the_files(calls: Calls) -> None:
    first, _, _ = calls.plan()
    path = Path(calls.root) / "scans/a.png"
    path.write_bytes(b"another picture")
    second, contents, wanted = calls.plan()
    assert first.hash != second.hash
    path.write_bytes(b"and another one")
    with pytest.raises(Moved):
        calls.changes().apply(second, contents, wanted)
    assert there(Path(calls.root)) == set(FILES)


def test_a_file_that_is_still_there_is_not_complete(calls: Calls) -> None:
    plan, contents, wanted = calls.plan()
    calls.changes().apply(plan, contents, wanted)
    (Path(calls.root) / "scans/a.png").write_bytes(b"restored by a backup program")
    seen = calls.changes().verify(plan, contents)
    assert [(r.code, r.table, r.count) for r in seen.differing] == [
        ("plan.file_there", "people", 1)
    ]


def test_the_power_fails_between_rows_and_files(calls: Calls) -> None:
    plan, contents, wanted = calls.plan()
    calls.stop_at = "sources.apply.before_files"
    with pytest.raises(KeyboardInterrupt):
        calls.changes().apply(plan, contents, wanted)
    calls.stop_at = ""
    assert not calls.changes().verify(plan, contents).clean
    standing = calls.changes().standing(plan, contents)
    done = frozenset(s for s, each in standing.items() if each is Standing.DONE)
    assert calls.changes().apply(plan, contents, wanted, skip=done).clean
    assert there(Path(calls.root)) == set(FILES) - HERS


def test_a_file_changed_between_rows_and_files_is_for_a_person(calls: Calls) -> None:
    """The rows are gone for good; the file in the place of the approved one stays until somebody
    has looked, and nothing is complete before."""
    plan, contents, wanted = calls.plan()
    calls.stop_at = "sources.apply.before_files"
    with pytest.raises(KeyboardInterrupt):
        calls.changes().apply(plan, contents, wanted)
    calls.stop_at = ""
    path = Path(calls.root) / "scans/a.png"
    path.write_bytes(b"another picture")
    with pytest.raises(RefusedInPart) as stopped:
        calls.changes().apply(plan, contents, wanted, skip=frozenset({"calls"}))
    (fault,) = faults_of(stopped.value)[1]
    assert fault.code == "plan.file_in_part" and "by hand" in fault.say("en")
    assert path.exists() and not calls.changes().verify(plan, contents).clean
    path.unlink()
    assert calls.changes().apply(plan, contents, wanted, skip=frozenset({"calls"})).clean
    assert there(Path(calls.root)) == set(FILES) - HERS


def test_a_file_that_is_gone_before_its_row_is_no_file_that_was_deleted(calls: Calls) -> None:
    """Its disk may not be there: the rows stay, and a new plan says that files are missing."""
    plan, contents, wanted = calls.plan()
    root = Path(calls.root)
    root.rename(root.with_name("elsewhere"))
    root.mkdir()
    with pytest.raises(Moved):
        calls.changes().apply(plan, contents, wanted)
    assert calls.changes().standing(plan, contents) == {"calls": Standing.UNTOUCHED}
    assert {(f.files, f.missing) for f in calls.plan()[0].sources[0].files} == {(0, 2), (0, 3)}


def test_files_nobody_reaches_wait_for_the_word_of_their_owner(calls: Calls) -> None:
    at = 'location: "{value}", root_env: CALLS_ROOT, media: image'
    assert at in calls.text
    calls.text = calls.text.replace(at, 'location: "https://files.example/{value}", media: image')
    plan, *_ = calls.plan()
    assert [each.source for each in plan.by_hand] == ["calls"]
    assert plan.to_judge


@pytest.mark.parametrize(
    "name", ["../secret.png", "scans/../../secret.png", "/etc/hostname", "s3://other/a", "link.png",
             "linked/c.png", "scans\\\\..\\\\x"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(calls: Calls, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"somebody else's")
    (Path(calls.root) / "link.png").symlink_to(tmp_path / "secret.png")
    (Path(calls.root) / "linked").symlink_to(Path(calls.root) / "scans")
    calls.run(f"UPDATE people SET scans = '{name}' WHERE id = 1")
    with pytest.raises(Refused) as caught:
        calls.plan()
    assert [p.code for p in caught.value.problems] == ["plan.file_outside"]


@pytest.mark.parametrize(
    "shared",
    [
        "UPDATE people SET scans = 'scans/b.png' WHERE id = 2",
        "UPDATE people SET scans = 'scans/c.png;scans/a.png' WHERE id = 2",
        "UPDATE calls SET sound = 'x1' WHERE id = 13",
    ],
)
def test_a_file_that_others_name_too_is_a_question(calls: Calls, shared: str) -> None:
    calls.run(shared)
    with pytest.raises(Refused) as caught:
        calls.plan()
    assert [(p.code, p.args["count"]) for p in caught.value.problems] == [("plan.file_shared", 1)]
    assert there(Path(calls.root)) == set(FILES)


def test_a_cell_must_not_choose_where_it_leads() -> None:
    with pytest.raises(BadMapping) as caught:
        load_mapping(
            MAPPING.replace(", root_env: CALLS_ROOT, media: image", ", media: image"), file="c.yaml"
        )
    assert [p.code for p in caught.value.problems] == ["sources.file_root_needed"]


@pytest.fixture
def bucket(s3: Any) -> Any:
    s3.create_bucket(Bucket="store")
    return s3


def test_every_version_in_a_versioned_bucket_goes(calls: Calls, bucket: Any) -> None:
    bucket.put_bucket_versioning(Bucket="store", VersioningConfiguration={"Status": "Enabled"})
    for name in (*FILES, "scans/a.png", "scans/a.png.txt"):
        bucket.put_object(Bucket="store", Key=f"all/{name}", Body=name.encode())
    bucket.delete_object(Bucket="store", Key="all/scans/b.png")  # a mark: the version is there
    calls.root = "s3://store/all"
    plan, contents, wanted = calls.plan()
    assert {(f.table, f.files, f.missing) for f in plan.sources[0].files} == {
        ("people", 1, 1),
        ("calls", 2, 1),
    }
    prior = list(calls.changes().prior(plan, contents))
    assert calls.changes().apply(plan, contents, wanted).clean
    kept = bucket.list_object_versions(Bucket="store")
    left = {each["Key"] for kind in ("Versions", "DeleteMarkers") for each in kept.get(kind, ())}
    assert left == {f"all/{n}" for n in (set(FILES) - HERS) | {"scans/a.png.txt"}}
    calls.changes().undo(plan, contents, prior)
    assert bucket.get_object(Bucket="store", Key="all/scans/a.png")["Body"].read() == b"scans/a.png"
