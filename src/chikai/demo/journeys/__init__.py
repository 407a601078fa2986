"""The journeys (a) to (r) of the request desk, each a story that a privacy officer can follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chikai.demo.journeys import (
    a_child,
    b_correction,
    c_curator,
    d_seal,
    e_letter,
    f_operation,
    g_actio,
    h_my_number,
    i_twins,
    j_electronic,
    k_withdrawn,
    l_unpaid,
    m_change,
    n_moved,
    o_protected,
    p_siblings,
    q_unclaimed,
    r_erased,
)
from chikai.demo.stage import Tale


@dataclass(frozen=True, slots=True)
class Journey:
    """A tale under the letter of the list it belongs to."""

    letter: str
    tale: Tale


JOURNEYS: Final = (
    Journey("a", a_child.a_parent_asks),
    Journey("b", b_correction.order_goes_back),
    Journey("b", b_correction.order_is_kept_for_disclosure),
    Journey("b", b_correction.product_window),
    Journey("c", c_curator.list_of_powers_follows),
    Journey("c", c_curator.mandate_instead),
    Journey("d", d_seal.no_registered_seal),
    Journey("d", d_seal.guardian_of_a_ward),
    Journey("e", e_letter.free_form_letter),
    Journey("e", e_letter.other_floor),
    Journey("f", f_operation.our_copy_and_the_record),
    Journey("f", f_operation.serious_hindrance_judged),
    Journey("f", f_operation.no_such_ground_elsewhere),
    Journey("g", g_actio.forms_are_mailed),
    Journey("g", g_actio.papers_without_photo),
    Journey("h", h_my_number.number_on_a_resident_record),
    Journey("h", h_my_number.number_the_request_is_about),
    Journey("i", i_twins.twins),
    Journey("i", i_twins.known_to_the_police_alone),
    Journey("i", i_twins.content_harm_is_told),
    Journey("j", j_electronic.at_enigmo),
    Journey("j", j_electronic.at_bengo4),
    Journey("k", k_withdrawn.withdrawn),
    Journey("l", l_unpaid.at_enigmo),
    Journey("l", l_unpaid.at_bengo4),
    Journey("l", l_unpaid.at_actio),
    Journey("m", m_change.policy_change),
    Journey("m", m_change.fictional_amendment),
    Journey("n", n_moved.moved),
    Journey("n", n_moved.renamed),
    Journey("n", n_moved.reply_elsewhere),
    Journey("o", o_protected.separated_parent),
    Journey("p", p_siblings.two_siblings),
    Journey("q", q_unclaimed.comes_back),
    Journey("r", r_erased.disclosed),
    Journey("r", r_erased.erased),
)
"""Every journey in the order it is played and shown."""
