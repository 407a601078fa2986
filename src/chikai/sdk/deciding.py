"""May this use, or this provision to a third party, happen now?

Decided from what the policy says (purposes of each category, recipients and their grounds) and
from the company's own suppression flags. What is not known is asked, and an act that is `ask`
does not happen. This is no judgment of every exemption of the law: those of Arts. 18(3) and 27(1)
that the policy does not name come back as a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Final, Literal

from chikai import words
from chikai.kernel.citation import Citation
from chikai.kernel.message import Message, say
from chikai.kernel.truth import NO, YES, Truth, truth, unknown
from chikai.law.appi.art27_provision import (
    ProvideByOptOut,
    opt_out_of_excluded_data,
    opt_out_unannounced,
)
from chikai.law.kinds import APPI
from chikai.ledger.actions import Stops, Suppress
from chikai.ledger.load import load_mapping
from chikai.ledger.model import Table
from chikai.policy.load import load
from chikai.policy.model import Policy
from chikai.policy.sections.provision import Recipient

Verdict = Literal["permitted", "forbidden", "ask"]
_CONSENT: Final = unknown("person_consented")
_USE, _PROVISION = unknown("use_stopped"), unknown("provision_stopped")


class NotInPolicy(ValueError):
    """The policy names no such category, purpose or item: a mistake of the program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use of data of a category of the policy for one of its purposes (ids)."""

    category: str
    purpose: str
    consented: Truth = _CONSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Provide:
    """Giving data of a category to `recipient`: an id of the policy, or None for one that the
    policy does not name. `consented` is to this provision, abroad where the recipient is."""

    category: str
    recipient: str | None
    consented: Truth = _CONSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """What the company's suppression says of this person. `purposes`: only these uses are
    stopped, all if empty. Unknown where nobody has looked."""

    use: Truth = _USE
    provision: Truth = _PROVISION
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`because` is what decided it, `cites` where it stands; `questions` are what to settle first
    when it is `ask`. Only `permitted` may happen."""

    verdict: Verdict
    because: Message
    cites: tuple[Citation, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def permitted(self) -> bool:
        return self.verdict == "permitted"

    def say(self, lang: str) -> str:
        """The reason and where it stands, in `ja` or `en`."""
        because = words.render(self.because, lang=lang)
        cites = [each.say(lang) for each in self.cites]
        return (
            f"{because}（{'、'.join(cites)}）"
            if lang == "ja"
            else f"{because} ({'; '.join(cites)})"
        )


def policy(path: str | Path) -> Policy:
    """The policy in a file. Raises `BadPolicy`, `OSError`."""
    return load(Path(path).read_text("utf-8"), file=str(path))


def table(path: str | Path, name: str) -> Table:
    """A table of a mapping file, for its flags. Raises `BadMapping`, `OSError`, and `KeyError`
    for a table that is not in the mapping."""
    mapping = load_mapping(Path(path).read_text("utf-8"), file=str(path))
    return {each.name: each for each in mapping.tables}[name]


def stopped_by(
    table: Table, row: Mapping[str, Any], *, above: Mapping[str, Mapping[str, Any]] | None = None
) -> Stopped:
    """What the suppression flags of a mapping's table say in one row of it, by column. `above`:
    by their tables, the rows it follows, for flags that stand there.

    What no row tells is unknown: a column that was not read, a value of another kind than the
    mapping names, a table without any such flag. A flag of one item tells that something was
    stopped and not whether this is meant, so that one that is set is unknown too.
    """
    rows = {**(above or {}), table.name: row}
    flags = [(each, _is_set(each, table, rows)) for each in table.cease]
    for flag in (column.cease for column in table.columns if column.cease is not None):
        said = _is_set(flag, table, rows)
        flags.append((flag, NO if said.is_no else unknown(f"flag_{flag.column}")))
    use, purposes = _use_stopped([f for f in flags if f[0].stops in (Stops.USE, Stops.BOTH)])
    provided = [said for f, said in flags if f.stops in (Stops.PROVISION, Stops.BOTH)]
    provision = reduce(or_, provided) if provided else _PROVISION
    return Stopped(use=use, provision=provision, purposes=purposes)


def _use_stopped(flags: Sequence[tuple[Suppress, Truth]]) -> tuple[Truth, tuple[str, ...]]:
    """Whether use is stopped, and for which purposes; none named: for all."""
    if not flags:
        return _USE, ()
    if any(said.is_yes and not flag.purposes for flag, said in flags):
        return YES, ()
    if open_ := [said for _, said in flags if said.is_unknown]:
        return reduce(or_, open_), ()  # it may be the one that stops what is asked
    purposes = {purpose for flag, said in flags if said.is_yes for purpose in flag.purposes}
    return (YES if purposes else NO), tuple(sorted(purposes))


def _is_set(flag: Suppress, table: Table, rows: Mapping[str, Mapping[str, Any]]) -> Truth:
    row = rows.get(flag.table or table.name, {})
    said = row.get(flag.column, ...)
    if said is None:
        return NO
    if _kind(said) is not _kind(flag.to):
        return unknown(f"flag_{flag.column}")
    return YES if said == flag.to else NO


def _kind(value: Any) -> type:
    """Values of different kinds are not compared: `1` is not `"1"`."""
    return Decimal if isinstance(value, bool | int | float | Decimal) else type(value)


def may(policy: Policy, act: Use | Provide, *, stopped: Stopped) -> Answer:
    """Whether the act may happen now. Suppression is looked at first, so that a stop holds at
    once, whatever was planned before it. Raises `NotInPolicy`."""
    if all(each.id != act.category for each in policy.categories):
        raise NotInPolicy(act.category)
    if isinstance(act, Use):
        return _use(policy, act, stopped)
    return _provision(policy, act, stopped)


_CEASED: Final = (APPI(35, 2), APPI(35, 6))
_PROVISION_CEASED: Final = (APPI(27, 2, "vi"), APPI(35, 4), APPI(35, 6))


def _use(policy: Policy, act: Use, stopped: Stopped) -> Answer:
    if all(each.id != act.purpose for each in policy.purposes):
        raise NotInPolicy(act.purpose)
    if stopped.use.value is None:
        return _ask("sdk.nobody_looked", _CEASED, stopped.use)
    if stopped.use.value and (not stopped.purposes or act.purpose in stopped.purposes):
        return Answer("forbidden", say("sdk.use_stopped"), _CEASED)
    (category,) = (each for each in policy.categories if each.id == act.category)
    if act.purpose in category.purposes:
        return Answer("permitted", say("sdk.purpose_named", clause=act.purpose), (APPI(17, 1),))
    if act.consented.value:
        return Answer("permitted", say("sdk.consented"), (APPI(18, 1),))
    if act.consented.value is None:
        return _ask("sdk.beyond_purpose", (APPI(18, 1), APPI(18, 3)), act.consented)
    exempt = unknown("exempt_18_3")
    return _ask("sdk.beyond_purpose_no_consent", (APPI(18, 1), APPI(18, 3)), exempt)


def _provision(policy: Policy, act: Provide, stopped: Stopped) -> Answer:
    known = policy.provision.recipients if policy.provision else ()
    named = next((each for each in known if each.id == act.recipient), None)
    if act.recipient is not None and named is None:
        raise NotInPolicy(act.recipient)
    if named is not None and named.categories and act.category not in named.categories:
        named = None  # for these data it is anybody
    basis = named.basis if named else "unknown"
    if named is not None and basis in _NO_THIRD_PARTY and named.abroad == "no":
        return _handed_over(named, stopped)
    if stopped.provision.value is None:
        return _ask("sdk.nobody_looked", _PROVISION_CEASED, stopped.provision)
    if stopped.provision.value:
        if basis in _JUDGED_EACH_TIME:
            return _ask("sdk.stopped_and_demanded", (APPI(27, 1),), unknown("exempt_27_1"))
        return Answer("forbidden", say("sdk.provision_stopped"), _PROVISION_CEASED)
    if act.consented.value:
        return Answer("permitted", say("sdk.consented"), (APPI(27, 1),))
    if named is not None and (basis == "opt_out" or basis in _NO_THIRD_PARTY):
        if named.abroad != "no":
            where = "recipient_abroad" if named.abroad == "unknown" else "exempt_28_1"
            return _ask("sdk.abroad", (APPI(28, 1),), unknown(where))
        because = say("sdk.recipient_named", clause=named.id)
        return _opted_out(policy) or Answer("permitted", because, (APPI(27, 2),))
    if basis == "consent":
        if act.consented.value is None:
            return _ask("sdk.consent_first", (APPI(27, 1),), act.consented)
        return Answer("forbidden", say("sdk.no_consent"), (APPI(27, 1),))
    return _ask("sdk.no_ground_known", (APPI(27, 1),), unknown("ground_of_provision"))


_NO_THIRD_PARTY: Final = {
    "entrustment": APPI(27, 5, "i"),
    "succession": APPI(27, 5, "ii"),
    "joint_use": APPI(27, 5, "iii"),
}
"""Whom the law takes for no third party, within Japan."""
_JUDGED_EACH_TIME: Final = frozenset({
    "based_on_laws", "life_body_property", "public_health_children", "state_cooperation",
    "academic_publication", "academic_joint_research", "academic_recipient",
})  # fmt: skip
"""The items of Art. 27(1)."""


def _handed_over(named: Recipient, stopped: Stopped) -> Answer:
    """A stop of provision does not reach who is no third party; a stop of the use does."""
    if stopped.use.value is None:
        return _ask("sdk.nobody_looked", _CEASED, stopped.use)
    if stopped.use.value:
        if not stopped.purposes or set(stopped.purposes) & set(named.purposes):
            return Answer("forbidden", say("sdk.use_stopped"), _CEASED)
        if not named.purposes:
            return _ask("sdk.handed_over_for_what", _CEASED, unknown("purpose_of_recipient"))
    because = say("sdk.recipient_named", clause=named.id)
    return Answer("permitted", because, (_NO_THIRD_PARTY[named.basis],))


def _opted_out(policy: Policy) -> Answer | None:
    """What stands against providing by opt-out; None where nothing does."""
    clause = policy.opt_out
    if clause is None:
        return _ask("sdk.opt_out_unready", _OPT_OUT, unknown("opt_out_filed"))
    items = (getattr(clause.items, name).state for name in type(clause.items).model_fields)
    told = all(state == "present" for state in items)
    known = {
        name: truth(_KNOWN[getattr(clause, name)], f"opt_out_{name}")
        for name in type(clause).model_fields
        if name in ("filed", "published") or name.endswith("_excluded")
    }
    facts = ProvideByOptOut(
        told=YES if told else unknown("opt_out_items_told"),  # perhaps to each person
        filed=known["filed"],
        sensitive=~known["sensitive_excluded"],
        acquired_wrongly=~known["wrongly_acquired_excluded"],
        received_by_opt_out=~known["received_excluded"],
    )
    forbidden = opt_out_unannounced(facts) | opt_out_of_excluded_data(facts)
    if forbidden.is_yes:
        return Answer("forbidden", say("sdk.opt_out_unlawful"), (APPI(27, 2),))
    if known["published"].is_no:
        forbidden |= unknown("opt_out_published")
    else:
        forbidden |= ~known["published"]
    return None if forbidden.is_no else _ask("sdk.opt_out_unready", _OPT_OUT, forbidden)


_OPT_OUT: Final = (APPI(27, 2), APPI(27, 4))
_KNOWN: Final = {"yes": True, "no": False, "unknown": None}


def _ask(id: str, cites: tuple[Citation, ...], open_: Truth) -> Answer:
    return Answer("ask", say(id), cites, tuple(each.key for each in open_.questions))
