"""Analysis rows as plain values, read some at a time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Count, QuerySet

from outcomes.cohorts.belonging import PATIENT
from outcomes.cohorts.register import SAID
from outcomes.models import AnalysisOutcome, AnalysisPatient, AnalysisSubject

# By column, with ``centre__code`` and by endpoint ``outcomes``: (day, cause, imputed,
# day of the endpoint's own time zero).
Row = dict[str, Any]

NOT_COUNTED = ("source_version", "code_version")
COLUMNS = (
    *(f.attname for f in AnalysisSubject._meta.concrete_fields),
    "centre__code",
)
READ = tuple(name for name in COLUMNS if name not in NOT_COUNTED)
AT_A_TIME = 5_000


def rows_of(
    subjects: QuerySet[AnalysisSubject], codes: Collection[str]
) -> Iterator[Row]:
    """Yield subjects with their outcomes of these endpoints: two queries for 5,000."""
    last = 0
    while True:
        some = subjects.filter(pk__gt=last).order_by("pk").values_list(*READ)
        rows = [dict(zip(READ, values, strict=True)) for values in some[:AT_A_TIME]]
        if not rows:
            return
        last = rows[-1]["id"]
        _give_outcomes(rows, codes)
        yield from rows


def patients_of(patients: Collection[int]) -> list[Row]:
    """Return what these patients count as themselves, treated or not: one query."""
    found = AnalysisPatient.objects.filter(patient_id__in=list(patients))
    rows = found.order_by("pk").values("patient_id", "centre_id", *SAID)
    return [{**row, "index_kind": PATIENT} for row in rows]


def register_of(centres: Iterable[int]) -> Counter[tuple[bool, ...]]:
    """Count the patients of some centres by what they count as: one query."""
    of_centres = AnalysisPatient.objects.filter(centre__in=list(centres))
    found = of_centres.values_list(*SAID).annotate(n=Count("pk")).order_by()
    return Counter({(*said,): n for *said, n in found})


def _give_outcomes(rows: list[Row], codes: Collection[str]) -> None:
    by_subject: dict[int, dict[str, tuple[int, int, str, int]]] = {}
    for row in rows:
        row["outcomes"] = by_subject[row["id"]] = {}
    found = AnalysisOutcome.objects.filter(
        subject__in=list(by_subject), paramcd__in=list(codes)
    ).order_by()
    for subject, code, day, cause, imputed, start in found.values_list(
        "subject_id", "paramcd", "day", "cause", "imputed", "start_day"
    ):
        by_subject[subject][code] = (day, cause, imputed, start)
