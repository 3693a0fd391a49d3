"""Checks of acute GVHD."""

from datetime import date
from decimal import Decimal

from registry.checks import graded
from registry.checks.case import Case, Record, is_blank
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.checks.recorded import is_derived
from registry.codelists.base import Label

ORGANS = {
    "skin": Label("skin", "皮肤"),
    "liver": Label("liver", "肝"),
    "lower_gi": Label("lower GI", "下消化道"),
    "upper_gi": Label("upper GI", "上消化道"),
}


@check(
    "DQ026",
    "agvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Acute GVHD ({agvhd_onset_date}) is before the transplant ({hsct_date}).",
        "急性GVHD（{agvhd_onset_date}）早于移植（{hsct_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def onset_after_hsct(agvhd_onset_date: date, hsct_date: date) -> Answer:
    """Acute GVHD begins on the day of transplant or later."""
    return agvhd_onset_date >= hsct_date


@check(
    "DQ029",
    "agvhd_episode",
    Severity.SOFT,
    Group.DATES,
    says=(
        "Classic acute GVHD begins after day 100 ({agvhd_onset_date:day}).",
        "经典急性GVHD发生于第100天后（{agvhd_onset_date:day}）。",
    ),
    fix=(
        "Choose late-onset, persistent or recurrent acute, or correct the date.",
        "请选择迟发、持续或复发急性，或更正日期。",
    ),
    at=("gvhd_type", "agvhd_onset_date"),
)
def classic_begins_by_day_100(
    agvhd_onset_date: date, gvhd_type: str, hsct_date: date
) -> Answer:
    """Classic acute GVHD begins by day 100."""
    return gvhd_type != "classic_acute" or agvhd_onset_date <= hsct_date + days(100)


@check(
    "DQ049",
    "agvhd_episode",
    Severity.SOFT,
    Group.RANGES,
    says=(
        "Bilirubin {bilirubin_mg_dl} mg/dL and {bilirubin_umol_l} µmol/L disagree.",
        "胆红素 {bilirubin_mg_dl} mg/dL 与 {bilirubin_umol_l} µmol/L 不一致。",
    ),
    fix=(
        "Keep the value in the unit that was reported.",
        "请保留报告单位的数值。",
    ),
)
def bilirubin_agrees(bilirubin_mg_dl: Decimal, bilirubin_umol_l: Decimal) -> Answer:
    """One mg/dL of bilirubin is 17.1 µmol/L."""
    mg, umol = Decimal(str(bilirubin_mg_dl)), Decimal(str(bilirubin_umol_l))
    return Decimal("16.5") * mg <= umol <= Decimal("17.7") * mg


@check(
    "DQ062",
    "agvhd_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded acute GVHD grade {agvhd_max_recorded_grade}; the stages give MAGIC "
        "grade {derived}.",
        "记录急性GVHD为{agvhd_max_recorded_grade}级；按分期推导MAGIC为{derived}级。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("agvhd_max_recorded_grade",),
    also={"patient": ("weight_kg",)},
)
def recorded_grade_is_magic(
    agvhd_max_recorded_grade: str, agvhd_occurred: str, record: Record, case: Case
) -> Answer:
    """The recorded grade is the MAGIC grade of the stages."""
    if agvhd_occurred != "yes":
        return True
    return is_derived(agvhd_max_recorded_grade, graded.magic(record, case))


@check(
    "DQ063",
    "agvhd_episode",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Stages do not fit rash, bilirubin or stool: {differences}.",
        "分期与皮疹、胆红素或大便不符：{differences}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=tuple(ORGANS),
    also={"patient": ("weight_kg",)},
)
def stages_fit_the_findings(record: Record, case: Case) -> Answer:
    """Each organ's stage is the one that its raw findings give."""
    derived = graded.stages(record, graded.is_adult(record, case))
    apart = {
        organ: result.grade
        for organ, result in derived.items()
        if not is_blank(record.get(organ))
        and graded.as_level(record[organ]) != result.grade
    }
    if not apart:
        return True
    en = [f"{ORGANS[o].en} {record[o]}, findings {g}" for o, g in apart.items()]
    zh = [f"{ORGANS[o].zh}{record[o]}期，按表现{g}期" for o, g in apart.items()]
    return wrong(*apart, differences=Label("; ".join(en), ";".join(zh)))


@check(
    "DQ064",
    "agvhd_episode",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Acute GVHD occurred, but every organ has stage 0.",
        "发生急性GVHD，但各器官均为0期。",
    ),
    fix=(
        "Enter the stage of the organ, or state that none occurred.",
        "请填写受累器官分期，或说明未发生。",
    ),
    at=tuple(ORGANS),
)
def an_organ_is_affected(agvhd_occurred: str, record: Record) -> Answer:
    """Acute GVHD affects an organ."""
    stages = [graded.as_level(record.get(organ)) for organ in ORGANS]
    return agvhd_occurred != "yes" or stages != [0, 0, 0, 0]


@check(
    "DZ013",
    "agvhd_episode",
    Severity.HARD,
    Group.DATES,
    says=(
        "Resolved ({agvhd_resolved_date}) is before onset ({agvhd_onset_date}).",
        "缓解（{agvhd_resolved_date}）早于发生（{agvhd_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def resolved_after_onset(agvhd_resolved_date: date, agvhd_onset_date: date) -> Answer:
    """Acute GVHD resolves on the day of its onset or later."""
    return agvhd_resolved_date >= agvhd_onset_date
