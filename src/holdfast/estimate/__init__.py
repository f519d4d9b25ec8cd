"""What is true now?

The ensemble of a site conditioned on the accepted claims of its ledger: a claim of a stock replaces the prior with the
error of its source, contradicting claims share the members, and what cannot be used yet is listed with the reason. Not
here yet: learning of hidden parameters from the record, and diagnostics of a model the data contradict.
"""

from holdfast.estimate.records import Estimate, Observation, Unknown

__all__ = ["Estimate", "Observation", "Unknown"]
