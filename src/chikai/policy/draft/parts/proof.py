"""Papers that prove who somebody is, and what proves the power of a representative."""

from __future__ import annotations

import re
import unicodedata

from chikai.policy.draft import cues
from chikai.policy.draft.notebook import Notebook, Used
from chikai.policy.draft.page import Sentence
from chikai.policy.draft.topics import has_topic
from chikai.policy.draft.write import Block, Entry, Node, block

_IDENTITY_PAPERS = frozenset(
    [
        "drivers_license",
        "passport",
        "my_number_card",
        "insurance_card",
        "eligibility_certificate",
        "residence_card",
        "special_permanent_resident_certificate",
        "resident_record",
        "pension_handbook",
        "seal_certificate",
        "family_register",
        "other_public_document",
    ]
)
_AUTHORITY_PAPERS = frozenset(
    [
        "family_register",
        "guardianship_certificate",
        "power_of_attorney",
        "company_letter_of_proxy",
        "resident_record",
        "insurance_card",
        "seal_certificate",
        "other_public_document",
    ]
)
_AGENT = re.compile(r"代理人|代理権|親権者|後見人|agent|proxy|representative", re.I)
_TWO = re.compile(
    r"(?:[2２二両]\s?(?:点|種類?|つ|通)|複数の?(?:提示|書類|点)|いずれか[2２二]|"
    r"two of|copies of two|any two)",
    re.I,
)
_PROOF = re.compile(
    r"本人(?:様)?(?:で|の|が)?(?:あること)?を?の?確認|本人確認|identity|identification|verify", re.I
)
_COUNTS = re.compile(
    r"いずれか|[1一2二]\s?[点通種]|複数の?(?:提示|書類|点)|one of|two of|以上のうち|どちらか", re.I
)
_OWN = re.compile(
    r"代理人(?:様)?ご?(?:自身|本人|の)[^。]*(?:確認|免許|証明|書類)|identity of the agent", re.I
)
_FOREIGN = (
    "purposes",
    "joint",
    "provision",
    "specific",
    "cookies",
    "items",
    "security",
    "definition",
)


_EITHER = re.compile(
    r"本人(?:様)?(?:又は|または|もしくは|及び|および|、|・)(?:その|当該)?代理人|"
    r"person or (?:the )?agent|"
    r"identity \(agent\)",
    re.I,
)


def _lines(book: Notebook) -> list[Sentence]:
    """Sentences that name papers, or stand under a heading on proof, and are about requests."""
    found = []
    for s in book.page.sentences:
        papers = cues.values(cues.PAPERS, s.text)
        if not papers or (s.heading and len(papers) < 2) or has_topic(s, *_FOREIGN):
            continue
        about = has_topic(s, "identity", "agents", "requests", "form", "intake")
        if about or book.procedure(s) or _PROOF.search(s.text) or s.under(_PROOF):
            found.append(s)
    return found


def _of_agent(s: Sentence) -> bool:
    near = _EITHER.sub("", " ".join((*s.path[-2:], s.text)))
    return bool(_AGENT.search(near)) and not re.search(
        r"^ご?本人(?:様|による|の場合)", s.path[-1] if s.path else ""
    )


def identity(book: Notebook) -> Entry:
    """Alternatives for the person: so many papers out of those named."""
    lines = [s for s in _lines(book) if not _of_agent(s)]
    lines = [s for s in lines if set(cues.values(cues.PAPERS, s.text)) & _IDENTITY_PAPERS]
    none = [s for s in book.page.body if has_topic(s, "identity") and re.match(r"不要", s.text)]
    if not lines:
        if none:
            return Entry("identity", book.clause(book.id("identity"), none, ("accept", ())))
        return book.open("identity", "draft.ask.identity")
    paths = {s.path for s in lines} | {(*s.path, s.text) for s in lines if s.heading}
    lines += [s for s in book.page.body if s.path in paths and _COUNTS.search(_normal(s.text))]
    lines = sorted({s.number: s for s in lines}.values(), key=lambda s: s.number)
    papers = [p for s in lines for p in cues.values(cues.PAPERS, s.text) if p in _IDENTITY_PAPERS]
    around = _normal(" ".join((*(h for s in lines for h in s.path[-1:]), *(s.text for s in lines))))
    count = 2 if _TWO.search(around) else 1
    used: set[Used] = {("paper", p) for p in papers}
    id = book.id("identity")
    for s in lines:
        book.take(s, id, used)
    return Entry(
        "identity",
        book.clause(
            id,
            lines,
            ("accept", _accept(count, list(dict.fromkeys(papers)))),
            used=used,
        ),
        ask=None if _COUNTS.search(around) else book.words("draft.ask.count"),
    )


def _accept(count: int, papers: list[str]) -> Node:
    return ((block(("count", count), ("of", tuple(papers))),),)


def authority(book: Notebook) -> Entry:
    """Per kind of representative the page tells apart; all the papers of its list together."""
    groups: dict[tuple[str, ...], list[Sentence]] = {}
    last: tuple[str, ...] | None = None
    for s in _lines(book):
        if not _of_agent(s):
            continue
        askers = _askers(s)
        if not askers and last is not None and _OWN.search(s.text):
            askers = last
        last = askers
        groups.setdefault(askers, []).append(s)
    made: list[Block] = []
    for askers, lines in groups.items():
        power, used = _power(lines)
        id = book.id(f"authority_{askers[0]}" if askers else "authority")
        for s in lines:
            book.take(s, id, used | {("asker", a) for a in askers})
        sets: Node = tuple(
            (block(("count", 1), ("of", tuple(group))),) for group in power if len(power) == 1
        ) or (tuple(block(("count", 1), ("of", tuple(group))) for group in power),)
        own = any(
            _OWN.search(s.text)
            or (
                "代理人" in "".join(s.path[-1:])
                and set(cues.values(cues.PAPERS, s.text)) & {"drivers_license", "passport"}
            )
            for s in lines
        )
        made.append(
            book.clause(
                id,
                lines,
                ("askers", askers) if askers else book.open("askers", "draft.ask.askers"),
                ("accept", sets) if power else book.open("accept", "draft.ask.power"),
                ("representative_identity", True)
                if own
                else book.open("representative_identity", "draft.ask.representative_identity"),
                used=used,
            )
        )
    return Entry("authority", tuple(made), ask=book.words("draft.ask.authority_others"))


def _askers(s: Sentence) -> tuple[str, ...]:
    """By the sentence itself, else by the innermost heading that names a kind."""
    for text in (*reversed(s.path[-3:]), s.text):
        found = list(cues.values(cues.ASKERS, text))
        if re.search(r"法[定廷]代理人", text) and not found:
            if re.search(r"委任した代理人|任意代理人", text):
                continue
            found += ["parent", "minor_guardian", "adult_guardian"]
        if re.search(r"(?:本人から|本人の)(?:の)?委任状", text) and not found:
            found = ["mandatary"]
        if found:
            return tuple(dict.fromkeys(found))
    return ("mandatary",) if "power_of_attorney" in cues.values(cues.PAPERS, s.text) else ()


def _power(lines: list[Sentence]) -> tuple[list[list[str]], set[Used]]:
    """Each paper of the list is wanted, save those a sentence joins by "or"."""
    power: list[list[str]] = []
    used: set[Used] = set()
    for s in lines:
        papers = [p for p in cues.values(cues.PAPERS, s.text) if p in _AUTHORITY_PAPERS]
        identity_only = {"drivers_license", "passport"} & set(cues.values(cues.PAPERS, s.text))
        if identity_only and "power_of_attorney" not in papers and "family_register" not in papers:
            continue
        if identity_only:  # the representative's own papers stand beside those of the power
            papers = [p for p in papers if p != "other_public_document"]
        used |= {("paper", p) for p in papers}
        either = re.search(r"又は|または|もしくは|いずれか|でも可|\bor\b|のコピーも可", s.text)
        for group in [papers] if either else [[p] for p in papers]:
            if group and group not in power:
                power.append(group)
    return power, used


def blackout(book: Notebook) -> Entry | None:
    """Papers on which the registered domicile is to be covered."""
    pattern = re.compile(
        r"本籍(?:地)?[^。]*(?:消|塗り|黒|隠|マスキング|覆)|registered domicile[^.]*(?:block|"
        r"cover|black)",
        re.I,
    )
    lines = list(book.where(pattern))
    if not lines:
        return None
    papers = tuple(dict.fromkeys(p for s in lines for p in _before_domicile(s.text)))
    papers = papers or tuple(
        dict.fromkeys(p for s in lines for p in cues.values(cues.PAPERS, s.text))
    )
    return Entry(
        "blackout",
        book.clause(
            book.id("blackout"),
            lines,
            ("papers", papers) if papers else book.open("papers", "draft.ask.blackout"),
            used={("paper", p) for p in papers},
        ),
    )


def _before_domicile(text: str) -> list[str]:
    """The paper named right before the words on the domicile, where they stand in brackets."""
    at = re.search(r"[(（][^)）]*(?:本籍|registered domicile)", text)
    if at is None or re.search(r"書類|document", text[at.start() :]):
        return []
    return list(cues.values(cues.PAPERS, text[: at.start()]))[-1:]


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
