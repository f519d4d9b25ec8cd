"""What may pass the gate, and when.

A gate record is a calendar of days, each open, partly open, closed or unknown; a day without a record is unknown, never
zero. The one process so far resamples the last fourteen days. Not here yet: the chain of decisions, regimes and their
learning, promises as evidence.
"""

from holdfast.gate.calendar import LET_IN, REFUSED, REMOVED, calendar
from holdfast.gate.process import STATED_DAYS, WINDOW_DAYS, as_recent, as_recorded
from holdfast.gate.records import DECISIONS, EVERYTHING, GateDay, GateDraws, GateEntry, GateEvent

__all__ = [
    "DECISIONS",
    "EVERYTHING",
    "LET_IN",
    "REFUSED",
    "REMOVED",
    "STATED_DAYS",
    "WINDOW_DAYS",
    "GateDay",
    "GateDraws",
    "GateEntry",
    "GateEvent",
    "as_recent",
    "as_recorded",
    "calendar",
]
