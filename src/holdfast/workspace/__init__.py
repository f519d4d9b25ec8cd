"""One job from end to end: read, review, log, forecast, report, demonstrate.

Each job is one function over a folder on the user's disk (``site.toml``, ``inbox/``, ``holdfast.db``, ``out/``). This is the
only room that writes results back to the ledger: a reviewer's verdict, a forecast issued.
"""

from holdfast.workspace.demo import EXERCISE, LIBERTY, Demonstration, demonstrate
from holdfast.workspace.folder import Workspace, open_workspace
from holdfast.workspace.forecasting import Issued, compare, issue_forecasts
from holdfast.workspace.log import Logged, log_number
from holdfast.workspace.reading import ReadInto, Waiting, edit, judge, read_into, waiting
from holdfast.workspace.reporting import Reported, report
from holdfast.workspace.standing import Known, Status, claim_line, plain, status, status_lines

__all__ = [
    "EXERCISE",
    "LIBERTY",
    "Demonstration",
    "Issued",
    "Known",
    "Logged",
    "ReadInto",
    "Reported",
    "Status",
    "Waiting",
    "Workspace",
    "claim_line",
    "compare",
    "demonstrate",
    "edit",
    "issue_forecasts",
    "judge",
    "log_number",
    "open_workspace",
    "plain",
    "read_into",
    "report",
    "status",
    "status_lines",
    "waiting",
]
