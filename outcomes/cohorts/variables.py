"""The analysis variables: what each is called, and when it becomes known. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType

from registry.codelists.base import CodeList, Label
from registry.codelists.disease import DISEASE, STATUS
from registry.codelists.general import SEX, YNU
from registry.codelists.product import PRODUCT, TARGET
from registry.codelists.response import MRDSTATUS, RESPONSE
from registry.codelists.transplant import (
    CONDREG,
    DONOR,
    GRAFT,
    HSCTSTATUS,
    HSCTTYPE,
    INTENSITY,
)


class Kind(StrEnum):
    """What values a variable has."""

    CODE = "code"
    NUMBER = "number"
    YES_NO = "yes or no"


class Known(IntEnum):
    """When a value becomes known, along a patient's way.

    A variable of the CAR-T course on an HSCT's row was complete before that HSCT.
    """

    BEFORE_INFUSION = 0
    AFTER_INFUSION = 1
    AT_HSCT = 2
    AFTER_HSCT = 3


# The last stage that time zero still knows.
KNOWN_AT = {"infusion": Known.BEFORE_INFUSION, "hsct": Known.AT_HSCT}


@dataclass(frozen=True, slots=True)
class Variable:
    """One analysis variable; ``column`` is empty where no row carries it."""

    name: str
    label: Label
    kind: Kind
    known: Known
    when: Label
    column: str = ""
    unit: str = ""
    codes: CodeList | None = None
    labels: Mapping[str, Label] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def known_at(self, index: str) -> bool:
        """Tell whether the value is known on day 0 of this kind of index event."""
        return self.known <= KNOWN_AT[index]

    def value_label(self, value: object) -> Label:
        """Return the words for one of the variable's values."""
        text = as_text(value)
        if text in self.labels:
            return self.labels[text]
        if self.codes is not None and text in self.codes:
            return self.codes.label(text)
        return Label(text, text)

    def value_key(self, value: object) -> str:
        """Return the name by which programs know one of the variable's values."""
        return self.keys.get(as_text(value), as_text(value))


def as_text(value: object) -> str:
    """Return a value as JSON writes it, without quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


BEFORE = Label("before CAR-T infusion", "CAR-T回输前")
DAYS_AFTER = Label("in the weeks after infusion", "回输后数周内")
DAY_28 = Label("about day 28 after infusion", "回输后约第28天")
AT_TRANSPLANT = Label("on the day of HSCT", "移植当日")
FROM_ONSET = Label("from the day of onset after HSCT", "移植后自发生之日起")

Stage = tuple[Known, Label]
FIRST: Stage = (Known.BEFORE_INFUSION, BEFORE)
WEEKS: Stage = (Known.AFTER_INFUSION, DAYS_AFTER)
ABOUT_DAY_28: Stage = (Known.AFTER_INFUSION, DAY_28)
HSCT_DAY: Stage = (Known.AT_HSCT, AT_TRANSPLANT)
LATER: Stage = (Known.AFTER_HSCT, FROM_ONSET)

NO_YES = {"true": Label("Yes", "是"), "false": Label("No", "否")}
ARMS = {
    "true": Label("CAR-T", "CAR-T"),
    "false": Label("chemotherapy", "化疗"),
}


def _code(name: str, en: str, zh: str, codes: CodeList, stage: Stage) -> Variable:
    return Variable(name, Label(en, zh), Kind.CODE, *stage, name, codes=codes)


def _number(name: str, en: str, zh: str, unit: str, stage: Stage) -> Variable:
    return Variable(name, Label(en, zh), Kind.NUMBER, *stage, name, unit)


def _yes_no(name: str, en: str, zh: str, stage: Stage, column: str = "") -> Variable:
    return Variable(name, Label(en, zh), Kind.YES_NO, *stage, column, labels=NO_YES)


_ALL = (
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
    _code("status_before", "Disease status", "疾病状态", STATUS, FIRST),
    _number("prior_lines", "Prior lines", "既往治疗线数", "", FIRST),
    _code("car_t_product", "CAR-T product", "CAR-T产品", PRODUCT, FIRST),
    _code("car_t_target", "CAR-T target", "CAR-T靶点", TARGET, FIRST),
    _number("car_t_dose", "CAR-T dose", "CAR-T剂量", "10^6/kg", FIRST),
    _number(
        "blasts_before_car_t",
        "Marrow blasts before CAR-T",
        "CAR-T前骨髓原始细胞",
        "%",
        FIRST,
    ),
    _number("peak_copies", "Peak CAR-T copies", "CAR-T拷贝数峰值", "copies/µg", WEEKS),
    _number("peak_day", "Day of peak", "达峰日", "d", WEEKS),
    _number("crs_grade", "CRS grade", "CRS分级", "", WEEKS),
    _number("icans_grade", "ICANS grade", "ICANS分级", "", WEEKS),
    _code("d28_mrd", "MRD on day 28", "第28天MRD", MRDSTATUS, ABOUT_DAY_28),
    _code("d28_response", "Response on day 28", "第28天疗效", RESPONSE, ABOUT_DAY_28),
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
    _code("graft", "Graft", "移植物", GRAFT, HSCT_DAY),
    _code("conditioning", "Conditioning", "预处理", CONDREG, HSCT_DAY),
    _code("intensity", "Intensity", "强度", INTENSITY, HSCT_DAY),
    _code("status_at_hsct", "Status at HSCT", "移植时状态", HSCTSTATUS, HSCT_DAY),
    _code("mrd_at_hsct", "MRD at HSCT", "移植时MRD", MRDSTATUS, HSCT_DAY),
    _yes_no("hsct_done", "HSCT after CAR-T", "CAR-T后移植", HSCT_DAY),
    _yes_no("agvhd", "Acute GVHD, grade II-IV", "II-IV级aGVHD", LATER),
    _yes_no("cgvhd", "Chronic GVHD, any", "慢性GVHD", LATER),
    _yes_no("relapsed", "Relapse", "复发", LATER),
)

VARIABLES: Mapping[str, Variable] = MappingProxyType({v.name: v for v in _ALL})
