"""Publishing a policy: every page, form and data file of one version, and the proof of showing it.

The hash in the journal is that of `manifest.json`, which names every file with its own hash: page,
forms, data, paper. Whoever holds the folder can compute it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, cast

import rfc8785

from chikai.app import cases
from chikai.app.cases import Actor
from chikai.app.envelope_shape import PrefillShape
from chikai.duties.requests.needs import needs
from chikai.kernel.event import Data, Draft
from chikai.law.kinds import Asker, RequestKind
from chikai.people.staff import demand
from chikai.policy import vocabulary
from chikai.policy.load import in_force
from chikai.policy.model import Policy
from chikai.policy.publish.data import policy_data
from chikai.policy.publish.document import Document
from chikai.policy.publish.form import Enclosed, Filled, request_form
from chikai.policy.publish.publication import DATA, VOCABULARY, documents
from chikai.ports import Batch, Home, Pages, Unavailable

STREAM: Final = "publication"
"""The stream of the journal that says what was published when; it is no case."""

MANIFEST: Final = "manifest.json"
_ON_PAPER: Final = ("policy",)
"""Documents that are published as PDF too; forms are printed from their page or one by one."""

_OTHERWISE_SAID: Final = frozenset({"form", "channel"})


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Publication:
    """The files of one version as they are shown; `hash` is that of the manifest."""

    company: str
    policy: str
    files: tuple[File, ...]
    manifest: File

    @property
    def hash(self) -> str:
        return self.manifest.hash


@dataclass(frozen=True, slots=True)
class Published:
    """What the journal keeps: which version, by which hash, shown since when, by whom."""

    policy: str
    hash: str
    files: int
    shown_at: datetime
    by: str = ""


def publication(policies: Sequence[Policy], *, on: date, pages: Pages) -> Publication:
    """The version in force on a day, as files. The same day and policies give the same bytes.

    Raises `NoPolicyInForce`.
    """
    policy = in_force(policies, on)
    files = tuple(sorted(_files(policy, policies, on, pages), key=lambda each: each.name))
    names: dict[str, str] = {each.name: each.hash for each in files}
    manifest = {"company": policy.company, "policy": policy.version, "files": names}
    return Publication(
        policy.company,
        policy.version,
        files,
        File(MANIFEST, rfc8785.dumps(cast("rfc8785._impl._Value", manifest))),
    )


def _files(policy: Policy, versions: Sequence[Policy], on: date, pages: Pages) -> Iterator[File]:
    def needed(policy: Policy, kind: RequestKind, asker: Asker) -> Enclosed:
        return enclosed(policy, kind, asker, on=on)

    for document in documents(policy, on=on, needed=needed, versions=versions):
        name = f"{document.name}.{document.lang}"
        yield File(f"{name}.html", pages.html(document))
        if document.name in _ON_PAPER:
            yield File(f"{name}.pdf", pages.pdf(document, made=policy.effective_from))
    yield File(DATA, policy_data(policy).encode())
    yield File(VOCABULARY, vocabulary.appi().encode())


def publish(home: Home, out: Path, *, by: Actor, on: date | None = None) -> Published:
    """Write the version in force, today or on the day `on`, into the folder `out` and journal its
    hash with the moment.

    What is shown already is not journalled twice; a repeated command changes nothing but makes
    sure that the files are there. Raises `NoPolicyInForce`, `NotAllowed`, `Unavailable`, `OSError`.
    """
    demand(by.roles, "publish")
    if home.pages is None:
        raise Unavailable("NoPages")
    made = publication(home.policies, on=on or cases.today(home), pages=home.pages)
    _write(out, made)
    home.failpoint("publish.before_append")
    shown = history(home)
    if shown and (shown[-1].policy, shown[-1].hash) == (made.policy, made.hash):
        return shown[-1]
    if not home.journal.command(by.command):
        now = home.clock.now()
        data: Data = {
            "policy": made.policy,
            "hash": made.hash,
            "files": len(made.files),
            "shown_at": now.isoformat(),
        }
        published = Draft("policy_published", cases.today(home), data)
        cases.append(home, [Batch(STREAM, len(shown), [published])], by=by, policy=made.policy)
    return history(home)[-1]


def history(home: Home) -> tuple[Published, ...]:
    """Everything that was published, oldest first."""
    return tuple(
        Published(
            str(event.data["policy"]),
            str(event.data["hash"]),
            int(str(event.data["files"])),
            datetime.fromisoformat(str(event.data["shown_at"])),
            event.actor_id,
        )
        for event in home.journal.read(STREAM)
        if event.type == "policy_published"
    )


def _write(out: Path, made: Publication) -> None:
    """Each file whole or not at all; the manifest last, so that it never names what is missing.
    What an earlier publication put here and this one lacks is taken away, unless it was changed."""
    out.mkdir(parents=True, exist_ok=True)
    before = _manifest(out / MANIFEST)
    for file in (*made.files, made.manifest):
        part = out / f".{file.name}.part"
        part.write_bytes(file.content)
        part.replace(out / file.name)
    for name in before.keys() - {each.name for each in made.files}:
        old = out / Path(name).name
        if old.is_file() and File(name, old.read_bytes()).hash == before[name]:
            old.unlink()


def _manifest(path: Path) -> dict[str, str]:
    """The files an earlier publication put here, by name and hash; none that can be read, none."""
    try:
        found = json.loads(path.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


# --- forms ----------------------------------------------------------------------------------------


def enclosed(policy: Policy, kind: RequestKind, asker: Asker, *, on: date) -> Enclosed:
    """What the desk will want in the envelope, by the desk's own rules."""
    found = needs(policy, kind, asker, on=on)
    items = [each for each in found.items if each.key not in _OTHERWISE_SAID]
    return Enclosed(tuple((each.message, each.alternatives) for each in items), found.fee)


def form(
    policy: Policy,
    kind: RequestKind,
    asker: Asker,
    *,
    lang: str,
    on: date,
    prefill: PrefillShape | None = None,
    cases: tuple[str, ...] = (),
) -> Document:
    """A request form, blank or filled in, for `cases` that are there or for one to come."""
    return request_form(
        policy,
        kind,
        asker=asker,
        enclosed=enclosed(policy, kind, asker, on=on),
        lang=lang,
        on=on,
        filled=filled(prefill) if prefill else None,
        cases=cases,
    )


def filled(prefill: PrefillShape) -> Filled:
    reply = prefill.reply_to
    to = (reply.postal_code, reply.address, reply.name) if reply else ()
    return Filled(
        person=prefill.person.person(),
        representative=prefill.representative.person() if prefill.representative else None,
        reply_to=tuple(each for each in to if each),
        statement=prefill.statement,
        manner=prefill.manner,
    )
