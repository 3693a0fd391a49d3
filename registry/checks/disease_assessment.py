"""Checks of marrow, residual disease and response on one day."""

from datetime import date
from decimal import Decimal

from registry.checks import graded
from registry.checks.case import REMISSIONS, Case, Record, is_stated
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.codelists.base import Label

CLEAR_MARROW = REMISSIONS | {"MLFS"}
UNKNOWN = Label("unknown", "不详")
ONE_IS_WRONG = ("Correct the one that is wrong.", "请更正其中错误的一项。")


@check(
    "DQ003",
    "disease_assessment",
    Severity.HARD,
    Group.DATES,
    says=("The date of the assessment is not given.", "未填写评估日期。"),
    fix=(
        "Give day, month and year, or the reason why it is not known.",
        "请填写年、月、日，或注明未知原因。",
    ),
    at=("assessment_date",),
)
def dated_or_reason(record: Record) -> Answer:
    """An assessment has its day, or the reason why it has none."""
    return is_stated(record, "assessment_date")


@check(
    "DZ015",
    "disease_assessment",
    Severity.HARD,
    Group.DATES,
    says=(
        "The assessment ({assessment_date}) is before the diagnosis "
        "({diagnosis_date}).",
        "评估（{assessment_date}）早于确诊（{diagnosis_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def assessed_after_diagnosis(assessment_date: date, diagnosis_date: date) -> Answer:
    """The disease is assessed on the day of diagnosis or later."""
    return assessment_date >= diagnosis_date


@check(
    "DQ080",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The day 28 assessment is on {assessment_date}, day {number}; its window is "
        "day 21 to 35.",
        "第28天评估日期为 {assessment_date}（第{number}天）；窗口为第21至35天。",
    ),
    fix=DATES_OR_EXPLAIN,
    at=("assessment_date",),
    also={"infusion": ("infusion_date",)},
)
def day_28_is_in_its_window(
    assessment_date: date, time_point: str, case: Case
) -> Answer:
    """What is called day 28 lies on day 21 to 35 of an infusion."""
    if time_point != "D28" or not case.infusions:
        return True
    counted = [(assessment_date - i["infusion_date"]).days for i in case.infusions]
    nearest = min(counted, key=lambda number: abs(number - 28))
    return 21 <= nearest <= 35 or wrong(number=nearest)


@check(
    "DQ070",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "{response} is recorded with {bm_blasts_pct} % marrow blasts; a remission has "
        "less than 5 %.",
        "疗效为 {response}，但骨髓原始细胞 {bm_blasts_pct}%；缓解应<5%。",
    ),
    fix=ONE_IS_WRONG,
)
def remission_has_clear_marrow(response: str, bm_blasts_pct: Decimal) -> Answer:
    """A remission has less than 5 % blasts in the marrow."""
    return response not in CLEAR_MARROW or bm_blasts_pct < 5


@check(
    "DQ071",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "{response} is recorded with extramedullary disease present.",
        "疗效为 {response}，但存在髓外病变。",
    ),
    fix=ONE_IS_WRONG,
)
def remission_has_no_extramedullary_disease(
    response: str, extramedullary: str
) -> Answer:
    """A remission has no extramedullary disease."""
    return response not in REMISSIONS or extramedullary != "present"


@check(
    "DQ072",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "CR is recorded with neutrophils {anc} and platelets {platelets} ×10^9/L; "
        "these counts fit CRh or CRi.",
        "疗效为CR，但中性粒细胞 {anc}、血小板 {platelets} ×10^9/L；符合CRh或CRi。",
    ),
    fix=EITHER_OR_EXPLAIN,
    blank_ok=("anc", "platelets"),
)
def complete_remission_has_counts(
    response: str, anc: Decimal | None, platelets: Decimal | None
) -> Answer:
    """CR asks for neutrophils above 1.0 and platelets above 100."""
    few_neutrophils = anc is not None and anc <= 1
    few_platelets = platelets is not None and platelets <= 100
    if response != "CR" or not (few_neutrophils or few_platelets):
        return True
    return wrong(
        anc=UNKNOWN if anc is None else anc,
        platelets=UNKNOWN if platelets is None else platelets,
    )


@check(
    "DQ073",
    "disease_assessment",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Response {response} is recorded; the findings give {derived}.",
        "记录疗效为 {response}；按表现推导为 {derived}。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("response",),
)
def response_is_derived(response: str, record: Record, case: Case) -> Answer:
    """The recorded response is the one that the findings give.

    What DQ070 to DQ072 say more plainly is left to them; not evaluable and MLFS are
    not derived.
    """
    derived = graded.response(record, case)
    told = (
        remission_has_clear_marrow(response, record.get("bm_blasts_pct") or 0),
        remission_has_no_extramedullary_disease(
            response, record.get("extramedullary") or ""
        ),
        complete_remission_has_counts(
            response, record.get("anc"), record.get("platelets")
        ),
    )
    if not derived.decided or any(one is not True for one in told):
        return True
    if response in ("not_evaluable", "MLFS") or derived.grade == response:
        return True
    return wrong(derived=str(derived.grade))


@check(
    "DQ079",
    "disease_assessment",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Relapse is recorded{on}, but no remission before it.",
        "{on}记录为复发，但此前无缓解记录。",
    ),
    fix=(
        "Choose no response, or add the assessment that showed remission.",
        "请选择未缓解，或补录显示缓解的评估。",
    ),
    at=("response",),
)
def relapse_follows_a_remission(response: str, record: Record, case: Case) -> Answer:
    """Only a disease in remission can relapse."""
    day = record.get("assessment_date")
    earlier = case.without("disease_assessment", record)
    if response != "relapse" or earlier.remission_before(day):
        return True
    on = Label(f" on {day}", f"{day} ") if day else Label("", "")
    return wrong(on=on)
