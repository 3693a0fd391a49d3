"""Endpoints: from a patient's timeline to (day, cause). Pure, no framework, no I/O.

``ENDPOINTS["OS"].derive(timeline, index, data_cut)`` returns an ``Outcome``, None where
the endpoint does not apply to the patient, or raises ``NotDerivable``. A new endpoint
is one function and one entry of its family's module.
"""

from outcomes.endpoints.catalogue import ENDPOINTS, SINGLE, STACKED, USUAL, fitting
from outcomes.endpoints.endpoint import FAMILIES, Endpoint
from outcomes.endpoints.outcome import NotDerivable, Outcome
from outcomes.endpoints.timeline import (
    AplasiaTest,
    ChronicGvhd,
    Death,
    Engraftment,
    Episode,
    IndexEvent,
    IndexKind,
    PersistenceTest,
    Relapse,
    RemissionStatus,
    Response,
    Statement,
    Therapy,
    Timeline,
)
from outcomes.endpoints.wording import Wording

__all__ = [
    "ENDPOINTS",
    "FAMILIES",
    "SINGLE",
    "STACKED",
    "USUAL",
    "AplasiaTest",
    "ChronicGvhd",
    "Death",
    "Endpoint",
    "Engraftment",
    "Episode",
    "IndexEvent",
    "IndexKind",
    "NotDerivable",
    "Outcome",
    "PersistenceTest",
    "Relapse",
    "RemissionStatus",
    "Response",
    "Statement",
    "Therapy",
    "Timeline",
    "Wording",
    "fitting",
]
