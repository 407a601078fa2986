"""The request procedure of Arts. 32–40 as a company published it, and where to complain."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from chikai.law.kinds import Asker, Channel, Means, Paper, RequestKind
from chikai.policy.base import Clause, Id, Known, Model, Phone, Place, Say


class KindClause(Clause):
    """A kind of request as the policy treats it. `named` is whether the published text names it;
    an unnamed kind is accepted all the same, because the law gives it (Arts. 32–35). `in_passing`:
    the text mentions it where it speaks of something else, and gives no procedure for it."""

    kind: RequestKind
    named: bool = True
    in_passing: bool = False


class Intake(Clause):
    """Where and how a request is made. No channels: the policy sets none, any way is accepted."""

    channels: tuple[Channel, ...] = ()
    desk: Id
    contact_first: bool = False
    counts_as_arrival: tuple[Channel, ...] = ()


class Form(Clause):
    """A form of the company. `sent_first` is true when the company mails it before the request.
    `seal_askers` are those whose form needs the registered seal; empty means everyone."""

    kinds: tuple[RequestKind, ...]
    title: Say
    sent_first: bool = False
    obtain_by: tuple[Channel, ...] = ()
    registered_seal: bool = False
    seal_askers: tuple[Asker, ...] = ()
    required: bool = True


class ProxyForm(Clause):
    """A letter of proxy of the company's own. It names a representative; it makes no request."""

    title: Say
    paper: Paper = Paper.COMPANY_LETTER_OF_PROXY
    sent_first: bool = False
    obtain_by: tuple[Channel, ...] = ()


class Evidence(Model):
    """`count` different papers out of `of`; `photo` narrows to papers with or without a photo."""

    count: int = Field(default=1, ge=1)
    of: tuple[Paper, ...]
    photo: bool | None = None


AllOf = tuple[Evidence, ...]


class Identity(Clause):
    """Alternatives, any one of which proves who somebody is. Empty: the policy sets none, so
    the lightest means the data warrant is asked for (Art. 37(4)). `when_represented` replaces
    `accept`, for the person and the representative alike, when a representative asks."""

    accept: tuple[AllOf, ...] = ()
    when_represented: tuple[AllOf, ...] | None = None
    also_accept: tuple[AllOf, ...] = ()
    also_accept_because: Say | None = None


class Authority(Clause):
    """What proves a representative's power, per kind of representative."""

    askers: tuple[Asker, ...]
    accept: tuple[AllOf, ...]
    also_accept: tuple[AllOf, ...] = ()
    also_accept_because: Say | None = None
    representative_identity: bool
    person_identity: bool = True


class Blackout(Clause):
    """Registered domicile is covered by the sender; what comes uncovered is masked on receipt."""

    papers: tuple[Paper, ...]


class MatchRule(Clause):
    required: bool


class Refunds(Model):
    """What happens to a fee that was paid when the request ends in one of these ways."""

    refused: Literal["return", "keep"] = "return"
    none_held: Literal["return", "keep"] = "return"
    withdrawn: Literal["return", "keep"] = "return"


class Fee(Clause):
    """`amount` in yen for each unit. `means` empty: the owner of the policy must be asked."""

    kinds: tuple[RequestKind, ...]
    amount: int = Field(gt=0)
    unit: Literal["kind_on_a_form", "form"] = "kind_on_a_form"
    unit_assumption: Say | None = None
    means: tuple[Means, ...] = ()
    stamps: Literal["postage", "revenue", "any"] | None = None
    period_days: int | None = Field(default=None, gt=0)
    period_assumption: Say | None = None
    unpaid: Literal["not_made", "remind_then_person_decides"]
    refunds: Refunds = Refunds()
    refunds_assumption: Say | None = None
    includes_registered_mail: bool = False


class Answer(Clause):
    """How the answer goes out. `delivery` is the class of mail for paper answers."""

    written: bool
    electronic_by_choice: bool = True
    delivery_paid: Literal["registered", "simple_registered", "ordinary"]
    delivery_free: Literal["registered", "simple_registered", "ordinary"]
    to: Literal["form_address", "proven_address"]
    own_target_days: int = Field(gt=0, lt=14)
    reasons: Literal["promised", "effort", "silent"]
    written_kinds: tuple[RequestKind, ...] | None = None


Exit = Literal["answered", "withdrawn", "not_made", "handed_over", "not_confirmed"]


class PaperRetention(Clause):
    """Submitted papers: kept `years` and `months` from completion, then destroyed. `exits` are the
    ends of a case to which that applies; papers of any other end are kept `other_exits_months`
    from closing. Our answer and the record of the case are kept `answer_years`."""

    years: int = Field(ge=0)
    months: int = Field(default=0, ge=0)
    exits: tuple[Exit, ...] = ("answered",)
    other_exits_months: int = Field(default=24, ge=0)
    answer_years: int = Field(default=3, ge=0)


class OtherWindow(Clause):
    """A request that belongs to another window: handed over by us, logged, never bounced."""

    kinds: tuple[RequestKind, ...]
    when: Literal["registered_data_of_product", "already_provided_copy"]
    window: Say
    keep_our_part: bool


class RefusalText(Clause):
    """A ground of refusal as published; the engine applies the law's ground, never the text's."""

    kinds: tuple[RequestKind, ...]
    law_ground: Id | None


class Withdrawal(Clause):
    papers: Literal["return", "keep_then_destroy"]


class AccreditedOrganisation(Clause):
    """Where settlement of a complaint may be sought. `published_phones`: the numbers of the
    published text where they differ; `member`: whether the company is a covered member."""

    name: Say
    place: Place
    phones: tuple[Phone, ...]
    published_phones: tuple[Phone, ...] = ()
    member: Known = "unknown"
    verified_on: date | None = None


class Complaints(Clause):
    desk: Id
    first_to_company: Say | None = None
    organisation: AccreditedOrganisation | None = None


class Requests(Model):
    """The procedure of Art. 37 as this company published it."""

    kinds: tuple[KindClause, ...]
    askers: Clause | None = None
    intake: Intake
    forms: tuple[Form, ...] = ()
    proxy_forms: tuple[ProxyForm, ...] = ()
    identity: Identity
    authority: tuple[Authority, ...]
    blackout: Blackout | None = None
    match: MatchRule
    fee: Fee | None = None
    answer: Answer
    papers: PaperRetention
    purpose_of_request_data: Clause
    withdrawal: Withdrawal
    other_windows: tuple[OtherWindow, ...] = ()
    refusals: tuple[RefusalText, ...] = ()
