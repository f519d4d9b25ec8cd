"""Named streams and draws: prefix-stable, even, independent of each other, and true to containers."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from scipy import stats

from holdfast.errors import ModelError
from holdfast.sites import Draws, median_draws, prior_draws, read_site, stream, values
from holdfast.sites.draws import stratified
from sites_samples import SMALL, changed

SITE = read_site(SMALL)
SPREAD = [entry.path for entry in values(SITE) if entry.value.is_spread]


def test_there_is_something_to_draw() -> None:
    assert len(SPREAD) > 25


def test_streams_of_one_name_agree_and_of_two_names_do_not() -> None:
    one = stream(1, "camp-x", "failure").random(50)
    assert (one == stream(1, "camp-x", "failure").random(50)).all()
    for other in (stream(2, "camp-x", "failure"), stream(1, "camp-y", "failure"), stream(1, "camp-x", "failure", 0)):
        assert not np.intersect1d(one, other.random(50)).size


def test_names_are_kept_apart() -> None:
    assert stream(1, "ab", "c").random() != stream(1, "a", "bc").random()


@pytest.mark.parametrize("n", [1, 2, 3, 7, 64, 100, 1023, 1024])
def test_first_members_do_not_depend_on_their_number(n: int) -> None:
    long = stratified(stream(3, "x"), 2000)
    assert (stratified(stream(3, "x"), n) == long[:n]).all()
    assert (stream(3, "x").random(n) == stream(3, "x").random(2000)[:n]).all()


def test_stratified_members_fill_every_stratum_once() -> None:
    u = stratified(stream(4, "x"), 127)  # blocks of 1, 2, 4, ..., 64
    assert ((u >= 0) & (u < 1)).all()
    for size in (1, 2, 4, 8, 16, 32, 64):
        block = u[size - 1 : 2 * size - 1]
        assert sorted((block * size).astype(int)) == list(range(size))


def test_stratified_members_are_uniform_over_streams() -> None:
    for position in (0, 5, 40):  # the marginal of each single member
        u = np.array([stratified(stream(seed, "x"), 64)[position] for seed in range(400)])
        assert stats.kstest(u, "uniform").pvalue > 1e-3


def test_a_mean_is_far_closer_than_with_plain_random_numbers() -> None:
    even = [abs(stratified(stream(seed, "x"), 2000).mean() - 0.5) for seed in range(50)]
    plain = [abs(stream(seed, "y").random(2000).mean() - 0.5) for seed in range(50)]
    assert max(even) < np.median(plain)


def test_columns_of_different_paths_are_independent() -> None:
    columns = np.array([stratified(stream(5, "camp", f"path-{n}"), 1000) for n in range(40)])
    correlation = np.corrcoef(columns) - np.eye(40)
    assert np.abs(correlation).max() < 5.0 / np.sqrt(1000)
    # The first binary digits too: sequences that share their order fail here though their correlation is nil.
    halves = (columns > 0.5).astype(float)
    assert np.abs(np.corrcoef(halves) - np.eye(40)).max() < 5.0 / np.sqrt(1000)
    table = np.histogram2d(columns[0], columns[1], bins=8)[0]
    assert stats.chisquare(table.ravel()).pvalue > 1e-4


def test_draws_are_stable_in_members_and_seed() -> None:
    many, few = prior_draws(SITE, 500, 7), prior_draws(SITE, 60, 7)
    for path in many.values:
        assert (many[path][:60] == few[path]).all(), path
    other = prior_draws(SITE, 60, 8)
    assert all((few[path] != other[path]).any() for path in SPREAD)


def test_a_change_of_one_value_leaves_all_others() -> None:
    before = prior_draws(SITE, 100, 1)
    after = prior_draws(changed({"temp_max_c = 45": "temp_max_c = {low = 40, high = 48}"}), 100, 1)
    moved = {path for path in before.values if (before[path] != after[path]).any()}
    assert moved == {"weather.temp_max_c"}


def test_known_values_are_the_same_in_every_member() -> None:
    draws = prior_draws(SITE, 50, 1)
    assert (draws["stores.diesel-main.quantity"] == 9000.0).all()


def test_median_draws_are_the_medians() -> None:
    draws = median_draws(SITE)
    assert draws.members == 1
    for entry in values(SITE):
        assert draws[entry.path][0] == pytest.approx(entry.value.median), entry.path


def test_empirical_quantiles_follow_the_value() -> None:
    draws = prior_draws(SITE, 2000, 2)
    for entry in values(SITE):
        if entry.value.is_spread and entry.value.relative_to is None:
            p = np.array([0.1, 0.5, 0.9])
            scale = abs(entry.value.high - entry.value.low)
            assert np.abs(np.quantile(draws[entry.path], p) - entry.value.quantile(p)).max() < 0.02 * scale, entry.path


def test_content_never_exceeds_its_container() -> None:
    site = changed(
        {
            "quantity = 9000": "quantity = {low = 1000, high = 15000}",
            "capacity = 15000": "capacity = {low = 8000, high = 15000}",
            "level_m3 = 200": 'level_m3 = "unknown"',
            "capacity_m3 = 600": 'capacity_m3 = "unknown"',
        }
    )
    draws = prior_draws(site, 1000, 1)
    assert (draws["stores.diesel-main.quantity"] <= draws["stores.diesel-main.capacity"]).all()
    assert (draws["tanks.treated-1.level_m3"] <= 250.0).all()
    assert (draws["sewage_tanks.holding-1.level_m3"] <= draws["sewage_tanks.holding-1.capacity_m3"]).all()
    assert (draws["sewage_tanks.holding-1.level_m3"] == 150.0).all()


def test_what_lies_below_the_outlet_says_how_little_a_store_can_hold_and_not_how_much() -> None:
    read = {"quantity = 9000": 'quantity = "unknown"'}
    told = changed({**read, "capacity = 15000": 'capacity = "unknown"\nunusable = 30000'})
    untold = changed({**read, "capacity = 15000": 'capacity = "unknown"'})
    rooms = [prior_draws(site, 500, 3)["stores.diesel-main.capacity"] for site in (told, untold)]
    assert rooms[0].min() == 30000.0
    assert np.array_equal(rooms[0], np.maximum(rooms[1], 30000.0))
    assert rooms[1].max() > 4 * 30000.0


def test_shares_follow_the_value_they_are_a_share_of() -> None:
    site = changed({"count = 2000": "count = {low = 1000, high = 4000}", "capacity_m3 = 250": "", "level_m3 = 200": "",
                    "{cm = 250, quantity = 250}": "{cm = 250, quantity = 25}"})  # fmt: skip
    draws = prior_draws(site, 1000, 1)
    people, capacity, level = (
        draws[path] for path in ("people.all.count", "tanks.treated-1.capacity_m3", "tanks.treated-1.level_m3")
    )
    assert stats.spearmanr(people, capacity).statistic > 0.3
    fill = level / capacity
    assert 0.0 <= fill.min() < 0.01
    assert 0.99 < fill.max() <= 1.0
    assert abs(stats.spearmanr(fill, capacity).statistic) < 0.1


def test_upkeep_is_that_of_the_site_and_nothing_else_is_shared() -> None:
    """Physics specification section 10: generator upkeep is shared by the site, all else is independent."""
    site = changed({}, '[[generators]]\nid = "gen-2"\nrated_kw = 400\nmttf_h = {low = 100, high = 200}')
    draws = prior_draws(site, 1000, 1)

    def rank(field: str) -> float:
        one, two = draws[f"generators.gen-1.{field}"], draws[f"generators.gen-2.{field}"]
        return float(stats.spearmanr(one, two).statistic)

    assert rank("mttf_h") == pytest.approx(1.0)
    assert rank("derating_per_k") == pytest.approx(1.0)
    assert abs(rank("slope_l_per_kwh")) < 0.15
    assert (
        abs(stats.spearmanr(draws["generators.gen-1.mttf_h"], draws["generators.gen-1.derating_per_k"]).statistic)
        < 0.15
    )


def test_replace_changes_one_path_and_not_the_original() -> None:
    draws = prior_draws(SITE, 10, 1)
    other = draws.replace({"stores.diesel-main.quantity": np.arange(10.0), "weather.temp_max_c": 50.0})
    assert other["stores.diesel-main.quantity"].tolist() == list(range(10))
    assert (other["weather.temp_max_c"] == 50.0).all()
    assert (draws["stores.diesel-main.quantity"] == 9000.0).all()
    assert isinstance(other, Draws)
    with pytest.raises(ValueError, match="read-only"):
        other["weather.temp_max_c"][0] = 1.0


def test_draws_survive_pickling_and_copy_what_they_are_given() -> None:
    draws = prior_draws(SITE, 10, 1)
    again = pickle.loads(pickle.dumps(draws))
    assert again.members == 10
    assert all((again[path] == draws[path]).all() for path in draws.values)
    mine = np.arange(10.0)
    held = Draws(10, {"a": mine})
    mine[0] = 99.0
    assert held["a"][0] == 0.0
    with pytest.raises(TypeError):
        held.values["a"] = mine  # type: ignore[index]


def test_labels_read_as_words() -> None:
    labels = {entry.path: entry.label for entry in values(SITE)}
    assert labels["stores.diesel-main.quantity"] == "diesel: stock at the start (diesel-main)"
    assert labels["tanks.treated-1.level_m3"] == "water level at the start (treated-1)"
    assert labels["water.leakage_fraction"] == "share of the draw that is lost"


def test_wrong_paths_lengths_and_members_are_HF_S016() -> None:
    draws = prior_draws(SITE, 10, 1)
    for call in (
        lambda: draws["stores.diesel.quantity"],
        lambda: draws.replace({"weather.temp_max_c": np.zeros(3)}),
        lambda: draws.replace({"nothing": 1.0}),
        lambda: prior_draws(SITE, 0, 1),
        lambda: prior_draws(SITE, 10**9, 1),
    ):
        with pytest.raises(ModelError) as caught:
            call()
        assert caught.value.code == "HF-S016"
    with pytest.raises(ModelError) as caught:
        draws["stores.diesel-man.quantity"]
    assert "stores.diesel-main.quantity" in caught.value.mend
