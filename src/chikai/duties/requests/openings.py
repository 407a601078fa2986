"""What is still open in a case: the desk's checklist, and the one letter that asks for all of it.

An item asks the requester (it goes into the letter), the desk (a question on the screen), or
the owner of the policy. Nothing is asked that neither the policy nor the law needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chikai.duties.requests import evidence, fees, second_looks
from chikai.duties.requests.case import Case
from chikai.duties.requests.events import FormUsed, Matched
from chikai.duties.requests.flow import State
from chikai.duties.requests.open_item import OpenItem, asked, yes
from chikai.duties.requests.open_search import in_doubt, searched_by_hand
from chikai.duties.requests.open_who import authority, identity
from chikai.duties.requests.questions import ADDRESS_AGAIN, PRODUCT_DATA, withhold
from chikai.kernel.message import Both, Message, say
from chikai.law.kinds import APPI, ORDER, Manner, Paper, RequestKind, Whose
from chikai.policy.model import Form, OtherWindow, Policy
from chikai.policy.phrases import any_of, means_words, words


def open_items(case: Case, policy: Policy, *, on: date) -> tuple[OpenItem, ...]:
    """Everything open on the day `on`, in the order a desk would look at it."""
    if case.state is State.PREPARING:
        return tuple(_preparing(case, policy, on))
    if case.state is State.SEARCHING:
        return (*_came_back(case), *in_doubt(case))
    if case.state is State.DECIDING:
        doubt = (*_came_back(case), *in_doubt(case))
        return (*doubt, *_deciding(case), *searched_by_hand(case))
    if case.state is State.ANSWERING:
        return tuple(_answering(case))
    return ()


def _preparing(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    yield from _mask(case)
    if case.kind is RequestKind.COMPLAINT:
        return
    yield from _came_back(case)
    yield from _channel(case, policy)
    yield from _form(case, policy, on)
    yield from identity(case, policy, on)
    yield from authority(case, policy, on)
    yield from _match(case, policy, on)
    yield from _fee(case, policy, on)


def _mask(case: Case) -> Iterator[OpenItem]:
    for paper in case.papers:
        for what in case.to_cover(paper):
            yield OpenItem(
                f"mask_{what}",
                "desk",
                say(f"open.mask_{what}", paper=say(f"paper.{paper.type.value}")),
                cites=(APPI(23),),
            )


def _came_back(case: Case) -> Iterator[OpenItem]:
    """A letter came back from a place where the person is not known, or they named another after
    acceptance: nothing more is sent before somebody has made sure of the address."""
    if yes(case, ADDRESS_AGAIN):
        return
    back = case.back
    if case.readdressed_by is not None:
        yield _address(say("open.address_changed", by=case.readdressed_by))
    elif back and back.came_back and back.came_back.doubts_address:
        yield _address(say("open.address_before_next", day=back.returned_on or back.on))


def _address(message: Message) -> OpenItem:
    """Whether an address is proven is for a named person to say, with reasons."""
    return OpenItem(ADDRESS_AGAIN, "desk", message, cites=(APPI(23),), judgment=True)


def _channel(case: Case, policy: Policy) -> Iterator[OpenItem]:
    intake = policy.requests.intake
    counted = (*intake.channels, *intake.counts_as_arrival)
    if case.kind is RequestKind.OPT_OUT_STOP or not counted or yes(case, "channel_waived"):
        return
    if not set(case.channels) & set(counted):
        yield OpenItem(
            "channel",
            "requester",
            say("open.channel", channels=any_of(words("channel", intake.channels))),
            (intake.id,),
            (ORDER(12, None, "i"), APPI(37, 1)),
        )


def other_window(case: Case, policy: Policy) -> OtherWindow | None:
    """The window that takes such a request whole. One that only has a copy of its own does not."""
    windows = policy.requests.other_windows
    return next((w for w in windows if case.kind in w.kinds and w.when == PRODUCT_DATA), None)


def required_form(case: Case, policy: Policy) -> Form | None:
    """The form this kind of request needs, or None when any letter will do."""
    if case.kind is RequestKind.OPT_OUT_STOP:
        return None
    forms = policy.requests.forms
    return next((f for f in forms if f.required and case.kind in f.kinds), None)


def _form(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    form = required_form(case, policy)
    if form is None or yes(case, "form_waived"):
        return
    title = Both(form.title.ja, form.title.en)
    cites = (ORDER(12, None, "ii"), APPI(37, 1))
    if case.form is FormUsed.FREE:
        yield OpenItem("form", "requester", say("open.form", form=title), (form.id,), cites)
        return
    if not asked(case, "form_complete"):
        yield OpenItem(
            "form_complete", "desk", say("open.form_complete", form=title), (form.id,), cites
        )
    elif not yes(case, "form_complete"):
        yield OpenItem(
            "form_completed", "requester", say("open.form_completed", form=title), (form.id,), cites
        )
    if not _seal_to_compare(case, form, on):
        return
    if not asked(case, "form_sealed"):
        yield OpenItem(
            "form_sealed", "desk", say("open.form_sealed", form=title), (form.id,), cites
        )
    elif not yes(case, "form_sealed"):
        yield OpenItem(
            "form_seal", "requester", say("open.form_seal", form=title), (form.id,), cites
        )


def _seal_to_compare(case: Case, form: Form, on: date) -> bool:
    """The form needs the registered seal, and a seal certificate is here to compare it with. A
    person who has no registered seal is asked for the certificate or another proof instead."""
    needed = form.registered_seal and (not form.seal_askers or case.asker in form.seal_askers)
    certificate = any(
        p.type is Paper.SEAL_CERTIFICATE and evidence.good(p, on=on) for p in case.papers
    )
    return needed and certificate and not yes(case, "other_proof_approved")


def _match(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    if case.kind in evidence.NO_IDENTITY and case.kind is not RequestKind.OPT_OUT_STOP:
        return
    clause = policy.requests.match
    match = case.match
    if match is None or _unread_paper(case, policy, on):
        yield OpenItem("match", "desk", say("open.match"), (clause.id,), (APPI(37, 2),))
        return
    if match.form_and_paper is Matched.NO and not yes(case, "paper_difference_explained"):
        yield OpenItem(
            "form_differs_from_paper",
            "requester",
            say("open.form_differs_from_paper"),
            (clause.id,),
            (APPI(37, 1),),
        )
    exhausted = yes(case, "match_exhausted")
    several = match.candidates > 1 or match.form_and_file is Matched.UNKNOWN
    if several and not exhausted:
        yield OpenItem(
            "which_person", "requester", say("open.which_person"), (clause.id,), (APPI(37, 2),)
        )
    elif clause.required and match.form_and_file is not Matched.YES and not exhausted:
        yield OpenItem("no_match", "requester", say("open.no_match"), (clause.id,), (APPI(37, 2),))
    elif _address_matters(case) and not match.address_proven and not exhausted:
        yield OpenItem(
            "reply_address",
            "requester",
            say("open.reply_address"),
            (policy.requests.answer.id,),
            (APPI(37, 1), APPI(23)),
        )


def _unread_paper(case: Case, policy: Policy, on: date) -> bool:
    """An identity paper came, and nobody has compared the form with it. Where a policy asks for
    the match, a paper that was not read proves nothing."""
    if not policy.requests.match.required or case.match is None or not case.match.paper_unread:
        return False
    return any(
        need.whose is Whose.PERSON
        and not yes(case, "identity_confirmed_person")
        and evidence.met(need, case.papers, on=on, any_owner=False)
        for need in evidence.identity_needed(case, policy, on=on)
    )


def _address_matters(case: Case) -> bool:
    by_wire = case.manner is Manner.ELECTRONIC and case.kind in evidence.CHOICE_OF_MANNER
    return not by_wire and case.kind not in evidence.NO_IDENTITY


def _fee(case: Case, policy: Policy, on: date) -> Iterator[OpenItem]:
    due = fees.due(case, policy, on=on)
    if due == 0 or yes(case, "fee_waived"):
        return
    clause = policy.requests.fee
    assert clause is not None
    cites = (APPI(38, 1), ORDER(12, None, "iv"))
    means = fees.means(case, policy)
    if not means:
        yield OpenItem("fee_means", "owner", say("open.fee_means"), (clause.id,), cites)
        return
    missing = due - fees.paid(case, policy, on=on)
    if missing > 0:
        yield OpenItem(
            "fee",
            "requester",
            say(
                "open.fee" if missing == due else "open.fee_short",
                amount=missing,
                due=due,
                means=any_of(means_words(means, clause)),
            ),
            (clause.id,),
            cites,
        )


def _deciding(case: Case) -> Iterator[OpenItem]:
    if case.protected and not asked(case, "protective_judgment"):
        yield OpenItem(
            "protective_judgment",
            "desk",
            say("open.protective_judgment"),
            cites=(APPI(33, 2, "i"), ORDER(5, None, "i")),
            judgment=True,
        )
    yield from (withholding(item) for item in case.unjudged())


def _answering(case: Case) -> Iterator[OpenItem]:
    """What stands between a decision and its answer: an address that holds after a letter came
    back, then the eyes of others, as the house rule of the decision wants them."""
    if case.answer is not None and case.answer.returned_on is None:
        return
    if case.answer is None:
        yield from _came_back(case)
    elif not yes(case, ADDRESS_AGAIN):
        day = case.answer.returned_on or case.answer.on
        yield _address(say("open.address_after_return", day=day))
    if case.unchecked:
        who = second_looks.out(case)
        again = say("open.second_check_another", who=who, most=second_looks.MOST_LOOKS)
        message = again if who else say("open.second_check")
        yield OpenItem("second_check", "desk", message, cites=(APPI(23),))
    if case.unapproved:
        yield OpenItem("approval", "desk", say("open.approval"), cites=(APPI(23),))


def withholding(item: str) -> OpenItem:
    """The mapping does not show this column: that is no ground of the law. Either a named person
    judges one for it, or the mapping is changed and the search done again."""
    message = say("open.withhold", item=item)
    return OpenItem(withhold(item), "desk", message, cites=(APPI(33, 2),), judgment=True)
