"""Languages: catalogues are read at run time, and no string of ours passes them by."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest

from holdfast.disclosure import public_facts
from holdfast.errors import InputError
from holdfast.report import available, catalogue, norms_of, public_report, render_html, render_lines, render_public
from holdfast.report.extract import collect, pot_text
from pseudo_locales import pseudo
from report_samples import AS_OF, sample_claims, sample_gate_days, sample_report


class Ours(HTMLParser):
    """Text of a page outside every element that carries a reference, with what it is heard as."""

    VOID = frozenset({"meta", "br", "img", "link", "rect", "line", "path", "circle", "use"})

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[tuple[str, bool]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        for name in ("data-label", "aria-label", "title", "alt"):
            if names.get(name):
                self.texts.append(str(names[name]))
        if tag not in self.VOID:
            self.stack.append((tag, "data-ref" in names or tag in {"style", "bdi"}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(quoted for _, quoted in self.stack):
            self.texts.append(data.strip())


def ours(page: str) -> list[str]:
    parser = Ours()
    parser.feed(page)
    return parser.texts


def both_editions(lang: str, messages) -> tuple[str, str]:
    facts = public_facts(
        sample_claims(),
        sample_gate_days(),
        AS_OF,
        site_name="Camp",
        exercise=True,
        zone="Asia/Baghdad",
        norms_of=norms_of(),
    )
    return render_html(sample_report(lang), messages), render_html(public_report(facts, lang), messages)


def test_no_string_passes_the_catalogue_by(tmp_path: Path) -> None:
    for page in both_editions("xr", pseudo("xr", tmp_path)):
        latin = [text for text in ours(page) if re.search("[A-Za-z]", text)]
        assert latin == []


def test_every_sentence_is_bracketed_in_the_other_pseudo_locale(tmp_path: Path) -> None:
    messages = pseudo("xx", tmp_path)
    document = sample_report("xx")
    assert "[Highlights]" in render_html(document, messages)
    for _, text in document.texts():
        said = text.plain(messages)
        for part in sorted(text.walk(), key=lambda part: -len(part.text)):
            said = said.replace(part.text, "")
        while (inner := re.sub(r"\[[^\[\]]*\]", "", said)) != said:
            said = inner
        assert not re.search("[A-Za-z]", said), said


def test_right_to_left_page_says_so_and_keeps_time_left_to_right(tmp_path: Path) -> None:
    page = both_editions("xr", pseudo("xr", tmp_path))[0]
    assert '<html lang="xr" dir="rtl">' in page
    assert '<div class="plot" dir="ltr">' in page
    assert '<html lang="en" dir="ltr">' in render_html(sample_report())
    # Physical sides would stay where they are when the page is mirrored; charts alone use them, inside dir=ltr.
    css = files("holdfast.report").joinpath("templates/report.css").read_text(encoding="utf-8")
    physical = re.findall(
        r"[{;](?:margin|padding|border)-(?:left|right)[:-][^;}]*|text-align:(?:left|right)|float:(?:left|right)", css
    )
    assert [rule for rule in physical if "padding-left" not in rule and "text-align:right" not in rule] == []


def test_every_quantity_is_isolated_in_a_right_to_left_message(tmp_path: Path) -> None:
    text = render_lines(sample_report("xr"), pseudo("xr", tmp_path))
    outside = re.sub("[\u2066\u2068][^\u2069]*\u2069", "", text)
    assert not re.search("[0-9A-Za-z]", outside)


def test_an_unknown_language_lists_those_there_are() -> None:
    for language in ("tlh", "../en", ""):
        with pytest.raises(InputError) as caught:
            catalogue(language)
        assert caught.value.code == "HF-O001"
        assert caught.value.expected == "one of " + ", ".join(available())


def test_a_catalogue_in_a_folder_is_offered_and_fuzzy_strings_are_not_used(tmp_path: Path) -> None:
    (tmp_path / "de.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        '#, fuzzy\nmsgid "failed"\nmsgstr "vielleicht"\n\nmsgid "working"\nmsgstr "in Betrieb"\n\n'
        'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} Tag"\nmsgstr[1] "{n} Tage"\n',
        encoding="utf-8",
    )
    assert available(tmp_path) == ("en", "de")
    german = catalogue("de", tmp_path)
    assert (german.gettext("working"), german.gettext("failed"), german.direction) == ("in Betrieb", "failed", "ltr")
    # The rule of the file is used, not one of ours: in this one zero is singular.
    assert [german.ngettext("{n} day", "{n} days", n) for n in (0, 1, 2)] == ["{n} Tag", "{n} Tag", "{n} Tage"]


@pytest.mark.parametrize("language", ["ar", "fa", "ur", "xr"])
def test_right_to_left_languages(language: str, tmp_path: Path) -> None:
    (tmp_path / f"{language}.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n', encoding="utf-8"
    )
    assert catalogue(language, tmp_path).direction == "rtl"


def test_the_template_for_translators_is_up_to_date() -> None:
    shipped = files("holdfast.report").joinpath("locale/messages.pot").read_text(encoding="utf-8")
    assert shipped == pot_text(), "run: python -m holdfast.report.extract"


def test_no_message_holds_a_digit() -> None:
    assert [message for pair in collect() for message in pair if message and re.search(r"\d", message)] == []


def test_a_translation_that_adds_a_figure_does_not_leave(tmp_path: Path) -> None:
    """T1c: every language tells the same facts; a catalogue cannot add one."""
    messages = pseudo("xr", tmp_path)
    facts = public_facts(
        sample_claims(),
        sample_gate_days(),
        AS_OF,
        site_name="Camp",
        exercise=True,
        zone="Asia/Baghdad",
        norms_of=norms_of(),
    )
    page, lines = render_public(facts, "xr", messages)
    assert page.startswith("<!DOCTYPE html>")
    assert lines
    leaky = replace(messages, messages={**messages.messages, "failed": ("failed, 5,100 L left",)})
    with pytest.raises(InputError) as caught:
        render_public(facts, "xr", leaky)
    assert caught.value.code == "HF-D004"
