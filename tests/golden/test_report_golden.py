"""Golden pages: a fixed case in English, in the right-to-left pseudo-locale, the public edition, and the messages.

To renew them after a change that was meant: ``HOLDFAST_RENEW=1 pytest tests/golden/test_report_golden.py``, then read
the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from holdfast.disclosure import public_facts
from holdfast.report import norms_of, render_html, render_lines, render_public
from pseudo_locales import pseudo
from report_samples import AS_OF, sample_claims, sample_gate_days, sample_report

HERE = Path(__file__).parent / "report"


def body(page: str) -> str:
    """The page without its style sheet and its sum, one element a line, so that a difference can be read."""
    page = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    page = re.sub(r"SHA-256 [0-9a-f]{64}", "SHA-256 …", page)
    return re.sub(r"(</(?:tr|p|li|h1|h2|h3|section|figure|figcaption|div|svg)>)", "\\1\n", page)


def pages(tmp_path: Path) -> dict[str, str]:
    turned = pseudo("xr", tmp_path)
    facts = public_facts(
        sample_claims(),
        sample_gate_days(),
        AS_OF,
        site_name="Camp Alder",
        exercise=True,
        zone="Asia/Baghdad",
        norms_of=norms_of(),
    )
    public, lines = render_public(facts)
    return {
        "restricted-en.html": body(render_html(sample_report())),
        "restricted-xr.html": body(render_html(sample_report("xr"), turned)),
        "public-en.html": body(public),
        "restricted-en.txt": render_lines(sample_report()),
        "restricted-xr.txt": render_lines(sample_report("xr"), turned),
        "public-en.txt": lines,
    }


@pytest.mark.parametrize(
    "name",
    [
        "restricted-en.html",
        "restricted-xr.html",
        "public-en.html",
        "restricted-en.txt",
        "restricted-xr.txt",
        "public-en.txt",
    ],
)
def test_golden(name: str, tmp_path: Path) -> None:
    made = pages(tmp_path)[name]
    if os.environ.get("HOLDFAST_RENEW"):
        HERE.mkdir(exist_ok=True)
        (HERE / name).write_text(made, encoding="utf-8")
    assert made == (HERE / name).read_text(encoding="utf-8")
