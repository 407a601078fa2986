"""The questions, in the order they are asked, each with the article that makes it one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args

from chikai.kernel.citation import Citation, Law
from chikai.law.kinds import APPI, MY_NUMBER, ORDER, Channel, Means, Paper
from chikai.policy.base import Persons
from chikai.policy.interview.question import Asked, Kind, Question, Value
from chikai.policy.sections.security import SecurityHeads
from chikai.policy.sections.special import SpecificTask

if TYPE_CHECKING:
    from chikai.policy.interview.answers import Answers

TELECOM: Final = Law("telecom", "電気通信事業法", "Telecommunications Business Act", "2023-06-16..")

PHOTO_PAPERS: Final = (
    Paper.DRIVERS_LICENSE,
    Paper.MY_NUMBER_CARD,
    Paper.PASSPORT,
    Paper.RESIDENCE_CARD,
    Paper.SPECIAL_PERMANENT_RESIDENT_CERTIFICATE,
    Paper.ELIGIBILITY_CERTIFICATE,
    Paper.RESIDENT_RECORD,
    Paper.PENSION_NUMBER_NOTICE,
)
"""Identity papers that can be named in a policy written today."""

YES: Final[tuple[Value, ...]] = (True,)


def _q(
    section: str,
    key: str,
    kind: Kind,
    *cites: Citation,
    must: bool = False,
    none: bool = False,
    choices: tuple[str, ...] = (),
    family: str | None = None,
    between: tuple[int, int] = (0, 0),
    each_person: bool = False,
    only_if: tuple[str, tuple[Value, ...]] | None = None,
) -> Question:
    return Question(
        key=key,
        kind=kind,
        section=section,
        cites=cites,
        must=must,
        none=none,
        choices=tuple(str(each) for each in choices),
        family=family or f"interview.choice.{key}",
        least=between[0],
        most=between[1],
        each_person=each_person,
        only_if=only_if,
    )


QUESTIONS: Final[tuple[Question, ...]] = (
    _q("company", "company", "id", must=True),
    _q("company", "effective_from", "day", APPI(32, 1), must=True),
    _q("company", "name", "text", APPI(32, 1, "i"), must=True),
    _q("company", "representative", "text", APPI(32, 1, "i"), none=True),
    _q("company", "manager", "text", APPI(23), must=True),
    _q("company", "postal_code", "postal", APPI(32, 1, "i")),
    _q("company", "address", "text", APPI(32, 1, "i"), must=True),
    _q("company", "phone", "phone", ORDER(10, None, "ii"), none=True),
    _q("company", "email", "email", ORDER(10, None, "ii"), none=True),
    _q(
        "data",
        "persons",
        "many",
        APPI(32, 1, "ii"),
        must=True,
        choices=get_args(Persons),
        family="interview.persons",
    ),
    _q("data", "purposes", "lines", APPI(17, 1), must=True, each_person=True),
    _q("data", "items", "lines", APPI(32, 1), each_person=True),
    _q(
        "data",
        "sources",
        "many",
        APPI(21, 2),
        choices=("direct_in_writing", "direct_otherwise", "from_agency", "entrusted", "other"),
        each_person=True,
    ),
    _q("data", "profiling", "yes_no", APPI(17, 1)),
    _q("data", "shown", "yes_no", APPI(21, 2)),
    _q("data", "retention", "one", APPI(22), choices=("as_needed", "period")),
    _q(
        "data",
        "retention_years",
        "number",
        APPI(22),
        must=True,
        between=(1, 99),
        only_if=("retention", ("period",)),
    ),
    _q("giving", "exceptions", "yes_no", APPI(18, 3), APPI(27, 1)),
    _q("giving", "provision", "yes_no", APPI(27, 1)),
    _q("giving", "recipients", "lines", APPI(27, 1), only_if=("provision", YES)),
    _q("giving", "opt_out", "yes_no", APPI(27, 2)),
    _q("giving", "entrustment", "yes_no", APPI(25)),
    _q(
        "giving",
        "entrustment_how",
        "many",
        APPI(25),
        choices=("selection", "contract", "monitoring"),
        none=True,
        only_if=("entrustment", YES),
    ),
    _q("giving", "joint_use", "yes_no", APPI(27, 5, "iii")),
    _q("giving", "abroad", "yes_no", APPI(28, 1)),
    _q("giving", "my_number", "many", MY_NUMBER(9), none=True, choices=get_args(SpecificTask)),
    _q("giving", "anonymized", "yes_no", APPI(43, 3)),
    _q("giving", "transmission", "yes_no", TELECOM("27-12")),
    _q("giving", "minors", "number", APPI(20, 2), none=True, between=(1, 20)),
    _q(
        "security",
        "security",
        "many",
        ORDER(10, None, "i"),
        none=True,
        choices=tuple(n for n in SecurityHeads.model_fields if n != "external_environment"),
    ),
    _q("security", "handled_abroad", "yes_no", ORDER(10, None, "i")),
    _q(
        "security",
        "countries",
        "lines",
        ORDER(10, None, "i"),
        only_if=("handled_abroad", YES),
    ),
    _q("security", "leak", "yes_no", APPI(26, 2)),
    _q(
        "requests",
        "channels",
        "many",
        APPI(37, 1),
        choices=tuple(Channel),
        family="channel",
    ),
    _q("requests", "form", "yes_no", APPI(37, 1)),
    _q(
        "requests",
        "identity",
        "many",
        ORDER(12, None, "iii"),
        APPI(37, 4),
        choices=PHOTO_PAPERS,
        family="paper",
    ),
    _q(
        "requests",
        "mandate",
        "many",
        ORDER(13),
        choices=(Paper.POWER_OF_ATTORNEY, Paper.SEAL_CERTIFICATE),
        family="paper",
    ),
    _q("requests", "representative_identity", "yes_no", ORDER(12, None, "iii")),
    _q("requests", "fee", "number", APPI(38, 1), none=True, between=(1, 9_999)),
    _q(
        "requests",
        "fee_kinds",
        "many",
        APPI(38, 1),
        must=True,
        choices=("notice_of_purpose", "disclosure", "record_disclosure"),
        family="kind",
        only_if=("fee", ()),
    ),
    _q(
        "requests",
        "fee_means",
        "many",
        APPI(38, 2),
        choices=(Means.BANK_TRANSFER, Means.MONEY_ORDER, Means.CASH_REGISTERED),
        family="means",
        only_if=("fee", ()),
    ),
    _q("requests", "fee_days", "number", APPI(38, 2), between=(1, 180), only_if=("fee", ())),
    _q(
        "requests",
        "delivery",
        "one",
        APPI(33, 2),
        must=True,
        choices=("registered", "simple_registered", "ordinary"),
        family="frame.delivery",
    ),
    _q(
        "requests",
        "answer_to",
        "one",
        APPI(37, 1),
        must=True,
        choices=("proven_address", "form_address"),
    ),
    _q("requests", "target_days", "number", APPI(33, 2), must=True, between=(1, 13)),
    _q("requests", "reasons", "one", APPI(36), choices=("promised", "effort")),
    _q("requests", "papers_months", "number", APPI(22), must=True, between=(1, 120)),
    _q("requests", "answer_years", "number", APPI(22), must=True, between=(1, 10)),
    _q(
        "requests",
        "withdrawal",
        "one",
        APPI(37, 4),
        must=True,
        choices=("return", "keep_then_destroy"),
    ),
    _q("complaints", "organisation", "yes_no", ORDER(10, None, "iii")),
    _q(
        "complaints",
        "organisation_name",
        "text",
        ORDER(10, None, "iii"),
        must=True,
        only_if=("organisation", YES),
    ),
    _q(
        "complaints",
        "organisation_address",
        "text",
        ORDER(10, None, "iii"),
        must=True,
        only_if=("organisation", YES),
    ),
    _q(
        "complaints",
        "organisation_phone",
        "phone",
        ORDER(10, None, "iii"),
        must=True,
        only_if=("organisation", YES),
    ),
    _q("changes", "changes_before", "yes_no", APPI(21, 3)),
    _q(
        "changes",
        "changes_how",
        "many",
        APPI(21, 3),
        choices=("website", "service", "direct"),
    ),
)


def asked(answers: Answers) -> tuple[Asked, ...]:
    """The questions there are after these answers, in order: an answer may open others."""
    return tuple(each for q in QUESTIONS if _opens(q, answers) for each in _put(q, answers))


def _opens(question: Question, answers: Answers) -> bool:
    """Nothing named in `only_if`: any answer but none."""
    if question.only_if is None:
        return True
    key, wanted = question.only_if
    value = answers.get(key)
    return value in wanted if wanted else isinstance(value, int)


def _put(question: Question, answers: Answers) -> tuple[Asked, ...]:
    if not question.each_person:
        return (Asked(question),)
    persons = answers.names("persons")
    return tuple(Asked(question, each) for each in persons)
