"""One viewset a form: its records, taken back too, documented by its serializers."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import tagged, version_seen
from config.rest.views import body_of
from registry.access.policy import Action, require
from registry.api.examples import examples_of
from registry.api.filters import Filters
from registry.api.form_views import FormViewSet
from registry.api.headers import IF_MATCH, reason_of
from registry.api.marks import SignatureSerializer, UnlockSerializer, tag_of
from registry.api.moving import EXAMPLE as MOVE
from registry.api.moving import MovedSerializer, MoveSerializer, told_move
from registry.api.patients import PatientViewSet
from registry.api.serializers import (
    FormSerializer,
    saved_serializer_of,
    serializer_of,
)
from registry.api.stale import stale
from registry.models import FORMS, Patient, Record, Versioned
from registry.services.errors import Stale
from registry.services.moving import move_record, preview
from registry.services.records import Saved, save_record
from registry.services.removal import remove_record


class RecordViewSet(FormViewSet):
    """The records of one form."""

    beside = ("patient__centre",)
    filterset_class = Filters

    def centre_of(self, record: Record) -> int:
        """Return the centre that answers for the record."""
        return record.patient.centre_id

    def write_new(self, asked: FormSerializer) -> Saved:
        """Create the record of a patient."""
        return save_record(
            patient_id=asked.validated_data["patient"].pk,
            form=self.model.form,
            values=asked.answers(),
            absent=asked.validated_data.get("absent"),
            place=asked.place(),
            actor=self.actor,
            reason=self.reason(asked),
        )

    def write(
        self, record: Record, asked: FormSerializer, values: Any, version: int
    ) -> Saved:
        """Change the record."""
        return save_record(
            patient_id=record.patient_id,
            form=self.model.form,
            values=values,
            absent=asked.validated_data.get("absent"),
            place=asked.place(),
            actor=self.actor,
            reason=self.reason(asked),
            record_id=record.pk,
            version=version,
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Take back a record entered by mistake; its history stays."""
        record = self.get_object()
        require(self.actor, Action.EDIT_RECORD, self.centre_of(record))
        version = version_seen(request)
        try:
            remove_record(
                patient_id=record.patient_id,
                form=self.model.form,
                record_id=record.pk,
                version=version,
                actor=self.actor,
                reason=self.reason(),
            )
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, {}, self.shown(current)) from error
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        request=MoveSerializer,
        responses=MovedSerializer,
        parameters=[IF_MATCH],
        examples=[MOVE],
    )
    @action(detail=True, methods=["POST"], pagination_class=None)
    def move(self, request: Request, pk: str) -> Response:
        """Give the record to the patient whom it is about, or preview that."""
        record = self.get_object()
        require(self.actor, Action.MOVE_RECORD, self.centre_of(record))
        version = version_seen(request)
        context = {**self.get_serializer_context(), "record": record}
        said = body_of(request, MoveSerializer, context)
        require(self.actor, Action.MOVE_RECORD, said["to"].centre_id)
        if said["preview"]:
            wished = preview(record, said["to"], said["number"])
            return Response(told_move(wished, moved=False))
        try:
            wished = move_record(
                patient_id=record.patient_id,
                form=self.model.form,
                record_id=record.pk,
                to_patient_id=said["to"].pk,
                version=version,
                actor=self.actor,
                reason=reason_of(request, said["reason"]),
                number=said["number"],
            )
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, {}, self.shown(current)) from error
        now = self.get_queryset().get(pk=record.pk)
        return Response(told_move(wished, moved=True), headers=tagged(tag_of(now)))


def viewset_of(
    model: type[Versioned], base: type[FormViewSet] = RecordViewSet
) -> type[FormViewSet]:
    """Return the viewset of one form, documented by its serializers."""
    shown, saved = serializer_of(model), saved_serializer_of(model)
    example = examples_of(model)
    attrs = {
        "model": model,
        "queryset": model.objects.none(),  # type: ignore[attr-defined]
        "serializer_class": shown,
        "__doc__": model.__doc__,
    }
    documented = extend_schema_view(
        retrieve=extend_schema(examples=[example["read"]]),
        create=extend_schema(responses={201: saved}, examples=[example["create"]]),
        update=extend_schema(responses=saved, examples=[example["create"]]),
        partial_update=extend_schema(responses=saved, examples=[example["change"]]),
        verify=_documented(None, shown),
        sign=_documented(SignatureSerializer, shown),
        lock=_documented(None, shown),
        unlock=_documented(UnlockSerializer, shown),
    )
    return documented(type(f"{model.__name__}ViewSet", (base,), attrs))


def _documented(asked: Any, shown: Any) -> Any:
    return extend_schema(request=asked, responses=shown, parameters=[IF_MATCH])


VIEWSETS: dict[str, type[FormViewSet]] = {
    "patients": viewset_of(Patient, PatientViewSet),
    **{form: viewset_of(model) for form, model in FORMS.items()},
}
