"""The tables in `sections.md`, held against the shipped files cell by cell, and what every file
owes beside its values."""

import json
from datetime import date

import pytest
from sections import read, tables

from chikai.policies import COMPANIES, shipped
from chikai.policy.base import StatedItem
from chikai.policy.load import load
from chikai.policy.model import Clause, Policy
from chikai.policy.tree import read as read_tree
from chikai.policy.walk import clauses, clauses_of, placed

TABLES = tables()
OWN = {
    heading: rows
    for heading, rows in TABLES.items()
    if heading.startswith(("Categories of ", "Purposes of "))
}
ACROSS = {heading: rows for heading, rows in TABLES.items() if heading not in OWN}
OPTIONAL = set(Policy.model_fields) - {
    name for name, field in Policy.model_fields.items() if field.is_required()
}


@pytest.mark.parametrize("heading", ACROSS)
def test_the_files_set_what_the_tables_say(policies, heading):
    (_, *companies), *rows = ACROSS[heading]
    table = {(row[0], c): cell for row in rows for c, cell in zip(companies, row[1:], strict=True)}
    assert {(field, c): read(policies[c], field) for field, c in table} == table


@pytest.mark.parametrize("heading", OWN)
def test_categories_and_purposes_are_what_the_tables_say(policies, heading):
    kind, company = heading.split(" of ")
    (_, *fields), *rows = OWN[heading]
    table = {(row[0], f): cell for row in rows for f, cell in zip(fields, row[1:], strict=True)}
    policy = policies[company]
    assert {(id, f): read(policy, f"{kind.lower()}.{id}.{f}") for id, f in table} == table


@pytest.mark.parametrize("company", COMPANIES)
def test_every_category_and_purpose_stands_in_its_table(policies, company):
    policy = policies[company]
    for kind in ("categories", "purposes"):
        listed = [row[0] for row in OWN[f"{kind.title()} of {company}"][1:]]
        assert listed == [each.id for each in getattr(policy, kind)]


def test_what_is_not_concrete_says_why(policy):
    for purpose in policy.purposes:
        assert purpose.concreteness is not None
        concrete = purpose.concreteness == "concrete"
        assert (purpose.concreteness_because is None) == concrete, purpose.id


def test_every_category_tells_whose_data_and_where_from_or_that_nobody_knows(policy):
    for category in policy.categories:
        assert category.persons and category.sources, category.id
        assert len(category.sources) == 1 or "unknown" not in category.sources


def test_every_section_is_filled_or_the_text_is_silent_about_it(policy):
    """Nothing is left unsaid: a section the file does not fill was looked for and not found."""
    sections = {
        "accuracy", "anonymized", "changes", "disclaimers", "entrustment", "external_transmission",
        "foreign", "improvement", "joint_use", "leak", "marks", "minors", "opt_out", "provision",
        "retention", "security", "service_rules", "specific_personal_information", "supervision",
        "use", "voluntariness",
    }  # fmt: skip
    filled = {name for name in sections if getattr(policy, name)}
    assert filled | set(policy.silent) >= sections
    assert filled & set(policy.silent) == set()


def test_what_goes_beyond_the_law_says_what_is_done_instead(policy):
    changes = policy.changes
    specific = policy.specific_personal_information
    beyond: list[Clause] = [d for d in policy.disclaimers if d.against_law == "yes"]
    beyond += [t for t in (specific.in_text if specific else ()) if t.beyond_law == "yes"]
    if changes:
        odd = (changes.silence_is_consent, changes.retroactive, changes.without_notice)
        beyond += [clause for clause in odd if clause]
    assert [clause.id for clause in beyond if clause.assumption is None] == []
    assert bool(beyond) == (policy.company in {"en_japan", "actio"})


def test_a_narrower_promise_says_in_what(policy):
    for ground in policy.provision.grounds if policy.provision else ():
        assert (ground.narrower_because is not None) == (ground.narrower == "yes"), ground.id


def test_specific_personal_information_never_enters_joint_use_or_a_wider_purpose(policies):
    specific = policies["actio"].specific_personal_information
    assert specific is not None
    assert not {"consent", "joint_use"} & set(type(specific).model_fields)
    assert policies["actio"].joint_use[0].specific == "carved_out"
    holders = {c.id for c in policies["actio"].categories if "my_number" in c.items}
    assert holders == {"employees_specific"}


def test_the_two_addresses_of_enhance_contradict_each_other(enhance):
    party = enhance.joint_use[0].responsible
    assert party.contradicts == (enhance.requests.intake.desk,)
    assert party.place.address.ja.endswith("17階")
    assert enhance.contact(enhance.requests.intake.desk).place.address.ja.endswith("13階")


def test_joint_users_of_enhance_may_use_customers_for_the_first_purpose_only(enhance):
    shared = {part.category: part.purposes for part in enhance.joint_use[0].categories}
    own = {category.id: category.purposes for category in enhance.categories}
    assert shared["customers"] == own["customers"][:1]
    assert shared["applicants"] == own["applicants"]
    assert set(shared["employees"]) == set(own["employees"])


def test_the_list_en_japan_points_to_is_not_there(en_japan):
    (clause,) = en_japan.use.unlisted
    texts = {text.id: text for text in en_japan.external_texts}
    assert clause.list_given == "no"
    assert [texts[id].exists for id in clause.refers_to] == ["no"]


def test_letters_of_bengo4_stand_for_the_purposes_before_them(bengo4):
    order = [purpose.id for purpose in bengo4.purposes]
    professionals = next(c for c in bengo4.categories if c.id == "professionals")
    related = next(p for p in bengo4.purposes if p.id == "professional_related")
    assert len(related.associated_with) == 7
    assert set(related.associated_with) == set(professionals.purposes) - {related.id}
    assert all(id in order for id in related.associated_with)


def test_jipdec_keeps_the_number_that_was_published(enigmo):
    body = enigmo.complaints.organisation
    assert body.published_phones == ("0120-700-779", "03-5860-7551")
    assert body.phones == ("0120-700-779", "03-5860-7565")
    assert body.member == "unknown"


def test_the_weeks_of_en_japan_begin_on_two_days(en_japan):
    changes = en_japan.changes
    assert (changes.posting.days, changes.posting.counted_from) == (7, "revision")
    assert (changes.objection.days, changes.objection.counted_from) == (7, "notice")
    assert next(g for g in en_japan.general if g.topic == "revised").day == date(2020, 3, 9)


@pytest.mark.parametrize("company", COMPANIES)
def test_a_clause_is_found_at_its_place_in_the_file(company):
    file = shipped(company)[-1]
    source = read_tree(file.text, file=file.name)
    lines = file.text.splitlines()
    for path, clause in placed(load(file.text, file=file.name)):
        line, column = source.place((*path, "id"))
        assert lines[line - 1][column - 1 :].startswith(clause.id), clause.id


def test_a_promise_leads_to_its_clauses(bengo4):
    found = [clause.id for clause in clauses_of(bengo4, "B-13")]
    assert sorted(found) == ["ground_joint_use", "joint_use"]


@pytest.mark.parametrize("company", COMPANIES)
def test_a_file_of_the_first_version_still_loads(company):
    """Before these sections a policy held the request procedure, purposes and categories."""
    file = shipped(company)[-1]
    tree = read_tree(file.text, file=file.name).tree
    assert isinstance(tree, dict)
    old = {key: without_new(value) for key, value in tree.items() if key not in OPTIONAL}
    policy = load(json.dumps(old, ensure_ascii=False), file="old.yaml")
    assert policy.silent == () and policy.provision is None
    assert policy.requests.kinds == tuple(
        kind.model_copy(update={"refers_to": (), "contradicts": (), "in_passing": False})
        for kind in load(file.text, file=file.name).requests.kinds
    )


NEW = {
    "refers_to", "contradicts", "address_stated", "representative_stated", "manager_stated",
    "listed", "persons", "sources", "only", "concreteness", "concreteness_because",
    "includes_profiling", "includes_provision", "associated_with", "published_phones", "member",
    "in_passing",
}  # fmt: skip


def without_new(value):
    if isinstance(value, dict):
        return {key: without_new(each) for key, each in value.items() if key not in NEW}
    if isinstance(value, list):
        return [without_new(each) for each in value]
    return value


def test_no_text_says_in_words_that_it_knows_nothing(policy):
    """A remark of a stated item stands beside its state; an empty clause would say nothing."""
    for clause in clauses(policy):
        assert clause.say.ja.strip() and clause.say.en.strip(), clause.id


def test_a_stated_item_that_is_partly_there_says_what_is_missing(policy):
    for clause in clauses(policy):
        for item in stated_items(clause):
            assert item.state != "partly" or item.say is not None, clause.id


def stated_items(model):
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, StatedItem):
            yield value
        elif hasattr(value, "model_fields_set") and not isinstance(value, Clause):
            yield from stated_items(value)
