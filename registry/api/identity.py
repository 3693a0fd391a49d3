"""Who a patient is, by REST: for the own centre's staff, apart from every form."""

from collections.abc import Mapping
from typing import Any

from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.etags import tagged, unchanged, version_seen
from config.rest.views import ApiView
from registry.access.policy import Action, require
from registry.api.headers import CHANGE, reason_of
from registry.api.stale import stale
from registry.api.visible import Why, patient_seen
from registry.models import Patient, PatientIdentity
from registry.models.identity import FIELDS
from registry.queries.identities import edits_of_identity, identity_of
from registry.services.errors import Stale
from registry.services.identity import save_identity

EXAMPLE = OpenApiExample(
    "A name",
    {
        "family_name": "示例",
        "given_name": "患者",
        "family_name_latin": "",
        "given_name_latin": "",
        "hospital_no": "H-0001",
        "reason": "",
    },
    request_only=True,
)


class NameSerializer(serializers.ModelSerializer[PatientIdentity]):
    """Name and hospital number; what is not sent becomes empty."""

    class Meta:
        """The fields of the identity alone."""

        model = PatientIdentity
        fields: tuple[str, ...] = FIELDS


class NewNameSerializer(Why, NameSerializer):
    """The same with why it is changed."""

    class Meta(NameSerializer.Meta):
        """A correction has a reason."""

        fields = (*FIELDS, "reason")


class NameEditSerializer(serializers.Serializer):
    """One edit: for each field that it changed, what was and what became of it."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    reason = serializers.CharField()
    changed = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField())
    )


class IdentitySerializer(NameSerializer):
    """Who the patient is; version 0 where that is not kept."""

    edits = NameEditSerializer(many=True)

    class Meta(NameSerializer.Meta):
        """With the version, and every edit."""

        fields = ("version", *FIELDS, "edits")


class Identity(ApiView):
    """Name and hospital number of a patient, and who changed them when and why."""

    @property
    def headers_read(self) -> dict[str, tuple[Any, ...]]:
        """Return the headers of each method."""
        return {"PUT": CHANGE}

    @extend_schema(operation_id="patients_identity", responses=IdentitySerializer)
    def get(self, request: Request, pk: int) -> Response:
        """Read who the patient is; the ETag is the version, 0 for not kept."""
        patient = self._patient(pk)
        identity = identity_of(self.actor, patient)
        if same := unchanged(request, identity.version if identity else 0):
            return same
        return self._answer(identity)

    @extend_schema(
        operation_id="patients_identity_save",
        request=NewNameSerializer,
        responses=IdentitySerializer,
        examples=[EXAMPLE],
    )
    @sensitive_variables("sent", "values")
    def put(self, request: Request, pk: int) -> Response:
        """Say who the patient is; If-Match is "0" the first time."""
        patient = self._patient(pk)
        version = version_seen(request)
        sent = NewNameSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        values = {name: sent.validated_data.get(name, "") for name in FIELDS}
        try:
            identity = save_identity(
                patient_id=patient.pk,
                values=values,
                version=version,
                actor=self.actor,
                reason=reason_of(request, sent.validated_data["reason"]),
            )
        except Stale as error:
            raise stale(version, values, _told(error.current)) from error
        return self._answer(identity)

    def _patient(self, pk: int) -> Patient:
        patient = patient_seen(self.actor, pk)
        require(self.actor, Action.READ_IDENTITY, patient.centre_id)
        return patient

    def _answer(self, identity: PatientIdentity | None) -> Response:
        body = _told(identity)
        return Response(body, headers=tagged(body["version"]))


def _told(identity: Any) -> Mapping[str, Any]:
    """Return an identity as JSON, one that is not kept with nothing in it."""
    kept = identity if identity is not None and identity.pk else None
    edits = edits_of_identity(kept) if kept else []
    return {
        "version": kept.version if kept else 0,
        **{name: getattr(kept, name, "") for name in FIELDS},
        "edits": [
            {
                "at": one.at.isoformat(),
                "who": one.who,
                "reason": one.why,
                "changed": {name: [old, new] for name, old, new in one.fields},
            }
            for one in edits
        ],
    }
