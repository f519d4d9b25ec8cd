"""Answer the question: what does a sentence in Arabic or Persian say.

A grammar over word lists, as for English: no model, no network, the same answer every time. It takes off what the two
languages write on to their words, knows the forms of their verbs, and proposes nothing where two readings fit. The word
lists were written without a native reader; rows that most need one say so. Other languages in Arabic script (Urdu,
Pashto, Kurdish) are not read.
"""

from holdfast.intake.arabic_script.document import ScriptReader, parts_by_script, unread_letters
from holdfast.intake.arabic_script.letters import fold, has_arabic_script, is_arabic_script, language_of
from holdfast.intake.arabic_script.lexicon import part_of_script_people, script_commodity
from holdfast.intake.arabic_script.times import weekday_warnings

__all__ = [
    "ScriptReader",
    "fold",
    "has_arabic_script",
    "is_arabic_script",
    "language_of",
    "part_of_script_people",
    "parts_by_script",
    "script_commodity",
    "unread_letters",
    "weekday_warnings",
]
