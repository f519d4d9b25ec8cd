"""Published cut-offs of acute malnutrition (row U-IPC)."""

from __future__ import annotations

from holdfast.people import gam_band, ipc_cut_offs


def test_five_shares_and_how_many_cut_offs_each_crosses() -> None:
    """U-IPC: 4, 7, 12, 20 and 35 per cent lie in bands 1 to 5; the software says crossings, not phases."""
    made = [gam_band(share) for share in (0.04, 0.07, 0.12, 0.20, 0.35)]
    assert [one.band for one in made] == [1, 2, 3, 4, 5]
    assert [cut.value for cut in made[0].cut_offs] == [5, 10, 15, 30]
    assert "crossed" in str(made[-1])


def test_the_three_highest_cut_offs() -> None:
    """U-IPC: 20 per cent of households, 30 per cent of children, 2 (under five: 4) in 10,000 a day."""
    at = ipc_cut_offs(
        households_lacking_fraction=0.20, gam_fraction=0.30, crude_rate_per_10000_day=2, under5_rate_per_10000_day=4
    )
    below = ipc_cut_offs(
        households_lacking_fraction=0.199,
        gam_fraction=0.299,
        crude_rate_per_10000_day=1.99,
        under5_rate_per_10000_day=3.99,
    )
    assert all(one.cut_offs[0].crossed for one in at)
    assert not any(one.cut_offs[0].crossed for one in below)
