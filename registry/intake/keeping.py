"""A report as it is kept: counts on the batch, and a row each for what is paged."""

from dataclasses import asdict
from typing import Any

from registry.intake.report import Change, Report, Told, change_as_json
from registry.models import ImportBatch, ImportedPatient, ImportProblem

ROWS = 2000
# Each of these waits for somebody to say what the file means.
ASKS = ("unmapped_header", "ambiguous_date", "unknown_code")


def keep(batch: ImportBatch, report: Report, *, overtaken: bool = False) -> None:
    """Put the report in place of the batch's last; the batch itself is not written."""
    problems = report.in_order()
    patients = [one for one in report.patients if one.new or one.changed]
    if batch.pk is None:
        batch.save()
    batch.problems.all().delete()
    batch.patients.all().delete()
    ImportProblem.objects.bulk_create(
        (
            ImportProblem(batch=batch, place=place, **asdict(one))
            for place, one in enumerate(problems)
        ),
        batch_size=ROWS,
    )
    ImportedPatient.objects.bulk_create(
        _patients(batch, report, patients), batch_size=ROWS
    )
    batch.report = {**_counts(report), "patients": len(patients)}
    batch.report["overtaken"] = overtaken


def _patients(
    batch: ImportBatch, report: Report, patients: list[Told]
) -> list[ImportedPatient]:
    changes: dict[str, list[Change]] = {}
    for one in report.differences:
        changes.setdefault(one.study_no, []).append(one)
    return [
        ImportedPatient(
            batch=batch,
            place=place,
            study_no=one.study_no,
            told=asdict(one),
            changes=[change_as_json(each) for each in changes.get(one.study_no, ())],
        )
        for place, one in enumerate(patients)
    ]


def _counts(report: Report) -> dict[str, Any]:
    """Return what the report's page says above its tables."""
    errors = sum(one.is_error for one in report.problems)
    return {
        "records": report.records,
        "accepted": report.accepted,
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rows": report.rows,
        "committed": report.committed,
        "sheets": [asdict(sheet) for sheet in report.sheets],
        "left_out": report.left_out,
        "problems": len(report.problems),
        "errors": errors,
        "warnings": len(report.problems) - errors,
        "refused": report.refused,
        "asked": _open_questions(report),
        "digest": report.digest(),
    }


def _open_questions(report: Report) -> int:
    """Return how many columns and words wait for somebody to say what they mean."""
    asked = {
        (one.code, one.sheet, one.column, one.code == ASKS[2] and one.value)
        for one in report.problems
        if one.code in ASKS
    }
    return len(asked)
