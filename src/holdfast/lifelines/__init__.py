"""What one hour does to the camp.

The coupled hour of power, water, sewage, shelter, cold chain and stocks, run for every member of an ensemble, in
plain Python or compiled from the same source. It knows nothing of claims or dates of the record: it is given a site,
draws, weather and events, and gives back dated failures, hourly outputs and balances. Not here yet: the shelter
models ``iso5`` and ``layered``, repair with spare kits, service intervals, water quality, rain, vehicles.
"""

from holdfast.lifelines.drivers import WeatherFile, drivers, first_hour, read_weather
from holdfast.lifelines.endstate import as_drawn
from holdfast.lifelines.events import EVENT_KINDS, Event, read_events
from holdfast.lifelines.export import csv_text, payload, time_of
from holdfast.lifelines.limits import threshold_of, window_of
from holdfast.lifelines.records import EndState
from holdfast.lifelines.run import QUANTILES, Run, simulate, warm_up
from holdfast.lifelines.tables import (
    EventRow,
    FailureRow,
    OutputRow,
    declared_events,
    declared_outputs,
    failure_table,
)

__all__ = [
    "EVENT_KINDS",
    "QUANTILES",
    "EndState",
    "Event",
    "EventRow",
    "FailureRow",
    "OutputRow",
    "Run",
    "WeatherFile",
    "as_drawn",
    "csv_text",
    "declared_events",
    "declared_outputs",
    "drivers",
    "failure_table",
    "first_hour",
    "payload",
    "read_events",
    "read_weather",
    "simulate",
    "threshold_of",
    "time_of",
    "warm_up",
    "window_of",
]
