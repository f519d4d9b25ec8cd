"""One job from end to end: read, review, log, forecast, report, demonstrate.

Each job is one function over a folder on the user's disk (``site.toml``, ``inbox/``, ``holdfast.db``, ``out/``). This is the
only room that writes results back to the ledger: a reviewer's verdict, a forecast issued.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holdfast.workspace.accounts import Account, total
    from holdfast.workspace.acts import add_decision, add_edition, add_plan, house_acts
    from holdfast.workspace.chats import chat_options, message_counts
    from holdfast.workspace.demo import EXERCISE, LIBERTY, Demonstration, demonstrate
    from holdfast.workspace.duty import (
        Noticed,
        Promised,
        add_answer,
        add_notice,
        add_promise,
        judge_promise,
        list_notices,
        list_promises,
    )
    from holdfast.workspace.folder import (
        Workspace,
        ledger_place,
        make_folder,
        open_site_ledger,
        open_workspace,
        write_together,
        write_whole,
    )
    from holdfast.workspace.forecasting import Issued, compare, issue_forecasts, record_issued
    from holdfast.workspace.gate import (
        GateList,
        Understood,
        add_step,
        ask_passage,
        chain_lines,
        list_consignments,
        read_decision,
        total_lines,
    )
    from holdfast.workspace.incoming import files_of
    from holdfast.workspace.log import Logged, log_number
    from holdfast.workspace.moments import moment_of
    from holdfast.workspace.proposing import Proposed, propose_from_model
    from holdfast.workspace.reading import ReadInto, read_alone, read_into
    from holdfast.workspace.record_words import consignment_lines, plural
    from holdfast.workspace.reporting import Reported, report
    from holdfast.workspace.reviewing import Waiting, edit, judge, questions, waiting
    from holdfast.workspace.settings import Settings, load_settings
    from holdfast.workspace.sms import Taken, take_sms
    from holdfast.workspace.standing import Known, Status, status, status_lines
    from holdfast.workspace.standing_records import Records, record_lines, records_of
    from holdfast.workspace.submitting import TakenIn, take_rows, take_submissions
    from holdfast.workspace.survey_forms import fetch_from_kobo, fetch_from_odk, write_forms
    from holdfast.workspace.table_reading import table_lines, table_options
    from holdfast.workspace.transcribing import Typed, to_type, type_in, words_of_file
    from holdfast.workspace.wording import claim_line, screen_safe, stated, statement_line

__all__ = [
    "EXERCISE",
    "LIBERTY",
    "Account",
    "Demonstration",
    "GateList",
    "Issued",
    "Known",
    "Logged",
    "Noticed",
    "Promised",
    "Proposed",
    "ReadInto",
    "Records",
    "Reported",
    "Settings",
    "Status",
    "Taken",
    "TakenIn",
    "Typed",
    "Understood",
    "Waiting",
    "Workspace",
    "add_answer",
    "add_decision",
    "add_edition",
    "add_notice",
    "add_plan",
    "add_promise",
    "add_step",
    "ask_passage",
    "chain_lines",
    "chat_options",
    "claim_line",
    "compare",
    "consignment_lines",
    "demonstrate",
    "edit",
    "fetch_from_kobo",
    "fetch_from_odk",
    "files_of",
    "house_acts",
    "issue_forecasts",
    "judge",
    "judge_promise",
    "ledger_place",
    "list_consignments",
    "list_notices",
    "list_promises",
    "load_settings",
    "log_number",
    "make_folder",
    "message_counts",
    "moment_of",
    "open_site_ledger",
    "open_workspace",
    "plural",
    "propose_from_model",
    "questions",
    "read_alone",
    "read_decision",
    "read_into",
    "record_issued",
    "record_lines",
    "records_of",
    "report",
    "screen_safe",
    "stated",
    "statement_line",
    "status",
    "status_lines",
    "table_lines",
    "table_options",
    "take_rows",
    "take_sms",
    "take_submissions",
    "to_type",
    "total",
    "total_lines",
    "type_in",
    "waiting",
    "words_of_file",
    "write_forms",
    "write_together",
    "write_whole",
]

# A job is imported at first use: one number by hand does not wait for the forecast to load.
_AT_FIRST_USE = {
    "house_acts": "acts",
    "add_decision": "acts",
    "add_edition": "acts",
    "add_plan": "acts",
    "consignment_lines": "record_words",
    "plural": "record_words",
    "GateList": "gate",
    "Understood": "gate",
    "add_step": "gate",
    "ask_passage": "gate",
    "chain_lines": "gate",
    "list_consignments": "gate",
    "read_decision": "gate",
    "total_lines": "gate",
    "Noticed": "duty",
    "Promised": "duty",
    "add_answer": "duty",
    "add_notice": "duty",
    "add_promise": "duty",
    "judge_promise": "duty",
    "list_notices": "duty",
    "list_promises": "duty",
    "Records": "standing_records",
    "record_lines": "standing_records",
    "records_of": "standing_records",
    "Account": "accounts",
    "EXERCISE": "demo",
    "LIBERTY": "demo",
    "Demonstration": "demo",
    "Issued": "forecasting",
    "Known": "standing",
    "Logged": "log",
    "Proposed": "proposing",
    "ReadInto": "reading",
    "Reported": "reporting",
    "Settings": "settings",
    "Status": "standing",
    "Taken": "sms",
    "TakenIn": "submitting",
    "Typed": "transcribing",
    "Waiting": "reviewing",
    "Workspace": "folder",
    "chat_options": "chats",
    "claim_line": "wording",
    "compare": "forecasting",
    "demonstrate": "demo",
    "edit": "reviewing",
    "fetch_from_kobo": "survey_forms",
    "fetch_from_odk": "survey_forms",
    "files_of": "incoming",
    "issue_forecasts": "forecasting",
    "judge": "reviewing",
    "ledger_place": "folder",
    "load_settings": "settings",
    "log_number": "log",
    "make_folder": "folder",
    "message_counts": "chats",
    "moment_of": "moments",
    "open_site_ledger": "folder",
    "open_workspace": "folder",
    "propose_from_model": "proposing",
    "questions": "reviewing",
    "read_alone": "reading",
    "read_into": "reading",
    "record_issued": "forecasting",
    "report": "reporting",
    "screen_safe": "wording",
    "stated": "wording",
    "statement_line": "wording",
    "status": "standing",
    "status_lines": "standing",
    "table_lines": "table_reading",
    "table_options": "table_reading",
    "take_rows": "submitting",
    "take_sms": "sms",
    "take_submissions": "submitting",
    "to_type": "transcribing",
    "total": "accounts",
    "type_in": "transcribing",
    "waiting": "reviewing",
    "words_of_file": "transcribing",
    "write_forms": "survey_forms",
    "write_together": "folder",
    "write_whole": "folder",
}


def __getattr__(name: str) -> Any:
    module = _AT_FIRST_USE.get(name)
    if module is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(f"{__name__}.{module}"), name)
