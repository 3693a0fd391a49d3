"""The normal range that held for a patient on a day, and the multiple of a value."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from registry.models import NormalRange, Patient
from registry.variables.entered import multiple_of


@dataclass(frozen=True, slots=True)
class TimesUpper:
    """A value as a multiple of the upper limit, with the range it was counted from."""

    value: Decimal
    times: Decimal
    of: NormalRange


def ranges_for(
    patient: Patient, analytes: tuple[str, ...], on: date
) -> QuerySet[NormalRange]:
    """Return the ranges of the centre that hold for the patient on a day.

    The most particular of each laboratory comes first: a sex before any, a band of
    ages before all ages, the newest of what is left.
    """
    age = patient.age_on(on)
    rows = NormalRange.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        Q(sex="") | Q(sex=patient.sex),
        laboratory__centre=patient.centre_id,
        analyte__in=analytes,
        valid_from__lte=on,
    )
    if age is None:
        rows = rows.filter(age_from__isnull=True, age_to__isnull=True)
    else:
        rows = rows.filter(
            Q(age_from__isnull=True) | Q(age_from__lte=age),
            Q(age_to__isnull=True) | Q(age_to__gte=age),
        )
    return rows.select_related("laboratory__centre").order_by(
        "laboratory__name",
        "analyte",
        "-sex",
        F("age_from").desc(nulls_last=True),
        F("age_to").asc(nulls_last=True),
        "-valid_from",
    )


def times_upper(value: Decimal, of: NormalRange) -> TimesUpper:
    """Return ``value``, in the range's unit, as a multiple of its upper limit."""
    return TimesUpper(value, multiple_of(value, of.upper), of)


def best_ranges(
    patient: Patient, analytes: tuple[str, ...], on: date
) -> list[NormalRange]:
    """Return the range of each laboratory and analyte that holds: one query."""
    found: dict[tuple[int, str], NormalRange] = {}
    for one in ranges_for(patient, analytes, on):
        found.setdefault((one.laboratory_id, one.analyte), one)
    return list(found.values())
