"""A patient as a FHIR bundle, for a hospital's other systems."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from config.rest.views import ApiView
from registry.access.log import note
from registry.access.policy import Action
from registry.api.visible import patient_seen
from registry.models import Access
from registry.queries.cases import records_of
from registry.queries.fhir.bundle import bundle_of

FHIR_JSON = "application/fhir+json"


class FhirJson(JSONRenderer):
    """JSON by the name that FHIR gives it."""

    media_type = FHIR_JSON


class PatientBundle(ApiView):
    """One patient in FHIR R4B."""

    actions_needed = {"*": Action.READ_RECORD}
    renderer_classes: Any = (JSONRenderer, FhirJson)

    @extend_schema(
        operation_id="patients_fhir", responses={(200, FHIR_JSON): OpenApiTypes.OBJECT}
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Give the patient as a bundle: what was found, done, suffered, answered."""
        patient = patient_seen(self.actor, pk)
        bundle = bundle_of(patient, records_of(patient), get_language() or "en")
        note(
            Access.TOOK_OUT,
            user_id=self.actor.user_id,
            what="patient.fhir",
            rows=len(bundle.entry),
            patient_id=patient.pk,
            centre_id=patient.centre_id,
        )
        return HttpResponse(bundle.model_dump_json(), content_type=FHIR_JSON)
