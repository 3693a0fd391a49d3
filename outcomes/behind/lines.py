"""The lines of a list of patients: who, on which day, what, and by which form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from outcomes.behind.courses import is_of_patients
from outcomes.behind.mark import Mark
from outcomes.behind.sources import Source, by_hsct, source_of
from outcomes.cohorts.counts import BY_HSCT
from outcomes.endpoints import ENDPOINTS
from outcomes.endpoints.wording import Wording
from outcomes.models import AnalysisOutcome, AnalysisSubject
from outcomes.pipeline.reading import charts
from registry.models import Patient

HSCT_ENDS = Wording("HSCT, at which follow-up ends", "移植，随访至此结束")


@dataclass(frozen=True, slots=True)
class Line:
    """One subject, None where the mark counts patients; ``outcome`` of an endpoint."""

    subject: AnalysisSubject | None
    patient: Patient
    outcome: AnalysisOutcome | None
    source: Source

    @property
    def day(self) -> int:
        """Return the day from time zero on which the cohort lets follow-up end."""
        return int(cast("Any", self.outcome).on)

    @property
    def cause(self) -> int:
        """Return the cause as the cohort's curve counts it."""
        outcome = cast("Any", self.outcome)
        if outcome.by == BY_HSCT:
            return ENDPOINTS[outcome.paramcd].n_causes + 1
        return int(outcome.by)

    @property
    def end(self) -> date:
        """Return the date of it."""
        since = int(cast("Any", self.outcome).since)
        return cast("Any", self.subject).index_date + timedelta(since + self.day)

    @property
    def happened(self) -> str:
        """Return what happened then, in English."""
        outcome = cast("Any", self.outcome)
        return HSCT_ENDS.en if by_hsct(outcome) else str(outcome.description)


def lines_of(rows: Sequence[Any], mark: Mark) -> list[Line]:
    """Return a line for each row of ``behind``, whom the reader may see.

    One query a form, and two, however many.
    """
    if is_of_patients(mark):
        by_key = Patient.objects.select_related("centre").in_bulk([r.pk for r in rows])
        source = Source("patient", None)
        return [Line(None, by_key[r.pk], None, source) for r in rows if r.pk in by_key]
    return _of_subjects(rows, mark)


def _of_subjects(subjects: Sequence[AnalysisSubject], mark: Mark) -> list[Line]:
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
