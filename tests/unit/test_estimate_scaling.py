"""A claimed number of people moves what is reckoned by it, and nothing that is stated."""

from __future__ import annotations

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp, claim, site_of, statement
from holdfast.estimate import estimate
from holdfast.estimate.scaling import with_people
from holdfast.sites import prior_draws

PEOPLE = "people.all.count"
TRAILERS = "shelters.trailers.count"
UNCOUNTED = {
    "count = { low = 1100, high = 1300 }": 'count = "unknown"',
    "count = 240\n": 'count = "unknown"\n',
    "capacity = 15000": 'capacity = "unknown"',
}
RELATED = (TRAILERS, "stores.diesel-main.capacity", "wells.well.max_m3_per_h", "stores.diesel-main.quantity")


def test_five_hundred_people_do_not_live_in_sixteen_hundred_trailers() -> None:
    said = claim(statement("population", "people", 500, "persons"), source_grade="A1")
    site = camp(UNCOUNTED)
    before, after = estimate(site, (), ISSUE_DAY, 1000, 1).draws, estimate(site, [said], ISSUE_DAY, 1000, 1).draws
    each = {name: draws[PEOPLE] / draws[TRAILERS] for name, draws in (("before", before), ("after", after))}
    assert each["after"] == pytest.approx(each["before"], rel=1e-6)
    assert np.quantile(after[TRAILERS], [0.05, 0.95]) == pytest.approx([500 * 0.08, 500 * 0.4], rel=0.4)


def test_what_is_a_share_of_a_share_follows_too_and_contents_stay_inside() -> None:
    site = camp(UNCOUNTED | {"max_m3_per_h = 16": 'max_m3_per_h = "unknown"'})
    draws = prior_draws(site, 500, 1)
    small = with_people(site, draws, {PEOPLE: draws[PEOPLE] / 10.0})
    for path in RELATED:
        assert np.median(small[path] / draws[path]) == pytest.approx(0.1, rel=0.02), path
    assert (small["stores.diesel-main.quantity"] <= small["stores.diesel-main.capacity"]).all()
    assert (small["stores.diesel-main.unusable"] <= small["stores.diesel-main.capacity"]).all()


def test_what_the_site_states_stays_and_so_does_all_else() -> None:
    site = camp()
    draws = prior_draws(site, 200, 1)
    more = with_people(site, draws, {PEOPLE: draws[PEOPLE] * 1.5})
    moved = {path for path in draws.values if (draws[path] != more[path]).any()}
    assert moved == {PEOPLE}


def test_the_same_number_of_people_moves_nothing() -> None:
    site = camp(UNCOUNTED)
    draws = prior_draws(site, 200, 1)
    same = with_people(site, draws, {PEOPLE: draws[PEOPLE]})
    assert all((same[path] == draws[path]).all() for path in draws.values)


def test_limits_of_a_field_hold() -> None:
    site = camp(UNCOUNTED)
    draws = prior_draws(site, 200, 1)
    huge = with_people(site, draws, {PEOPLE: draws[PEOPLE] * 1e6})
    assert huge[TRAILERS].max() <= 500000


def test_a_site_without_people_is_left_alone() -> None:
    site = site_of(
        '[site]\nid = "x"\nname = "X"\ntimezone = "UTC"\nsource = "log"\nelevation_m = 1\n[sources]\nlog = "t"\n'
    )
    draws = prior_draws(site, 5, 1)
    assert with_people(site, draws, {}).values.keys() == draws.values.keys()
