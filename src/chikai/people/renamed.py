"""Names that are not equal and may still be one person's: in another script, or after a marriage.

It proves nothing: it is why a row is shown to a person who judges, and not left out.
"""

from __future__ import annotations

from chikai.kernel import text
from chikai.kernel.characters import narrow
from chikai.kernel.keys import scripts
from chikai.people.model import Person


def in_other_script(form: Person, here: Person) -> bool:
    """Whether the names cannot be compared."""
    ours, theirs = ([scripts(narrow(n.full)) for n in each.names] for each in (form, here))
    return not any(a & b for a in ours for b in theirs)


def given_names_stand(form: Person, here: Person) -> bool:
    """Whether one of the names differs in the family name alone."""
    return any(_given_alike(a.full, b.full) for a in form.names for b in here.names)


def _given_alike(a: str, b: str) -> bool:
    """Whether two names may have one given name, and other family names before it. It is known
    where a name is set apart; of names written in one, two characters at the end must be alike."""
    one, other = text.name_key(a).key, text.name_key(b).key
    western = scripts(one) == scripts(other) == {"latin"}
    parts = [narrow(name).split() for name in (a, b)]
    given = [text.name_key(part[0 if western else -1]).key for part in parts if len(part) > 1]
    if western:
        return any(one.startswith(part) and other.startswith(part) for part in given)
    if given:
        return any(one.endswith(part) and other.endswith(part) for part in given if part)
    return one[-2:] == other[-2:]
