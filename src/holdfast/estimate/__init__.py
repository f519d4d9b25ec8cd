"""What is held to be true now.

The ensemble of a site conditioned on the accepted claims of its ledger: a claim of a stock replaces the prior with the
error of its source, contradicting claims share the members, and what cannot be used yet is listed with the reason. Not
here yet: learning of hidden parameters from the record, and diagnostics of a model the data contradict.
"""

from holdfast.estimate.conditioning import estimate, issue_of
from holdfast.estimate.records import Estimate, Observation, Unknown
from holdfast.estimate.subjects import Vessel, passing_commodities, vessels_of
from holdfast.estimate.supply import closed, gate_events, stored_units, traffic, usual_counts, usual_quantities

__all__ = [
    "Estimate",
    "Observation",
    "Unknown",
    "Vessel",
    "closed",
    "estimate",
    "gate_events",
    "issue_of",
    "passing_commodities",
    "stored_units",
    "traffic",
    "usual_counts",
    "usual_quantities",
    "vessels_of",
]
