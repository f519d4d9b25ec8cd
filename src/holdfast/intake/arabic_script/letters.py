"""One spelling of Arabic letters for looking words up, and which of the two languages a text is in."""

from __future__ import annotations

import re

_LETTERS = {
    ord(a): b
    for a, b in [
        *((c, "ا") for c in "أإآٱ"),
        *((c, "ی") for c in "يىئېێ"),
        ("ك", "ک"),
        *((c, "ه") for c in "ةۀە"),
        ("ؤ", "و"),
        *((chr(0x0660 + i), str(i)) for i in range(10)),
        *((chr(0x06F0 + i), str(i)) for i in range(10)),
        ("’", "'"),
    ]
}
# Vowel marks, tatweel, the joiners of letter shapes: they carry no meaning for looking a word up.
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+")
LETTER = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5\u06fa-\u06fc\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
)
_ANY = re.compile(f"[{LETTER}]")
# Letters that Urdu, Pashto, Sorani and Uyghur have and neither Arabic nor Persian: such a text is not read.
_OTHER = re.compile("[ٹڈڑںےۓھښځڅډړټڼڕڵۆڤۋۇۈېێەڭۉ]")
_PERSIAN = re.compile("[پچژگکی]")
_ARABIC = re.compile("[ةيىكًٌٍئؤإأ]")
_WORD = re.compile(f"[{LETTER}\u064b-\u0652\u200c]+")
_PERSIAN_WORDS = frozenset(
    "است را که از به در این آن برای شد شده شدند نشد نشده کرد کردند کرده نکرد هم تا با بود دارد داریم ندارد نداریم روز آب برق "
    "مانده ولی اما اگر دو سه چهار پنج شش هفت هشت دیروز امروز فردا نفر است. نان غذا هیچ ها های هر یک می نمی باید اند نیست هست".split()
)
_ARABIC_WORDS = frozenset(
    "في من على عن أن إن لم لن لا ما هذا هذه التي الذي قد كان كانت منذ أمس اليوم ثلاثة أربعة خمسة لدينا يوجد توجد لتر يوم أيام وقال قال "
    "إلى بعد قبل حتى مع كل بسبب ليس غدا ماء خبز طحين فقط يكفي نحتاج عندنا هل أو يوميا مياه وقود تم".split()
)
_LATIN = re.compile(r"[A-Za-z]")


def fold(word: str) -> str:
    """Return one spelling of a word: letters of one kind, no vowel marks, no joiners, Latin digits, lower case."""
    return _MARKS.sub("", word).translate(_LETTERS).lower()


def is_arabic_script(text: str) -> bool:
    """Whether most letters of a text are of the Arabic script."""
    found = len(_ANY.findall(text))
    return found > len(_LATIN.findall(text))


def has_arabic_script(text: str) -> bool:
    """Whether a text holds any letter of the Arabic script."""
    return _ANY.search(text) is not None


def language_of(text: str, otherwise: str | None = None) -> str | None:
    """Return ``"ar"`` or ``"fa"`` for a text in Arabic script, or None for another language.

    Letters decide first (پ چ ژ گ are Persian, ة and the Arabic ي and ك are Arabic), then the article and small words.
    Text that shows nothing takes ``otherwise``, the language of the message around it.
    """
    words = _WORD.findall(text)
    if not words:
        return None
    if sum(bool(_OTHER.search(w)) for w in words) > max(1, len(words) // 12):
        return None
    arabic, persian = 0.0, 0.0
    for word in words:
        persian += 2.0 * (word in _PERSIAN_WORDS) + 3.0 * any(c in word for c in "پچژگ")
        arabic += 2.0 * (word in _ARABIC_WORDS)
        bare = word.lstrip("وفبلك")
        arabic += 1.5 * (len(bare) > 4 and bare.startswith("ال")) + 2.0 * ("ة" in word)
        persian += 1.0 * bool(_PERSIAN.search(word)) + 2.0 * ("\u200c" in word)
        arabic += 1.0 * bool(_ARABIC.search(word))
    if arabic == persian:
        return otherwise
    return "ar" if arabic > persian else "fa"
