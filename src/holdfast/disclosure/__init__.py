"""Who may know what? Every output gets one of four classes here, and the public projection is made here.

The class of a whole is the highest class of its parts. Policy files per country, second-person release and the leak
meter are not here yet: the classes are those of the default profile, and the public edition is the strictest
projection there is, with no way to widen it.
"""

from holdfast.disclosure.classes import KindClass, Sensitivity, class_of, kinds, label, read_class, sensitivity_of
from holdfast.disclosure.gate_days import TOLD_STATUSES, ToldStatus, told_status
from holdfast.disclosure.public import (
    AT_THE_SITE,
    PublicCommitment,
    PublicFacts,
    PublicGateDay,
    PublicPeople,
    PublicService,
    PublicTemperature,
    public_facts,
    two_figures,
)
from holdfast.disclosure.scan import assert_public, visible_text
from holdfast.disclosure.services import LIFELINES, ServiceState, lifeline_of, moment, service_states, stated_state

__all__ = [
    "AT_THE_SITE",
    "LIFELINES",
    "TOLD_STATUSES",
    "KindClass",
    "PublicCommitment",
    "PublicFacts",
    "PublicGateDay",
    "PublicPeople",
    "PublicService",
    "PublicTemperature",
    "Sensitivity",
    "ServiceState",
    "ToldStatus",
    "assert_public",
    "class_of",
    "kinds",
    "label",
    "lifeline_of",
    "moment",
    "public_facts",
    "read_class",
    "sensitivity_of",
    "service_states",
    "stated_state",
    "told_status",
    "two_figures",
    "visible_text",
]
