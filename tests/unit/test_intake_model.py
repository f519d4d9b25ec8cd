"""What of a model's answer is kept, and which endpoints are asked: each check with one case that passes and one that falls."""

from __future__ import annotations

import builtins
import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_model import Answer, model_server, proposal, said
from holdfast.errors import IntakeError
from holdfast.intake import ProposalReader, answer_schema, endpoint_at, messages_for, model_talk
from holdfast.intake.model.endpoint import Endpoint
from holdfast.intake.model.prompt import MAX_PROPOSALS, PART_CHARS, blanked, listed

TEXT = (
    "Behind the kitchen stand 37 sacks of rice. The 21 drums of petrol by the fence are not full. "
    "If the road opens the depot passes on 300 litres of kerosene. The camp holds 1,200 litres of diesel. "
    "By the wall lean 5 to 7 bags of cement. Yesterday the bakery shelf showed 90 kg of yeast."
)
RICE = {"item": "rice", "value_low": 37, "value_high": 37, "unit": "sacks"}
QUOTE = "Behind the kitchen stand 37 sacks of rice"


def take(*proposals: Any, text: str = TEXT, **fields: Any) -> tuple[list[Any], list[str]]:
    reader = ProposalReader(text, **fields)
    kept, dropped = reader.take(json.dumps({"proposals": list(proposals)}), reader.parts[0])
    return [item.statement for item in kept], [item.reason for item in dropped]


def test_a_statement_that_the_grammar_missed_is_kept_with_our_own_reading_of_its_figure() -> None:
    (made,), dropped = take(proposal(QUOTE, **RICE), packages={"bag": "50 kg"})
    assert dropped == []
    assert (made.claim_type, made.item, made.polarity) == ("stock", "rice", "affirmed")
    assert (made.value_low, made.value_high, made.unit, made.si_low, made.si_unit) == (37, 37, "bag", 1850, "kg")
    assert TEXT[made.char_start : made.char_end] == QUOTE + "."


def test_a_time_is_anchored_by_our_reader_and_never_by_the_answer() -> None:
    asked = proposal(
        "Yesterday the bakery shelf showed 90 kg of yeast",
        item="yeast",
        value_low=90,
        value_high=90,
        unit="kg",
        time_text="Yesterday",
    )
    (made,), _ = take(asked, published=date(2015, 7, 17))
    assert (made.time_start, made.time_end, made.time_precision) == ("2015-07-16", "2015-07-16", "day")
    (made,), _ = take(asked)
    assert (made.time_start, made.time_precision, made.time_text) == (None, "unknown", "Yesterday")


@pytest.mark.parametrize(
    ("reason", "changes"),
    [
        ("quote-not-in-text", {"quote": "Behind the kitchen stand 73 sacks of rice"}),
        ("quote-not-in-text", {"quote": "Behind the kitchen stand 37  sacks of rice"}),
        ("quote-not-in-text", {"quote": "Behind the kit\u0441hen stand 37 sacks of rice"}),
        ("quote-not-in-text", {"quote": "behind the kitchen stand 37 sacks of rice"}),
        ("quote-twice", {"quote": "litres"}),
        ("quote-over-sentences", {"quote": QUOTE + ". The 21"}),
        ("quote-over-sentences", {"quote": "the kitchen stand 37 sacks of ric"}),
        ("quote-over-sentences", {"quote": "7 sacks of rice", "value_low": 7, "value_high": 7}),
        ("quote-over-sentences", {"quote": "200 litres of diesel", "value_low": 200, "value_high": 200, "unit": "L"}),
        ("nothing-said", {"item": None, "value_low": None, "value_high": None, "unit": None}),
        ("words-not-in-quote", {"item": "flour"}),
        ("words-not-in-quote", {"item": "ice"}),
        ("words-not-in-quote", {"place": "the depot"}),
        ("words-not-in-quote", {"actor": "the army"}),
        ("contact", {"actor": "+964 770 123 4567"}),
        ("figure-not-in-quote", {"value_low": 38, "value_high": 38}),
        ("figure-not-in-quote", {"value_high": 40}),
        ("figure-not-in-quote", {"unit": "tonnes"}),
        ("figure-not-in-quote", {"unit": None}),
        ("figure-not-in-quote", {"per": "day"}),
        ("figure-not-in-quote", {"value_low": None, "value_high": None}),
        ("figure-not-in-quote", {"quote": "Behind the kitchen stand", "item": "kitchen"}),
        ("figure-of-another", {"item": "kitchen"}),
        ("polarity", {"polarity": "negated"}),
        ("polarity", {"polarity": "planned"}),
        ("polarity", {"polarity": "hypothetical"}),
        ("wrong-shape", {"review": "accepted"}),
        ("wrong-shape", {"claim_type": "gift"}),
        ("wrong-shape", {"value_low": "37"}),
        ("wrong-shape", {"value_low": True}),
        ("wrong-shape", {"value_low": 1e300}),
        ("wrong-shape", {"item": "x" * 300}),
        ("wrong-shape", {"quote": None}),
    ],
)
def test_each_check_drops_what_it_is_there_for(reason: str, changes: dict[str, Any]) -> None:
    assert take(proposal(QUOTE, **RICE) | changes) == ([], [reason])


def test_a_quote_that_leaves_the_not_out_is_held_against_the_whole_sentence() -> None:
    cut = proposal("The 21 drums of petrol by the fence", item="petrol", value_low=21, value_high=21, unit="drums")
    assert take(cut)[1] == ["polarity"]
    assert take(cut | {"polarity": "negated"})[1] == []
    kerosene = proposal(
        "the depot passes on 300 litres of kerosene", item="kerosene", value_low=300, value_high=300, unit="litres"
    )
    assert take(kerosene | {"claim_type": "consumption"})[1] == ["polarity"]


@pytest.mark.parametrize(
    ("text", "changes", "reasons"),
    [
        ("Behind the wall 37 sacks of rice?", {}, ["polarity"]),
        ("The rumour of 37 sacks of rice behind the wall is untrue.", {"quote": "37 sacks of rice"}, ["polarity"]),
        ("Behind the wall 30-37 sacks of rice.", {"quote": "37 sacks of rice"}, ["figure-not-in-quote"]),
        ("Behind the wall fewer than 37 sacks of rice.", {"quote": "37 sacks of rice"}, ["figure-not-in-quote"]),
        ("Behind the wall 37 of 90 sacks of rice.", {"quote": "37 of 90 sacks of rice", "value_high": 90}, ["figure-not-in-quote"]),
        ("On 17 July rice behind the wall.", {"value_low": 17, "value_high": 17, "unit": None}, ["figure-not-in-quote"]),
        ("Rice behind the wall: 5 patients.", {"value_low": 5, "value_high": 5, "unit": "patients"}, ["figure-of-another"]),
        ("Sacks of rice, 12 of them wet.", {"value_low": 12, "value_high": 12, "unit": None}, ["figure-of-another"]),
    ],
)  # fmt: skip
def test_figures_and_sentences_that_mislead(text: str, changes: dict[str, Any], reasons: list[str]) -> None:
    assert take(proposal(text[:-1], **RICE) | changes, text=text)[1] == reasons


def test_words_that_make_a_statement_doubtful_stay_with_it() -> None:
    text = "Reportedly 37 sacks of rice behind the wall."
    (made,), _ = take(proposal("37 sacks of rice", **RICE), text=text)
    assert made.modality == "reportedly"


def test_a_range_is_not_made_one_figure() -> None:
    cement = proposal("By the wall lean 5 to 7 bags of cement", item="cement", unit="bags")
    assert take(cement | {"value_low": 5, "value_high": 5})[1] == ["figure-not-in-quote"]
    (made,), _ = take(cement | {"value_low": 5, "value_high": 7})
    assert (made.value_low, made.value_high) == (5, 7)


def test_what_the_grammar_reads_is_neither_repeated_nor_turned_round() -> None:
    diesel = proposal(
        "The camp holds 1,200 litres of diesel", item="diesel", value_low=1200, value_high=1200, unit="litres"
    )
    assert take(diesel)[1] == ["already-read"]
    assert take(diesel | {"claim_type": "need"})[1] == ["read-otherwise"]
    assert take(proposal(QUOTE, **RICE), proposal(QUOTE, **RICE))[1] == ["same-proposal"]


def test_two_figures_are_not_swapped() -> None:
    text = "On the lower shelf 37 kg of rice, 12 kg of sugar."
    rice = proposal(text[:-1], item="rice", unit="kg")
    assert take(rice | {"value_low": 12, "value_high": 12}, text=text)[1] == ["figure-of-another"]
    assert take(rice | {"value_low": 37, "value_high": 37}, text=text)[1] == []


@pytest.mark.parametrize(
    ("text", "item", "unit", "polarity", "reasons"),
    [
        ("وراء المطبخ 37 كيسا من الرز.", "الرز", "كيسا", "affirmed", []),
        ("وراء المطبخ 37 كيسا من الرز.", "الرز", "لتر", "affirmed", ["figure-not-in-quote"]),
        ("وراء المطبخ ليس هناك 37 كيسا من الرز.", "الرز", "كيسا", "affirmed", ["polarity"]),
        ("پشت آشپزخانه ۳۷ کیسه برنج چیده شده.", "برنج", "کیسه", "affirmed", []),
        ("پشت آشپزخانه ۳۷ کیسه برنج چیده نشده.", "برنج", "کیسه", "affirmed", ["polarity"]),
    ],
)
def test_arabic_and_persian_are_held_to_the_same(
    text: str, item: str, unit: str, polarity: str, reasons: list[str]
) -> None:
    asked = proposal(text[:-1], item=item, value_low=37, value_high=37, unit=unit, polarity=polarity)
    assert take(asked, text=text)[1] == reasons


def test_more_than_a_part_can_hold_is_cut_and_counted() -> None:
    _, dropped = take(*[proposal(QUOTE, **RICE)] * (MAX_PROPOSALS + 7))
    assert dropped.count("too-many") == 7
    assert dropped.count("same-proposal") == MAX_PROPOSALS - 1


@pytest.mark.parametrize(
    "content",
    ["", "[]", "null", "{}", '{"proposals": 1}', '{"proposals": [], "more": 1}', "[" * 9999, '{"proposals": [NaN]}', "x" * 300_000],
)  # fmt: skip
def test_an_answer_that_is_no_list_is_one_drop(content: str) -> None:
    reader = ProposalReader(TEXT)
    kept, dropped = reader.take(content, reader.parts[0])
    assert (kept, [d.reason for d in dropped]) == ((), ["answer-no-list"])
    assert len(dropped[0].what) <= 160


def test_a_fence_around_the_answer_is_taken_off() -> None:
    assert listed('```json\n{"proposals": []}\n```') == []
    assert listed('Here you are:\n```json\n{"proposals": []}\n```') is None


@settings(max_examples=150)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*RICE, "quote"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_no_answer_ends_in_a_fault_of_ours(answer: Any) -> None:
    reader = _READER
    for content in (
        json.dumps(answer),
        json.dumps({"proposals": answer}),
        json.dumps({"proposals": [answer]}),
        str(answer),
    ):
        kept, _ = reader.take(content, reader.parts[0])
        assert all(TEXT[item.start : item.end] == item.quote for item in kept)


_READER = ProposalReader(TEXT)


def test_contacts_and_coordinates_never_leave() -> None:
    text = "Call +964 (770) 123-4567, 0770 123 4567 or m.k@camp.org.invalid; see https://a.invalid/x, tank at 33.84321, 44.51234."
    shown, count = blanked(text)
    assert len(shown) == len(text)
    assert count == 5
    for left in ("770", "4567", "@", "a.invalid", "33.8", "44.5"):
        assert left not in shown
    plain = "The camp holds 12 500 000 litres, 1,200 kg, 33.5 degrees; 2015-07-17 07:40; 37 of 90."
    assert blanked(plain) == (plain, 0)


def test_the_text_stands_between_marks_that_nobody_can_have_written() -> None:
    reader = ProposalReader(TEXT)
    first, second = (messages_for(reader.parts[0])[1]["content"] for _ in range(2))
    assert first != second
    assert TEXT in first
    assert TEXT not in messages_for(reader.parts[0])[0]["content"]


def test_a_long_text_is_cut_between_sentences_and_all_of_it_is_shown_once() -> None:
    text = " ".join(f"Behind hut {n} stand {n} sacks of rice." for n in range(1, 600)) + " x" * 9000
    reader = ProposalReader(text)
    assert "".join(part.text for part in reader.parts) == text
    assert all(len(part.text) <= PART_CHARS for part in reader.parts)
    assert reader.parts[1].text.lstrip().startswith("Behind hut")


@pytest.mark.parametrize(
    "url",
    [
        "", "http://", "127.0.0.1:8080", "http://example.org", "https://example.org", "http://10.0.0.5:8080", "http://0.0.0.0",
        "http://user:word@127.0.0.1", "http://127.0.0.1/v1/models", "http://127.0.0.1?x=1", "ftp://127.0.0.1", "http://127.1",
        "http://2130706433", "http://127.0.0.1.example.org", "http://localhost.example.org", "http://[fe80::1]", "http://127.0.0.1:x",
        "http://127.0.0.1@example.org", "http://example.org\\@127.0.0.1", "https://models.example.org:444", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_no_other_computer_is_asked_that_is_not_on_the_list(url: str) -> None:
    with pytest.raises(IntakeError) as caught:
        endpoint_at(url, allow=["https://models.example.org"])
    assert caught.value.code == "HF-I080"
    assert "word" not in str(caught.value).replace("password", "")


@pytest.mark.parametrize(
    ("url", "origin", "local"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("http://LOCALHOST:8080/v1/", "http://127.0.0.1:8080", True),
        ("http://[::1]:1", "http://[::1]:1", True),
        ("https://Models.Example.org", "https://models.example.org", False),
        ("https://models.example.org:443/v1", "https://models.example.org:443", False),
    ],
)
def test_this_computer_and_the_list_may_be_asked(url: str, origin: str, local: object) -> None:
    found = endpoint_at(url, allow=["https://models.example.org"])
    assert (found.origin, found.local) == (origin, local)


@pytest.mark.parametrize("known", ["json_schema", "json_object", "text"])
def test_a_server_that_does_not_know_a_form_is_asked_for_a_plainer_one_once(known: str) -> None:
    def answer(text: str, body: dict[str, Any]) -> Answer:
        del text
        form = body.get("response_format", {}).get("type", "text")
        return said({"proposals": []}, status=200 if form == known else 400)

    part = ProposalReader(TEXT).parts[0]
    with model_server(answer) as server, model_talk(endpoint_at(server.url), model="m", key="k" * 12) as talk:
        for _ in range(2):
            assert talk.ask(messages_for(part), answer_schema()) == '{"proposals": []}'
        assert talk.form == known
    tried = ["json_schema", "json_object", "text"].index(known)
    assert len(server.requests) == talk.requests == tried + 2
    assert {(r["temperature"], r["stream"], r["model"]) for r in server.requests} == {(0, False, "m")}
    assert {h["authorization"] for h in server.headers} == {"Bearer " + "k" * 12}
    assert server.requests[0]["response_format"]["json_schema"]["schema"] == answer_schema()


def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    def slow(text: str, body: dict[str, Any]) -> Answer:
        del text, body
        time.sleep(0.6)
        return said({"proposals": []})

    part = ProposalReader(TEXT).parts[0]
    with model_server(slow) as server:
        place = Endpoint(origin=server.url, local=True, seconds=0.2)
        with model_talk(place) as talk, pytest.raises(IntakeError) as caught:
            talk.ask(messages_for(part), answer_schema())
    assert caught.value.code == "HF-I081"
    with model_talk(place) as talk, pytest.raises(IntakeError) as caught:
        talk.ask(messages_for(part), answer_schema())
    assert caught.value.code == "HF-I081"


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "httpx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(IntakeError) as caught, model_talk(endpoint_at("http://127.0.0.1:9")):
        pass
    assert caught.value.code == "HF-I086"
    assert "holdfast[online]" in str(caught.value)
