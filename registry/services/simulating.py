"""Write made-up patients in bulk, as an import would: history, change log, schedule."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from registry.audit.context import SYSTEM, acting
from registry.models import FORMS, Centre, Patient, Record, Versioned
from registry.queries.cases import known_of
from registry.services.cases import write_rows
from registry.services.completeness import state_of
from registry.services.schedule import keep_schedule
from registry.simulation import CENTRES, Story, story

REASON = "simulated"
# Patients of one transaction: enough for COPY to pay, few enough for the memory.
BATCH = 500

Written = tuple[Patient, dict[str, list[Record]]]


def simulated_centres() -> dict[str, Centre]:
    """Return the centres of simulated patients by code; made where there are none."""
    with acting(SYSTEM, REASON):
        return {
            code: Centre.objects.get_or_create(
                code=code, defaults={"name": f"Simulated centre {code}"}
            )[0]
            for code in CENTRES
        }


def simulate(
    numbers: Iterable[int], seed: int, centres: Mapping[str, Centre]
) -> Iterator[int]:
    """Write these patients of a seed; yield how many records each batch has.

    Every batch is a transaction of its own, so that a broken run can be continued.
    """
    batch: list[Story] = []
    for number in numbers:
        batch.append(story(number, seed))
        if len(batch) == BATCH:
            yield _write(batch, centres)
            batch = []
    if batch:
        yield _write(batch, centres)


def _write(stories: list[Story], centres: Mapping[str, Centre]) -> int:
    cases = [_case(told, centres[told.centre]) for told in stories]
    rows = [row for case in cases for row in _rows(*case)]
    with acting(SYSTEM, REASON):
        write_rows(rows)
        keep_schedule(cases)
    return len(rows)


def _case(told: Story, centre: Centre) -> Written:
    patient = Patient(centre=centre, **told.patient)
    records = {
        form: [_record(form, patient, values) for values in told.forms.get(form, ())]
        for form in FORMS
    }
    known = known_of(patient, records)
    for row in _rows(patient, records):
        row.state = state_of(row, known)
    return patient, records


def _record(form: str, patient: Patient, values: Mapping[str, Any]) -> Record:
    model = FORMS[form]
    return model(patient=patient, form_revision=model.revision, **values)


def _rows(patient: Patient, records: Mapping[str, list[Record]]) -> list[Versioned]:
    return [patient, *(row for rows in records.values() for row in rows)]
