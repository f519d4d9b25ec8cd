"""What one hour does to the camp.

The coupled hour of power, water, sewage, shelter, cold chain, stocks, services and vehicles, run for every member of an
ensemble, in plain Python or compiled from the same source. It knows nothing of claims or dates of the record: it is
given a site, draws, weather and events, and gives back dated failures with their causes, hourly outputs, quantiles and
balances. `simulate` is the way in, `Run` what comes out; the other names read events and weather, say what is declared
(outputs, events, thresholds, causes), check before a run and write after it. Networks of pipes and cables, patients
and workshops are not here yet.
"""

from holdfast.lifelines.causes import CauseRow, declared_causes
from holdfast.lifelines.checkup import check_up
from holdfast.lifelines.clock import first_hour
from holdfast.lifelines.endstate import as_drawn
from holdfast.lifelines.events import EVENT_KINDS, Event, read_events
from holdfast.lifelines.export import csv_text, payload, quantiles_csv_text, time_of
from holdfast.lifelines.kinds import EventKind, declared_kinds
from holdfast.lifelines.layout import commodities_of, slug
from holdfast.lifelines.limits import threshold_of, window_of
from holdfast.lifelines.plant_goods import inputs_of_services
from holdfast.lifelines.records import EndState
from holdfast.lifelines.result import QUANTILES, Run
from holdfast.lifelines.run import simulate, warm_up
from holdfast.lifelines.tables import (
    EventRow,
    FailureRow,
    OutputRow,
    declared_events,
    declared_outputs,
    failure_table,
)
from holdfast.lifelines.weather_files import WeatherFile, read_weather
from holdfast.lifelines.weather_profiles import press_maximum_c

__all__ = [
    "EVENT_KINDS",
    "QUANTILES",
    "CauseRow",
    "EndState",
    "Event",
    "EventKind",
    "EventRow",
    "FailureRow",
    "OutputRow",
    "Run",
    "WeatherFile",
    "as_drawn",
    "check_up",
    "commodities_of",
    "csv_text",
    "declared_causes",
    "declared_events",
    "declared_kinds",
    "declared_outputs",
    "failure_table",
    "first_hour",
    "inputs_of_services",
    "payload",
    "press_maximum_c",
    "quantiles_csv_text",
    "read_events",
    "read_weather",
    "simulate",
    "slug",
    "threshold_of",
    "time_of",
    "warm_up",
    "window_of",
]
