"""What is there when the storm is over, against what people were told."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from faults.http import Edit
from outcomes.models import (
    AnalysisOutcome,
    AnalysisSubject,
    Lease,
    Snapshot,
    StaleCohort,
    Tally,
)
from outcomes.pipeline.versions import data_version
from registry.models import FORMS, Change, Patient, Pending

TIMES = frozenset({"id", "computed_at", "subject_id"})
ALL: dict[str, Any] = {"patient": Patient, **FORMS}


@dataclass
class Kept:
    """Of what was said to be saved: how much is missing, or there twice."""

    lost: list[Edit]
    doubled: list[Edit]
    gaps: int


def kept(edits: Iterable[Edit]) -> Kept:
    """Look for each edit's own reason in the history of the record it names."""
    saved = [edit for edit in edits if edit.saved]
    found: Counter[tuple[str, int, str]] = Counter()
    gaps = 0
    for form in {edit.form for edit in saved}:
        history = ALL[form].history
        reasons = [edit.reason for edit in saved if edit.form == form]
        rows = history.filter(history_change_reason__in=reasons)
        for record, reason in rows.values_list("id", "history_change_reason"):
            found[form, record, reason] += 1
        gaps += _gaps(history.model._meta.db_table)
    times = {edit.reason: found[edit.form, edit.record, edit.reason] for edit in saved}
    return Kept(
        [edit for edit in saved if times[edit.reason] == 0],
        [edit for edit in saved if times[edit.reason] > 1],
        gaps,
    )


def _gaps(table: str) -> int:
    """Count the records whose versions are not 1, 2, 3 … each once."""
    asked = f"""
    SELECT count(*) FROM (SELECT FROM {table} GROUP BY id
      HAVING count(*) <> count(DISTINCT version) OR max(version) <> count(*)) odd
    """
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return int(cursor.fetchone()[0])


def unprocessed() -> int:
    """Return how much of the work is not done: changes, leases, marks, old versions."""
    newest = Change.objects.latest("pk").pk
    behind = Snapshot.objects.order_by("cohort_id", "-id").distinct("cohort_id")
    old = [one for one in behind if one.data_version < min(newest, data_version())]
    return (
        Pending.objects.count()
        + Lease.objects.count()
        + StaleCohort.objects.count()
        + len(old)
    )


def state() -> dict[str, list[str]]:
    """Return every analysis row, kept count and newest snapshot, times set aside.

    Two of these are equal when the figures are, bit for bit.
    """
    whose = AnalysisSubject.objects.values_list(
        "pk", "patient_id", "index_kind", "index_no"
    )
    subjects = {pk: key for pk, *key in whose}
    outcomes = [
        {**row, "subject": subjects[row["subject_id"]]}
        for row in AnalysisOutcome.objects.values()
    ]
    newest = Snapshot.objects.order_by("cohort_id", "-id").distinct("cohort_id")
    tallies = [
        {
            "cohort": one.cohort_id,
            "part": one.part,
            "cells": bytes(one.cells).hex(),
        }
        for one in Tally.objects.all()
    ]
    return {
        "analysis rows": _told(AnalysisSubject.objects.values()),
        "outcomes": _told(outcomes),
        "kept counts": _told(tallies),
        "snapshots": _told(newest.values("cohort_id", "basis", "results", "days")),
    }


def _told(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return sorted(
        json.dumps(
            {name: value for name, value in row.items() if name not in TIMES},
            sort_keys=True,
            cls=DjangoJSONEncoder,
        )
        for row in rows
    )
