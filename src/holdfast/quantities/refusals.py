"""What looks like an amount and is none: dates, clock times, telephone numbers, references, labels."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from holdfast.quantities.dates import Clock, WrittenDate, clocks, written_dates
from holdfast.quantities.lexicon import bound_words
from holdfast.quantities.units import is_unit_word, symbol_of, unit_rows

_DAY_ORDINAL = re.compile(r"\bday[ \-](?:[0-9]{1,3})(?= of\b|[,.:;)]|$)", re.IGNORECASE)
_NOT_AMOUNTS = re.compile(
    r"(?P<url>(?:https?://|www\.)\S{1,400})"
    r"|(?P<mail>(?<![\w.+\-])[\w.+\-]{1,64}@[\w.\-]{1,200})"
    r"|(?P<phone>(?:(?<![\w+])\+|(?<!\w)00)[1-9][0-9](?:[ \u00a0()\-]{0,2}[0-9]){6,13}(?![\w])"
    r"|(?<![\w.,])0[1-9][0-9]{8,10}(?![\w.,][0-9]|\w)"
    r"|(?<![\w.,\-])\(?[0-9]{3}\)?[ \-.][0-9]{3}[\-.][0-9]{4}(?![\w])"
    r"|(?<![\w.,\-])[0-9]{3}-[0-9]{4}(?![\w\-]))"
    r"|(?P<reference>(?<!\w)[A-Z]{1,5}/[A-Z0-9]{1,8}(?:[/.\-][A-Z0-9]{1,8}){0,4})"
    r"|(?P<model>(?<!\w)[A-Z]{1,4}-[0-9]{1,4}s?(?!\w))"
    r"|(?P<hash>(?<!\w)(?=[0-9a-f]{0,15}[a-f])(?=[a-f]{0,15}[0-9])[0-9a-f]{16,128}(?!\w))"
    r"|(?P<decade>(?<![\w.,])(?:1[0-9]|20)[0-9]0s(?!\w))"
    r"|(?P<position>(?<![\w.,])[0-9]{1,3}\.[0-9]{2,8}°?[ \u00a0]?[NSEW](?!\w))"
    r"|(?P<always>(?<!\w)24/7(?!\w|/))"
    r"|(?P<version>(?<![\w.])v?[0-9]{1,5}(?:\.[0-9]{1,5}){2,4}(?![\w]))"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel|phone|telephone|mobile|whatsapp|fax|call)\b[.: ]{0,3}[+0-9][0-9 \-()]{5,18}(?=\D|$)", re.IGNORECASE
)
_LABEL = re.compile(
    r"(?<!\w)(?:gates?|camps?|sections?|blocks?|rooms?|resolutions?|articles?|pages?|chapters?|annex|zones?|sectors?|phases?"
    r"|routes?|highways?|buildings?|flights?|lots?|figures?|fig\.|tables?|paragraphs?|paras?|issues?|versions?"
    r"|checkpoints?|bunkers?|streets?|grades?|levels?|class|type|group|team|tier|step|case|option|wells?|tanks?|generators?|gen"
    r"|trailers?|towers?|bays?|points?|box|site|unit|sitrep|report|no\.?|nos\.?|number|n°|nr\.?|#|p\.|pp\.|day"
    r"|بوابه|البوابه|رقم|ماده|قطعنامه|بند|شماره|بخش|دروازه|کمپ|مخیم|القسم|قسم)[ \u00a0]?#?(?:no\.? ?)?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?<!\w)(?:resolutions?|articles?|pages?|paragraphs?|paras?|no\.|nos\.|number|n°|nr\.|#|pp?\.|flights?|rooms?|رقم|شماره|قطعنامه)[ \u00a0]?$",
    re.IGNORECASE,
)
_UNIT_LIKE = re.compile(r"[ \u00a0\-]?([^\W\d_]+[23²³]?|[%٪]|°[ \u00a0]?[CF])(?![^\W_])")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}$")
_NOT_PLURAL = frozenset({"was", "is", "has", "as", "its", "his", "this", "us", "does", "says", "saw", "plus", "minus"})
_NEXT_WORD = re.compile(r"[ \u00a0]+([A-Za-z]+)|[ \u00a0]+([ء-ی]+)")


@dataclass(frozen=True, slots=True)
class Refusals:
    """Spans of a folded text that are no amounts, sorted and apart."""

    text: str
    starts: list[int]
    ends: list[int]

    def covers(self, start: int, end: int) -> bool:
        """Say whether a span touches one that is no amount, or is itself a year."""
        at = bisect_right(self.starts, end - 1) - 1
        if at >= 0 and self.ends[at] > start:
            return True
        return end - start == 4 and self._is_year(start, end)

    def labelled(self, start: int, end: int) -> bool:
        """Say whether a short whole number names a thing ("gate 4") instead of counting."""
        if end - start > 5 or start == 0 or not self.text[start:end].isdigit():
            return False
        before = self.text[max(0, start - 2) : start]
        if before[-1] not in " \u00a0#." or not (before[0].isalpha() or before[0] in "#.°"):
            return False
        lead = self.text[max(0, start - 20) : start]
        if _NUMBERED.search(lead):
            return True
        return end - start <= 3 and _LABEL.search(lead) is not None and not self._measured(end)

    def _measured(self, end: int) -> bool:
        """Say whether a measured unit follows; one letter is none ("Section 3 C"), but for litres and per cent."""
        match = _UNIT_LIKE.match(self.text, end)
        if match is None:
            return False
        symbol = symbol_of(match.group(1))
        if symbol is None or unit_rows()[symbol].kind != "measure":
            return False
        return len(match.group(1)) > 1 or match.group(1) in "Ll%٪"

    def _is_year(self, start: int, end: int) -> bool:
        digits = self.text[start:end]
        if not digits.isdigit() or not _YEAR_LIKE.match(digits) or self._bounded(start):
            return False
        following = _NEXT_WORD.match(self.text, end)
        if following is None:
            glued = self.text[end : end + 1]
            return not (glued.isalpha() or (glued != "" and glued in "%°+-٪"))
        if following.group(2):
            return False  # Arabic and Persian years are announced by a word and found as dates
        word = following.group(1)
        if is_unit_word(word):
            return False
        plural = word.endswith("s") and word not in _NOT_PLURAL and word.islower()
        the = self.text[max(0, start - 4) : start].lower() == "the "
        return not (plural and (int(digits) % 50 == 0 or not the))

    def _bounded(self, start: int) -> bool:
        words = re.findall(r"[^\W\d_]+|[~≈<>≥≤±$€+]", self.text[max(0, start - 16) : start])
        if not words:
            return False
        last = words[-1].lower()
        return last in "$€+" or last in bound_words("before").keys


def refusals(text: str, dates: list[WrittenDate] | None = None, times: list[Clock] | None = None) -> Refusals:
    """Find what is no amount in a folded text; its dates and clock times may be given where they are known."""
    spans = [(m.start(), m.end()) for m in _NOT_AMOUNTS.finditer(text)]
    spans += [m.span() for m in _PHONE_WORD.finditer(text)]
    spans += [m.span() for m in _DAY_ORDINAL.finditer(text)]
    spans += [(d.start, d.end) for d in (written_dates(text) if dates is None else dates)]
    spans += [(c.start, c.end) for c in (clocks(text) if times is None else times)]
    spans.sort()
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return Refusals(text, starts, ends)
