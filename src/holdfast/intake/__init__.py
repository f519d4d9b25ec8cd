"""Answer the question: what did this message say.

Situation reports, news, letters and chats in English, Arabic and Persian become proposed statements: who refuses,
delivers, promises, needs or has what, how much, when and according to whom, each with its span in the text. The reader is
a grammar over word lists: it has no model, needs no network and gives the same answer every time. It proposes; a person
accepts. Tables (XLSX, XLS, ODS, CSV) are mapped column by column, and every row is accounted for; short messages (SMS,
radio) have a grammar and an answer of their own. Scanned pages and voice notes are typed in by a person.
"""

from holdfast.intake.chats.reading import ChatOptions, remember
from holdfast.intake.chats.same_messages import Seen
from holdfast.intake.files import file_bytes, kind_for_a_person, message_text, read_file
from holdfast.intake.forms import FORMS, form_file
from holdfast.intake.forms.facts import Fact, Facts, NotUsableError, facts_of, grade_for, widened
from holdfast.intake.forms.mapping import FormMapping, load_form_mapping
from holdfast.intake.forms.review_states import from_server, to_server
from holdfast.intake.forms.submissions import (
    Submission,
    read_submission_file,
    submission_of,
    text_of_submission,
)
from holdfast.intake.forms.submissions import key_of as submission_key
from holdfast.intake.forms.submissions import known_as as known_submission
from holdfast.intake.model.endpoint import Endpoint, endpoint_at, model_talk
from holdfast.intake.model.prompt import answer_schema, messages_for
from holdfast.intake.model.proposals import Dropped, Proposal, ProposalReader
from holdfast.intake.online import fetch_kobo, fetch_odk, read_secret, server_at
from holdfast.intake.persons import Persons, unnamed, without_names
from holdfast.intake.reading import read_text
from holdfast.intake.records import Message, Reading, ReadingWarning
from holdfast.intake.rows.hxl import claims_as_hxl
from holdfast.intake.rows.mapping import ColumnMapping, headings_key, mapping_from_toml, mapping_toml
from holdfast.intake.rows.reading import TableOptions, TableReading
from holdfast.intake.short_messages.messages import ShortMessage, squeezed, take_apart
from holdfast.intake.short_messages.replies import amount_words
from holdfast.intake.short_messages.replies import reply as short_reply
from holdfast.intake.short_messages.statements import ShortReading, short_readings
from holdfast.intake.things import commodity, part_of_people

__all__ = [
    "FORMS",
    "ChatOptions",
    "ColumnMapping",
    "Dropped",
    "Endpoint",
    "Fact",
    "Facts",
    "FormMapping",
    "Message",
    "NotUsableError",
    "Persons",
    "Proposal",
    "ProposalReader",
    "Reading",
    "ReadingWarning",
    "Seen",
    "ShortMessage",
    "ShortReading",
    "Submission",
    "TableOptions",
    "TableReading",
    "amount_words",
    "answer_schema",
    "claims_as_hxl",
    "commodity",
    "endpoint_at",
    "facts_of",
    "fetch_kobo",
    "fetch_odk",
    "file_bytes",
    "form_file",
    "from_server",
    "grade_for",
    "headings_key",
    "kind_for_a_person",
    "known_submission",
    "load_form_mapping",
    "mapping_from_toml",
    "mapping_toml",
    "message_text",
    "messages_for",
    "model_talk",
    "part_of_people",
    "read_file",
    "read_secret",
    "read_submission_file",
    "read_text",
    "remember",
    "server_at",
    "short_readings",
    "short_reply",
    "squeezed",
    "submission_key",
    "submission_of",
    "take_apart",
    "text_of_submission",
    "to_server",
    "unnamed",
    "widened",
    "without_names",
]
