"""Tables whose rows nobody outside may learn of (Cabinet Order Art. 5), alike in every company."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from chikai.demo_data import cast
from chikai.demo_data.rows import Filled, day, days_on, fill, only, to, whole, words
from chikai.people.model import Person


def police_inquiries(meta: sa.MetaData, owners: str, id_of: Callable[[Person], int]) -> Filled:
    """What the police asked: about Aoi, who has other data too, and about Kai, who has none."""
    return fill(
        meta,
        "police_inquiries",
        [
            to("owner_id", owners),
            *words("name", "address", "agency", "reference"),
            day("received_on"),
        ],
        [
            {
                "owner_id": id_of(person) if person is cast.AOI else None,
                **only(whole(person), "name", "address"),
                "agency": "架空警察署",
                "reference": f"照会見本第{n}号",
                "received_on": days_on(400 + n),
            }
            for n, person in enumerate((cast.AOI, cast.KAI), 1)
        ],
    )


def support_measures(meta: sa.MetaData, owners: str, id_of: Callable[[Person], int]) -> Filled:
    """Whom the municipality's support measures for victims protect."""
    return fill(
        meta,
        "support_measures",
        [to("owner_id", owners), day("since"), *words("note")],
        [
            {
                "owner_id": id_of(cast.RIN_ON_FILE),
                "since": days_on(350),
                "note": "住所の秘匿が必要",
            }
        ],
    )
