"""What every record of a site is built on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

Hour = int


class Record(BaseModel):
    """Base of every record: frozen, and no field it does not know."""

    # defer_build: the validators are built at the first site, not at import
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class DipPoint(Record):
    """One line of a dip table."""

    cm: float
    quantity: float
