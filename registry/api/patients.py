"""The patients: enrol, read, change, withdraw consent, lock the case."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import tagged, version_seen
from config.rest.views import body_of
from registry.access.policy import Action, require
from registry.api.filters import PatientFilters
from registry.api.form_views import FormViewSet
from registry.api.headers import IF_MATCH, reason_of
from registry.api.marks import tag_of
from registry.api.serializers import (
    FormSerializer,
    saved_serializer_of,
    serializer_of,
)
from registry.api.stale import stale
from registry.api.visible import Why
from registry.codelists.general import CONSENT_WITHDRAWN_SCOPE
from registry.models import Patient
from registry.services.case_lock import lock_case, unlock_case
from registry.services.errors import Stale
from registry.services.records import Saved, enrol, save_patient

WITHDRAWAL = OpenApiExample(
    "No further use",
    {"date": "2026-03-02", "scope": "all", "reason": "letter of the patient"},
    request_only=True,
)
UNLOCK = OpenApiExample(
    "With the reason", {"reason": "late laboratory report"}, request_only=True
)


class WithdrawalSerializer(Why):
    """When consent was withdrawn, and what the withdrawal covers."""

    date = serializers.DateField()
    scope = serializers.ChoiceField(
        choices=CONSENT_WITHDRAWN_SCOPE.values, required=False, allow_null=True
    )


class PatientViewSet(FormViewSet):
    """The patients of the caller's centres."""

    model = Patient
    queryset = Patient.objects.none()
    beside = ("centre",)
    filterset_class = PatientFilters

    def centre_of(self, record: Patient) -> int:
        """Return the centre that answers for the patient."""
        return record.centre_id

    def write_new(self, asked: FormSerializer) -> Saved:
        """Enrol a patient."""
        return enrol(
            centre=asked.validated_data["centre"],
            values=asked.answers(),
            absent=asked.validated_data.get("absent"),
            actor=self.actor,
            reason=self.reason(asked),
        )

    def write(
        self, record: Patient, asked: FormSerializer, values: Any, version: int
    ) -> Saved:
        """Change the patient form."""
        return save_patient(
            patient_id=record.pk,
            values=values,
            absent=asked.validated_data.get("absent"),
            actor=self.actor,
            reason=self.reason(asked),
            version=version,
        )

    @extend_schema(
        request=WithdrawalSerializer,
        responses=saved_serializer_of(Patient),
        parameters=[IF_MATCH],
        examples=[WITHDRAWAL],
    )
    @action(
        detail=True,
        methods=["POST"],
        pagination_class=None,
        url_path="withdraw-consent",
    )
    def withdraw_consent(self, request: Request, pk: str) -> Response:
        """Say on the patient form that consent was withdrawn; nothing else changes."""
        patient = self.get_object()
        require(self.actor, Action.EDIT_RECORD, patient.centre_id)
        version = version_seen(request)
        said = body_of(request, WithdrawalSerializer)
        values = {
            "consent_status": "withdrawn",
            "consent_withdrawn_date": said["date"],
            "consent_withdrawn_scope": said.get("scope"),
        }
        try:
            saved = save_patient(
                patient_id=patient.pk,
                values=values,
                actor=self.actor,
                reason=reason_of(request, said["reason"]),
                version=version,
            )
        except Stale as error:
            current = self.get_queryset().get(pk=patient.pk)
            raise stale(version, {}, self.shown(current)) from error
        return self.answer(saved)

    @extend_schema(
        request=None, responses=serializer_of(Patient), parameters=[IF_MATCH]
    )
    @action(detail=True, methods=["POST"], pagination_class=None, url_path="lock-case")
    def lock_case(self, request: Request, pk: str) -> Response:
        """Lock every form of the patient, and the case: nothing is added either."""
        return self._case(lock_case)

    @extend_schema(
        request=Why,
        responses=serializer_of(Patient),
        parameters=[IF_MATCH],
        examples=[UNLOCK],
    )
    @action(
        detail=True, methods=["POST"], pagination_class=None, url_path="unlock-case"
    )
    def unlock_case(self, request: Request, pk: str) -> Response:
        """Open a locked case, for a stated reason; its forms stay locked."""
        reason = reason_of(request, body_of(request, Why)["reason"])
        return self._case(unlock_case, reason=reason)

    def _case(self, act: Callable[..., Patient], **said: Any) -> Response:
        patient = self.get_object()
        require(self.actor, Action.LOCK_RECORD, patient.centre_id)
        version = version_seen(self.request)
        try:
            act(patient_id=patient.pk, version=version, actor=self.actor, **said)
        except Stale as error:
            current = self.get_queryset().get(pk=patient.pk)
            raise stale(version, {}, self.shown(current)) from error
        now = self.get_queryset().get(pk=patient.pk)
        return Response(self.shown(now), headers=tagged(tag_of(now)))
