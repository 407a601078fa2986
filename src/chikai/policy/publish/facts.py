"""What the file says of a clause beside its sentence, as terms and values.

The parts of the request procedure have a module of their own. A clause without facts is its
sentence and nothing more. What the file leaves unknown is never made up: it is left out, and
where the law wants it told it is said to be unpublished.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch
from typing import Final

from chikai.policy.model import Category, Clause, Company, Contact, Model, StatedItem
from chikai.policy.publish.document import Fact
from chikai.policy.publish.voice import Voice
from chikai.policy.sections.changes import ChangeNotice, Objection, Posting
from chikai.policy.sections.foreign import Foreign
from chikai.policy.sections.joint_use import JointResponsible, JointUse
from chikai.policy.sections.minors import Minors
from chikai.policy.sections.provision import Entrustment, OptOut, Recipient
from chikai.policy.sections.security import EmployeeSupervision, Security
from chikai.policy.sections.special import (
    AnonymizedCreation,
    AnonymizedProvision,
    SpecificInformation,
)
from chikai.policy.sections.transmission import Cookies, RelatedInformation, Tag
from chikai.policy.sections.use import PurposeNotice, Retention

OPT_OUT_ITEMS: Final = (
    "provider",
    "purpose_is_provision",
    "data_items",
    "acquisition",
    "method",
    "stops_on_request",
    "receiving_requests",
    "update",
    "start_date",
)
"""Art. 27(2)(i)-(viii) and Rule 11(4), in order."""

SECURITY_HEADS: Final = (
    "basic_policy",
    "rules",
    "organisational",
    "human",
    "physical",
    "technical",
    "external_environment",
)
"""The heads of the Guidelines' annex, 10-1 to 10-7."""


@singledispatch
def facts(clause: Clause, voice: Voice) -> Iterator[Fact]:
    """The facts of a clause; none for most."""
    return iter(())


def promised(clause: Model, voice: Voice, *names: str) -> Iterator[Fact]:
    """Which of these things the text promises; what it leaves out is not listed."""
    told = tuple(
        voice.tell(f"item.{name}") for name in names if getattr(clause, name) in ("present", "yes")
    )
    yield from voice.fact("includes", *told)


@facts.register
def _(clause: Company, voice: Voice) -> Iterator[Fact]:
    def withheld(item: StatedItem | None) -> bool:
        return item is not None and item.state in ("absent", "unknown")

    yield from voice.fact("company", voice.text(clause.name))
    if (stated := clause.address_stated) and stated.state != "present":
        yield from voice.item("term.address", stated)
    if withheld(clause.representative_stated):
        yield from voice.fact("representative", voice.tell("stated.absent"))
    elif clause.representative:
        yield from voice.fact("representative", voice.text(clause.representative))
    if withheld(clause.manager_stated):
        yield from voice.fact("manager", voice.tell("stated.absent"))
    else:
        yield from voice.fact("manager", voice.text(clause.manager))


@facts.register
def _(clause: Contact, voice: Voice) -> Iterator[Fact]:
    yield from voice.contact(clause)


@facts.register
def _(clause: Category, voice: Voice) -> Iterator[Fact]:
    """Its purposes stand under it as a list of their own."""
    sources = [each for each in clause.sources if each != "unknown"]
    yield from voice.fact("sources", *(voice.tell(f"source.{each}") for each in sources))
    items = {each.id: each for each in voice.policy.items}
    told = [items[id].say for id in clause.items if items[id].listed == "yes"]
    yield from voice.fact("data_items", *voice.texts(told))
    if clause.disclosure_label:
        yield from voice.fact("disclosure_label", voice.tell(f"label.{clause.disclosure_label}"))


@facts.register
def _(clause: PurposeNotice, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("manner", *(voice.tell(f"told.{each}") for each in clause.manner))


@facts.register
def _(clause: Retention, voice: Voice) -> Iterator[Fact]:
    categories = {each.id: each.say for each in voice.policy.categories}
    yield from voice.fact("categories", *voice.texts(categories[id] for id in clause.categories))
    yield from voice.fact("period", *_period(clause, voice))
    yield from voice.fact("begins", voice.text(clause.begins) if clause.begins else "")


def _period(clause: Retention, voice: Voice) -> Iterator[str]:
    if clause.years:
        yield voice.tell("years", n=clause.years)
    if clause.months:
        yield voice.tell("months", n=clause.months)
    if not clause.years and not clause.months:
        yield voice.tell(f"criterion.{clause.criterion}")


@facts.register
def _(clause: Recipient, voice: Voice) -> Iterator[Fact]:
    policy = voice.policy
    purposes = {each.id: each.say for each in policy.purposes}
    categories = {each.id: each.say for each in policy.categories}
    items = {each.id: each.say for each in policy.items}
    yield from voice.fact("destination", voice.text(clause.destination))
    yield from voice.fact("purposes", *voice.texts(purposes[id] for id in clause.purposes))
    if clause.recipient_purpose:
        yield from voice.fact("recipient_purpose", voice.text(clause.recipient_purpose))
    yield from voice.fact("categories", *voice.texts(categories[id] for id in clause.categories))
    told = [*voice.texts(items[id] for id in clause.items)]
    told += [voice.text(clause.items_open)] if clause.items_open else []
    yield from voice.fact("data_items", *told)
    methods = [each for each in clause.methods if each != "unknown"]
    yield from voice.fact("methods", *(voice.tell(f"method.{each}") for each in methods))
    if clause.basis != "unknown":
        yield from voice.fact("basis", voice.tell(f"basis.{clause.basis}"))


@facts.register
def _(clause: OptOut, voice: Voice) -> Iterator[Fact]:
    """The nine items of Art. 27(2), each as far as the file tells it."""
    for name in OPT_OUT_ITEMS:
        yield from voice.item(f"opt_out.{name}", getattr(clause.items, name))
    if clause.stops != "silent":
        yield from voice.fact("stops", voice.tell(f"stops.{clause.stops}"))


@facts.register
def _(clause: Entrustment, voice: Voice) -> Iterator[Fact]:
    yield from promised(
        clause,
        voice,
        "selection",
        "contract",
        "confidentiality",
        "agreement_to_terms",
        "monitoring",
        "needed_items_only",
        "re_entrustment",
    )


@facts.register
def _(clause: JointUse, voice: Voice) -> Iterator[Fact]:
    """The five items of Art. 27(5)(iii), each as far as the file tells it."""
    policy, items = voice.policy, clause.items
    by_id = {each.id: each.say for each in policy.items}
    by_id |= {each.id: each.say for each in policy.purposes}
    used = [id for each in clause.categories for id in each.items]
    purposes = [id for each in clause.categories for id in each.purposes]

    def named(ids: list[str]) -> tuple[str, ...]:
        return voice.texts(by_id[id] for id in dict.fromkeys(ids))

    users = [voice.text(each.name) for each in clause.users if each.kind != "unnamed"]
    yield from voice.item("joint.fact", items.fact, voice.text(clause.say))
    yield from voice.item("joint.data_items", items.data_items, *named(used))
    yield from voice.item("joint.users", items.users, *users)
    yield from voice.fact("joint_list", *(each.list_url or "" for each in clause.users))
    yield from voice.item("joint.purposes", items.purposes, *named(purposes))
    responsible = (voice.text(clause.responsible.name),) if clause.responsible else ()
    yield from voice.item("joint.responsible", items.responsible, *responsible)
    yield from voice.fact("joint_also_told", *voice.texts(clause.also_told))


@facts.register
def _(clause: JointResponsible, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("company", voice.text(clause.name))
    if place := clause.place:
        yield from voice.fact("address", voice.text(place.address))
    if clause.representative:
        yield from voice.fact("representative", voice.text(clause.representative))


@facts.register
def _(clause: Foreign, voice: Voice) -> Iterator[Fact]:
    for name in ("country", "regime", "recipient_measures"):
        item = getattr(clause.information, name)
        told = voice.texts(clause.countries) if name == "country" else ()
        yield from voice.item(f"foreign.{name}", item, *told)
    yield from promised(clause, voice, "continuous_measures", "on_request")


@facts.register
def _(clause: AnonymizedCreation, voice: Voice) -> Iterator[Fact]:
    yield from voice.item("anonymized.items", clause.items)


@facts.register
def _(clause: AnonymizedProvision, voice: Voice) -> Iterator[Fact]:
    yield from voice.item("anonymized.method", clause.method)
    yield from promised(clause, voice, "items_published", "method_published", "recipient_told")


@facts.register
def _(clause: SpecificInformation, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("tasks", *(voice.tell(f"task.{each}") for each in clause.tasks))


@facts.register
def _(clause: Security, voice: Voice) -> Iterator[Fact]:
    for name in SECURITY_HEADS:
        yield from voice.item(f"security.{name}", getattr(clause.heads, name))
    yield from voice.fact("countries", *voice.texts(clause.countries))


@facts.register
def _(clause: EmployeeSupervision, voice: Voice) -> Iterator[Fact]:
    if clause.covers != "silent":
        yield from voice.fact("covers", voice.tell(f"covers.{clause.covers}"))
    yield from promised(clause, voice, "training", "confidentiality")


@facts.register
def _(clause: Minors, voice: Voice) -> Iterator[Fact]:
    key = "up_to" if clause.inclusive else "under"
    yield from voice.fact("minors", voice.tell(f"age.{key}", age=clause.age))


@facts.register
def _(clause: Cookies, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("purposes", *voice.texts(clause.uses))
    if clause.refusal != "silent":
        yield from voice.fact("refusal", voice.tell(f"refusal.{clause.refusal}"))
    if clause.some_parts_unusable:
        yield from voice.fact("if_refused", voice.tell("some_parts_unusable"))


@facts.register
def _(clause: Tag, voice: Voice) -> Iterator[Fact]:
    """The items of the Telecommunications Business Act, Art. 27-12, for one instruction."""
    yield from voice.fact("tag_tool", voice.tell(f"tool.{clause.tool}"))
    for name in ("content", "recipient", "own_purpose", "recipient_purpose"):
        yield from voice.item(f"tag.{name}", getattr(clause, name))
    yield from voice.fact("tag_opt_out", clause.opt_out_url or "")


@facts.register
def _(clause: RelatedInformation, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("related", *voice.texts(clause.kinds))


@facts.register
def _(clause: ChangeNotice, voice: Voice) -> Iterator[Fact]:
    yield from voice.fact("manner", *(voice.tell(f"how.{each}") for each in clause.how))


@facts.register(Posting)
@facts.register(Objection)
def _(clause: Posting | Objection, voice: Voice) -> Iterator[Fact]:
    days = voice.tell(f"days.{clause.counted_from}", n=clause.days)
    yield from voice.fact("period", days)
