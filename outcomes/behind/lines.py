"""The lines of a list of patients: who, on which day, what, and by which form."""

from collections.abc import Sequence
from dataclasses import dataclass

from outcomes.behind.mark import Mark
from outcomes.behind.sources import Source, source_of
from outcomes.models import AnalysisOutcome, AnalysisSubject
from outcomes.pipeline.reading import charts
from registry.models import Patient


@dataclass(frozen=True, slots=True)
class Line:
    """One subject; ``outcome`` where the mark is about an endpoint."""

    subject: AnalysisSubject
    patient: Patient
    outcome: AnalysisOutcome | None
    source: Source


def lines_of(subjects: Sequence[AnalysisSubject], mark: Mark) -> list[Line]:
    """Return a line for each subject: one query a form, and two, however many.

    The subjects are those of ``behind``, whom the reader may see.
    """
    keys = [subject.patient_id for subject in subjects]
    patients = Patient.objects.select_related("centre").in_bulk(keys)
    found = charts(keys)
    return [
        Line(
            subject,
            patients[subject.patient_id],
            next(iter(getattr(subject, "asked", ())), None),
            source_of(subject, found[subject.patient_id].case, mark),
        )
        for subject in subjects
        if subject.patient_id in patients
    ]
