"""The analysis variables: what each is called, and when it becomes known. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from outcomes.cohorts.variable import Kind, Known, Variable
from outcomes.endpoints.toxicity import DAYS
from registry.codelists.base import CodeList, Label
from registry.codelists.disease import CYTORISK, DISEASE, EM, STATUS
from registry.codelists.general import SERO, SEX, YN, YNU
from registry.codelists.product import CELLSOURCE, COSTIM, LD, PRODUCT, TARGET
from registry.codelists.response import MRDSTATUS, RESPONSE
from registry.codelists.transplant import (
    ABO,
    CONDREG,
    DONOR,
    GRAFT,
    HSCTSTATUS,
    HSCTTYPE,
    INTENSITY,
)

BEFORE = Label("before CAR-T infusion", "CAR-T回输前")
DAYS_AFTER = Label("in the weeks after infusion", "回输后数周内")
BY_30 = Label(f"by day {DAYS} after infusion", f"回输后第{DAYS}天")
DAY_28 = Label("about day 28 after infusion", "回输后约第28天")
AT_TRANSPLANT = Label("on the day of HSCT", "移植当日")
FROM_ONSET = Label("from the day of onset after HSCT", "移植后自发生之日起")

Stage = tuple[Known, Label]
FIRST: Stage = (Known.BEFORE_INFUSION, BEFORE)
WEEKS: Stage = (Known.AFTER_INFUSION, DAYS_AFTER)
GRADES: Stage = (Known.AFTER_INFUSION, BY_30)
ABOUT_DAY_28: Stage = (Known.AFTER_INFUSION, DAY_28)
HSCT_DAY: Stage = (Known.AT_HSCT, AT_TRANSPLANT)
LATER: Stage = (Known.AFTER_HSCT, FROM_ONSET)

NO_YES = {"true": Label("Yes", "是"), "false": Label("No", "否")}
ARMS = {
    "true": Label("CAR-T", "CAR-T"),
    "false": Label("chemotherapy", "化疗"),
}


# Days after infusion until which an episode may begin that is graded, and after which
# the day 28 window has closed. An episode counts with its worst grade, whose own day no
# form has (ADR 163).
BY_DAY_30, BY_DAY_35 = {"infusion": DAYS}, {"infusion": 35}


def _code(
    name: str,
    en: str,
    zh: str,
    codes: CodeList | None,
    stage: Stage,
    **more: Any,
) -> Variable:
    said = {"column": name, "codes": codes, **more}
    return Variable(name, Label(en, zh), Kind.CODE, *stage, **said)


def _number(
    name: str, en: str, zh: str, unit: str, stage: Stage, **more: Any
) -> Variable:
    return Variable(name, Label(en, zh), Kind.NUMBER, *stage, name, unit, **more)


def _day(name: str, en: str, zh: str, stage: Stage) -> Variable:
    return Variable(name, Label(en, zh), Kind.DAY, *stage, name)


def _yes_no(name: str, en: str, zh: str, stage: Stage, column: str = "") -> Variable:
    return Variable(name, Label(en, zh), Kind.YES_NO, *stage, column, labels=NO_YES)


def _state(
    name: str, en: str, zh: str, stage: Stage, since: dict[str, str]
) -> Variable:
    return Variable(
        name, Label(en, zh), Kind.YES_NO, *stage, labels=NO_YES, since=since
    )


_ALL = (
    _code("centre", "Centre", "中心", None, FIRST, column="centre__code"),
    _day("index_date", "Date of day 0", "第0天日期", FIRST),
    _number("index_no", "Which of the patient's day 0s", "第几次", "", FIRST),
    Variable(
        "arm",
        Label("Treatment before HSCT", "移植前治疗"),
        Kind.YES_NO,
        *HSCT_DAY,
        "car_t",
        labels=ARMS,
        keys={"true": "car_t", "false": "chemotherapy"},
    ),
    _yes_no(
        "first_allogeneic",
        "First allogeneic HSCT",
        "首次异基因移植",
        HSCT_DAY,
        "first_allogeneic",
    ),
    _code("sex", "Sex", "性别", SEX, FIRST),
    _number("age", "Age at day 0", "第0天年龄", "y", FIRST),
    _code("disease", "Disease", "疾病", DISEASE, FIRST),
    _code("etp", "ETP immunophenotype", "ETP免疫表型", YNU, FIRST),
    _code("cytogenetic_risk", "Cytogenetic risk", "细胞遗传学危险度", CYTORISK, FIRST),
    _code(
        "extramedullary_at_diagnosis",
        "Extramedullary disease at diagnosis",
        "初诊髓外病变",
        YNU,
        FIRST,
    ),
    _code("status_before", "Disease status", "疾病状态", STATUS, FIRST),
    _number("prior_lines", "Prior lines", "既往治疗线数", "", FIRST),
    _code("car_t_product", "CAR-T product", "CAR-T产品", PRODUCT, FIRST),
    _code("car_t_target", "CAR-T target", "CAR-T靶点", TARGET, FIRST),
    _code("costimulation", "Co-stimulation", "共刺激域", COSTIM, FIRST),
    _code("cell_source", "Source of the cells", "细胞来源", CELLSOURCE, FIRST),
    _code("bridging_given", "Bridging therapy", "桥接治疗", YN, FIRST),
    _code("ld_regimen", "Lymphodepletion", "清淋方案", LD, FIRST),
    _day("car_t_date", "Date of CAR-T infusion", "CAR-T回输日期", FIRST),
    _number("car_t_dose", "CAR-T dose", "CAR-T剂量", "10^6/kg", FIRST),
    _number(
        "blasts_before_car_t",
        "Marrow blasts before CAR-T",
        "CAR-T前骨髓原始细胞",
        "%",
        FIRST,
    ),
    _code("mrd_before_car_t", "MRD before CAR-T", "CAR-T前MRD", MRDSTATUS, FIRST),
    _code(
        "extramedullary_before_car_t",
        "Extramedullary disease before CAR-T",
        "CAR-T前髓外病变",
        EM,
        FIRST,
    ),
    _number("peak_copies", "Peak CAR-T copies", "CAR-T拷贝数峰值", "copies/µg", WEEKS),
    _number("peak_day", "Day of peak", "达峰日", "d", WEEKS),
    _number("crs_grade", "CRS grade", "CRS分级", "", GRADES, by=BY_DAY_30),
    _number("icans_grade", "ICANS grade", "ICANS分级", "", GRADES, by=BY_DAY_30),
    _code(
        "d28_mrd",
        "MRD on day 28",
        "第28天MRD",
        MRDSTATUS,
        ABOUT_DAY_28,
        by=BY_DAY_35,
    ),
    _code(
        "d28_response",
        "Response on day 28",
        "第28天疗效",
        RESPONSE,
        ABOUT_DAY_28,
        by=BY_DAY_35,
    ),
    _number(
        "copies_before_hsct",
        "CAR-T copies before HSCT",
        "移植前CAR-T拷贝数",
        "copies/µg",
        HSCT_DAY,
    ),
    _number(
        "car_t_to_hsct_days",
        "Days from CAR-T to HSCT",
        "CAR-T至移植天数",
        "d",
        HSCT_DAY,
    ),
    _code("hsct_type", "HSCT type", "移植类型", HSCTTYPE, HSCT_DAY),
    _code("donor", "Donor", "供者", DONOR, HSCT_DAY),
    _number("donor_age", "Donor age", "供者年龄", "y", HSCT_DAY),
    _code("hla_match", "HLA match", "HLA相合度", None, HSCT_DAY),
    _code("abo_match", "ABO match", "ABO相合", ABO, HSCT_DAY),
    _code("cmv_recipient", "CMV IgG of the recipient", "受者CMV", SERO, HSCT_DAY),
    _code("cmv_donor", "CMV IgG of the donor", "供者CMV", SERO, HSCT_DAY),
    _code("graft", "Graft", "移植物", GRAFT, HSCT_DAY),
    _code("conditioning", "Conditioning", "预处理", CONDREG, HSCT_DAY),
    _code("intensity", "Intensity", "强度", INTENSITY, HSCT_DAY),
    _code("status_at_hsct", "Status at HSCT", "移植时状态", HSCTSTATUS, HSCT_DAY),
    _code("mrd_at_hsct", "MRD at HSCT", "移植时MRD", MRDSTATUS, HSCT_DAY),
    _code(
        "extramedullary_at_hsct",
        "Extramedullary disease at HSCT",
        "移植时髓外病变",
        EM,
        HSCT_DAY,
    ),
    _number("hct_ci", "HCT-CI", "HCT-CI合并症指数", "", HSCT_DAY),
    _state(
        "hsct_done",
        "HSCT after CAR-T",
        "CAR-T后移植",
        HSCT_DAY,
        {"infusion": "hsct_day"},
    ),
    _state(
        "agvhd",
        "Acute GVHD, grade II-IV",
        "II-IV级aGVHD",
        LATER,
        {"hsct": "agvhd_day"},
    ),
    _state("cgvhd", "Chronic GVHD, any", "慢性GVHD", LATER, {"hsct": "cgvhd_day"}),
    _state(
        "relapsed",
        "Relapse",
        "复发",
        LATER,
        {"infusion": "relapse_day", "hsct": "relapse_day"},
    ),
)

VARIABLES: Mapping[str, Variable] = MappingProxyType({v.name: v for v in _ALL})
