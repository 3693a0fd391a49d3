"""One viewset a form: list, read, create, change, take back, and the history."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from config.rest.etags import tagged, unchanged, version_seen
from config.rest.views import ApiView, Pages
from registry.access.policy import Action, require
from registry.api.derived import cases_of
from registry.api.findings import spoken
from registry.api.history import EditSerializer, history_as_json
from registry.api.marks import (
    SignatureSerializer,
    UnlockSerializer,
    confirmed_by,
    tag_of,
)
from registry.api.serializers import (
    FormSerializer,
    saved_serializer_of,
    serializer_of,
)
from registry.api.settled import settled_as_json
from registry.api.stale import stale
from registry.models import FORMS, Kind, Patient, Record, Versioned
from registry.models.standing import STANDINGS, stands
from registry.queries.attestations import attestations_of
from registry.services.attesting import attest_one
from registry.services.errors import Stale
from registry.services.judging import NEEDED, Target
from registry.services.records import Saved, enrol, save_patient, save_record
from registry.services.removal import remove_record

IF_MATCH = OpenApiParameter(
    "If-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version that is changed.",
)
REASON = OpenApiParameter(
    "X-Reason",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Why; UTF-8. The member “reason” of the body says the same.",
)
CHANGE = (IF_MATCH, REASON)


class ByStanding(filters.FilterSet):
    """How far the records have come: the furthest mark, else the state."""

    state = filters.ChoiceFilter(
        choices=list(STANDINGS.items()), method="standing_at", label="State"
    )

    def standing_at(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the records that have come exactly so far."""
        return rows.filter(stands(value))


class Filters(ByStanding):
    """How lists are narrowed."""

    patient = filters.NumberFilter(field_name="patient_id", label="The patient's id")
    study_no = filters.CharFilter(
        field_name="patient__study_no", lookup_expr="iexact", label="Study number"
    )
    centre = filters.CharFilter(
        field_name="patient__centre__code", lookup_expr="iexact", label="Centre's code"
    )


class PatientFilters(ByStanding):
    """How the list of patients is narrowed."""

    study_no = filters.CharFilter(lookup_expr="iexact", label="Study number")
    centre = filters.CharFilter(
        field_name="centre__code", lookup_expr="iexact", label="Centre's code"
    )


class FormViewSet(ApiView, viewsets.GenericViewSet):
    """What every form's resource does; each form fills in its model."""

    model: type[Versioned]
    beside: tuple[str, ...]
    pagination_class = Pages
    lookup_value_regex = r"\d+"
    actions_needed = {"POST": Action.EDIT_RECORD, "*": Action.READ_RECORD}
    headers_read = {
        "POST": (REASON,),
        "PUT": CHANGE,
        "PATCH": CHANGE,
        "DELETE": CHANGE,
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return the records that the caller may see."""
        rows: Any = self.model.objects  # type: ignore[attr-defined]
        return rows.visible_to(self.actor).select_related(*self.beside)

    def list(self, request: Request) -> Response:
        """List the records, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        assert page is not None
        return self.get_paginated_response(self._shown(page, many=True))

    def retrieve(self, request: Request, pk: str) -> Response:
        """Read one record; its ETag is its version."""
        record = self.get_object()
        if same := unchanged(request, tag_of(record)):
            return same
        return Response(self._shown(record), headers=tagged(tag_of(record)))

    def create(self, request: Request) -> Response:
        """Create a record; soft findings come back with it."""
        asked = self._asked(request)
        saved = self.write_new(asked)
        place = reverse(f"{self.basename}-detail", [saved.record.pk], request=request)
        return self._answer(saved, status.HTTP_201_CREATED, {"Location": place})

    def update(self, request: Request, pk: str) -> Response:
        """Replace the form: an answer that is not sent becomes empty."""
        return self._change(request, partial=False)

    def partial_update(self, request: Request, pk: str) -> Response:
        """Change the answers that are sent."""
        return self._change(request, partial=True)

    @extend_schema(responses=EditSerializer(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def history(self, request: Request, pk: str) -> Response:
        """Tell who changed what, when, from what, to what and why; newest first."""
        return Response(history_as_json(self.get_object()))

    @action(detail=True, methods=["POST"], pagination_class=None)
    def verify(self, request: Request, pk: str) -> Response:
        """Say that the record agrees with the source documents."""
        return self._attested(Kind.VERIFIED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def sign(self, request: Request, pk: str) -> Response:
        """Sign the record; user name and password are sent for it."""
        return self._attested(Kind.SIGNED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def lock(self, request: Request, pk: str) -> Response:
        """Lock the record: nothing changes it before it is unlocked."""
        return self._attested(Kind.LOCKED)

    @action(detail=True, methods=["POST"], pagination_class=None)
    def unlock(self, request: Request, pk: str) -> Response:
        """Open a locked record, for a stated reason."""
        return self._attested(Kind.UNLOCKED)

    def centre_of(self, record: Any) -> int:
        """Return the centre that answers for the record."""
        raise NotImplementedError

    def write_new(self, asked: FormSerializer) -> Saved:
        """Create the record through its service."""
        raise NotImplementedError

    def write(
        self, record: Any, asked: FormSerializer, values: Any, version: int
    ) -> Saved:
        """Change the record through its service."""
        raise NotImplementedError

    def _change(self, request: Request, *, partial: bool) -> Response:
        record = self.get_object()
        require(self.actor, Action.EDIT_RECORD, self.centre_of(record))
        version = version_seen(request)
        asked = self._asked(request, record=record, partial=partial)
        values = asked.answers() if partial else asked.whole_form()
        try:
            saved = self.write(record, asked, values, version)
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, values, self._shown(current)) from error
        return self._answer(saved)

    def _attested(self, kind: Kind) -> Response:
        record = self.get_object()
        require(self.actor, NEEDED[kind], self.centre_of(record))
        version = version_seen(self.request)
        said = UnlockSerializer(data=self.request.data)
        said.is_valid(raise_exception=True)
        try:
            attest_one(
                kind=kind,
                target=Target(self.model.form, record.pk, version),
                actor=self.actor,
                confirmed=confirmed_by(self.request) if kind == Kind.SIGNED else None,
                reason=said.validated_data.get("reason") or self.reason(),
            )
        except Stale as error:
            current = self.get_queryset().get(pk=error.current.pk)
            raise stale(version, {}, self._shown(current)) from error
        record = self.get_queryset().get(pk=record.pk)
        return Response(self._shown(record), headers=tagged(tag_of(record)))

    def _asked(self, request: Request, record: Any = None, **how: Any) -> Any:
        asked = self.get_serializer(record, data=request.data, **how)
        asked.is_valid(raise_exception=True)
        return asked

    def reason(self, asked: FormSerializer | None = None) -> str:
        """Return why, from the body or else from the header."""
        said = asked.validated_data.get("reason") if asked else ""
        # WSGI hands headers over as latin-1, whatever was sent.
        header = self.request.headers.get("X-Reason", "")
        return said or header.encode("latin-1", "replace").decode("utf-8", "replace")

    def _shown(self, what: Any, *, many: bool = False) -> Any:
        context: dict[str, Any] = dict(self.get_serializer_context())
        rows = what if many else [what]
        context["cases"] = cases_of(rows)
        context["attestations"] = attestations_of(rows)
        return serializer_of(self.model)(what, many=many, context=context).data

    def _answer(
        self,
        saved: Saved,
        code: int = status.HTTP_200_OK,
        headers: dict[str, str] | None = None,
    ) -> Response:
        record = self.get_queryset().get(pk=saved.record.pk)
        body = self._shown(record) | {
            "findings": [spoken(f) for f in saved.findings],
            "queries": settled_as_json(saved.queries, self.actor),
        }
        return Response(
            body, code, headers={**tagged(tag_of(record)), **(headers or {})}
        )


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
            raise stale(version, {}, self._shown(current)) from error
        return Response(status=status.HTTP_204_NO_CONTENT)


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


def viewset_of(
    model: type[Versioned], base: type[FormViewSet] = RecordViewSet
) -> type[FormViewSet]:
    """Return the viewset of one form, documented by its serializers."""
    shown, saved = serializer_of(model), saved_serializer_of(model)
    attrs = {
        "model": model,
        "queryset": model.objects.none(),  # type: ignore[attr-defined]
        "serializer_class": shown,
        "__doc__": model.__doc__,
    }
    documented = extend_schema_view(
        create=extend_schema(responses={201: saved}),
        update=extend_schema(responses=saved),
        partial_update=extend_schema(responses=saved),
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
