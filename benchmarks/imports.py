"""Time an import of 20,000 form records from a workbook of one sheet a form.

Prints one JSON line each. Records a second of the dry run and of the commit, from the
upload to the end of the worker's task (reading, mapping, checks, difference; records
with history, visits and queries), by the clock, and by the processors: this process,
the database's and the one that reads the workbook, for machines that do other work.
Then the writing with history set against a bare ``bulk_create`` of the same rows into
the same tables without their triggers, in the same run, and the whole commit too.
Needs no database but its own, which it makes and removes. ``imports.py 100000`` is the
most that a page takes, for the memory.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from own_database import database_seconds, own_database

RECORDS = 20_000


def rows_of(patients: int) -> dict[str, list[Any]]:
    """Return unsaved records of uneventful patients by form, days apart."""
    from registry.models import FORMS, Centre, Patient
    from tests.unit.checks.cases import PATIENT
    from tests.unit.checks.cases import RECORDS as USUAL

    centre = Centre(code="BEN")
    made: dict[str, list[Any]] = {"patient": []}
    for number in range(patients):
        said = shifted(PATIENT, -(number % 900))
        said |= {"study_no": f"B{number:06}", "centre": centre}
        patient = Patient(**{k: v for k, v in said.items() if k != "id"})
        made["patient"].append(patient)
        for form, usual in USUAL.items():
            for row in usual:
                said = shifted(row, -(number % 900)) | {"patient": patient}
                said.pop("id")
                made.setdefault(form, []).append(FORMS[form](**said))
    return made


def shifted(record: dict[str, Any], days: int) -> dict[str, Any]:
    """Return ``record`` with all its days moved."""
    span = timedelta(days=days)
    return {k: v + span if isinstance(v, date) else v for k, v in record.items()}


def processor_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of ``work``: ours, the database's, our children's."""
    begun = processors()
    work()
    return processors() - begun


def processors() -> float:
    """Return the processor time that was taken so far."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    ours = time.process_time() + children.ru_utime + children.ru_stime
    return ours + database_seconds()


def writing(records: int) -> tuple[float, float]:
    """Return the seconds of writing the rows bare, and with their history.

    Of the processors, which depend less on who else uses the machine.
    """
    from django.db import connection, transaction

    from registry.services.cases import write_rows

    def rolled_back(write: Callable[[list[Any]], object], *, bare: bool) -> float:
        with transaction.atomic(), connection.cursor() as cursor:
            rows = with_centre(records)
            if bare:
                for table in {type(row)._meta.db_table for row in rows}:
                    cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            taken = processor_seconds(lambda: write(rows))
            transaction.set_rollback(True)
        return taken

    rounds = [
        (rolled_back(created, bare=True), rolled_back(write_rows, bare=False))
        for _ in range(3)
    ]
    return min(one for one, _ in rounds), min(other for _, other in rounds)


def created(rows: list[Any]) -> None:
    """Write rows by ``bulk_create``, a model at a time."""
    by_model: dict[type, list[Any]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    for model, some in by_model.items():
        for row in some:
            if hasattr(row, "patient"):
                row.patient = row.patient
        model._default_manager.bulk_create(some, batch_size=1000)  # type: ignore[attr-defined]


def with_centre(records: int) -> list[Any]:
    """Return rows to write, at a centre of another name than the import's."""
    from registry.models import Centre

    centre = Centre.objects.create(code="BARE")
    made = rows_of(max(1, records // a_patient()))
    for patient in made["patient"]:
        patient.centre = centre
    return [row for rows in made.values() for row in rows]


def a_patient() -> int:
    """Return how many records a patient has, the registration among them."""
    from tests.unit.checks.cases import RECORDS as USUAL

    return 1 + sum(map(len, USUAL.values()))


def brought_in(content: bytes) -> None:
    """Bring the workbook in as a page does, and let a worker try it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from registry.audit.context import SYSTEM
    from registry.intake.batches import receive
    from registry.intake.jobs import go_on

    receive(SimpleUploadedFile("b.xlsx", content), actor=SYSTEM)
    go_on()


def confirmed() -> None:
    """Confirm the file that was tried, and let a worker import it."""
    from registry.audit.context import SYSTEM
    from registry.intake.batches import confirm
    from registry.intake.jobs import go_on
    from registry.models import ImportBatch

    confirm(ImportBatch.objects.get(), actor=SYSTEM, reason="benchmark")
    go_on()


def lines(records: int) -> Iterator[dict[str, Any]]:
    """Yield the benchmark's lines."""
    from registry.intake.template import template
    from registry.models import ImportBatch

    made = rows_of(max(1, records // a_patient()))
    count = sum(map(len, made.values()))
    content = template(tuple(made), made)
    del made
    steps = (("dry run", partial(brought_in, content)), ("commit", confirmed))
    whole = 0.0
    for name, step in steps:
        begun = time.perf_counter()
        whole = processor_seconds(step)
        taken = time.perf_counter() - begun
        batch = ImportBatch.objects.get()
        yield {
            "name": f"import of {count} form records, {name}",
            "value": round(count / taken),
            "unit": "records a second",
            "of_processor_time": round(count / whole),
            "seconds": round(taken, 2),
            "processor_seconds": round(whole, 2),
            "state": batch.state,
            "patients": batch.report["accepted"],
            "problems": batch.report["problems"],
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    bare, kept = writing(records)
    yield {
        "name": f"writing of {count} form records with history",
        "value": round(count / kept),
        "unit": "records a second of processor time",
        "against": "bulk_create without triggers",
        "ratio": round(kept / bare, 2),
        "ratio_of_the_whole_commit": round(whole / bare, 2),
    }


def main() -> None:
    """Make a database, time, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int, nargs="?", default=RECORDS)
    asked = parser.parse_args()
    with own_database():
        for line in lines(asked.records):
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
