"""What the company does with the data, from the answers. A section whose question is open is left
out: it has not been looked at. A plain no is listed as silent, or said, as the schema has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, get_args

from chikai.kernel.message import Both, say
from chikai.policy.draft.write import Block, Node, block
from chikai.policy.interview.answers import Answers
from chikai.policy.interview.writing import both, clause, the
from chikai.policy.sections.provision import OptOutItems
from chikai.policy.sections.security import SecurityHeads
from chikai.policy.sections.use import UseGround

_NO_CONSENT: Final = (
    "based_on_laws",
    "life_body_property",
    "public_health_children",
    "state_cooperation",
    "academic_publication",
    "academic_joint_research",
    "academic_recipient",
)
"""Art. 27(1)(i)–(vii)."""


def silent(answers: Answers) -> Iterator[str]:
    """Topics that were asked about and of which there is nothing to say."""
    for topic in ("joint_use", "opt_out", "anonymized"):
        if answers.yes(topic) is False:
            yield topic
    if answers.yes("abroad") is False:
        yield "foreign"
    if answers.none("my_number"):
        yield "specific_personal_information"
    if answers.none("minors"):
        yield "minors"
    if answers.yes("leak") is False:
        yield "leak"
    if answers.none("fee"):
        yield "fee"
    if answers.yes("organisation") is False:
        yield "accredited_organisation"
    if answers.yes("entrustment") is False:
        yield "entrustment"


def _use(answers: Answers) -> Block | None:
    exceptions = answers.yes("exceptions")
    shown = answers.yes("shown")
    if exceptions is None and shown is None:
        return None
    grounds: list[Node] = [_ground("use", each, "ground") for each in get_args(UseGround)]
    limit = block(
        ("id", "use_limit"),
        ("exceptions", grounds if exceptions else None),
        ("say", clause("use_limit")),
    )
    notice = block(
        ("id", "notice"),
        ("manner", ["publish", *(["show"] if shown else [])]),
        ("shown_when_direct", "present" if shown else "absent"),
        ("say", clause("notice_shown" if shown else "notice")),
    )
    return block(
        ("limit", limit if exceptions is not None else None),
        ("notice", notice if shown is not None else None),
    )


def _ground(prefix: str, ground: str, key: str) -> Block:
    return block(
        ("id", f"{prefix}_{ground}"),
        (key, ground),
        ("say", clause("ground", ground=say(f"interview.ground.{ground}"))),
    )


def _provision(answers: Answers) -> Block | None:
    if answers.yes("provision") is None:
        return None
    grounds: list[Node] = [
        block(("id", "ground_consent"), ("basis", "consent"), ("say", clause("ground_consent"))),
        *(_ground("ground", each, "basis") for each in _NO_CONSENT),
    ]
    recipients: list[Node] = [
        block(
            ("id", f"recipient_{number}"),
            ("destination", both(each)),
            ("fixed", "named"),
            ("basis", "unknown"),
            ("say", clause("recipient", recipient=Both(each.ja, each.en))),
        )
        for number, each in enumerate(answers.lines("recipients"), 1)
    ]
    rule = block(
        ("id", "no_provision"),
        ("consent", "present"),
        ("prior", "yes"),
        ("say", clause("no_provision")),
    )
    return block(
        ("rules", [rule]),
        ("grounds", grounds if answers.yes("exceptions") else None),
        ("recipients", recipients or None),
    )


def _opt_out(answers: Answers) -> Block | None:
    if not answers.yes("opt_out"):
        return None
    unknown = block(("state", "unknown"))
    return block(
        ("id", "opt_out"),
        ("used", "yes"),
        ("items", block(*((name, unknown) for name in OptOutItems.model_fields))),
        ("say", clause("opt_out")),
    )


def _entrustment(answers: Answers) -> Block | None:
    if not answers.yes("entrustment"):
        return None
    if "entrustment_how" in answers.open:
        states = {name: "unknown" for name in ("selection", "contract", "monitoring")}
    else:
        states = {name: "present" for name in answers.names("entrustment_how")}
    return block(("id", "entrustment"), *states.items(), ("say", clause("entrustment")))


def _joint_use(answers: Answers) -> Node | None:
    """Its five items are for the company to write; none of them is guessed."""
    if not answers.yes("joint_use"):
        return None
    unknown = block(("state", "unknown"))
    items = ("fact", "data_items", "users", "purposes", "responsible")
    return [
        block(
            ("id", "joint_use"),
            ("told", "silent"),
            ("items", block(*((name, unknown) for name in items))),
            ("say", clause("joint_use")),
        )
    ]


def _foreign(answers: Answers) -> Block | None:
    if not answers.yes("abroad"):
        return None
    unknown = block(("state", "unknown"))
    told = ("country", "regime", "recipient_measures")
    return block(
        ("id", "foreign"),
        ("routes", []),
        ("information", block(*((name, unknown) for name in told))),
        ("continuous_measures", "unknown"),
        ("on_request", "unknown"),
        ("say", clause("foreign")),
    )


def _anonymized(answers: Answers) -> Block | None:
    if not answers.yes("anonymized"):
        return None
    return block(
        (
            "creation",
            block(
                ("id", "anonymized_creation"),
                ("creates", "yes"),
                ("items_published", "unknown"),
                ("items", block(("state", "unknown"))),
                ("say", clause("anonymized")),
            ),
        )
    )


def _specific(answers: Answers) -> Block | None:
    tasks = answers.names("my_number")
    if not tasks:
        return None
    told = tuple(say(f"interview.choice.my_number.{each}") for each in tasks)
    return block(
        ("id", "specific"), ("tasks", list(tasks)), ("say", clause("my_number", tasks=told))
    )


def _security(answers: Answers) -> Block | None:
    abroad = answers.yes("handled_abroad")
    if "security" in answers.open and abroad is None:
        return None
    given, looked = answers.names("security"), "security" not in answers.open
    countries = answers.lines("countries")
    states = {
        head: "present" if head in given else "absent" if looked else "unknown"
        for head in SecurityHeads.model_fields
    }
    states["external_environment"] = "present" if abroad is False or countries else "unknown"
    return block(
        ("id", "security"),
        ("heads", block(*((head, block(("state", s))) for head, s in states.items()))),
        ("handled_abroad", "unknown" if abroad is None else "yes" if abroad else "no"),
        ("countries", [both(each) for each in countries] or None),
        ("say", clause("security")),
    )


def _leak(answers: Answers) -> Block | None:
    if not answers.yes("leak"):
        return None
    return block(("id", "leak"), ("promised", "yes"), ("say", clause("leak")))


def _minors(answers: Answers) -> Block | None:
    age = answers.number("minors")
    if age is None:
        return None
    return block(
        ("id", "minors"),
        ("profile", "ppc_practice" if age == 15 else "own"),
        ("age", age),
        ("inclusive", True),
        ("say", clause("minors", age=age)),
    )


def _transmission(answers: Answers) -> Block | None:
    found = answers.yes("transmission")
    if found is None:
        return None
    scope = block(
        ("id", "transmission_scope"),
        ("in_scope", "yes" if found else "no"),
        ("say", clause("transmission" if found else "no_transmission")),
    )
    return block(("scope", scope))


def _retention(answers: Answers) -> Node | None:
    how = answers.text("retention")
    if how is None:
        return None
    years = answers.number("retention_years")
    return [
        block(
            ("id", "retention"),
            ("categories", list(answers.names("persons"))),
            ("criterion", how),
            ("years", years),
            ("say", clause("retention_years", years=years) if years else clause("retention")),
        )
    ]


def _changes(answers: Answers) -> Block | None:
    before, how = answers.yes("changes_before"), answers.names("changes_how")
    if before is None and not how:
        return None
    notice = block(
        ("id", "change_notice"),
        ("before", "unknown" if before is None else "yes" if before else "no"),
        ("how", list(how)),
        ("say", clause("changes_before" if before else "changes")),
    )
    return block(("notice", notice))


def _responsible(answers: Answers) -> Node | None:
    return [
        block(
            ("id", "manager"),
            ("title", both(the(answers, "manager"))),
            ("department", "unknown"),
            ("contact", "present"),
            ("say", clause("manager")),
        )
    ]


GIVING: Final[tuple[tuple[str, Callable[[Answers], Node | None]], ...]] = (
    ("responsible", _responsible),
    ("use", _use),
    ("provision", _provision),
    ("opt_out", _opt_out),
    ("entrustment", _entrustment),
    ("joint_use", _joint_use),
    ("foreign", _foreign),
    ("anonymized", _anonymized),
    ("specific_personal_information", _specific),
    ("security", _security),
    ("leak", _leak),
    ("minors", _minors),
    ("external_transmission", _transmission),
    ("retention", _retention),
    ("changes", _changes),
)
