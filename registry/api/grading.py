"""Grade findings by a published scale; nothing is saved."""

from typing import Any

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from config.rest.problems import Explained
from config.rest.views import ApiView
from registry.grading import ENGINES, Engine, UnknownEngine, engine_named, grade

MOST = 1000
OBJECT = {"type": "object", "additionalProperties": {}}
ONE_OR_MANY = {"oneOf": [OBJECT, {"type": "array", "items": OBJECT, "maxItems": MOST}]}
FINDINGS = OpenApiExample(
    "Findings of CRS",
    {
        "max_temp_c": 39.1,
        "hypotension": "fluids_only",
        "hypoxia": "none",
        "death": False,
    },
    request_only=True,
)
GRADE = OpenApiExample(
    "Their grade", {"grade": 2, "missing": [], "rule": "ASTCT 2019"}, response_only=True
)


class FindingOfScale(serializers.Serializer):
    """A finding that a scale takes."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


@read(
    {
        "name": "crs_astct",
        "label": "CRS",
        "rule": "ASTCT 2019",
        "source": "doi:10.1016/j.bbmt.2018.12.758",
        "verified": True,
        "grades": [0, 1, 2, 3, 4, 5],
        "findings": [{"name": "max_temp_c", "label": "Highest temperature"}],
    }
)
class EngineSerializer(serializers.Serializer):
    """A published scale."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    rule = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    verified = serializers.BooleanField()
    grades = serializers.ListField(child=serializers.JSONField())
    findings = FindingOfScale(many=True)


class Scales(ApiView):
    """The scales by which findings are graded."""

    @extend_schema(operation_id="grading_list", responses=EngineSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List the scales with the findings that each takes."""
        return Response([_described(engine) for engine in ENGINES.values()])


class Scale(ApiView):
    """One scale."""

    only_asks = True

    @extend_schema(operation_id="grading_retrieve", responses=EngineSerializer)
    def get(self, request: Request, engine: str) -> Response:
        """Describe the scale and the findings that it takes."""
        return Response(_described(_named(engine)))

    @extend_schema(
        operation_id="grading_grade",
        request={"application/json": ONE_OR_MANY},
        responses={(200, "application/json"): ONE_OR_MANY},
        examples=[FINDINGS, GRADE],
    )
    def post(self, request: Request, engine: str) -> Response:
        """Grade findings: an object gives an object, a list gives a list in order."""
        _named(engine)
        if isinstance(request.data, dict):
            return Response(grade(engine, request.data).as_json())
        if _gradable(request.data):
            return Response([grade(engine, one).as_json() for one in request.data])
        raise Explained(
            status.HTTP_400_BAD_REQUEST,
            "invalid",
            _("Findings are an object, or a list of objects."),
            _("Send at most %(most)d objects of findings.") % {"most": MOST},
        )


def _gradable(data: Any) -> bool:
    return (
        isinstance(data, list)
        and len(data) <= MOST
        and all(isinstance(one, dict) for one in data)
    )


def _named(engine: str) -> Engine:
    try:
        return engine_named(engine)
    except UnknownEngine:
        raise Http404 from None


def _described(engine: Engine) -> dict[str, Any]:
    language = get_language()
    return {
        "name": engine.name,
        "label": engine.label.in_language(language),
        "rule": engine.rule.in_language(language),
        "source": engine.source,
        "verified": engine.verified,
        "grades": list(engine.grades),
        "findings": [
            {"name": f.name, "label": f.label.in_language(language)}
            for f in engine.findings
        ],
    }
