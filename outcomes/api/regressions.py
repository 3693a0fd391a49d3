"""A regression of a cohort, by REST; the parameters are those of the page's address."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.problems import Explained
from outcomes.api.cohorts import CohortView
from outcomes.api.figures import PARAMETERS as FIGURE
from outcomes.api.refusals import immortal_time
from outcomes.regressions.model import Found, model_for, source_of
from outcomes.regressions.rows import MOST_ROWS
from outcomes.regressions.typed import MODELS, read
from outcomes.views.regression_files import answer

PARAMETERS = [
    OpenApiParameter("endpoint", str, description="Its code, such as OS."),
    OpenApiParameter("model", str, enum=MODELS),
    OpenApiParameter(
        "x",
        str,
        many=True,
        required=True,
        description="A covariate; NAME-by (numbers, points, median, tertiles … "
        "deciles, time_dependent), NAME-points, NAME-per and NAME-ref say how it is "
        "taken.",
    ),
    OpenApiParameter("stratum", str, many=True),
    OpenApiParameter("robust", bool, description="Variances robust by centre."),
]


class RegressionSerializer(serializers.Serializer):
    """A fitted regression, with the data and code that it came from."""

    cohort = serializers.CharField()
    cohort_version = serializers.IntegerField()
    data_version = serializers.IntegerField()
    code_version = serializers.CharField()
    computed_at = serializers.DateTimeField()
    query = serializers.CharField(help_text="The address that asks the same.")
    model = serializers.JSONField()


class CohortRegression(CohortView):
    """A regression of one cohort."""

    @extend_schema(
        operation_id="cohorts_regression",
        parameters=PARAMETERS,
        responses=RegressionSerializer,
    )
    def get(self, request: Request, slug: str) -> Response:
        """Fit Cox's or Fine and Gray's model of an endpoint to the cohort's rows.

        What becomes known after day 0 is refused with what to ask instead.
        """
        cohort = self.one(slug)
        found = model_for(self.actor, cohort, read(request.query_params))
        _refuse(found)
        source = source_of(found)
        body = {
            "cohort": cohort.slug,
            "cohort_version": source.cohort_version,
            "data_version": source.data_version,
            "code_version": source.code_version,
            "computed_at": source.computed_at,
            "query": found.typed.query,
            "model": found.model,
        }
        return Response(RegressionSerializer(body).data)


class CohortRegressionFile(CohortView):
    """One file of a regression."""

    @extend_schema(
        operation_id="cohorts_regression_file",
        parameters=[*PARAMETERS, *FIGURE],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, slug: str, name: str, kind: str) -> HttpResponse:
        """Give forest or residuals as json, svg, pdf, png; table.csv; script.R.

        404 where the address asks for no regression that can be fitted: the
        regression itself says why.
        """
        return answer(self.actor, self.one(slug), request._request, name, kind)


def _refuse(found: Found) -> None:
    """Raise why there is no model, if there is none."""
    unprocessable = status.HTTP_422_UNPROCESSABLE_ENTITY
    for refused in found.checked.refusals.values():
        title = _("A covariate that becomes known after day 0 is refused")
        raise immortal_time(refused, title)
    if found.too_many:
        told = _(
            "The cohort has %(n)s patients; at most %(most)s are fitted on demand."
        )
        raise Explained(
            unprocessable,
            "too-many-rows",
            told % {"n": found.too_many, "most": MOST_ROWS},
            _("Narrow the cohort, or export adtte and fit the model there."),
        )
    problems: dict[str, Any] = dict(found.checked.problems)
    if found.model is None and not problems:
        problems["x"] = _("Name at least one covariate.")
    if problems:
        raise Explained(
            unprocessable,
            "not-valid",
            _("The regression cannot be fitted."),
            " ".join(str(text) for text in problems.values()),
            reasons=problems,
        )
