"""A cohort's results as they stood at a cut, computed from the history.

What counts: the records, patients, centres and the cohort's definition as they were.
Records taken back since were there and count. Patients who withdrew since, so that
nothing of theirs may be analysed today, are left out and counted
(``docs/adr/0036-as-of-from-history.md``).
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from outcomes.cohorts.days import apart
from outcomes.cohorts.results import compute
from outcomes.models import Cohort, Snapshot
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.shadow import as_it_stood
from outcomes.pipeline.work import rows_of
from outcomes.pipeline.writing import write
from outcomes.version import code_version
from registry.models import Patient
from registry.models.patient import NOT_ANALYSED

BATCH = 500
KEPT_SECONDS = 60 * 60


@dataclass(frozen=True, slots=True)
class Past:
    """The results of a cut: as a snapshot that is not stored, and the cohort of then.

    ``withdrawn_since`` counts patients who were there and are left out today.
    """

    cut: Cut
    cohort: Cohort
    snapshot: Snapshot
    withdrawn_since: int


def results_as_of(cohort: Cohort, cut: Cut) -> Past:
    """Return the results as of ``cut``; those of a settled past are kept for a while.

    Raises NotValid where the definition of then can no longer be used.
    """
    then = cohort_at(cohort, cut)
    centres = sorted(centre.pk for centre in then.centres.all())
    withdrawn = not_analysed()
    key = _key(then, cut, centres, withdrawn)
    found: dict[str, Any] | None = cache.get(key) if cut.closed else None
    if found is None:
        found = _computed(then, cut, centres, withdrawn)
        if cut.closed:
            cache.set(key, found, KEPT_SECONDS)
    snapshot = Snapshot(cohort=then, cohort_version=then.version, **found["said"])
    snapshot.as_of = cut.text
    return Past(cut, then, snapshot, found["withdrawn_since"])


def _key(then: Cohort, cut: Cut, centres: list[int], withdrawn: list[int]) -> str:
    what = [then.pk, then.version, then.definition, cut.text, centres, withdrawn]
    said = json.dumps([*what, code_version()], sort_keys=True)
    return f"as-of/{sha256(said.encode()).hexdigest()}"


def _computed(
    then: Cohort, cut: Cut, centres: list[int], withdrawn: list[int]
) -> dict[str, Any]:
    with as_it_stood(cut, cohort=then.pk, centres=centres, withdrawn=withdrawn) as anew:
        failed = derive_anew(anew)
        results = compute(then)
        gone = Patient.objects.filter(pk__in=withdrawn).count()
    kept, days = apart(results)
    said = {
        "data_version": cut.data_version,
        "code_version": code_version(),
        "computed_at": timezone.now(),
        "set_aside": failed,
        # As a stored one comes back: lists for tuples.
        "results": json.loads(json.dumps(kept)),
        "days": json.loads(json.dumps(days)),
    }
    return {"said": said, "withdrawn_since": gone}


def derive_anew(patients: list[int]) -> int:
    """Derive these patients from the tables as they are put; return who failed."""
    failed = 0
    for start in range(0, len(patients), BATCH):
        rows, failures = rows_of(patients[start : start + BATCH])
        write(rows, {})
        failed += len(failures)
    return failed


def not_analysed() -> list[int]:
    """Return who may not be analysed today, with the registrations that became theirs.

    A patient of then may have moved since, so that all centres are asked.
    """
    found = set(Patient.objects.filter(NOT_ANALYSED).values_list("pk", flat=True))
    newest = found
    while newest:
        merged = Patient.objects.filter(merged_into__in=newest)
        newest = set(merged.values_list("pk", flat=True)) - found
        found |= newest
    return sorted(found)
