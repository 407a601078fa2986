"""The policy, the language and the day a document is made for, and how things are said in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chikai.kernel.message import Arg, Message, say
from chikai.policy.model import Clause, Contact, Model, Policy, Say, StatedItem
from chikai.policy.phrases import place_words, words
from chikai.policy.publish.document import Fact
from chikai.words import render


@dataclass(frozen=True, slots=True)
class Voice:
    """`on`: the day the document is shown; papers that prove nothing by then are left out."""

    policy: Policy
    lang: str
    on: date

    def render(self, message: Message) -> str:
        return render(message, lang=self.lang)

    def tell(self, key: str, **args: Arg) -> str:
        return self.render(say(f"publish.{key}", **args))

    def day(self, day: date) -> str:
        return self.render(say("common.on", on=day))

    def text(self, text: Say) -> str:
        return text[self.lang]

    def texts(self, texts: Iterable[Say]) -> tuple[str, ...]:
        return tuple(each[self.lang] for each in texts)

    def names(self, table: str, values: Iterable[str]) -> tuple[str, ...]:
        """The names of kinds, papers, askers or channels, from the words all faces share."""
        return tuple(self.render(each) for each in words(table, values))

    def fact(self, term: str, *values: str) -> Iterator[Fact]:
        """One fact; none where there is nothing to say."""
        if any(values):
            yield Fact(self.tell(f"term.{term}"), tuple(filter(None, values)))

    def item(self, key: str, stated: StatedItem, *derived: str) -> Iterator[Fact]:
        """An item the law wants told: what the file says of it, else that it is not published."""
        yield Fact(self.tell(key), self.stated(stated, *derived))

    def stated(self, item: StatedItem, *derived: str) -> tuple[str, ...]:
        told = (item.say[self.lang],) if item.say else ()
        if item.state == "present":
            return told or derived or (self.tell("stated.present"),)
        if item.state == "partly":
            return (*derived, *told) or (self.tell("stated.partly"),)
        return (self.tell("stated.absent"), *told)

    def contact(self, contact: Contact) -> Iterator[Fact]:
        places = [contact.place] if contact.place else []
        yield from self.fact("place", *(self.render(place_words(p)) for p in places))
        also = contact.alternative_places
        yield from self.fact("also_place", *(self.render(place_words(p)) for p in also))
        yield from self.fact("phone", contact.phone or "")
        yield from self.fact("fax", contact.fax or "")
        yield from self.fact("email", contact.email or "")
        if hours := contact.hours:
            told = say(f"common.hours.{hours.days}", opens=hours.opens, closes=hours.closes)
            yield from self.fact("hours", self.render(told))


def children(model: Model) -> Iterator[Clause]:
    """The clauses right under a model, in the order of the schema; not those under them."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, Clause):
                yield each
            elif isinstance(each, Model):
                yield from children(each)
