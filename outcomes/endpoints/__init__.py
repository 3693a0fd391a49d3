"""Endpoints: from a patient's timeline to (day, cause). Pure, no framework, no I/O.

``ENDPOINTS["OS"].derive(timeline, index, data_cut)`` returns an ``Outcome`` or raises
``NotDerivable``. A new endpoint is one function and one entry in the catalogue.
"""

from outcomes.endpoints.catalogue import ENDPOINTS, Endpoint
from outcomes.endpoints.outcome import NotDerivable, Outcome
from outcomes.endpoints.timeline import (
    ChronicGvhd,
    Death,
    Episode,
    IndexEvent,
    IndexKind,
    Relapse,
    RemissionStatus,
    Timeline,
)
from outcomes.endpoints.wording import Wording

__all__ = [
    "ENDPOINTS",
    "ChronicGvhd",
    "Death",
    "Endpoint",
    "Episode",
    "IndexEvent",
    "IndexKind",
    "NotDerivable",
    "Outcome",
    "Relapse",
    "RemissionStatus",
    "Timeline",
    "Wording",
]
