"""Site files for the tests of the room `sites`: one small camp, and how to change it."""

from __future__ import annotations

from holdfast.sites import Site, SiteFaultsError, read_site

HEAD = """
[site]
id = "camp-x"
name = "Camp X"
timezone = "Asia/Baghdad"
start = 2015-07-17T00:00:00
source = "log"
[sources]
log = "camp committee, log of 16 July"
[packages]
drum = "200 L"
bag = "50 kg"
"""

SMALL = (
    HEAD
    + """
[[people]]
id = "all"
count = 2000
[[shelters]]
id = "trailers"
count = 333
persons_each = 6
[[generators]]
id = "gen-1"
rated_kw = 400
working = 1
[[stores]]
id = "diesel-main"
commodity = "diesel"
quantity = 9000
capacity = 15000
dip = [{cm = 0, quantity = 0}, {cm = 100, quantity = 8000}, {cm = 180, quantity = 15000}]
[[tanks]]
id = "treated-1"
capacity_m3 = 250
level_m3 = 200
dip = [{cm = 0, quantity = 0}, {cm = 250, quantity = 250}]
[[sewage_tanks]]
id = "holding-1"
capacity_m3 = 600
level_m3 = 150
[[trucks]]
id = "water"
carries = "water"
[[trucks]]
id = "vacuum"
carries = "sewage"
[water]
ration = [{stock_days_at_least = 0.3, use_l_per_person_day = 150}, {stock_days_at_least = 0, use_l_per_person_day = 20}]
[gate]
passing_fraction = {low = 0.2, high = 0.6}
[weather]
temp_max_c = 45
"""
)


def swap(text: str, changes: dict[str, str]) -> str:
    """Replace texts that must be there (a replacement that finds nothing would test nothing)."""
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def changed(changes: dict[str, str], add: str = "") -> Site:
    """Return the small camp with texts replaced and text added."""
    return read_site(swap(SMALL, changes) + add)


def fault_of(text: str) -> SiteFaultsError:
    """Return the error that a site text raises."""
    try:
        read_site(text)
    except SiteFaultsError as error:
        return error
    msg = "the site was accepted"
    raise AssertionError(msg)
