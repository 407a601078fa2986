"""One company's home, on a disk or on a server; and what uninterrupted work comes to."""

from __future__ import annotations

import pytest
from desk_work import House, Quiet, story, survey

from chikai import wiring


@pytest.fixture(autouse=True)
def files_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Policy and mapping files don't change here: reading them again for each of hundreds of
    processes would prove nothing."""
    policies, mappings = {}, {}
    read_policies, read_mappings = wiring.read_policies, wiring.read_mappings

    def policies_of(where):
        if where.company not in policies:
            policies[where.company] = read_policies(where)
        return policies[where.company]

    def mappings_of(where, policy):
        if where not in mappings:
            mappings[where] = read_mappings(where, policy)
        return mappings[where]

    monkeypatch.setattr(wiring, "read_policies", policies_of)
    monkeypatch.setattr(wiring, "read_mappings", mappings_of)


@pytest.fixture
def house(tmp_path) -> House:
    return House(tmp_path)


@pytest.fixture
def house_on_server(tmp_path, postgres_url) -> House:
    return House(tmp_path, postgres_url)


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> Quiet:
    """What the work comes to when nothing goes wrong."""
    house, listing = House(tmp_path_factory.mktemp("quiet")), tmp_path_factory.mktemp("l") / "l"
    assert house.work("turn", {"CHIKAI_FAILPOINT_LIST": str(listing)}) == 0
    survey(house)
    return Quiet(tuple(dict.fromkeys(listing.read_text().split())), story(house, "turn"))
