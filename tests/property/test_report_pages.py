"""Whatever the dates and names, a report renders, keeps its wording rules and leaves no figure without a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.report import digest_of, lint, render_html, render_lines
from report_samples import DAYS, ISSUED, sample_claims, sample_forecast, sample_report, sample_site
from report_tracing import digits_without_reference

# The ledger refuses lone surrogates and NUL.
names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60)
seven = st.lists(st.one_of(st.none(), st.floats(0.0, float(DAYS))), min_size=7, max_size=7).map(
    lambda days: sorted(days, key=lambda day: float(DAYS + 1) if day is None else day)
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(dates=st.lists(seven, min_size=10, max_size=10), p=st.floats(0.0, 1.0), name=names)
def test_any_dates_and_any_name(dates: list[list[float | None]], p: float, name: str) -> None:
    keys = ("q05", "q10", "q25", "q50", "q75", "q90", "q95")
    main = sample_forecast()
    events = tuple(
        replace(
            event,
            p_by_day=(0.0,) * (DAYS - 1) + (p,),
            **{key: None if day is None else ISSUED + timedelta(days=day) for key, day in zip(keys, days, strict=True)},
        )
        for event, days in zip(main.events, dates, strict=True)
    )
    claimed = tuple(replace(claim, claimant=name if name.strip() else "x") for claim in sample_claims())
    document = sample_report(
        forecasts=(replace(main, events=events),), claims=claimed, site=sample_site(name=name, exercise=False)
    )
    assert lint(document) == ()
    page = render_html(document)
    assert digits_without_reference(page) == []
    assert len(set(digest_of(page))) == 1
    assert len(render_lines(document)) <= 701
