"""How a course stood on day 28, from the forms that say it."""

from datetime import date, timedelta
from typing import Any

from registry.checks import Case, Record
from registry.checks.graded import mrd_status
from registry.codelists.base import Label, codelist
from registry.codelists.response import MRDSTATUS, RESPONSE
from registry.codelists.toxicity import GRADE05
from registry.grading import grade
from registry.queries.derived import course
from registry.queries.derived.expansion import next_treatment
from registry.queries.derived.ordered import begun_by, dated, of_course
from registry.queries.derived.settled import settled
from registry.queries.derived.value import Derived, Values

DAY_28, WINDOW = 28, (21, 35)
GRADED = {
    "crs_episode": (course.crs, "crs_onset_date"),
    "icans_episode": (course.icans, "icans_onset_date"),
}
MRD_CR = codelist(
    "D28_MRD_CR",
    ("MRD_negative_CR", "MRD-negative CR", "MRD阴性CR"),
    ("MRD_positive_CR", "MRD-positive CR", "MRD阳性CR"),
    ("no_CR", "No CR", "未达CR"),
    ("not_evaluable", "Not evaluable", "不可评估"),
)
ASSESSED = Label("Assessment nearest day 28", "最近第28天评估")
ANSWER = Label("Response", "疗效")
MRD = Label("MRD", "MRD")
MRD_CR_LABEL = Label("MRD-negative CR", "MRD阴性CR")
CRS = Label("Highest CRS", "CRS最高级")
ICANS = Label("Highest ICANS", "ICANS最高级")


def day28(values: Values, case: Case) -> list[Derived]:
    """Return response, MRD and the highest grades of the course."""
    number = values.get("course_no") or 1
    day0 = case.infusion_date(number)
    found = assessment_at_28(case, day0) if day0 else {}
    response, mrd = found.get("response"), mrd_status(found) if found else None
    return [
        Derived("d28_assessment_date", ASSESSED, found.get("assessment_date")),
        Derived("d28_response", ANSWER, response, codes=RESPONSE),
        Derived("d28_mrd_status", MRD, mrd, codes=MRDSTATUS),
        Derived("d28_mrd_cr", MRD_CR_LABEL, mrd_cr(response, mrd), codes=MRD_CR),
        _highest("crs_max_grade", CRS, worst(case, "crs_episode", number)),
        _highest("icans_max_grade", ICANS, worst(case, "icans_episode", number)),
    ]


def _highest(name: str, label: Label, value: int | None) -> Derived:
    return Derived(name, label, value, codes=GRADE05)


def assessment_at_28(case: Case, day0: date) -> Record:
    """Return the assessment nearest day 28 of day 21 to 35, before what follows."""
    until = next_treatment(case, day0)
    first, last = (day0 + timedelta(days=days) for days in WINDOW)
    end = last if until is None else min(last, until)
    found = dated(case.of("disease_assessment"), "assessment_date", first, end)

    def away(one: Record) -> int:
        return abs((one["assessment_date"] - day0).days - DAY_28)

    return min(found, key=away, default={})


def mrd_cr(response: Any, mrd: str | None) -> str | None:
    """Return the response with residual disease; None where nothing was assessed."""
    if not response:
        return None
    if response == "not_evaluable":
        return "not_evaluable"
    known = {"response": response, "mrd_status": mrd or "not_done"}
    found = grade("response_mrd", known)
    return str(found.grade) if found.decided else "not_evaluable"


def worst(case: Case, form: str, course_no: int, by: date | None = None) -> int | None:
    """Return the worst grade of a course's episodes; none while one of them is open.

    With ``by``, of those that had begun by that day (``begun_by``): 0 where there are
    others alone, since then there was none by that day.
    """
    rule, onset = GRADED[form]
    recorded = of_course(case.of(form), course_no)
    episodes = recorded if by is None else begun_by(recorded, onset, by)
    if recorded and not episodes:
        return 0
    grades = [settled(rule(one, case)[0], one) for one in episodes]
    known = [one for one in grades if isinstance(one, int)]
    return max(known) if known and len(known) == len(grades) else None
