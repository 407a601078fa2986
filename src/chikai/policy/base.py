"""What every clause of a policy is made of: texts, places, people to reach, data and purposes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
CheckId = Annotated[str, Field(pattern=r"^[EBNJK]-[0-9]{2}$")]
CompanyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9]+(-[0-9]+)*$")]


Known = Literal["yes", "no", "unknown"]
"""A fact about the text or the company; `unknown` until somebody finds out, never a guess."""

Stated = Literal["present", "partly", "absent", "unknown"]
"""Whether the published text gives something. `partly`: incomplete, or only in another place;
`unknown`: it turns on a fact or a text that is not at hand."""


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Say(Model):
    """One text in both languages."""

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


class Clause(Model):
    """A promise. `assumption` says why a value stands here that the text does not give.
    `contradicts` names clauses that the published text sets against this one; `refers_to` names
    texts under `external_texts` without which the promise cannot be read."""

    id: Id
    checks: tuple[CheckId, ...] = ()
    say: Say
    assumption: Say | None = None
    contradicts: tuple[Id, ...] = ()
    refers_to: tuple[Id, ...] = ()


class StatedItem(Model):
    """One item the law wants told: whether the text gives it, and what it says, or what is
    missing where it does so only partly."""

    state: Stated
    say: Say | None = None


# --- who, what, why ---------------------------------------------------------------------------


class Place(Model):
    """A postal address as it is printed on an envelope."""

    postal_code: str | None = Field(default=None, pattern=r"^[0-9]{3}-[0-9]{4}$")
    address: Say
    addressee: Say


class Hours(Model):
    """Tokyo time. `weekdays` are Monday to Friday without national holidays."""

    days: Literal["weekdays", "every_day"] = "weekdays"
    opens: str = Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$")
    closes: str = Field(pattern=r"^[0-2][0-9]:[0-5][0-9]$")


class Contact(Clause):
    """A desk people can reach."""

    place: Place | None = None
    alternative_places: tuple[Place, ...] = ()
    phone: Phone | None = None
    fax: Phone | None = None
    email: str | None = None
    hours: Hours | None = None
    visits: bool = False


class Company(Clause):
    """Who the business is (Art. 32(1)(i)). The name, address and representative that the desk
    prints stand in `name`, `contacts` and `representative`; the three `_stated` items say whether
    the published text gives them."""

    name: Say
    representative: Say | None = None
    manager: Say
    desk: Id
    address_stated: StatedItem | None = None
    representative_stated: StatedItem | None = None
    manager_stated: StatedItem | None = None


class Purpose(Clause):
    """A purpose of use (Art. 17). Concrete: an ordinary person can foresee in what business and
    for what use; vague: they cannot (Guidelines 3-1-1); open-ended: it ends in "and the like" or
    points elsewhere. `only`: the text says "only". `associated_with`: it stands for whatever goes
    with those purposes."""

    concreteness: Literal["concrete", "vague", "open_ended"] | None = None
    concreteness_because: Say | None = None
    includes_profiling: Known = "unknown"
    includes_provision: Known = "unknown"
    only: bool = False
    associated_with: tuple[Id, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    supersedes: Id | None = None


class Item(Model):
    """A data item. `locates`: it tells where a person lives or with whom; a protective flag
    blocks it. `specific`: it is specific personal information (My Number Act Art. 2).
    `listed`: the published text names it, or leaves it to be inferred."""

    id: Id
    say: Say
    locates: bool = False
    specific: bool = False
    listed: Known = "unknown"


Source = Literal[
    "direct_in_writing", "direct_otherwise", "from_agency", "entrusted", "other", "unknown"
]
"""Where data come from. Direct in writing includes web forms and e-mail (Art. 21(2))."""

Persons = Literal[
    "customers",
    "inquirers",
    "business_contacts",
    "visitors",
    "job_applicants",
    "job_seekers",
    "employees",
    "former_employees",
    "shareholders",
    "professionals",
    "contributors",
    "others",
]


class Category(Clause):
    """Whose data, for which purposes. `authority` is the company's power over all six acts of
    Art. 16(4); `disclosure_label` is what the published text says and decides nothing. `only`: the
    text says that these data serve these purposes only."""

    purposes: tuple[Id, ...]
    only: bool = False
    items: tuple[Id, ...] = ()
    persons: tuple[Persons, ...] = ()
    sources: tuple[Source, ...] = ()
    authority: Literal["yes", "no", "unknown"] = "yes"
    disclosure_label: Literal["subject", "not_subject"] | None = None
    other_windows: tuple[Id, ...] = ()
