"""Derived values of a page of records: a query for each form that they read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from registry.checks import Case
from registry.models import FORMS, Patient, Record
from registry.queries.cases import facts_of
from registry.queries.derived import RULES, Derived, derive


class Page:
    """The patients of a page, and their records of each form that was asked for."""

    def __init__(self, patients: Mapping[int, Patient]) -> None:
        self.patients = patients
        self._read: dict[str, dict[int, list[dict[str, Any]]]] = {}

    def of(self, form: str) -> dict[int, list[dict[str, Any]]]:
        """Return the facts of a form by patient: one query when first asked."""
        if form not in self._read:
            found: dict[int, list[dict[str, Any]]] = defaultdict(list)
            rows = FORMS[form].objects.filter(patient__in=self.patients)
            for record in rows.order_by("pk"):
                found[record.patient_id].append(facts_of(record))
            self._read[form] = found
        return self._read[form]


class Forms(Mapping[str, list[dict[str, Any]]]):
    """The records of one patient by form, read with those of the whole page."""

    def __init__(self, page: Page, patient: int) -> None:
        self._page, self._patient = page, patient

    def __getitem__(self, form: str) -> list[dict[str, Any]]:
        if form not in FORMS:
            raise KeyError(form)
        return self._page.of(form).get(self._patient, [])

    def __iter__(self) -> Iterator[str]:
        return iter(FORMS)

    def __len__(self) -> int:
        return len(FORMS)


def cases_of(records: Iterable[Record]) -> dict[int, Case]:
    """Return the patients' cases by patient; derivations read of them what they need.

    Unlike the checks they need no look-alikes.
    """
    rows = list(records)
    if not rows or rows[0].form not in RULES:
        return {}
    page = Page({row.patient_id: row.patient for row in rows})
    return {
        pk: Case(facts_of(patient), Forms(page, pk), timezone.localdate())
        for pk, patient in page.patients.items()
    }


def derived_of(record: Record, cases: Mapping[int, Case]) -> dict[str, Any]:
    """Return what follows from ``record``, by name."""
    if record.form not in RULES:
        return {}
    case = cases.get(record.patient_id) or cases_of([record])[record.patient_id]
    facts = facts_of(record)
    return {i.name: _spoken(i, facts) for i in derive(record.form, facts, case)}


def _spoken(item: Derived, facts: Mapping[str, Any]) -> dict[str, Any]:
    language = get_language()
    said: dict[str, Any] = {
        "value": item.value,
        "label": item.label.in_language(language),
    }
    if item.unit:
        said["unit"] = item.unit.in_language(language)
    if item.recorded:
        said["recorded"] = facts.get(item.recorded)
        said["differs"] = item.differs(facts)
    if item.result:
        said["explained"] = item.result.as_json()
    return said
