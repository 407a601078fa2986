"""One company's home, on a disk or on a server; and what uninterrupted work comes to."""

from __future__ import annotations

import pytest
from desk_work import House, Quiet, story, survey

from chikai import places, wiring
from chikai.adapters.press.plain import PlainPress

READ: dict[tuple[object, ...], object] = {}


@pytest.fixture(autouse=True)
def read_once_and_print_on_no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the same policies and mappings again, and typesetting, for each of hundreds of
    processes would prove nothing here."""
    read_policies, read_mappings = places.read_policies, places.read_mappings

    def policies_of(where):
        key = ("policies", where.company)
        if key not in READ:
            READ[key] = read_policies(where)
        return READ[key]

    def mappings_of(where, policy):
        files = sorted((where.folder / "sources").glob("*.yaml"))
        key = ("mappings", *(file.read_text("utf-8") for file in files))
        if key not in READ:
            READ[key] = read_mappings(where, policy)
        return READ[key]

    monkeypatch.setattr(wiring, "read_policies", policies_of)
    monkeypatch.setattr(wiring, "read_mappings", mappings_of)
    monkeypatch.setattr(wiring, "TypstPress", PlainPress)


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
