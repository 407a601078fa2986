"""Joint use as promised: the five items and their versions (Art. 27(5)(iii), (6))."""

from __future__ import annotations

from datetime import date
from typing import Literal

from chikai.policy.base import Clause, Id, Known, Model, Place, Say, StatedItem


class JointUseItems(Model):
    """The five items that are told beforehand."""

    fact: StatedItem
    data_items: StatedItem
    users: StatedItem
    purposes: StatedItem
    responsible: StatedItem


class JointUser(Model):
    """A user, or a group of users. A group known only by a list elsewhere has the list's address
    and the day it was last looked at; without one its members are unknown."""

    name: Say
    kind: Literal["company", "group", "unnamed"]
    list_url: str | None = None
    list_seen_on: date | None = None
    abroad: Known = "unknown"


class JointResponsible(Clause):
    """Who answers for the joint use: name, address, representative."""

    name: Say
    place: Place | None = None
    representative: Say | None = None


class JointCategory(Model):
    """One category in joint use. No items: the text names none for it."""

    category: Id
    purposes: tuple[Id, ...]
    items: tuple[Id, ...] = ()


class JointUse(Clause):
    """`told`: published, or notified only when the need arises. `specific`: whether the text
    carves out specific personal information, which never goes into joint use. Users and items
    never change without consent; hence every version keeps its own days."""

    told: Literal["published", "when_needed", "silent"]
    items: JointUseItems
    users: tuple[JointUser, ...] = ()
    responsible: JointResponsible | None = None
    categories: tuple[JointCategory, ...] = ()
    specific: Literal["carved_out", "silent"] = "silent"
    sensitive: Known = "unknown"
    also_told: tuple[Say, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    supersedes: Id | None = None
