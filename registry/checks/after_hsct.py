"""What must be stated of a transplant in the year after it."""

from datetime import date

from registry.checks.case import Case, Record, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity


@check(
    "DQ112",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "More than 110 days after HSCT ({hsct_date}) it is not stated whether acute "
        "GVHD occurred.",
        "移植（{hsct_date}）110天后仍未说明是否发生急性GVHD。",
    ),
    fix=("State acute GVHD: yes or no.", "请说明急性GVHD：是或否。"),
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
        "移植（{hsct_date}）380天后仍未说明是否发生慢性GVHD。",
    ),
    fix=("State chronic GVHD: yes or no.", "请说明慢性GVHD：是或否。"),
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
        "移植（{hsct_date}）45天后仍未填写植入情况。",
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
        "移植（{hsct_date}）28天后核心数据仍缺失。",
    ),
    fix=(
        "Enter CD34+ dose, HLA match, donor age and CMV, or why they are not known.",
        "请填写CD34+剂量、HLA相合度、供者年龄及CMV，或注明未知原因。",
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
