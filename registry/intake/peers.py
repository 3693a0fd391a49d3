"""Other patients of the centre who may be the same person, for many rows at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from registry.models import HSCT, Infusion, Patient
from registry.queries.cases import Facts
from registry.services.cases import MergedCase

Person = tuple[Any, ...]


def peers_among(cases: Sequence[MergedCase]) -> Callable[[MergedCase], list[Facts]]:
    """Return a look-up of a case's peers, in the file and in the registry."""
    people: dict[Person, list[Facts]] = defaultdict(list)
    for place, case in enumerate(cases):
        people[_person(case.patient)].append(_in_file(case, place))
    for patient, facts in _in_registry(cases):
        people[_person(patient)].append(facts)
    places = {id(case): place for place, case in enumerate(cases)}

    def peers(case: MergedCase) -> list[Facts]:
        alike = people[_person(case.patient)]
        return [facts for facts in alike if facts["place"] != places[id(case)]]

    return peers


def _person(patient: Patient) -> Person:
    return (patient.centre.code.upper(), patient.sex, patient.birth_date)


def _in_file(case: MergedCase, place: int) -> Facts:
    days = [
        getattr(record, field)
        for form, field in (("infusion", "infusion_date"), ("hsct", "hsct_date"))
        for record in case.records[form]
    ]
    return _facts(case.patient, [day for day in days if day], place)


def _in_registry(cases: Sequence[MergedCase]) -> Iterable[tuple[Patient, Facts]]:
    here = {case.patient.pk for case in cases if case.patient.pk}
    births = {case.patient.birth_date for case in cases} - {None}
    centres = {case.patient.centre.pk for case in cases} - {None}
    if not (births and centres):
        return
    alike = Patient.objects.filter(centre__in=centres, birth_date__in=births)
    patients = list(alike.exclude(pk__in=here).select_related("centre"))
    days: dict[int, list[Any]] = defaultdict(list)
    for model, field in ((Infusion, "infusion_date"), (HSCT, "hsct_date")):
        rows = model.objects.filter(patient__in=patients)
        for patient_id, day in rows.values_list("patient_id", field):
            days[patient_id].append(day)
    for patient in patients:
        yield patient, _facts(patient, days[patient.pk], None)


def _facts(patient: Patient, days: list[Any], place: int | None) -> Facts:
    return {
        "id": patient.pk,
        "study_no": patient.study_no,
        "sex": patient.sex,
        "birth_date": patient.birth_date,
        "days": days,
        "place": place,
    }
