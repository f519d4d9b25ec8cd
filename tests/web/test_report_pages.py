"""The report as a browser shows it: on a phone, on a desk, on paper, from right to left."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from holdfast.disclosure import public_facts
from holdfast.report import norms_of, render_html, render_public
from pseudo_locales import pseudo
from report_samples import AS_OF, sample_claims, sample_forecast, sample_gate_days, sample_people, sample_report

CHROMIUM = Path(os.environ.get("HOLDFAST_CHROMIUM", "/usr/bin/chromium"))
pytestmark = [pytest.mark.web, pytest.mark.enable_socket]

NAMES = ("restricted", "public", "right-to-left", "people")
AA_TEXT = 4.5


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    facts = public_facts(
        sample_claims(),
        sample_gate_days(),
        AS_OF,
        site_name="Camp Alder",
        exercise=True,
        zone="Asia/Baghdad",
        norms_of=norms_of(),
    )
    pages = {
        "restricted": render_html(sample_report()),
        "public": render_public(facts)[0],
        "right-to-left": render_html(sample_report("xr"), pseudo("xr", folder)),
        "people": render_html(sample_report(forecasts=(sample_forecast(people=sample_people()),))),
    }
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if not CHROMIUM.exists():
        message = f"no Chromium at {CHROMIUM}: set HOLDFAST_CHROMIUM to its path"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, files):
    contexts = []

    def opener(name: str, width: int = 1280, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(files[name].as_uri())
        return page

    yield opener
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [360, 390, 1280])
def test_nothing_runs_over_the_edge(open_page, name: str, width: int) -> None:
    page = open_page(name, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # What a table scrolls inside itself is no overflow; everything else stays inside the window.
    out = page.evaluate(
        """width => [...document.querySelectorAll('body *')].filter(e => !e.closest('svg,.vh,thead,table.small'))
        .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > width + 1 || r.left < -1) })
        .map(e => e.tagName + '.' + e.className)""",
        width,
    )
    assert out == []


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_complaint_and_no_request(open_page, name: str) -> None:
    page = open_page(name)
    assert page.said == []
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1


@pytest.mark.parametrize("name", NAMES)
def test_headings_step_down_one_at_a_time(open_page, name: str) -> None:
    levels = open_page(name).evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_parts_are_unique_and_labels_point_at_them(open_page, name: str) -> None:
    page = open_page(name)
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(ids) == len(set(ids))
    wanted = page.evaluate(
        "[...document.querySelectorAll('[aria-labelledby],[aria-describedby]')]"
        ".flatMap(e => [e.getAttribute('aria-labelledby'), e.getAttribute('aria-describedby')]).filter(Boolean)"
    )
    assert set(wanted) <= set(ids)
    assert page.evaluate(
        "[...document.querySelectorAll('[href^=\"#\"]')].every(a => document.getElementById(a.getAttribute('href').slice(1)))"
    )


@pytest.mark.parametrize("name", NAMES)
def test_text_stands_out_from_its_ground(open_page, name: str) -> None:
    """WCAG 1.4.3: 4.5 to 1. Grounds that are patterns are left to the eye."""
    pairs = open_page(name).evaluate(
        """() => { const seen = new Set(); for (const e of document.querySelectorAll('body *')) {
        if (e.closest('svg,.vh,.exercise') || ![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())) continue;
        let ground = e; while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
        seen.add(getComputedStyle(e).color + '|' + (ground ? getComputedStyle(ground).backgroundColor : 'rgb(255, 255, 255)')) }
        return [...seen] }"""
    )
    assert pairs
    for pair in pairs:
        ink, ground = ([int(n) for n in re.findall(r"\d+", colour)[:3]] for colour in pair.split("|"))
        assert contrast(ink, ground) >= AA_TEXT, pair


def contrast(one: list[int], other: list[int]) -> float:
    def luminance(colour: list[int]) -> float:
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_page_is_mirrored_but_time_is_not(open_page) -> None:
    left = open_page("restricted").evaluate("document.querySelector('.brow .lb').getBoundingClientRect().left")
    page = open_page("right-to-left")
    box = page.evaluate("document.querySelector('.brow .lb').getBoundingClientRect().right")
    assert left < 200
    assert box > 1080
    # The strip of days and the bars run from left to right in every language.
    days = page.evaluate("[...document.querySelectorAll('.strip li')].map(e => e.getBoundingClientRect().left)")
    assert days == sorted(days)
    assert page.evaluate("getComputedStyle(document.querySelector('.plot')).direction") == "ltr"
    # A quantity keeps its order inside a right-to-left sentence.
    assert page.evaluate(
        "[...document.querySelectorAll('[data-ref]')].filter(e => /^[\\x20-\\x7e]+$/.test(e.textContent) && e.children.length === 0)"
        ".every(e => getComputedStyle(e).direction === 'ltr' || e.closest('tr[data-ref]') === e)"
    )


def test_names_of_limits_have_room_beside_their_dates(open_page) -> None:
    """A long name in a narrow column makes a row of many lines; on a phone every cell has the whole width."""
    wide = "[...document.querySelectorAll('#people tbody tr')].map(r => [...r.children].map(c => c.getBoundingClientRect().width))"
    for row in open_page("people", 1280).evaluate(wide):
        assert row[0] > 2 * max(row[2:])
    for row in open_page("people", 390).evaluate(wide):
        assert min(row) > 300


@pytest.mark.parametrize("name", NAMES)
def test_it_works_without_colour(open_page, name: str) -> None:
    """Every state and every day at the gate has a shape of its own and a word beside it."""
    page = open_page(name)
    marks = page.evaluate(
        "[...document.querySelectorAll('.strip li, td.st')].map(e => [e.className, e.querySelector('use').getAttribute('href'), e.textContent.trim().length])"
    )
    assert marks
    for classes, shape, words in marks:
        assert shape == f"#g-{classes.split()[-1]}"
        assert words > 2


def test_every_image_has_a_name_and_a_description(open_page) -> None:
    page = open_page("restricted")
    assert page.evaluate("document.querySelectorAll('svg[role=img]').length") == 3
    assert page.evaluate(
        "[...document.querySelectorAll('svg')].every(s => s.getAttribute('aria-hidden') === 'true' || s.closest('[aria-hidden=true]')"
        " || (s.getAttribute('role') === 'img' && s.getAttribute('aria-labelledby')))"
    )


@pytest.mark.parametrize(("name", "most"), [("restricted", 4), ("public", 2), ("right-to-left", 5)])
def test_it_prints_on_a_few_sheets_of_a4(open_page, name: str, most: int) -> None:
    import io

    from pypdf import PdfReader

    page = open_page(name)
    data = page.pdf(prefer_css_page_size=True)
    reader = PdfReader(io.BytesIO(data))
    assert 1 <= len(reader.pages) <= most
    width, height = reader.pages[0].mediabox[2:]
    assert (round(float(width)), round(float(height))) == pytest.approx((595, 842), abs=2)
    if name == "restricted":
        for sheet in reader.pages:
            text = sheet.extract_text()
            assert "EXERCISE" in text
            assert "HIGH" in text
            assert "camp-alder" in text
            assert re.search(rf"Page \d of {len(reader.pages)}", text)


def test_the_restricted_page_is_light_enough(files) -> None:
    assert files["restricted"].stat().st_size <= 100_000
    assert files["public"].stat().st_size <= 30_000
