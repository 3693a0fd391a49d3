"""Checks of comorbidity before a transplant, and of what follows one."""

from datetime import date
from decimal import Decimal

from registry.checks import counts as daily
from registry.checks import graded_hsct
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.graded import asked_by
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.checks.recorded import is_derived
from registry.codelists.base import Label
from registry.codelists.gvhd import SOSSEV
from registry.grading import Result, grade

SOS_BY = 60
NEAR_RELAPSE = 30
MOST_UNKNOWN = 3
FULL_FROM, ALL_DONOR = Decimal(95), Decimal(100)
FAILED = frozenset({"primary", "secondary", "rejection"})
HCT_CI = (
    *("arrhythmia", "cardiac", "inflammatory_bowel", "diabetes", "cerebrovascular"),
    *("psychiatric", "hepatic_mild", "obesity", "infection", "rheumatologic"),
    *("peptic_ulcer", "renal", "pulmonary_moderate", "prior_malignancy"),
    *("heart_valve", "pulmonary_severe", "hepatic_severe"),
)


def _after_hsct(form: str, field: str, en: str, zh: str) -> None:
    @check(
        "DQ026",
        form,
        Severity.HARD,
        Group.DATES,
        says=(
            f"{en} ({{day}}) is before the HSCT ({{hsct_date}}).",
            f"{zh}（{{day}}）早于移植（{{hsct_date}}）。",
        ),
        fix=ONE_OF_TWO_DATES,
        at=(field,),
    )
    def not_before_hsct(record: Record, hsct_date: date) -> Answer:
        """What follows a transplant is not before it."""
        day = record.get(field)
        return day is None or day >= hsct_date or wrong(day=day)


_after_hsct("chimerism", "chimerism_date", "Chimerism", "嵌合检测")
_after_hsct("sos_vod", "sos_onset_date", "SOS", "SOS发生")
_after_hsct("ta_tma", "tma_onset_date", "TA-TMA", "TA-TMA发生")
_after_hsct("dli", "dli_date", "Donor lymphocytes", "供者淋巴细胞输注")


@check(
    "DQ103",
    "chimerism",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Chimerism is recorded after an autologous HSCT.",
        "自体移植后记录了嵌合检测。",
    ),
    fix=(
        "Correct the type of the HSCT, or the HSCT number of this form.",
        "请更正移植类型，或本表的移植次序。",
    ),
    at=("chimerism_date",),
)
def no_chimerism_after_autologous(hsct_type: str) -> Answer:
    """There are no donor cells without a donor."""
    return hsct_type != "autologous"


@check(
    "DQ031",
    "sos_vod",
    Severity.SOFT,
    Group.DATES,
    says=(
        "SOS of an adult begins later than day 60 ({sos_onset_date:day}).",
        "成人SOS发生晚于第60天（{sos_onset_date:day}）。",
    ),
    fix=DATES_OR_EXPLAIN,
)
def sos_by_day_60(
    sos_onset_date: date, hsct_date: date, record: Record, case: Case
) -> Answer:
    """SOS of an adult begins by day 60; of children it has no time limit."""
    if not graded_hsct.was_adult(record, case, "sos_onset_date"):
        return True
    return sos_onset_date <= hsct_date + days(SOS_BY)


def _sos(record: Record, case: Case, adult: str, child: str) -> Result | None:
    """Return what the scale of the patient's age gives; None of unknown age."""
    grown = graded_hsct.was_adult(record, case, "sos_onset_date")
    if grown is None:
        return None
    engine = adult if grown else child
    return grade(engine, asked_by(engine, record))


@check(
    "DQ067",
    "sos_vod",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded SOS severity {sos_recorded_severity}; the findings give {derived}.",
        "记录SOS严重度为{sos_recorded_severity}；按表现推导为{derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("sos_recorded_severity",),
)
def recorded_sos_severity_is_derived(
    sos_recorded_severity: str, record: Record, case: Case
) -> Answer:
    """The recorded severity is the one that the findings decide."""
    found = _sos(record, case, "sos_adult_severity", "sos_paed_severity")
    return found is None or is_derived(sos_recorded_severity, found, SOSSEV)


@check(
    "DQ067",
    "sos_vod",
    Severity.SOFT,
    Group.AGREEMENT,
    says=("The criteria of SOS are not met.", "不符合SOS诊断标准。"),
    fix=(
        "Complete the findings, take the form back, or confirm with an explanation.",
        "请补充表现、撤回本表，或确认并说明。",
    ),
    at=("sos_onset_date",),
)
def sos_meets_its_criteria(record: Record, case: Case) -> Answer:
    """What is recorded as SOS meets the criteria of the patient's age."""
    found = _sos(record, case, "sos_adult_2023", "sos_paed_2018")
    return found is None or found.grade not in ("none", "not_met")


@check(
    "DQ068",
    "ta_tma",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The criteria of TA-TMA are not met: fewer than 4 of 7, and no biopsy.",
        "不符合TA-TMA诊断标准：7项中不足4项，且无活检证实。",
    ),
    fix=(
        "Complete the findings, take the form back, or confirm with an explanation.",
        "请补充表现、撤回本表，或确认并说明。",
    ),
    at=("tma_onset_date",),
)
def tma_meets_its_criteria(record: Record) -> Answer:
    """What is recorded as TA-TMA has a biopsy or four of the seven criteria."""
    engine = "tma_modified_jodele"
    return grade(engine, asked_by(engine, record)).grade not in ("none", "not_met")


@check(
    "DQ069",
    "comorbidity",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The centre's HCT-CI is {recorded_hct_ci}; the comorbidities add up to "
        "{derived}.",
        "中心记录HCT-CI为{recorded_hct_ci}；按合并症合计为{derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("recorded_hct_ci",),
)
def recorded_index_is_the_sum(recorded_hct_ci: int, record: Record) -> Answer:
    """The index that the centre calculated is the sum of its comorbidities."""
    found = grade("hct_ci", graded_hsct.hct_ci_findings(record))
    return is_derived(int(recorded_hct_ci), found)


@check(
    "DQ099",
    "engraftment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "{what} is recorded on {recorded}; the daily counts give {derived}.",
        "{what}记录为 {recorded}；按每日计数为 {derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("anc_engraftment_date", "plt_engraftment_date"),
    also={"blood_count": ("count_date",)},
)
def recorded_engraftment_is_that_of_the_counts(record: Record, case: Case) -> Answer:
    """An engraftment date is the one that the daily counts give, where they do."""
    counts = daily.after_hsct(case, record.get("hsct_no"))
    if counts is None:
        return True
    told = (
        (
            "anc_engraftment_date",
            daily.anc_engraftment(counts),
            Label("Neutrophil engraftment", "粒系植入"),
        ),
        (
            "plt_engraftment_date",
            daily.platelet_engraftment(counts),
            Label("Platelet engraftment", "巨核系植入"),
        ),
    )
    for field, found, what in told:
        recorded = record.get(field)
        if recorded and isinstance(found.grade, int):
            derived = counts.day_zero + days(found.grade)
            if derived != recorded:
                return wrong(field, what=what, recorded=recorded, derived=derived)
    return True


@check(
    "DQ102",
    "chimerism",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "All cells are the donor's on {chimerism_date}, but the marrow relapsed on "
        "{day}.",
        "{chimerism_date} 为完全供者嵌合（100%），但 {day} 骨髓复发。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("donor_pct",),
    also={"relapse": ("relapse_date", "relapse_type")},
)
def chimerism_fits_a_relapse(
    chimerism_date: date, donor_pct: Decimal, case: Case
) -> Answer:
    """Within 30 days of a marrow relapse not all cells are the donor's."""
    if donor_pct < ALL_DONOR:
        return True
    for one in case.of("relapse"):
        day = one.get("relapse_date")
        near = day and abs((day - chimerism_date).days) <= NEAR_RELAPSE
        if near and one.get("relapse_type") in ("haematological", "combined"):
            return wrong(day=day)
    return True


@check(
    "DQ102",
    "chimerism",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Donor chimerism is full on {chimerism_date}, though the graft failed on "
        "{day}.",
        "{chimerism_date} 为完全供者嵌合，但移植物已于 {day} 失败。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("donor_pct",),
    also={"engraftment": ("graft_failure", "graft_failure_date")},
)
def chimerism_fits_a_graft_failure(
    chimerism_date: date, donor_pct: Decimal, record: Record, case: Case
) -> Answer:
    """After a graft failed its donor's cells are not all there is."""
    if donor_pct < FULL_FROM:
        return True
    number = record.get("hsct_no") or 1
    for one in case.of("engraftment"):
        day = one.get("graft_failure_date")
        same = (one.get("hsct_no") or 1) == number
        if same and day and one.get("graft_failure") in FAILED:
            return chimerism_date < day or wrong(day=day)
    return True


@check(
    "DQ119",
    "hsct",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "HCT-CI cannot be calculated for the HSCT of {hsct_date}: {unknown} of its "
        "17 comorbidities are not known.",
        "无法计算 {hsct_date} 移植的HCT-CI：17项合并症中{unknown}项不详。",
    ),
    fix=("Complete the form of comorbidity.", "请填写移植前合并症表。"),
    at=("hsct_date",),
    also={"comorbidity": HCT_CI},
)
def comorbidity_is_known(hsct_date: date, record: Record, case: Case) -> Answer:
    """Four weeks after the transplant at most 3 comorbidities are unknown."""
    if case.today <= hsct_date + days(28):
        return True
    number = record.get("hsct_no") or 1
    rows = [r for r in case.of("comorbidity") if (r.get("hsct_no") or 1) == number]
    known = asked_by("hct_ci", rows[0]) if rows else {}
    unknown = len(HCT_CI) - len(known)
    return unknown <= MOST_UNKNOWN or wrong(unknown=unknown)
