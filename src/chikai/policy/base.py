"""What every clause of a policy is made of: texts, places, people to reach, data and purposes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
CheckId = Annotated[str, Field(pattern=r"^[EBNJK]-[0-9]{2}$")]
CompanyId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Phone = Annotated[str, Field(pattern=r"^\+?[0-9]+(-[0-9]+)*$")]


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Say(Model):
    """One text in both languages."""

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


class Clause(Model):
    """A promise. `assumption` says why a value stands here that the text does not give."""

    id: Id
    checks: tuple[CheckId, ...] = ()
    say: Say
    assumption: Say | None = None


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
    name: Say
    representative: Say | None = None
    manager: Say
    desk: Id


class Purpose(Clause):
    pass


class Item(Model):
    """A data item. `locates`: it tells where a person lives or with whom; a protective flag
    blocks it. `specific`: it is specific personal information (My Number Act Art. 2)."""

    id: Id
    say: Say
    locates: bool = False
    specific: bool = False


class Category(Clause):
    """Whose data, for which purposes. `authority` is the company's power over all six acts of
    Art. 16(4); `disclosure_label` is what the published text says and decides nothing."""

    purposes: tuple[Id, ...]
    items: tuple[Id, ...] = ()
    authority: Literal["yes", "no", "unknown"] = "yes"
    disclosure_label: Literal["subject", "not_subject"] | None = None
    other_windows: tuple[Id, ...] = ()
