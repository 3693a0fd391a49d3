"""Normal ranges of one's centres, and values as multiples of their upper limit."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.examples import read
from config.rest.views import ApiView
from registry.access.policy import Action, Actor, require
from registry.codelists.laboratory import ANALYTE
from registry.models import NormalRange, Patient
from registry.queries.normal_ranges import best_ranges, times_upper


class AskedSerializer(serializers.Serializer):
    """Whose value, of what, on which day; ``value`` in the range's unit."""

    patient = serializers.IntegerField(required=False)
    analyte = serializers.ChoiceField(choices=ANALYTE.values, required=False)
    on = serializers.DateField(required=False)
    value = serializers.DecimalField(
        max_digits=10, decimal_places=3, min_value=0, required=False
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for the day with the patient; neither means every range."""
        if ("patient" in attrs) != ("on" in attrs):
            raise serializers.ValidationError(
                "Send patient and on together, or neither."
            )
        return attrs


@read(
    {
        "centre": "LDP",
        "laboratory": "Central",
        "analyte": "alt",
        "unit": "U/L",
        "lower": "7.000",
        "upper": "40.000",
        "sex": "F",
        "age_from": 18,
        "age_to": None,
        "valid_from": "2023-01-01",
        "valid_to": None,
        "times_upper": "3.10",
    }
)
class RangeSerializer(serializers.Serializer):
    """One range; ``times_upper`` where a value was sent."""

    centre = serializers.CharField(source="laboratory.centre.code")
    laboratory = serializers.CharField(source="laboratory.name")
    analyte = serializers.CharField()
    unit = serializers.CharField()
    lower = serializers.DecimalField(max_digits=10, decimal_places=3, allow_null=True)
    upper = serializers.DecimalField(max_digits=10, decimal_places=3)
    sex = serializers.CharField()
    age_from = serializers.IntegerField(allow_null=True)
    age_to = serializers.IntegerField(allow_null=True)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    times_upper = serializers.SerializerMethodField()

    def get_times_upper(self, one: NormalRange) -> str | None:
        """Return the value as a multiple of the upper limit, two places."""
        value = self.context.get("value")
        return None if value is None else str(times_upper(value, one).times)


class NormalRanges(ApiView):
    """What the laboratories of one's centres call normal."""

    @extend_schema(parameters=[AskedSerializer], responses=RangeSerializer(many=True))
    def get(self, request: Request) -> Response:
        """List ranges: all, or those that hold for a patient on a day."""
        actor = self.actor
        require(actor, Action.READ_RECORD)
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        rows = _found(actor, said.get("patient"), said.get("on"), said.get("analyte"))
        told = RangeSerializer(rows, many=True, context={"value": said.get("value")})
        return Response(told.data)


def _found(
    actor: Actor, patient: int | None, on: date | None, analyte: str | None
) -> list[NormalRange]:
    wanted = (analyte,) if analyte else ANALYTE.values
    if patient is not None and on is not None:
        seen = Patient.objects.visible_to(actor)
        return best_ranges(get_object_or_404(seen, pk=patient), wanted, on)
    rows = NormalRange.objects.filter(analyte__in=wanted)
    rows = rows.filter(laboratory__centre__in=actor.readable_centres)
    return list(rows.select_related("laboratory__centre"))
