"""Change one thing in a sentence, and exactly one field of the claim changes.

The corpus is made of clause cores (who did what) put into frames of speech (who says so). Every sentence is then
negated, given to another speaker, another number, unit, item, day and tense, and turned round.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from holdfast.intake import read_text

PUBLISHED = date(2015, 7, 17)
SPAN = {"char_start", "char_end"}
AMOUNT = {"value_low", "value_high", "si_low", "si_high"}
UNIT = AMOUNT | {"unit", "si_unit"}
TIME = {"time_start", "time_end", "time_precision", "time_text"}


@dataclass(frozen=True)
class Core:
    """One statement with its slots: what it must be read as, and the words for it, said, denied and planned."""

    kind: str
    said: str
    denied: str
    planned: str | None = None
    item: str | None = "diesel"
    item_2: str | None = "flour"
    units: tuple[str, str] | None = None
    number: bool = True
    actor: bool = False
    day: bool = True
    base: str = "affirmed"
    item_field: bool = True


CORES = (
    Core(
        "denial",
        "{actor} refused {n} {item} trucks{day}",
        "{actor} did not refuse {n} {item} trucks{day}",
        "{actor} will refuse {n} {item} trucks{day}",
        actor=True,
    ),
    Core(
        "denial",
        "{n} {item} trucks were turned back by {actor}{day}",
        "{n} {item} trucks were not turned back by {actor}{day}",
        "{n} {item} trucks will be turned back by {actor}{day}",
        actor=True,
    ),
    Core(
        "denial",
        "{actor} blocked the entry of {item}{day}",
        "{actor} never blocked the entry of {item}{day}",
        "{actor} will block the entry of {item}{day}",
        number=False,
        actor=True,
    ),
    Core(
        "denial",
        "{actor} refused to let in {n} tankers of {item}{day}",
        "{actor} did not refuse to let in {n} tankers of {item}{day}",
        "{actor} will refuse to let in {n} tankers of {item}{day}",
        units=("tankers", "trucks"),
        actor=True,
    ),
    Core(
        "denial",
        "{actor} prevented {n} {u} of {item} from entering the camp{day}",
        "{actor} didn’t prevent {n} {u} of {item} from entering the camp{day}",
        units=("litres", "gallons"),
        actor=True,
    ),
    Core(
        "delivery",
        "{n} {u} of {item} arrived{day}",
        "{n} {u} of {item} did not arrive{day}",
        "{n} {u} of {item} will arrive{day}",
        units=("litres", "m3"),
    ),
    Core(
        "delivery",
        "{actor} let in {n} {u} of {item}{day}",
        "{actor} did not let in {n} {u} of {item}{day}",
        "{actor} will let in {n} {u} of {item}{day}",
        units=("tankers", "drums"),
        actor=True,
    ),
    Core(
        "delivery",
        "{n} {item} trucks were allowed in by {actor}{day}",
        "{n} {item} trucks were not allowed in by {actor}{day}",
        "{n} {item} trucks will be allowed in by {actor}{day}",
        actor=True,
    ),
    Core(
        "removal",
        "{actor} confiscated {n} {u} of {item}{day}",
        "{actor} did not confiscate {n} {u} of {item}{day}",
        "{actor} will confiscate {n} {u} of {item}{day}",
        units=("bags", "boxes"),
        actor=True,
    ),
    Core(
        "outage",
        "the {item} was cut off{day}",
        "the {item} was not cut off{day}",
        "the {item} will be cut off{day}",
        item="electricity",
        item_2="water supply",
        number=False,
    ),
    Core(
        "outage",
        "the {item} failed{day}",
        "the {item} did not fail{day}",
        "the {item} will fail{day}",
        item="generators",
        item_2="pumps",
        number=False,
    ),
    Core(
        "outage",
        "the camp ran out of {item}{day}",
        "the camp did not run out of {item}{day}",
        "the camp will run out of {item}{day}",
        number=False,
    ),
    Core(
        "need",
        "the camp needs {n} {u} of {item} per day",
        "the camp does not need {n} {u} of {item} per day",
        units=("litres", "m3"),
        day=False,
    ),
    Core(
        "consumption",
        "the generators burn {n} {u} of {item} per hour",
        "the generators do not burn {n} {u} of {item} per hour",
        units=("litres", "gallons"),
        day=False,
    ),
    Core(
        "stock",
        "{n} {u} of {item} remain in the main store",
        "{n} {u} of {item} do not remain in the main store",
        units=("litres", "drums"),
        day=False,
    ),
    Core(
        "stock",
        "the camp has {n} {u} of {item} left",
        "the camp does not have {n} {u} of {item} left",
        units=("kg", "tonnes"),
        item="flour",
        item_2="rice",
        day=False,
    ),
    Core(
        "temperature",
        "the temperature reached {n} degrees {u}{day}",
        "the temperature did not reach {n} degrees {u}{day}",
        "the temperature will reach {n} degrees {u}{day}",
        units=("Fahrenheit", "Celsius"),
        item=None,
        item_2=None,
    ),
    Core(
        "capacity",
        "the {item} overflowed{day}",
        "the {item} did not overflow{day}",
        "the {item} will overflow{day}",
        item="sewage tanks",
        item_2="latrines",
        number=False,
    ),
    Core(
        "population",
        "{n} {item} live in Camp Hope",
        "{n} {item} do not live in Camp Hope",
        item="people",
        item_2="people",
        day=False,
        item_field=False,
    ),
    Core(
        "commitment",
        "{actor} promised {n} {u} of {item}{day}",
        "{actor} did not promise {n} {u} of {item}{day}",
        units=("tankers", "bags"),
        actor=True,
        base="planned",
    ),
    Core(
        "denial",
        "{actor} withheld {n} {u} of {item}{day}",
        "{actor} did not withhold {n} {u} of {item}{day}",
        "{actor} will withhold {n} {u} of {item}{day}",
        item="insulin",
        item_2="baby milk",
        units=("boxes", "kg"),
        actor=True,
    ),
    Core(
        "denial",
        "{n} trucks of {item} were held at the checkpoint by {actor}{day}",
        "{n} trucks of {item} were not held at the checkpoint by {actor}{day}",
        "{n} trucks of {item} will be held at the checkpoint by {actor}{day}",
        item="chlorine",
        item_2="spare parts",
        actor=True,
    ),
    Core(
        "outage",
        "the {item} fell silent{day}",
        "the {item} did not fall silent{day}",
        "the {item} will fall silent{day}",
        item="generators",
        item_2="pumps",
        number=False,
    ),
    Core(
        "delivery",
        "{actor} waved {n} {u} of {item} through{day}",
        "{actor} did not wave {n} {u} of {item} through{day}",
        "{actor} will wave {n} {u} of {item} through{day}",
        item="lentils",
        item_2="coal",
        units=("sacks", "boxes"),
        actor=True,
    ),
    Core(
        "delivery",
        "the airlift brought {n} {u} of {item}{day}",
        "the airlift did not bring {n} {u} of {item}{day}",
        "the airlift will bring {n} {u} of {item}{day}",
        item="oxygen",
        item_2="firewood",
        units=("boxes", "kg"),
    ),
    Core(
        "removal",
        "{actor} made off with {n} {u} of {item}{day}",
        "{actor} did not make off with {n} {u} of {item}{day}",
        "{actor} will make off with {n} {u} of {item}{day}",
        item="paraffin",
        item_2="sunflower oil",
        units=("litres", "drums"),
        actor=True,
    ),
    Core(
        "outage",
        "the {item} broke down{day}",
        "the {item} did not break down{day}",
        "the {item} will break down{day}",
        item="boiler",
        item_2="desalination plant",
        number=False,
    ),
    Core(
        "health",
        "{n} children have {item}",
        "{n} children do not have {item}",
        item="measles",
        item_2="cholera",
        day=False,
    ),
    Core(
        "population",
        "{n} {item} are sheltering in Camp Hope",
        "{n} {item} are not sheltering in Camp Hope",
        item="children",
        item_2="women",
        day=False,
    ),
)

FRAMES = {
    "plain": "{core}.",
    "said that": "{S} said that {core}.",
    "said": "{S} said {core}.",
    "trailing": "{core}, {S} said.",
    "trailing turned": "{core}, said {S}.",
    "according first": "According to {S}, {core}.",
    "according last": "{core}, according to {S}.",
    "quoted": "“{core},” said {S}.",
    "told": "{S} told reporters that {core}.",
}
SPEAKERS = ("the camp committee", "the interior ministry")
DAYS = (" on Monday", " on Wednesday")
ACTORS = ("guards", "the army")
NUMBERS = ("2,400", "3,100")

CASES = [(c, f) for c in CORES for f in FRAMES]
IDS = [f"{c.kind}-{i // len(FRAMES)}-{f}" for i, (c, f) in enumerate(CASES)]


@dataclass(frozen=True)
class Say:
    """The filling of the slots of one sentence."""

    core: Core
    frame: str
    mode: str = "said"
    speaker: str = SPEAKERS[0]
    day: str = DAYS[0]
    actor: str = ACTORS[0]
    number: str = NUMBERS[0]
    second_item: bool = False
    second_unit: bool = False

    def text(self) -> str:
        core = self.core
        words = getattr(core, self.mode) or core.said
        clause = words.format(
            actor=self.actor,
            n=self.number,
            item=core.item_2 if self.second_item else core.item,
            u=core.units[self.second_unit] if core.units else "",
            day=self.day if core.day else "",
        )
        sentence = FRAMES[self.frame].format(core=clause, S=self.speaker)
        first = next(i for i, c in enumerate(sentence) if c.isalnum())
        return sentence[:first] + sentence[first].upper() + sentence[first + 1 :]


def read(say: Say) -> dict[str, Any]:
    """Return the one claim of the core's kind; a sentence with one statement gives one claim."""
    reading = read_text(say.text(), published=PUBLISHED)
    claims = [s.as_dict() for s in reading.statements]
    assert [c["claim_type"] for c in claims] == [say.core.kind], (say.text(), claims)
    claim = claims[0]
    assert reading.text[claim["char_start"] : claim["char_end"]].strip()
    return {k: v for k, v in claim.items() if k not in SPAN}


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {k for k in before if str(before[k]).lower() != str(after[k]).lower()}


def test_corpus_is_large_enough() -> None:
    assert len({Say(c, f).text() for c, f in CASES}) >= 150


@pytest.mark.parametrize(("core", "frame"), CASES, ids=IDS)
def test_base_reading(core: Core, frame: str) -> None:
    claim = read(Say(core, frame))
    assert claim["polarity"] == core.base
    assert not claim["background"]
    assert (claim["attribution"] or "").lower() == ("" if frame == "plain" else "camp committee")
    if core.actor:
        assert (claim["actor"] or "").lower() == "guards"
    else:
        assert claim["actor"] is None
    if core.number:
        assert claim["value_low"] == claim["value_high"] == 2400
    if core.day:
        assert (claim["time_start"], claim["time_end"]) in {
            ("2015-07-13", "2015-07-13"),
            ("2015-07-20", "2015-07-20"),  # only where it is still to come
        }
        assert (claim["time_start"] == "2015-07-20") == (core.base == "planned")
    if core.item and core.item_field:
        assert core.item in claim["item"]


@pytest.mark.parametrize(("core", "frame"), CASES, ids=IDS)
def test_negation_changes_only_polarity(core: Core, frame: str) -> None:
    say = Say(core, frame)
    before, after = read(say), read(replace(say, mode="denied"))
    moved = changed(before, after)
    if core.base == "planned":  # what was not promised is not still to come: a bare weekday then lies in the past
        moved -= TIME
    assert moved == {"polarity"}
    assert after["polarity"] == "negated"


@pytest.mark.parametrize(("core", "frame"), CASES, ids=IDS)
def test_speaker_changes_only_attribution(core: Core, frame: str) -> None:
    say = Say(core, frame)
    moved = changed(read(say), read(replace(say, speaker=SPEAKERS[1])))
    assert moved == (set() if frame == "plain" else {"attribution"})


@pytest.mark.parametrize(
    ("core", "frame"),
    [c for c in CASES if c[0].number],
    ids=[i for i, c in zip(IDS, CASES, strict=True) if c[0].number],
)
def test_number_changes_only_the_value(core: Core, frame: str) -> None:
    say = Say(core, frame)
    moved = changed(read(say), read(replace(say, number=NUMBERS[1])))
    assert {"value_low", "value_high"} <= moved <= AMOUNT


@pytest.mark.parametrize(
    ("core", "frame"), [c for c in CASES if c[0].units], ids=[i for i, c in zip(IDS, CASES, strict=True) if c[0].units]
)
def test_unit_changes_only_the_unit(core: Core, frame: str) -> None:
    say = Say(core, frame)
    before, after = read(say), read(replace(say, second_unit=True))
    if "{u}" in core.said:
        moved = changed(before, after)
        assert "unit" in moved
        assert moved <= {"unit", "si_low", "si_high", "si_unit"}


@pytest.mark.parametrize(("core", "frame"), CASES, ids=IDS)
def test_item_changes_only_item_and_service(core: Core, frame: str) -> None:
    say = Say(core, frame)
    moved = changed(read(say), read(replace(say, second_item=True)))
    expected = {"item"} if core.item != core.item_2 else set()
    assert expected <= moved <= expected | {"service"}


@pytest.mark.parametrize(
    ("core", "frame"), [c for c in CASES if c[0].day], ids=[i for i, c in zip(IDS, CASES, strict=True) if c[0].day]
)
def test_day_changes_only_the_time(core: Core, frame: str) -> None:
    say = Say(core, frame)
    for day in DAYS[1], " yesterday", " on 3 July 2015":
        moved = changed(read(say), read(replace(say, day=day)))
        if core.base == "planned" and day != DAYS[1]:
            moved -= {"polarity"}
        assert {"time_start", "time_end", "time_text"} <= moved <= TIME, day


@pytest.mark.parametrize(
    ("core", "frame"),
    [c for c in CASES if c[0].planned],
    ids=[i for i, c in zip(IDS, CASES, strict=True) if c[0].planned],
)
def test_tense_changes_only_polarity_and_the_day_meant(core: Core, frame: str) -> None:
    say = Say(core, frame)
    before, after = read(say), read(replace(say, mode="planned"))
    assert after["polarity"] == "planned"
    assert changed(before, after) <= {"polarity", "time_start", "time_end"}
    if core.day:
        assert after["time_start"] == "2015-07-20"


@pytest.mark.parametrize("core", CORES, ids=[f"{c.kind}-{i}" for i, c in enumerate(CORES)])
def test_order_of_clauses_changes_nothing(core: Core) -> None:
    readings = [read(Say(core, f)) for f in FRAMES if f != "plain"]
    for other in readings[1:]:
        assert changed(readings[0], other) == set()


# "On Monday, guards promised …" tells the day of the promise, "promised … on Monday" the day of the delivery.
FRONTED = [c for c in CORES if c.day and c.kind != "commitment"]


@pytest.mark.parametrize("core", FRONTED, ids=[f"{c.kind}-{i}" for i, c in enumerate(FRONTED)])
@pytest.mark.parametrize("frame", ["plain", "trailing", "according last"])
def test_a_fronted_day_changes_nothing(core: Core, frame: str) -> None:
    behind = Say(core, frame)
    text = replace(behind, day="").text()
    fronted = "On Monday, " + text[0].lower() + text[1:]
    claims = read_text(fronted, published=PUBLISHED).statements
    assert len(claims) == 1, fronted
    after = {k: v for k, v in claims[0].as_dict().items() if k not in SPAN}
    assert changed(read(behind), after) == set(), fronted


@pytest.mark.parametrize(
    "core",
    [c for c in CORES if c.base == "affirmed"],
    ids=[f"{c.kind}-{i}" for i, c in enumerate(CORES) if c.base == "affirmed"],
)
def test_a_condition_makes_it_hypothetical(core: Core) -> None:
    plain = Say(core, "plain")
    text = plain.text()
    sentence = "If " + text[0].lower() + text[1:-1] + ", the committee will complain."
    claims = [s for s in read_text(sentence, published=PUBLISHED).statements if s.claim_type == core.kind]
    assert len(claims) == 1, sentence
    assert claims[0].polarity == "hypothetical", sentence


@pytest.mark.parametrize(
    "core",
    [c for c in CORES if c.base == "affirmed"],
    ids=[f"{c.kind}-{i}" for i, c in enumerate(CORES) if c.base == "affirmed"],
)
def test_a_denial_of_the_whole_turns_the_polarity(core: Core) -> None:
    say = Say(core, "said that")
    denied = say.text().replace(" said that ", " denied that ")
    claims = [s.as_dict() for s in read_text(denied, published=PUBLISHED).statements]
    assert len(claims) == 1, denied
    after = {k: v for k, v in claims[0].items() if k not in SPAN}
    assert changed(read(say), after) == {"polarity"}
    assert after["polarity"] == "negated"
