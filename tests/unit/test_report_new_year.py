"""A gate record that crosses New Year is told with its years, and is not taken for the future."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from holdfast.disclosure import public_facts
from holdfast.report import norms_of, render_public
from report_samples import sample_claims, sample_gate_days


@pytest.mark.parametrize("as_of", [date(2027, 1, 2), date(2027, 1, 5), date(2027, 1, 13), date(2027, 1, 20)])
def test_a_public_edition_across_new_year(as_of: date) -> None:
    days = sample_gate_days()
    shift = as_of - days[-1].day
    moved = tuple(dataclasses.replace(day, day=day.day + shift) for day in days)
    facts = public_facts(
        sample_claims(), moved, as_of, site_name="Camp Alder", zone="Asia/Baghdad", norms_of=norms_of()
    )
    page, _ = render_public(facts)
    first = as_of - timedelta(days=len(days) - 1)
    assert f"{first.year}" in page
