"""The kinds of request, who may ask, and how a request may arrive.

These are words of the law that policy, desk and letters share (APPI Arts. 27–40).
"""

from __future__ import annotations

from enum import StrEnum

from chikai.kernel.citation import Citation, Law

APPI = Law("appi", "個人情報保護法", "APPI", "2022-04-01..")
ORDER = Law("order", "個人情報保護法施行令", "APPI Cabinet Order", "2022-04-01..")
RULES = Law("rules", "個人情報保護法施行規則", "APPI Enforcement Rules", "2022-04-01..")
MY_NUMBER = Law("my_number", "番号法", "My Number Act", "2016-01-01..")
CIVIL_CODE = Law("civil_code", "民法", "Civil Code", "2022-04-01..")


class RequestKind(StrEnum):
    """開示等の請求等, the opt-out stop, the foreign-measures request, and the complaint."""

    NOTICE_OF_PURPOSE = "notice_of_purpose"
    DISCLOSURE = "disclosure"
    RECORD_DISCLOSURE = "record_disclosure"
    CORRECTION = "correction"
    CESSATION_VIOLATION = "cessation_violation"
    PROVISION_STOP_VIOLATION = "provision_stop_violation"
    CESSATION_NEED_ENDED = "cessation_need_ended"
    OPT_OUT_STOP = "opt_out_stop"
    FOREIGN_MEASURES_INFO = "foreign_measures_info"
    COMPLAINT = "complaint"


BASIS: dict[RequestKind, Citation] = {
    RequestKind.NOTICE_OF_PURPOSE: APPI(32, 2),
    RequestKind.DISCLOSURE: APPI(33, 1),
    RequestKind.RECORD_DISCLOSURE: APPI(33, 5),
    RequestKind.CORRECTION: APPI(34, 1),
    RequestKind.CESSATION_VIOLATION: APPI(35, 1),
    RequestKind.PROVISION_STOP_VIOLATION: APPI(35, 3),
    RequestKind.CESSATION_NEED_ENDED: APPI(35, 5),
    RequestKind.OPT_OUT_STOP: APPI(27, 2, "vi"),
    RequestKind.FOREIGN_MEASURES_INFO: APPI(28, 3),
    RequestKind.COMPLAINT: APPI(40, 1),
}


class Asker(StrEnum):
    """Who stands before the desk: the person, or a representative and of which kind."""

    PERSON = "person"
    PARENT = "parent"
    MINOR_GUARDIAN = "minor_guardian"
    ADULT_GUARDIAN = "adult_guardian"
    CURATOR = "curator"
    ASSISTANT = "assistant"
    VOLUNTARY_GUARDIAN = "voluntary_guardian"
    MANDATARY = "mandatary"


class Channel(StrEnum):
    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    FAX = "fax"
    COUNTER = "counter"
    PORTAL = "portal"


class Manner(StrEnum):
    """How the answer is given (Art. 33(1), Rule 30)."""

    PAPER = "paper"
    ELECTRONIC = "electronic"
    VIEWING = "viewing"


class Paper(StrEnum):
    """Sheets that arrive in an envelope. `law/documents.toml` says what each proves and until
    when."""

    DRIVERS_LICENSE = "drivers_license"
    PASSPORT = "passport"
    MY_NUMBER_CARD = "my_number_card"
    INSURANCE_CARD = "insurance_card"
    ELIGIBILITY_CERTIFICATE = "eligibility_certificate"
    RESIDENCE_CARD = "residence_card"
    SPECIAL_PERMANENT_RESIDENT_CERTIFICATE = "special_permanent_resident_certificate"
    RESIDENT_RECORD = "resident_record"
    FAMILY_REGISTER = "family_register"
    PENSION_HANDBOOK = "pension_handbook"
    PENSION_NUMBER_NOTICE = "pension_number_notice"
    SEAL_CERTIFICATE = "seal_certificate"
    GUARDIANSHIP_CERTIFICATE = "guardianship_certificate"
    GRANTED_POWERS_LIST = "granted_powers_list"
    POWER_OF_ATTORNEY = "power_of_attorney"
    COMPANY_LETTER_OF_PROXY = "company_letter_of_proxy"
    OTHER_PUBLIC_DOCUMENT = "other_public_document"
    APPROVED_OTHER_PROOF = "approved_other_proof"
    REQUEST_FORM = "request_form"
    FREE_LETTER = "free_letter"
    MONEY_ORDER = "money_order"
    STAMPS = "stamps"
    OTHER = "other"


class Means(StrEnum):
    """How a fee may be paid."""

    MONEY_ORDER = "money_order"
    STAMPS = "stamps"
    BANK_TRANSFER = "bank_transfer"
    CASH_REGISTERED = "cash_registered"


class Whose(StrEnum):
    PERSON = "person"
    REPRESENTATIVE = "representative"
