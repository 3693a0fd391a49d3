"""How complete the registry is, by centre, form and field: counted by the database.

What is missing, and how many records there are, is kept with each save by the one
rule there is (``registry.services.schedule``); what is answered or explained is
counted here.

Counted are the patients whom the centre has and of whom more may be asked: not those
who withdrew consent, whether or not their data stay in analyses; not numbers that were
merged into another; and a patient who was transferred at the receiving centre alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Func, IntegerField, Q, Sum

from registry.models import (
    FORMS,
    BegunForm,
    FollowUpClock,
    FormTally,
    Patient,
    Versioned,
)
from registry.queries.worklist import FOR_EVERYBODY, FOR_INFUSED, FOR_TRANSPLANTED
from registry.variables.spec import Kind, Variable


@dataclass(frozen=True, slots=True)
class FormCount:
    """One form at one centre.

    ``meant`` patients are those the form is for (all, with CAR-T, with HSCT; for other
    forms those who have one), ``patients`` of them have it. Of the ``records`` so many
    are ``begun``, with so many answers ``missing``.
    """

    centre: int
    form: str
    meant: int
    patients: int
    records: int
    begun: int
    missing: int

    @property
    def absent(self) -> int:
        """Return how many patients lack the form."""
        return max(self.meant - self.patients, 0)

    @property
    def complete(self) -> int:
        """Return how many records have every core answer."""
        return self.records - self.begun


@dataclass(frozen=True, slots=True)
class FieldCount:
    """One core field of one form at one centre: of its records, how many answer it."""

    centre: int
    form: str
    field: str
    answered: int
    explained: int
    missing: int

    @property
    def expected(self) -> int:
        """Return of how many records an answer is expected."""
        return self.answered + self.explained + self.missing


def core_fields(form: str) -> dict[str, Variable]:
    """Return the core fields of a form."""
    variables = model_of(form).variables()
    return {name: one for name, one in variables.items() if one.core}


def model_of(form: str) -> type[Versioned]:
    """Return the model of a form, the patient's own among them."""
    return Patient if form == Patient.form else FORMS[form]


def form_counts(centres: Iterable[int]) -> list[FormCount]:
    """Return every form at each centre: three statements for the whole registry."""
    centres = list(centres)
    reach, records, begun = _reach(centres), _records(centres), _begun(centres)
    return [
        _form_count(centre, form, reach, records, begun)
        for centre in centres
        for form in (Patient.form, *FORMS)
    ]


def _form_count(
    centre: int, form: str, reach: Any, records: Any, begun: Any
) -> FormCount:
    rows, patients = records.get((centre, form), (0, 0))
    open_forms, missing = begun.get((centre, form), (0, 0))
    everybody, infused, transplanted = reach.get(centre, (0, 0, 0))
    meant = patients
    if form in FOR_EVERYBODY or form == Patient.form:
        meant = everybody
    elif form in FOR_INFUSED:
        meant = infused
    elif form in FOR_TRANSPLANTED:
        meant = transplanted
    return FormCount(
        centre, form, max(meant, patients), patients, rows, open_forms, missing
    )


def _reach(centres: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    followed = Patient.objects.followed()
    rows = FollowUpClock.objects.filter(centre__in=centres, patient__in=followed)
    counted = (
        rows.order_by()
        .values_list("centre")
        .annotate(
            everybody=Count("pk"),
            infused=Count("infused_on"),
            transplanted=Count("transplanted_on"),
        )
    )
    return {centre: tuple(counts) for centre, *counts in counted}


def _records(centres: Sequence[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """Return (records, patients with one) by centre and form: one statement."""
    rows = FormTally.objects.filter(centre__in=centres).order_by()
    counted = rows.values_list("centre", "form").annotate(
        all=Sum("records"), patients=Count("pk")
    )
    return {(c, form): (records, patients) for c, form, records, patients in counted}


def _begun(centres: Sequence[int]) -> dict[tuple[int, str], tuple[int, int]]:
    length = Func(F("missing"), function="cardinality", output_field=IntegerField())
    rows = BegunForm.objects.filter(centre__in=centres).order_by()
    counted = rows.values_list("centre", "form").annotate(
        begun=Count("pk"), lacking=Sum(length)
    )
    return {(c, form): (begun, lacking) for c, form, begun, lacking in counted}


def field_counts(form: str, centres: Iterable[int]) -> list[FieldCount]:
    """Return every core field of a form at each centre: two statements."""
    centres, fields = list(centres), core_fields(form)
    counted = _counted(form, centres, fields)
    missing = _missing(form, centres, fields)
    return [
        FieldCount(
            centre,
            form,
            name,
            answered=counted[centre].get(f"{name}__answered", 0),
            explained=counted[centre].get(f"{name}__explained", 0),
            missing=missing[centre].get(name, 0),
        )
        for centre in centres
        for name in fields
    ]


def _counted(
    form: str, centres: list[int], fields: dict[str, Variable]
) -> dict[int, dict[str, int]]:
    model: Any = model_of(form)
    place = "centre" if model is Patient else "patient__centre"
    asked: dict[str, Any] = {}
    for name, variable in fields.items():
        asked[f"{name}__answered"] = Count("pk", _has_answer(name, variable))
        asked[f"{name}__explained"] = Count("pk", Q(absent__has_key=name))
    rows = model.objects.filter(**{f"{place}__in": centres})
    followed = Patient.objects.followed()
    rows = rows.filter(**{"pk__in" if model is Patient else "patient__in": followed})
    rows = rows.order_by().values(place)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows.annotate(**asked):
        found[row.pop(place)] = row
    return found


def _has_answer(name: str, variable: Variable) -> Q:
    """Return the condition that a field has a value, or part of a date."""
    blank: dict[Kind, Any] = {Kind.TEXT: "", Kind.CODE: "", Kind.CODES: []}
    said = Q(**{f"{name}__isnull": False})
    if variable.kind in blank:
        said &= ~Q(**{name: blank[variable.kind]})
    if variable.kind is Kind.DAY:
        said |= Q(as_entered__has_key=name)
    return said & ~Q(absent__has_key=name)


def _missing(
    form: str, centres: list[int], fields: dict[str, Variable]
) -> dict[int, dict[str, int]]:
    rows = BegunForm.objects.filter(form=form, centre__in=centres).order_by()
    asked = {f"n_{name}": Count("pk", Q(missing__contains=[name])) for name in fields}
    found: dict[int, dict[str, int]] = defaultdict(dict)
    counted: Any = rows.values("centre").annotate(**asked)
    for row in counted:
        found[row["centre"]] = {name: row[f"n_{name}"] for name in fields}
    return found
