"""Metrics for a monitoring system, to whoever may configure the installation."""

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from rest_framework.request import Request

from config.rest.views import ApiView
from outcomes.running.metrics import as_text
from outcomes.running.state import running
from registry.access.policy import Action

GAUGES = OpenApiExample(
    "One gauge",
    'dayzero_queue_waiting{queue="patients"} 0.0',
    media_type="text/plain",
    response_only=True,
)


class Metrics(ApiView):
    """What waits in every queue, and since when, as Prometheus reads it."""

    actions_needed = {"GET": Action.CONFIGURE}

    @extend_schema(
        operation_id="metrics",
        tags=["metrics"],
        responses={(200, "text/plain"): OpenApiTypes.STR},
        examples=[GAUGES],
    )
    def get(self, request: Request) -> HttpResponse:
        """Return gauges of queues, failures and versions."""
        return HttpResponse(as_text(running()), content_type=CONTENT_TYPE_PLAIN_0_0_4)
