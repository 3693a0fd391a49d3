"""A cohort's figures as files and as R scripts, by REST."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request

from outcomes.api.cohorts import CohortView
from outcomes.views.figure import answer

PARAMETERS = [
    OpenApiParameter("columns", int, enum=(1, 2), description="85 or 174 mm wide."),
    OpenApiParameter("dpi", int, enum=(300, 600), description="Of a PNG."),
]


class CohortFigure(CohortView):
    """One figure of a cohort."""

    @extend_schema(
        operation_id="cohorts_figure",
        parameters=PARAMETERS,
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, slug: str, name: str, kind: str) -> HttpResponse:
        """Give a figure as json (Vega-Lite), svg, pdf, png, or R (a script)."""
        cohort = self.one(slug)
        return answer(self.actor, cohort, request._request, name, kind, file=True)
