"""Checks of later therapy, second malignancies and the safety of the vector."""

from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.findings import Group, Severity
from registry.checks.phrases import DATES_OR_EXPLAIN
from registry.codelists.base import Label

REPORT_WITHIN = 15
HAEMATOLOGICAL = frozenset({"T_cell_lymphoma", "MDS", "AML", "PTLD", "other_haem"})
INTEGRATING = frozenset({"lentiviral", "gammaretroviral", "transposon"})
# When a test for replication-competent vector is due, from the day of infusion.
RCL_WINDOWS = (
    (Label("month 3", "3个月"), 76, 120),
    (Label("month 6", "6个月"), 154, 212),
    (Label("month 12", "12个月"), 335, 425),
)
T_LINEAGE = frozenset({"T-ALL", "ETP-ALL", "T-LBL", "PTCL"})
B_LINEAGE = frozenset(
    {"B-ALL", "B-LBL", "DLBCL", "FL", "MCL", "PMBCL", "BL", "CLL", "MM", "PCL"}
)
MYELOID = frozenset({"AML", "MDS"})


def _after_treatment(id: str, form: str, field: str, en: str, zh: str) -> None:
    @check(
        id,
        form,
        Severity.SOFT,
        Group.DATES,
        says=(
            f"{en} ({{day}}) is before the first infusion or HSCT ({{first}}).",
            f"{zh}（{{day}}）早于首次回输或移植（{{first}}）。",
        ),
        fix=DATES_OR_EXPLAIN,
        at=(field,),
        blank_ok=("first_infusion", "first_hsct"),
    )
    def later_than_treatment(
        record: Record, first_infusion: date | None, first_hsct: date | None
    ) -> Answer:
        """What is late comes after the treatment."""
        day = record.get(field)
        treated = [one for one in (first_infusion, first_hsct) if one]
        first = min(treated, default=None)
        if day is None or first is None or day >= first:
            return True
        return wrong(day=day, first=first)


_after_treatment(
    "DZ024", "subsequent_therapy", "subsequent_start", "Later therapy", "后续治疗"
)
_after_treatment(
    "DZ025", "second_malignancy", "malignancy_date", "The malignancy", "第二肿瘤"
)
_after_treatment(
    "DZ026", "second_malignancy", "rcl_test_date", "The vector test", "载体检测"
)


@check(
    "DQ039",
    "second_malignancy",
    Severity.SOFT,
    Group.DATES,
    says=(
        "The malignancy of {malignancy_date} was reported on "
        "{reported_to_authority_date}, later than 15 days.",
        "{malignancy_date} 诊断的肿瘤于 {reported_to_authority_date} 上报，超过15天。",
    ),
    fix=DATES_OR_EXPLAIN,
    at=("reported_to_authority_date",),
)
def reported_in_time(malignancy_date: date, reported_to_authority_date: date) -> Answer:
    """A second malignancy is reported within 15 days."""
    return reported_to_authority_date <= malignancy_date + days(REPORT_WITHIN)


@check(
    "DZ027",
    "second_malignancy",
    Severity.HARD,
    Group.DATES,
    says=(
        "The malignancy of {malignancy_date} was reported before it, on "
        "{reported_to_authority_date}.",
        "上报日期（{reported_to_authority_date}）早于诊断日期（{malignancy_date}）。",
    ),
    fix=("Correct one of the two dates.", "请更正其中一个日期。"),
    at=("reported_to_authority_date",),
)
def reported_after_diagnosis(
    malignancy_date: date, reported_to_authority_date: date
) -> Answer:
    """Nothing is reported before it is diagnosed."""
    return reported_to_authority_date >= malignancy_date


@check(
    "DQ108",
    "second_malignancy",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "A T-cell or haematological malignancy after CAR-T was not tested for the "
        "transgene.",
        "CAR-T后的T细胞或血液肿瘤未检测CAR转基因。",
    ),
    fix=(
        "Have the tumour tested for the CAR transgene, or explain why it cannot be.",
        "请检测肿瘤中的CAR转基因，或说明无法检测的原因。",
    ),
    at=("car_transgene",),
)
def transgene_is_tested(
    malignancy_type: str, car_transgene: str, first_infusion: date
) -> Answer:
    """A haematological malignancy after CAR-T is tested for the transgene."""
    return malignancy_type not in HAEMATOLOGICAL or car_transgene != "not_tested"


@check(
    "DQ107",
    "relapse",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "A lineage switch is recorded, but no diagnosis of another lineage.",
        "记录为谱系转换，但无其他谱系的诊断。",
    ),
    fix=(
        "Add the diagnosis of the relapse, or correct the target antigen.",
        "请补录复发时的诊断，或更正靶抗原。",
    ),
    at=("target_antigen",),
    also={"diagnosis": ("disease",)},
)
def lineage_switch_has_two_lineages(target_antigen: str, case: Case) -> Answer:
    """A disease that switched lineage was diagnosed in two."""
    if target_antigen != "lineage_switch" or not case.diseases:
        return True
    lineages = {_lineage(disease) for disease in case.diseases}
    return len(lineages) > 1 or "mixed" in lineages


def _lineage(disease: str) -> str:
    named = (("T", T_LINEAGE), ("B", B_LINEAGE), ("myeloid", MYELOID))
    return next((name for name, of in named if disease in of), "mixed")


@check(
    "DQ118",
    "infusion",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "No RCL/RCR test is recorded for {due} after the infusion of {infusion_date}.",
        "{infusion_date} 回输后{due}无RCL/RCR检测记录。",
    ),
    fix=(
        "Enter the test on the form of vector safety, or explain why it was not done.",
        "请在载体安全表中录入检测，或说明未做原因。",
    ),
    at=("infusion_date",),
    also={
        "second_malignancy": ("rcl_test_date",),
        "apheresis_product": ("vector",),
    },
)
def vector_is_tested(infusion_date: date, record: Record, case: Case) -> Answer:
    """An integrating vector is tested at month 3, 6 and 12, while the patient lives."""
    number = record.get("course_no") or 1
    products = case.of("apheresis_product")
    made = [p.get("vector") for p in products if (p.get("course_no") or 1) == number]
    if not INTEGRATING & set(made):
        return True
    tests = [one.get("rcl_test_date") for one in case.of("second_malignancy")]
    for due, opens, closes in RCL_WINDOWS:
        first, last = infusion_date + days(opens), infusion_date + days(closes)
        over = case.today > last and case.alive_on(last)
        if over and not any(test and first <= test <= last for test in tests):
            return wrong(due=due)
    return True
