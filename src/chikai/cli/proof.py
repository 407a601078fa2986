"""`chikai prove`, `verify`, `audit` and `key export`: what anyone can check."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chikai.cli.answer import DONE, NOT_PROVEN, Answer
from chikai.cli.desk import Desk
from chikai.cli.files import MAX_ENVELOPE, MAX_PACK, read_bytes, write
from chikai.cli.shown import CaseArg, text
from chikai.cli.verb import verb


@verb("prove", needs="look")
def prove(
    desk: Desk,
    case: CaseArg,
    out: Annotated[Path, typer.Option("--out")],
    reveal: Annotated[list[str] | None, typer.Option("--reveal")] = None,
) -> Answer:
    from chikai import places
    from chikai.app import proof

    with desk.of_case(case) as home:
        hashes = places.policy_hashes(desk.place(home.company))
        pack = proof.prove(home, case, policies=hashes, reveal=tuple(reveal or ()))
        for blob in reveal or ():
            home.views.log(actor_id=desk.viewer, case=case, what=blob, at=home.clock.now())
    write(out, pack)
    result = {"case": case, "file": str(out), "bytes": len(pack)}
    return Answer(result, [text("cli.written", desk.lang, file=str(out))])


@verb("verify", needs="nothing")
def verify(
    desk: Desk,
    pack: Annotated[Path, typer.Argument(metavar="PACK")],
    key: Annotated[Path | None, typer.Option("--key")] = None,
) -> Answer:
    from chikai.app import proof
    from chikai.app.faults import Fault
    from chikai.app.verify import Outcome
    from chikai.app.verify import verify as judge

    content = read_bytes(pack, limit=MAX_PACK, field="PACK")
    public = None
    if key is not None:
        public = proof.read_public_key(read_bytes(key, limit=MAX_ENVELOPE, field="--key"))
    verdict = judge(content, public)
    findings = tuple(Fault(m.id, m, file=str(pack)) for m in verdict.findings)
    result = {
        "outcome": verdict.outcome.value,
        "company": verdict.company,
        "case": verdict.case,
        "events": verdict.events,
        "journal": verdict.size,
        "signed_at": verdict.at.isoformat() if verdict.at else None,
        "key": verdict.key,
    }
    shown = [text(f"cli.verdict.{verdict.outcome.value}", desk.lang)]
    if verdict.case is not None and verdict.at is not None:
        about = text(
            "cli.verdict.about",
            desk.lang,
            company=verdict.company or "",
            case=verdict.case,
            events=verdict.events,
            on=verdict.at.date(),
        )
        shown.append(about)
    code = DONE if verdict.outcome is Outcome.VALID else NOT_PROVEN
    return Answer(result, shown, findings, code)


@verb("audit", needs="home")
def audit(
    desk: Desk, company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None
) -> Answer:
    """The whole journal, recomputed from its events."""
    from chikai.app import proof
    from chikai.app.faults import Fault

    with desk.home(company_id) as home:
        found = proof.audit(home)
        size = home.journal.size()
        checkpoints = len(home.journal.checkpoints())
    result = {"events": size, "checkpoints": checkpoints}
    if found:
        return Answer(result, (), tuple(Fault(m.id, m) for m in found), NOT_PROVEN)
    return Answer(result, [text("cli.audited", desk.lang, events=size, checkpoints=checkpoints)])


@verb("key export", needs="home")
def key_export(
    desk: Desk,
    company_id: Annotated[str | None, typer.Argument(metavar="COMPANY")] = None,
    out: Annotated[Path | None, typer.Option("--out")] = None,
) -> Answer:
    """The public half of the checkpoint key as PEM, to be published with the policy."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    from chikai.app.proof import key_id

    with desk.home(company_id) as home:
        raw, company = home.keys.public_key(), home.company
    public = Ed25519PublicKey.from_public_bytes(raw)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    result = {"company": company, "key": raw.hex(), "id": key_id(raw), "pem": pem.decode()}
    if out is None:
        return Answer(result, raw=pem.decode())
    write(out, pem)
    return Answer(result, [text("cli.written", desk.lang, file=str(out))])
