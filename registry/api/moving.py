"""Give a record that was entered under the wrong patient to the right one, by REST."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiExample
from rest_framework import serializers

from registry.api.findings import FindingSerializer, spoken
from registry.api.serializers import Visible
from registry.api.visible import Why
from registry.models import Patient, Record
from registry.services.moving import Preview

EXAMPLE = OpenApiExample(
    "To patient 8",
    {
        "to": 8,
        "number": None,
        "preview": False,
        "reason": "entered under another",
    },
    request_only=True,
)


class MoveSerializer(Why):
    """Whose the record is, and the course or HSCT number that it gets there."""

    to = Visible(
        queryset=Patient.objects.none(), help_text=gettext_lazy("The patient's id.")
    )
    number = serializers.IntegerField(
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=20,
        help_text=gettext_lazy("Its course or HSCT number there; else the likeliest."),
    )
    preview = serializers.BooleanField(
        required=False,
        default=False,
        help_text=gettext_lazy("Say what it would come to, and write nothing."),
    )

    def validate_to(self, to: Patient) -> Patient:
        """Refuse the patient who has the record."""
        record: Record = self.context["record"]
        if to.pk == record.patient_id:
            raise serializers.ValidationError(_("The record is already there."))
        return to


class MovedSerializer(serializers.Serializer):
    """What a move came to, or would: its number there, and what the checks say."""

    moved = serializers.BooleanField()
    possible = serializers.BooleanField()
    patient = serializers.IntegerField()
    record = serializers.IntegerField()
    number = serializers.IntegerField(allow_null=True)
    findings = FindingSerializer(many=True)


def told_move(wished: Preview, *, moved: bool) -> dict[str, Any]:
    """Return a move as JSON."""
    return {
        "moved": moved,
        "possible": wished.possible,
        "patient": wished.record.patient_id,
        "record": wished.record.pk,
        "number": next(iter(wished.place.values()), None),
        "findings": [spoken(one) for one in wished.findings],
    }
