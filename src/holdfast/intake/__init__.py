"""Answer the question: what did this message say.

English situation reports, news and messages, as text, HTML or PDF, become proposed statements: who refuses, delivers,
promises, needs or has what, how much, when and according to whom, each with its span in the text. The reader is a
grammar over word lists: it has no model, needs no network and gives the same answer every time. It proposes; a person
accepts. Tables (XLSX, XLS, ODS, CSV) are mapped column by column, and every row is accounted for. Not there yet: Arabic
and Persian, scanned pages, voice notes.
"""

from holdfast.intake.conversations import ChatOptions, remember
from holdfast.intake.hxl import claims_as_hxl
from holdfast.intake.lexicon import commodity, part_of_people
from holdfast.intake.mapping import ColumnMapping, headings_key, mapping_from_toml, mapping_toml
from holdfast.intake.reading import file_bytes, kind_for_a_person, message_text, read_file, read_text
from holdfast.intake.records import Message, Reading, ReadingWarning
from holdfast.intake.same_messages import Seen
from holdfast.intake.short_messages import ShortMessage, squeezed, take_apart
from holdfast.intake.short_replies import amount_words
from holdfast.intake.short_replies import reply as short_reply
from holdfast.intake.short_statements import ShortReading, short_readings
from holdfast.intake.tabular import TableOptions, TableReading

__all__ = [
    "ChatOptions",
    "ColumnMapping",
    "Message",
    "Reading",
    "ReadingWarning",
    "Seen",
    "ShortMessage",
    "ShortReading",
    "TableOptions",
    "TableReading",
    "amount_words",
    "claims_as_hxl",
    "commodity",
    "file_bytes",
    "headings_key",
    "kind_for_a_person",
    "mapping_from_toml",
    "mapping_toml",
    "message_text",
    "part_of_people",
    "read_file",
    "read_text",
    "remember",
    "short_readings",
    "short_reply",
    "squeezed",
    "take_apart",
]
