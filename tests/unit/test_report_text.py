"""Sentences: slots and parts, references, isolation, capitals, and the wording lint."""

from __future__ import annotations

from dataclasses import replace

import pytest

from holdfast.errors import InputError
from holdfast.report import Catalogue, check_wording, lint
from holdfast.report.records import Bullets, Document, Section
from holdfast.report.text import Part, Text, capital, clean, listed, say, say_n
from report_samples import sample_report

ENGLISH = Catalogue(language="en", direction="ltr")
RTL = Catalogue(language="fa", direction="rtl", messages={"{n} L are left": ("باقی مانده {n}",)})
FIVE = Part(text="5,100 L", refs=("claim:A",))


def test_slots_and_parts_must_match() -> None:
    with pytest.raises(ValueError, match="slots"):
        say("{n} of {m}", n=FIVE)
    with pytest.raises(ValueError, match="slots"):
        say("nothing", n=FIVE)


@pytest.mark.parametrize("refs", [(), ("nowhere",), ("claim:",), ("http://x",)])
def test_a_part_leads_somewhere(refs: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="reference"):
        Part(text="5", refs=refs)


def test_parts_are_isolated_in_right_to_left_text_only() -> None:
    text = say("{n} L are left", n=FIVE)
    assert text.plain(ENGLISH) == "5,100 L L are left"
    assert text.plain(RTL) == "باقی مانده \u20665,100 L\u2069"


def test_controls_that_reorder_text_are_taken_out() -> None:
    # U+202E would print "gpj.exe" backwards (T21).
    assert clean("a\u202eb\u2066c\u2069d\u200fe\n f") == "abcde f"
    assert Part(text="camp\u202e evil", refs=("site:name",)).text == "camp evil"


def test_plural_follows_the_count() -> None:
    one, many = (say_n("{n} day", "{n} days", n, n=Part(text=str(n), refs=("meta:n",))) for n in (1, 3))
    assert (one.plain(ENGLISH), many.plain(ENGLISH)) == ("1 day", "3 days")


def test_a_sentence_begins_with_a_capital_but_a_figure_stays() -> None:
    assert capital(say("{a} fails", a=say("water"))).plain(ENGLISH) == "Water fails"
    assert capital(say("{n} left", n=Part(text="x5", refs=("claim:A",)))).plain(ENGLISH) == "x5 left"


def test_listing_keeps_order() -> None:
    assert listed([say("one"), say("two"), say("three")]).plain(ENGLISH) == "one, two, three"


def with_sentence(text: Text) -> Document:
    return replace(
        sample_report(),
        sections=(Section(id="x", title=say("Title"), blocks=(Bullets(items=(text,)),)),),
        summary=(),
    )


CLAIMANT = Part(text="committee", refs=("claim:A",), kind="claimant")
BREACHES = [
    ("bare-likely", say("Water is likely to end soon")),
    ("bare-likely", say("Water will probably end")),
    ("per-cent", say("{n}% of the loads", n=Part(text="4", refs=("meta:n",)))),
    ("finding", say("The besieged camp")),
    ("finding", say("People are starving")),
    ("finding", say("the number of deaths")),
    ("as-at", say("as at {n}", n=Part(text="1 May", refs=("meta:n",), kind="date"))),
    ("digit-in-message", Text(message="about 5 days")),
    ("unattributed", say("{n} are held", n=FIVE)),
    ("false-precision", say("{n} by noon", n=Part(text="5,123.4 L", refs=("forecast:s/e.q50",)))),
]


@pytest.mark.parametrize(("rule", "text"), BREACHES, ids=[f"{rule}-{n}" for n, (rule, _) in enumerate(BREACHES)])
def test_each_rule_of_wording_bites(rule: str, text: Text) -> None:
    document = with_sentence(text)
    assert [fault.rule for fault in lint(document)] == [rule]
    with pytest.raises(InputError) as caught:
        check_wording(document)
    assert caught.value.code == "HF-O002"
    assert rule in caught.value.found


@pytest.mark.parametrize(
    "text",
    [
        say("likely (about {n} per cent)", n=Part(text="60", refs=("forecast:s/e.p",), kind="probability")),
        say("{n} are held; {who}", n=FIVE, who=CLAIMANT),
        say(
            "The claim says {words}; {who}", words=Part(text="besieged", refs=("claim:A",), kind="quote"), who=CLAIMANT
        ),
        say("{n} by noon", n=Part(text="5,120,000 L", refs=("forecast:s/e.q50",))),
    ],
)
def test_what_keeps_the_rules_passes(text: Text) -> None:
    assert lint(with_sentence(text)) == ()


def test_a_head_without_a_date_is_refused() -> None:
    document = sample_report()
    headless = replace(document, head=replace(document.head, as_of=say("lately")))
    assert "no-as-of" in {fault.rule for fault in lint(headless)}


def test_the_sample_keeps_every_rule() -> None:
    assert lint(sample_report()) == ()
