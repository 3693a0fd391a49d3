"""The endpoints that there are, each as its family's module describes it."""

from __future__ import annotations

from outcomes.endpoints import (
    aplasia,
    crs_resolution,
    engraftment,
    gvhd_endpoints,
    gvhd_free_endpoints,
    persistence,
    relapse,
    response_endpoints,
    survival,
    toxicity,
)
from outcomes.endpoints.endpoint import Endpoint
from outcomes.endpoints.timeline import IndexKind

ENDPOINTS: dict[str, Endpoint] = {
    endpoint.paramcd: endpoint
    for family in (
        survival,
        relapse,
        response_endpoints,
        gvhd_free_endpoints,
        gvhd_endpoints,
        engraftment,
        toxicity,
        crs_resolution,
        persistence,
        aplasia,
    )
    for endpoint in family.ENTRIES
}
# Those of which one event is looked at, and those of which all are, together.
SINGLE = {code: one for code, one in ENDPOINTS.items() if not one.stacked}
STACKED = {code: one for code, one in ENDPOINTS.items() if one.stacked}
# What a cohort that chooses none is about.
USUAL = ("OS", "LFS", "RI", "NRM")


def fitting(index: IndexKind) -> list[Endpoint]:
    """Return the endpoints that can begin with this kind of index event."""
    return [one for one in ENDPOINTS.values() if index in one.from_index]
