"""Write analysis rows: new and changed ones, and remove those that no longer apply."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields

from outcomes.endpoints import Outcome
from outcomes.models import AnalysisOutcome, AnalysisPatient, AnalysisSubject
from outcomes.pipeline.derivation import Derived, Person
from outcomes.timelines.recorded import source_of
from outcomes.version import code_version

SUBJECT_KEY = ("patient_id", "index_kind", "index_no")
SUBJECT_VALUES = [
    f.attname
    for f in AnalysisSubject._meta.concrete_fields
    if not f.primary_key and f.attname not in SUBJECT_KEY
]
OUTCOME_VALUES = [
    *("day", "cause", "description"),
    *("start", "start_day", "end", "imputed"),
    *("source_form", "source_field", "source_record"),
]
PERSON_VALUES = [one.name for one in fields(Person)]

Rows = Mapping[int, list[Derived]]


def write(rows: Rows, versions: Mapping[int, int]) -> None:
    """Make the analysis rows of these patients exactly ``rows``.

    ``versions`` has each patient's newest change that the rows take into account.
    Safe to repeat; five statements, however many patients.
    """
    subjects = [
        _subject(patient_id, derived, versions.get(patient_id, 0))
        for patient_id, found in rows.items()
        for derived in found
    ]
    _remove_others(rows, subjects)
    saved = AnalysisSubject.objects.bulk_create(
        subjects,
        update_conflicts=True,
        unique_fields=SUBJECT_KEY,
        update_fields=SUBJECT_VALUES,
    )
    found = (derived for of_patient in rows.values() for derived in of_patient)
    _write_outcomes(zip(saved, found, strict=True))


def write_people(patients: Collection[int], people: Mapping[int, Person]) -> None:
    """Make what these patients count as exactly ``people``: two statements."""
    gone = [pk for pk in patients if pk not in people]
    AnalysisPatient.objects.filter(pk__in=gone).delete()
    AnalysisPatient.objects.bulk_create(
        [AnalysisPatient(patient_id=pk, **asdict(one)) for pk, one in people.items()],
        update_conflicts=True,
        unique_fields=("patient_id",),
        update_fields=PERSON_VALUES,
    )


def _subject(patient_id: int, derived: Derived, version: int) -> AnalysisSubject:
    return AnalysisSubject(
        patient_id=patient_id,
        index_kind=derived.kind,
        index_no=derived.number,
        not_derivable=derived.not_derivable,
        source_version=version,
        code_version=code_version(),
        **derived.values,
    )


def _remove_others(rows: Rows, subjects: Iterable[AnalysisSubject]) -> None:
    """Delete subjects whose index event is no longer there, with their outcomes."""
    stay = {(s.patient_id, s.index_kind, s.index_no) for s in subjects}
    known = AnalysisSubject.objects.filter(patient_id__in=list(rows))
    gone = [
        pk for pk, *key in known.values_list("pk", *SUBJECT_KEY) if (*key,) not in stay
    ]
    if gone:
        AnalysisSubject.objects.filter(pk__in=gone).delete()


def _write_outcomes(pairs: Iterable[tuple[AnalysisSubject, Derived]]) -> None:
    pairs = list(pairs)
    stay = {(s.pk, o.paramcd) for s, derived in pairs for o in derived.outcomes}
    known = AnalysisOutcome.objects.filter(subject__in=[s.pk for s, _ in pairs])
    gone = [
        pk
        for pk, subject, paramcd in known.values_list("pk", "subject_id", "paramcd")
        if (subject, paramcd) not in stay
    ]
    if gone:
        AnalysisOutcome.objects.filter(pk__in=gone).delete()
    AnalysisOutcome.objects.bulk_create(
        [_outcome(s, outcome) for s, derived in pairs for outcome in derived.outcomes],
        update_conflicts=True,
        unique_fields=("subject", "paramcd"),
        update_fields=OUTCOME_VALUES,
    )


def _outcome(subject: AnalysisSubject, outcome: Outcome) -> AnalysisOutcome:
    source = source_of(outcome.end)
    return AnalysisOutcome(
        subject=subject,
        paramcd=outcome.paramcd,
        day=outcome.day,
        cause=outcome.cause,
        description=outcome.event or outcome.censored or "",
        start=outcome.start,
        start_day=(outcome.start - subject.index_date).days,
        end=outcome.end,
        imputed=outcome.imputed,
        source_form=source.form if source else "",
        source_field=source.field if source else "",
        source_record=source.record if source else None,
    )
