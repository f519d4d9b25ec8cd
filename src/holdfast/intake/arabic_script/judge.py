"""Decide for one claim: polarity, speaker, day, place, whether it is history; and write it as a statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from holdfast.intake.arabic_script.grammar import Parsed, is_question
from holdfast.intake.arabic_script.letters import fold
from holdfast.intake.arabic_script.lexicon import single
from holdfast.intake.arabic_script.mentions import clean
from holdfast.intake.arabic_script.times import coming
from holdfast.intake.arabic_script.words import phrase_at
from holdfast.ledger import Statement

if TYPE_CHECKING:
    from holdfast.intake.arabic_script.frames import Found
    from holdfast.intake.records import When

_OLD = timedelta(days=180)
_FLIP = {"affirmed": "negated", "negated": "affirmed"}
_IF = frozenset(
    {
        "ان لم",
        "وان لم",
        "اذا",
        "واذا",
        "لو",
        "ولو",
        "فی حال",
        "وفی حال",
        "ما لم",
        "الا اذا",
        "اگر",
        "چنانچه",
        "مگر اینکه",
        "تا زمانی که",
        "و گرنه",
        "وگرنه",
    }
)
_BEFORE = frozenset({"قبل ان", "پیش از انکه", "کی", "لکی", "حتی لا", "ریثما", "الی ان", "تا اینکه"})
_ORDERS = frozenset(
    {"ادخلوا", "افتحوا", "ارفعوا", "اسمحوا", "ارسلوا", "اوقفوا", "اعیدوا", "دعوا", "بگذارید", "باز", "بفرستید", "کنید"}
)
_AHEAD_WORDS = frozenset({"قریبا", "وشیکا", "بزودی", "بهزودی", "زودی", "غدا", "فردا"})
_FAR_NEXT = frozenset({"القادم", "المقبل", "القادمه", "المقبله", "اینده"})
_KEEPS = frozenset({"commitment", "appeal", "agreement", "norm"})
_PAST = frozenset({"past", "perfect", "pluperfect", "imperfect"})


def statement(p: Parsed, found: Found) -> Statement:
    """Turn a found claim into a statement with all its fields."""
    when = time_of(p, found)
    speaker, denied = p.speech_at(found.at)
    attribution = found.attribution or speaker
    polarity = polarity_of(p, found, when)
    if denied:
        polarity = _FLIP.get(polarity, polarity)
        if found.actor is None and found.claim_type in {"denial", "removal"}:
            # The office that denies its own act is its actor too.
            found.actor = speaker
    if when is not None and polarity in {"planned", "hypothetical"} and (found.ahead or not _is_past(found)):
        when = when if _was_to(p, found) else coming(when, p.published)
    start, end = _anchored(when)
    amount = found.amount
    if amount is not None and amount.per == "person":
        amount = None  # so much a head, once: neither a total nor a rate
    return Statement(
        claim_type=found.claim_type,
        item=found.item,
        service=found.service,
        polarity=polarity,
        value_low=amount.low if amount else None,
        value_high=amount.high if amount else None,
        unit=amount.unit if amount else None,
        si_low=amount.si_low if amount else None,
        si_high=amount.si_high if amount else None,
        si_unit=amount.si_unit if amount and (amount.si_low is not None or amount.si_high is not None) else None,
        per=amount.per if amount and amount.per in {"day", "hour", "person-day"} else None,
        time_start=start,
        time_end=end,
        time_precision=when.precision if when and start else "unknown",
        place=place_of(p, found),
        actor=found.actor,
        addressee=found.addressee,
        attribution=attribution,
        modality=", ".join(dict.fromkeys((*found.modality, *_modality(p, found)))) or None,
        background=_background(p, found, when),
        time_text=when.text if when else None,
        char_start=p.start,
        char_end=p.end,
    )


def _was_to(p: Parsed, found: Found) -> bool:
    """Whether a plan lies in the past: "was to arrive on Monday"."""
    lows = {t.low for t in p.tokens[found.segment.first : found.segment.last]}
    number = p.segments.index(found.segment)
    if number:
        lows |= {t.low for t in p.tokens[p.segments[number - 1].first : p.segments[number - 1].last]}
    return (bool(lows & {"کان", "کانت"}) and bool(lows & {"المقرر", "مقررا", "المفترض", "المتوقع", "المنتظر"})) or {
        "قرار",
        "بود",
    } <= lows


def _is_past(found: Found) -> bool:
    return found.act is not None and found.act.tense in _PAST


def polarity_of(p: Parsed, found: Found, when: When | None) -> str:  # noqa: C901, PLR0911, PLR0912  one return a cue
    """Return affirmed, negated, hypothetical or planned: conditions first, then denials, then plans."""
    act = found.act
    if found.settled and found.polarity == "hypothetical":
        return "hypothetical"
    false = _refuted(p)
    if not found.settled or found.polarity == "affirmed":
        if is_question(p) and found.claim_type != "appeal":
            return "hypothetical"
        if _conditional(p, found):
            return "hypothetical"
    polarity = found.polarity
    if not found.settled and act is not None:
        if act.nearly:
            polarity = "negated"
        elif act.negated:
            polarity = _FLIP.get(polarity, polarity)
    if false:
        polarity = _FLIP.get(polarity, polarity)
    if polarity != "affirmed" or found.settled or found.claim_type in _KEEPS:
        return polarity
    if act is not None and act.perhaps:
        return "hypothetical"
    if act is not None and act.tense == "subjunctive" and p.language == "ar" and _was_to(p, found):
        return "planned"
    if _unsure(p, found):
        return "hypothetical"
    if _planned(p, found, when):
        return "planned"
    if act is not None and act.tense == "subjunctive":
        return "hypothetical"
    return polarity


def _refuted(p: Parsed) -> bool:
    """Whether the sentence says that something said is not true."""
    return p.has(0, len(p.tokens), "false") or any(
        p.low(k) == "اینطور" and p.low(k + 1) == "نیست" for k in range(len(p.tokens))
    )


def _conditional(p: Parsed, found: Found) -> bool:
    segment = found.segment
    number = p.segments.index(segment)
    opener = segment.opener
    if opener in _IF or opener in _BEFORE or p.low(segment.first) in _IF:
        return found.claim_type not in {"commitment", "appeal"}
    if any(
        p.low(k)
        in {
            "لیت",
            "یا",
            "کاش",
            "ایکاش",
            "انشاالله",
            "امیدواریم",
            "امیدوارم",
            "امیدوار",
            "نامل",
            "نتمنی",
            "نرجو",
            "لعل",
            "لیتهم",
        }
        for k in range(min(3, len(p.tokens)))
    ) and not _is_past(found):
        return True
    if (p.low(0) in {"بدون", "دون", "بلا"} or (p.low(0) == "من" and p.low(1) == "دون")) and any(
        a.tense in {"future", "present"} for g in p.segments for a in g.acts
    ):
        return True  # "without diesel the pumps will not run"
    if p.low(0) in _ORDERS and p.low(len(p.tokens) - 1) == "!":
        return True
    conditions = [g for g in p.segments if g.opener in _IF]
    if not conditions or found.claim_type in {"population", "commitment", "appeal"}:
        return False
    # The main clause of a condition: what hangs on it has not happened; a finished past is a fact.
    near = any(abs(p.segments.index(g) - number) <= 2 for g in conditions)
    act = found.act
    done = act is not None and act.tense in {"past", "perfect", "pluperfect"} and p.language == "fa"
    behind = all(p.segments.index(g) > number for g in conditions)
    if act is not None and act.tense == "past" and p.language == "ar" and behind:
        done = True
    return near and not done


def _unsure(p: Parsed, found: Found) -> bool:
    """Whether a word before the verb says that it may be so, or that nobody knows."""
    segment = found.segment
    first = segment.first
    number = p.segments.index(segment)
    if number and p.segments[number - 1].acts and segment.opener in {"", "که"} and not p.segments[number - 1].opener:
        # "ممکن است … تمام شود": the cue stands in a part of its own.
        previous = p.segments[number - 1]
        if all(a.frame in {"exist", "other", "move"} for a in previous.acts):
            first = previous.first
    act = found.act
    edge = act.last if act is not None else segment.last
    for i in range(first, min(edge, len(p.tokens))):
        last = phrase_at(p.tokens, i, p.language, "hypothetical")
        if last > i and p.tokens[i].low not in {"قد", "وقد", "تهدد", "یهدد", "اذا", "سواء"}:
            return True
        if p.tokens[i].low in {"تهدد", "یهدد", "هدد", "هددت", "هددوا"} and found.claim_type in {"outage", "denial"}:
            return True
    if p.has(0, len(p.tokens), "unsure"):
        return True
    return any(p.low(k) == "تایید" and p.low(k + 1) in {"نشده", "نشدهاست"} for k in range(len(p.tokens)))


def _planned(p: Parsed, found: Found, when: When | None) -> bool:
    act, segment = found.act, found.segment
    if act is not None and act.tense == "future":
        return found.claim_type != "need"
    first = max(0, segment.first)
    edge = act.last if act is not None else segment.last
    cue = any(phrase_at(p.tokens, i, p.language, "planned") > i for i in range(first, min(len(p.tokens), edge + 4)))
    past = act is not None and act.tense in {"past", "perfect", "pluperfect"}
    if (
        found.claim_type in {"stock", "population", "need", "consumption", "temperature"}
        and act is not None
        and act.tense == "present"
    ):
        tomorrow = (
            found.claim_type == "temperature"
            and when is not None
            and when.start is not None
            and p.published is not None
        )
        return (
            tomorrow
            and when is not None
            and datetime.fromisoformat(when.start or "").date() > (p.published or date.max)
        )
    number = p.segments.index(segment)
    if not cue and number and not p.segments[number - 1].opener and segment.opener in {"", "که"}:
        previous = p.segments[number - 1]
        cue = all(a.frame in {"exist", "other", "move"} for a in previous.acts) and any(
            phrase_at(p.tokens, i, p.language, "planned") > i for i in range(previous.first, previous.last)
        )
    if cue and not past:
        return True
    if _looks_ahead(p, found, when):
        return True
    if past or found.claim_type == "need" or when is None or when.start is None or p.published is None:
        return False
    return datetime.fromisoformat(when.start).date() > p.published


_EVENTS = frozenset({"delivery", "outage", "denial", "removal"})


def _looks_ahead(p: Parsed, found: Found, when: When | None) -> bool:
    """Whether a present tense speaks of what comes: with a weekday, within a stretch of time, behind a warning."""
    act = found.act
    if (
        act is None
        or act.tense != "present"
        or found.claim_type not in _EVENTS
        or act.frame in {"working", "exist", "stock"}
    ):
        return False
    if found.amount is not None and found.amount.per is not None:
        return False
    lows = [t.low for t in p.tokens[found.segment.first : found.segment.last]]
    happening = p.language == "fa" and act.frame == "outage" and not act.negated and p.low(act.last - 1) not in _IS
    within = any(w in {"ظرف", "طی", "خلال", "غضون"} for w in lows)
    weekday = when is not None and when.kind == "relative" and when.precision == "day" and _bare_weekday(when.text)
    warned = any(
        t.low in {"حذر", "حذرت", "وحذر", "وحذرت", "یحذر", "تحذر", "هشدار"} for t in p.tokens[: found.segment.first]
    )
    return happening or within or weekday or warned


_IS = frozenset({"است", "هست", "هستند", "اند", "نیست", "نیستند"})


def _bare_weekday(words: str) -> bool:
    last = fold(words.rsplit(maxsplit=1)[-1]) if words.split() else ""
    return last.endswith("شنبه") or last in {
        "جمعه",
        "الجمعه",
        "الخمیس",
        "الاربعاء",
        "الثلاثاء",
        "الاثنین",
        "الاحد",
        "السبت",
    }


def time_of(p: Parsed, found: Found) -> When | None:
    """Return the time of a claim: in its part of the sentence, else one that leads the sentence or closes it alone."""
    if found.timeless or found.claim_type == "norm":
        return None
    amount = found.amount
    lengths = amount is not None and amount.si_unit == "h"
    usable = [
        w
        for w in p.whens
        if not p.introduces(w.first)
        and not (amount is not None and w.first < amount.last and amount.first < w.last)
        and not (lengths and w.kind == "duration")
        and not (found.claim_type in {"need", "consumption", "capacity"} and w.kind == "duration")
    ]
    segment = found.segment
    last = segment.last
    first = segment.first
    if found.ahead and found.act is not None:
        last = next(
            (j for j in range(found.act.last, len(p.tokens)) if p.low(j) in {"؛", ".", "لکن", "ولی", "اما", "ولکن"}),
            len(p.tokens),
        )
    inside = [w for w in usable if first <= w.first < last]
    if found.ahead and found.act is not None and len(inside) > 1:
        behind = [w for w in inside if w.first > found.act.index] if p.language == "ar" else inside
        inside = behind or inside
    if not inside:
        leading = [w for w in usable if w.kind != "duration" and all(p.low(k) in _FRONTING for k in range(w.first))]
        number = p.segments.index(segment)
        soft = all(g.opener in {"", "و", "،"} for g in p.segments[1 : number + 1])
        others = any(w.first > 1 and w.kind != "duration" for w in usable)
        inside = leading[:1] if soft and not others and not _speaks_first(p) else []
    if not inside and found.claim_type == "casualty":
        # "Five were killed and eleven hurt in the shelling on Tuesday": one day for both.
        later = [g for g in p.segments if g.first >= segment.last and any(a.frame == "casualty" for a in g.acts)]
        inside = [w for w in usable if any(g.first <= w.first < g.last for g in later)]
    if not inside:
        return None
    found_at = found.act.index if found.act is not None else found.at
    best = min(inside, key=lambda w: (w.kind == "duration", w.start is None, abs(w.first - found_at)))
    days = {w.start[:10] for w in inside if w.start is not None and w.precision in {"day", "hour", "range"}}
    if len(days) > 1 and not _with_hour(inside):
        # Two days in one part: which is meant is not told.
        return replace(best, start=None, end=None, precision="unknown") if not _nearer(inside, found_at) else best
    return _joined(p, best, inside, found)


_FRONTING = frozenset({"و", "در", "فی", "از", "منذ", "یوم", "روز", "وفی", "من", "صباح", "مساء", "صبح", "،"})


def _speaks_first(p: Parsed) -> bool:
    return any(s.frame_first <= 3 for s in p.speeches)


def _nearer(inside: list[When], at: int) -> bool:
    distances = sorted(abs(w.first - at) for w in inside if w.start is not None)
    return len(distances) > 1 and distances[0] + 2 < distances[1]


def _with_hour(inside: list[When]) -> bool:
    return any(w.precision == "hour" for w in inside) and sum(w.precision == "day" for w in inside) == 1


def _joined(p: Parsed, best: When, inside: list[When], found: Found) -> When:  # noqa: C901  one branch a cue
    """Give an hour its day, take a part of a day as the day, and leave open what "since N days" does not tie to a day."""
    if _with_hour(inside):
        day = next(w for w in inside if w.precision == "day")
        hour = next(w for w in inside if w.precision == "hour")
        if day.start and hour.start and hour.end:
            moved = datetime.fromisoformat(day.start).date() - datetime.fromisoformat(hour.start).date()
            start, end = (datetime.fromisoformat(t) + moved for t in (hour.start, hour.end))
            best = replace(hour, start=start.isoformat(), end=end.isoformat(), text=f"{day.text} {hour.text}")
    words = best.text.split()
    behind = (p.low(best.first - 1), p.low(best.first - 2), p.low(best.first))
    if (
        "هر" in behind[::2]
        or behind[0] == "کل"
        or (behind[0] == "یوم" and behind[1] == "کل")
        or words[:1] in (["كل"], ["هر"])
    ):
        return replace(best, start=None, end=None, precision="unknown")  # "every Monday" is no day
    since = (bool(words) and words[0] in {"منذ", "ومنذ", "از"}) or p.low(best.first - 1) in {"منذ", "ومنذ"}
    if since and best.precision in {"day", "week", "month"} and best.kind == "relative":
        # "Since three days" says how long a state has lasted, never on which day it began.
        return replace(best, start=None, end=None, precision="unknown")
    if best.start and best.end and best.precision == "range":
        start, end = datetime.fromisoformat(best.start), datetime.fromisoformat(best.end)
        night = (end - start).days < 1 and end.date() != start.date()
        if night:
            end = start  # last night belongs to the day it began on
        if start.date() == end.date() and not since:
            opening = start.replace(hour=0, minute=0, second=0)
            best = replace(
                best,
                start=opening.isoformat(),
                end=end.replace(hour=23, minute=59, second=59).isoformat(),
                precision="day",
            )
        elif since:
            best = replace(best, start=start.replace(hour=0, minute=0, second=0).isoformat())
    before = p.low(best.first - 1)
    if before in {"خلال", "طی", "ظرف"} or (words and words[0] in {"خلال", "طی", "ظرف"}):
        if _is_past(found) and not found.ahead:
            return best
        return replace(best, start=None, end=None, precision="unknown")
    return best


def _anchored(when: When | None) -> tuple[str | None, str | None]:
    if when is None or when.start is None or when.end is None:
        return None, None
    start, end = datetime.fromisoformat(when.start), datetime.fromisoformat(when.end)
    if when.precision != "hour" and (start.hour, start.minute) == (0, 0) and (end.hour, end.minute) == (23, 59):
        return start.date().isoformat(), end.date().isoformat()
    return start.isoformat(), end.isoformat()


def place_of(p: Parsed, found: Found) -> str | None:
    """Return the place a claim names in its part of the sentence, else in the sentence; no part of an actor's name."""
    named = {i for a in p.actors for i in range(a.first, a.last)} | {i for x in p.items for i in range(x.first, x.last)}
    words = single(p.language, "place")
    for first, last in ((found.segment.first, found.segment.last), (0, len(p.tokens))):
        for i in range(first, last):
            if i in named or not p.is_in(i, "place") or p.introduces(i):
                continue
            stop = i + 1
            while (
                stop < last
                and stop - i < 3
                and p.low(stop)[:1].isalpha()
                and p.low(stop).startswith("ال")
                and p.language == "ar"
            ):
                stop += 1
            text = clean(p.text[p.tokens[i].start : p.tokens[stop - 1].end])
            core = next((c for c in words if c in p.tokens[i].low), "")
            if p.language == "ar" and not p.tokens[i].low.startswith(("ال", core[:2])):
                text = text[1:] if text[:1] in "وفبلك" else text
                text = "ال" + text[1:] if text.startswith("لم") and p.tokens[i].low.startswith("لل") else text
            return text
    return None


def _modality(p: Parsed, found: Found) -> list[str]:
    words = []
    i = found.segment.first
    while i < found.segment.last:
        last = phrase_at(p.tokens, i, p.language, "modality")
        if last > i:
            words.append(clean(p.text[p.tokens[i].start : p.tokens[last - 1].end]))
        i = max(i + 1, last)
    if found.claim_type != "commitment":
        writing = single(p.language, "writing")
        words = [w for w in words if not any(x in writing for x in w.split())]
    return words


def _background(p: Parsed, found: Found, when: When | None) -> bool:
    if when is not None and when.start is not None:
        reference: date = datetime.fromisoformat(when.end or when.start).date()
        return p.published is not None and reference < p.published - _OLD
    return p.has(found.segment.first, found.segment.last, "past") and not p.has(
        found.segment.first, found.segment.last, "now"
    )
