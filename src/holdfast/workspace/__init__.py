"""One job from end to end: read, review, log, forecast, report, demonstrate.

Each job is one function over a folder on the user's disk (``site.toml``, ``inbox/``, ``holdfast.db``, ``out/``). This is the
only room that writes results back to the ledger.
"""

from holdfast.workspace.folder import Workspace, open_workspace

__all__ = ["Workspace", "open_workspace"]
