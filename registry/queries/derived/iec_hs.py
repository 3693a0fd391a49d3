"""What follows from an episode of IEC-HS, and from a count of lymphocytes."""

from registry.checks import Case
from registry.checks.graded_iec_hs import diagnosis_findings, grade_findings
from registry.codelists.base import Label
from registry.queries.derived.value import DAYS, Derived, Values, between, graded

DIAGNOSIS = Label("IEC-HS criteria", "IEC-HS诊断标准")
GRADE = Label("IEC-HS grade", "IEC-HS分级")
ONSET_DAY = Label("Onset, days from infusion", "发生日（距回输）")
SAMPLE_DAY = Label("Days from infusion", "距回输天数")
RECOVERY_DAY = Label("Recovery, days from infusion", "恢复日（距回输）")


def iec_hs(values: Values, case: Case) -> list[Derived]:
    """Return grade, whether the criteria are met, and the day of onset."""
    recorded, found = "iec_hs_recorded_grade", grade_findings(values, case)
    met = diagnosis_findings(values)
    return [
        graded("iec_hs_grade", GRADE, "iec_hs_grade", found, recorded),
        graded("iec_hs_diagnosis", DIAGNOSIS, "iec_hs_diagnosis", met),
        _day("day_of_onset", ONSET_DAY, "iec_hs_onset_date", values, case),
    ]


def aplasia(values: Values, case: Case) -> list[Derived]:
    """Return the days of sample and recovery."""
    return [
        _day("day_of_sample", SAMPLE_DAY, "aplasia_date", values, case),
        _day("day_of_recovery", RECOVERY_DAY, "aplasia_recovered_date", values, case),
    ]


def _day(name: str, label: Label, field: str, values: Values, case: Case) -> Derived:
    day0 = case.infusion_date(values.get("course_no", 1))
    return Derived(name, label, between(day0, values.get(field)), DAYS)
