"""The endpoints that there are, each as its family's module describes it."""

from __future__ import annotations

from outcomes.endpoints import (
    engraftment,
    gvhd_endpoints,
    persistence,
    response,
    survival,
    toxicity,
)
from outcomes.endpoints.endpoint import Endpoint
from outcomes.endpoints.timeline import IndexKind

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.paramcd: endpoint
    for family in (
        survival,
        response,
        gvhd_endpoints,
        engraftment,
        toxicity,
        persistence,
    )
    for endpoint in family.ENTRIES
}
# What a cohort that chooses none is about.
USUAL = ("OS", "LFS", "RI", "NRM")


def fitting(index: IndexKind) -> list[Endpoint]:
    """Return the endpoints that can begin with this kind of index event."""
    return [one for one in ENDPOINTS.values() if index in one.from_index]
