"""A patient as a FHIR bundle, for a hospital's other systems."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from config.rest.views import ApiView
from outcomes.api.exporting import FOR_ABROAD
from outcomes.api.taking import by_number, require_clear
from outcomes.exports.abroad import recipient_of
from outcomes.exports.bundle import bundle_taken
from registry.access.log import saw
from registry.access.policy import Action
from registry.models import Patient

FHIR_JSON = "application/fhir+json"


class FhirJson(JSONRenderer):
    """JSON by the name that FHIR gives it."""

    media_type = FHIR_JSON


class PatientBundle(ApiView):
    """One patient in FHIR R4B."""

    actions_needed = {"*": Action.EXPORT}
    renderer_classes: Any = (JSONRenderer, FhirJson)

    @extend_schema(
        operation_id="patients_fhir",
        parameters=FOR_ABROAD,
        responses={(200, FHIR_JSON): OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Give the patient as a bundle: what was found, done, suffered, answered."""
        visible = Patient.objects.visible_to(self.actor).select_related("centre")
        patient = saw(get_object_or_404(visible, pk=pk))
        to, unclear = recipient_of(request.query_params)
        require_clear(unclear)
        with by_number():
            content, log = bundle_taken(self.actor, patient, get_language() or "en", to)
        headers = {"ETag": f'"{log.sha256}"', "X-Content-SHA256": log.sha256}
        return HttpResponse(content, content_type=FHIR_JSON, headers=headers)
