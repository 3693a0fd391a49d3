"""Checks of the dates of a transplant and of what it is compared with."""

from datetime import date

from registry.checks.case import REMISSIONS, Case, Record, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import mrd_status
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.codelists.response import MRDSTATUS

RECENT = 45  # days before HSCT in which an assessment speaks for the status at HSCT


@check(
    "DQ020",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "HSCT ({hsct_date}) is before the diagnosis ({diagnosis_date}).",
        "移植({hsct_date})早于确诊({diagnosis_date})。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def transplanted_after_diagnosis(hsct_date: date, diagnosis_date: date) -> Answer:
    """A transplant comes after the diagnosis."""
    return hsct_date >= diagnosis_date


@check(
    "DQ021",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "CAR-T infusion and HSCT are on the same day ({hsct_date}).",
        "CAR-T回输与移植为同一天({hsct_date})。",
    ),
    fix=("Check both dates and correct one.", "请核对两个日期并更正。"),
    at=("hsct_date",),
    also={"infusion": ("infusion_date",)},
)
def not_on_the_day_of_infusion(hsct_date: date, case: Case) -> Answer:
    """CAR-T cells and a transplant are not given on one day."""
    return all(one["infusion_date"] != hsct_date for one in case.infusions)


@check(
    "DQ022",
    "hsct",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Conditioning starts on {conditioning_start:day}; usual is day −30 to 0.",
        "预处理开始于 {conditioning_start:day};通常为第−30至0天。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def conditioned_in_time(conditioning_start: date, hsct_date: date) -> Answer:
    """Conditioning starts in the 30 days before the transplant."""
    return hsct_date - days(30) <= conditioning_start <= hsct_date


@check(
    "DQ023",
    "hsct",
    Severity.HARD,
    Group.DATES,
    says=(
        "HSCT {hsct_no} is on {hsct_date}, HSCT {other} on {day}.",
        "第{hsct_no}次移植为 {hsct_date},第{other}次为 {day}。",
    ),
    fix=(
        "Number the transplants by date, or correct a date.",
        "请按日期编号,或更正日期。",
    ),
)
def numbered_by_date(
    hsct_no: int, hsct_date: date, record: Record, case: Case
) -> Answer:
    """A later transplant has a higher number."""
    for other in case.others("hsct", record):
        number, day = other.get("hsct_no"), other.get("hsct_date")
        if number is None or day is None or day == hsct_date:
            continue
        if number == hsct_no or (number < hsct_no) != (day < hsct_date):
            return wrong(other=number, day=day)
    return True


def _last_before(hsct_date: date, case: Case, field: str) -> Record | None:
    """Return the last assessment at most 45 days before HSCT that answers ``field``."""
    recent = [
        one
        for one in case.of("disease_assessment")
        if one.get("assessment_date")
        and hsct_date - days(RECENT) <= one["assessment_date"] <= hsct_date
        and one.get(field) not in (None, "", "not_done", "not_evaluable", "MLFS")
    ]
    return max(recent, key=lambda one: one["assessment_date"], default=None)


@check(
    "DQ097",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Status at HSCT is {status_at_hsct}; the assessment of {day} says {response}.",
        "移植时状态为 {status_at_hsct};{day} 评估为 {response}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("status_at_hsct",),
    also={"disease_assessment": ("response",)},
)
def status_is_the_last_assessment(
    status_at_hsct: str, hsct_date: date, case: Case
) -> Answer:
    """The status at HSCT is the response of the last assessment before it."""
    last = _last_before(hsct_date, case, "response")
    if last is None:
        return True
    response = last["response"]
    if status_at_hsct.startswith("CR"):
        agrees = response in REMISSIONS
    else:
        agrees = response == status_at_hsct
    return agrees or wrong(day=last["assessment_date"], response=response)


@check(
    "DQ097",
    "hsct",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "MRD at HSCT is {mrd_at_hsct}; the assessment of {day} says {status}.",
        "移植时MRD为 {mrd_at_hsct};{day} 评估为 {status}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("mrd_at_hsct",),
    also={"disease_assessment": ("mrd_result",)},
)
def mrd_is_the_last_assessment(mrd_at_hsct: str, hsct_date: date, case: Case) -> Answer:
    """MRD at HSCT is that of the last assessment before it."""
    last = _last_before(hsct_date, case, "mrd_result")
    status = mrd_status(last) if last else None
    if last is None or status is None or status == mrd_at_hsct:
        return True
    return wrong(day=last["assessment_date"], status=MRDSTATUS.label(status))


@check(
    "DQ112",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "More than 110 days after HSCT ({hsct_date}) it is not stated whether acute "
        "GVHD occurred.",
        "移植({hsct_date})110天后仍未说明是否发生急性GVHD。",
    ),
    fix=("State acute GVHD: yes or no.", "请说明急性GVHD:是或否。"),
    at=("hsct_date",),
)
def acute_gvhd_is_stated(hsct_date: date, record: Record, case: Case) -> Answer:
    """By day 110 acute GVHD is stated, if the patient lived."""
    return _gvhd_is_stated("agvhd_episode", "agvhd_occurred", 110, record, case)


@check(
    "DQ112",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "More than 380 days after HSCT ({hsct_date}) it is not stated whether chronic "
        "GVHD occurred.",
        "移植({hsct_date})380天后仍未说明是否发生慢性GVHD。",
    ),
    fix=("State chronic GVHD: yes or no.", "请说明慢性GVHD:是或否。"),
    at=("hsct_date",),
)
def chronic_gvhd_is_stated(hsct_date: date, record: Record, case: Case) -> Answer:
    """By day 380 chronic GVHD is stated, if the patient lived."""
    return _gvhd_is_stated("cgvhd_episode", "cgvhd_occurred", 380, record, case)


@check(
    "DQ114",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "More than 45 days after HSCT ({hsct_date}) engraftment is not answered.",
        "移植({hsct_date})45天后仍未填写植入情况。",
    ),
    fix=("Complete the engraftment form.", "请填写植入表。"),
    at=("hsct_date",),
)
def engraftment_is_answered(hsct_date: date, record: Record, case: Case) -> Answer:
    """By day 45 engraftment is answered, if the patient lived."""
    if not _is_due(45, record, case):
        return True
    rows = _rows("engraftment", record, case)
    answers = ("anc_engrafted", "anc_engraftment_date")
    return any(is_stated(one, name) for one in rows for name in answers)


def _is_due(by: int, record: Record, case: Case) -> bool:
    """Tell whether the patient lived past that day after this HSCT."""
    last = record["hsct_date"] + days(by)
    return case.today > last and case.alive_on(last)


def _rows(form: str, record: Record, case: Case) -> list[Record]:
    """Return the records of ``form`` that follow this HSCT."""
    number = record.get("hsct_no") or 1
    return [one for one in case.of(form) if (one.get("hsct_no") or 1) == number]


def _gvhd_is_stated(
    form: str, question: str, by: int, record: Record, case: Case
) -> bool:
    if record.get("hsct_type") == "autologous" or not _is_due(by, record, case):
        return True
    return any(is_stated(one, question) for one in _rows(form, record, case))


@check(
    "DQ113",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "28 days after HSCT ({hsct_date}) core data are missing.",
        "移植({hsct_date})28天后核心数据仍缺失。",
    ),
    fix=(
        "Enter CD34+ dose, HLA match, donor age and CMV, or why they are not known.",
        "请填写CD34+剂量、HLA相合度、供者年龄及CMV,或注明未知原因。",
    ),
    at=("hsct_date",),
)
def core_data_by_day_28(hsct_date: date, record: Record, case: Case) -> Answer:
    """By day 28 dose, match, donor age and CMV are known, or why they are not."""
    if case.today < hsct_date + days(28):
        return True
    asked = ["cd34_1e6_per_kg"]
    if record.get("hsct_type") == "allogeneic":
        asked += ["hla_match", "donor_age", "cmv_recipient", "cmv_donor"]
    empty = [name for name in asked if not is_stated(record, name)]
    return wrong(*empty) if empty else True
