"""Any text at all: no crash, true spans, the same answer twice."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.intake import read_text
from holdfast.intake.text.normalise import normalise
from holdfast.intake.text.sentences import sentences

WORDS = (
    "guards refused let in turned back the a no not two 5,100 litres L of fuel food septic trucks tanks camp Camp Hope said "
    'that according to ministry United States promised will if on Monday yesterday cut off power electricity , . : ; “ ” " ( ) '
    "and but which whom from entering blockade needs per day 20 MT flour remains left for four days 120 degrees (F) people live "
    "Mrs. U.S. \n \n\n handed over control was were has been without shortage agreement disarm killed under command must act "
    "third consecutive day in 2003 several years ago who is of any 41cm tank2 empty gen ran 5h 0830"
).split(" ")
grammar = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    text=st.one_of(grammar, st.text(max_size=200)),
    day=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 1, 1))),
)
def test_any_text_is_read_without_a_fault_and_twice_alike(text: str, day: date | None) -> None:
    first = read_text(text, published=day)
    assert first == read_text(text, published=day)
    assert len(first.text) == first.source["chars"]
    for s in first.statements:
        assert s.char_start is not None
        assert s.char_end is not None
        assert 0 <= s.char_start < s.char_end <= len(first.text)
        cut = first.text[s.char_start : s.char_end]
        assert cut == cut.strip()
        assert len(s.as_dict()) == 23
        if s.time_start is not None:
            assert s.time_text


@settings(max_examples=150, deadline=None)
@given(text=st.text(max_size=400))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert not any("\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" or c == "\r" for c in once)


@settings(max_examples=150, deadline=None)
@given(text=st.one_of(grammar, st.text(max_size=300)))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    clean = normalise(text)
    found = sentences(clean)
    position = 0
    for sentence in found:
        assert sentence.start >= position
        assert clean[position : sentence.start].strip() == ""
        assert sentence.tokens[0].start == sentence.start
        for token in sentence.tokens:
            assert clean[token.start : token.end] == token.text
        position = sentence.end
    assert clean[position:].strip() == ""


@settings(max_examples=60, deadline=None)
@given(text=grammar)
def test_a_second_message_does_not_change_the_first(text: str) -> None:
    # Sentences of another paragraph, without quotation marks, leave a finished paragraph as it was.
    clean = text.replace('"', "").replace("“", "").replace("”", "").replace(":", "").replace("\n", " ").strip()
    alone = read_text(clean + ".", published=date(2015, 7, 17)).statements
    both = read_text(clean + ".\n\nSome other words stand here.", published=date(2015, 7, 17)).statements
    assert both == alone


@settings(max_examples=60, deadline=None)
@given(count=st.integers(1, 900_000), unit=st.sampled_from(["litres", "m3", "tonnes", "bags"]))
def test_any_number_is_kept_as_stated(count: int, unit: str) -> None:
    (s,) = read_text(f"{count:,} {unit} of flour remain.", published=date(2015, 7, 17)).statements
    assert (s.claim_type, s.value_low, s.value_high) == ("stock", count, count)
