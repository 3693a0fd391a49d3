"""What the answers of an IEC-HS form are to its engines, as in ``graded``."""

from collections.abc import Iterable
from typing import Any

from registry.checks.case import Case, Record
from registry.checks.graded import YES_NO, died_of
from registry.grading import Result, grade

CRITERIA = (
    "ferritin_criterion",
    "hepatic_transaminases_gt_5x",
    "hypofibrinogenaemia",
    "hemophagocytosis",
    "new_or_worse_cytopenia",
    "alternative_cause_excluded",
)
SEVERITY = (
    "intervention_required",
    "severe_not_life_threatening",
    "life_threatening",
)


def diagnosis_findings(record: Record) -> dict[str, Any]:
    """Return the criteria that were answered yes or no."""
    return _answered(record, CRITERIA)


def grade_findings(record: Record, case: Case) -> dict[str, Any]:
    """Return what is known of the severity, death among it."""
    found, died = _answered(record, SEVERITY), died_of(case, "iec_hs")
    return found if died is None else found | {"death": died}


def diagnosis(record: Record) -> Result:
    """Return whether the criteria of IEC-HS are met."""
    return grade("iec_hs_diagnosis", diagnosis_findings(record))


def severity(record: Record, case: Case) -> Result:
    """Return the grade of an IEC-HS episode."""
    return grade("iec_hs_grade", grade_findings(record, case))


def _answered(record: Record, names: Iterable[str]) -> dict[str, Any]:
    answers = {name: YES_NO.get(str(record.get(name))) for name in names}
    return {name: answer for name, answer in answers.items() if answer is not None}
