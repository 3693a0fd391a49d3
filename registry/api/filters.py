"""How lists of records are narrowed."""

from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from registry.models.standing import STANDINGS, stands


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
