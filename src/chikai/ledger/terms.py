"""The few words that mappings and findings share: labels, formats, identifiers, grounds, roles."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Label:
    """A heading as the person reads it, in both languages."""

    ja: str
    en: str

    def __getitem__(self, lang: str) -> str:
        return self.ja if lang == "ja" else self.en


class Format(StrEnum):
    """How the values of a column are to be read. `amount` is in yen; `json` is a document;
    `file` names a file that lies elsewhere, or is one itself."""

    TEXT = "text"
    DATE = "date"
    DATETIME = "datetime"
    AMOUNT = "amount"
    ENUM = "enum"
    JSON = "json"
    FILE = "file"


class Identifier(StrEnum):
    """What a row says about who it is about."""

    NAME = "name"
    KANA = "kana"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    MEMBER_NUMBER = "member_number"

    @property
    def names(self) -> bool:
        """Whether it is a name. A name alone never tells one person from another."""
        return self in (Identifier.NAME, Identifier.KANA)

    @property
    def reaches(self) -> bool:
        """Whether the person can be reached or looked up by it."""
        return not self.names and self is not Identifier.BIRTH_DATE


class ExistenceGround(StrEnum):
    """The items of Cabinet Order Art. 5: knowing that the data exists would itself do harm."""

    HARM_TO_PERSON = "i"
    UNLAWFUL_ACTS = "ii"
    NATIONAL_SECURITY = "iii"
    CRIME_PREVENTION = "iv"


class Role(StrEnum):
    """What the rows of a table are: data about the person; records of their provision to third
    parties (APPI Arts. 29 and 30), which Art. 33(5) lets the person ask for; or what is scheduled
    to go out already (`feed`), which no flag elsewhere stops."""

    ROWS = "rows"
    PROVISION_RECORDS = "provision_records"
    FEED = "feed"


class Recorded(StrEnum):
    """What a column of records of provision says of the third party (Enforcement Rules Arts. 20
    and 24): to whom data were given and where they are, or from whom they were received."""

    RECIPIENT = "recipient"
    RECIPIENT_ADDRESS = "recipient_address"
    PROVIDER = "provider"


class Media(StrEnum):
    """What a file is, and so how a person takes note of it: read, looked at or listened to."""

    DOCUMENT = "document"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
