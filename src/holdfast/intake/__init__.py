"""Answer the question: what did this message say.

English situation reports, news and messages, as text, HTML or PDF, become proposed statements: who refuses, delivers,
promises, needs or has what, how much, when and according to whom, each with its span in the text. The reader is a
grammar over word lists: it has no model, needs no network and gives the same answer every time. It proposes; a person
accepts. Not there yet: Arabic and Persian, spreadsheets, scanned pages, voice notes.
"""

from holdfast.intake.conversations import ChatOptions, remember
from holdfast.intake.lexicon import commodity, part_of_people
from holdfast.intake.reading import message_text, read_file, read_text
from holdfast.intake.records import Message, Reading, ReadingWarning
from holdfast.intake.same_messages import Seen

__all__ = [
    "ChatOptions",
    "Message",
    "Reading",
    "ReadingWarning",
    "Seen",
    "commodity",
    "message_text",
    "part_of_people",
    "read_file",
    "read_text",
    "remember",
]
