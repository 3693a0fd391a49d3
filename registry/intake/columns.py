"""The columns of the wide sheet, one row a patient: a line each."""

# ruff: noqa: E501 - a table reads best with one line a column

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from registry.codelists.base import Label, codelist
from registry.codelists.general import YNU
from registry.intake.values import WORDS
from registry.intake.words import (
    CAUSES,
    COPIES,
    DEGREES,
    DISEASES,
    DONORS,
    MALE_FEMALE,
    PER_KG,
    PRESENT,
    PROPHYLAXIS,
    SITES,
)
from registry.models import FORMS, Patient, Versioned
from registry.variables.spec import Kind, Unit, Variable, span

COHORT = codelist(
    "COHORT",
    ("CAR-T", "CAR-T then HSCT", "CAR-T序贯移植"),
    ("chemotherapy", "Chemotherapy then HSCT", "化疗后移植"),
)
BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column: its name, where it goes, and what else people write in it.

    ``units`` are other words for its variable's own unit, ``unit`` the unit that its
    numbers are in, where it is another. ``target`` is form.field, with ``@slot`` behind a form that the sheet fills more
    than once, and empty for what is read only to decide about other fields.
    """

    name: str
    target: str
    variable: Variable
    aliases: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    unit: Unit | None = None
    assay: bool = False
    pattern: str = ""

    @property
    def form(self) -> str:
        """Return the form that the column fills, without slot."""
        return self.record.partition("@")[0]

    @property
    def record(self) -> str:
        """Return the form with its slot."""
        return self.target.partition(".")[0]

    @property
    def field_name(self) -> str:
        """Return the field that the column fills."""
        return self.target.partition(".")[2]


def column(name: str, target: str, *aliases: str, **said: object) -> Column:
    """Return a column whose values are what its target's variable says."""
    variable = said.pop("variable", None) or _variable(target)
    return Column(name, target, variable, aliases, **said)  # type: ignore[arg-type]


def _variable(target: str) -> Variable:
    form, _, name = target.partition(".")
    model = Patient if form == "patient" else FORMS[form.partition("@")[0]]
    return model.variables()[name]


def _own(kind: Kind, en: str, zh: str, **said: object) -> Variable:
    return Variable(kind, Label(en, zh), **said)  # type: ignore[arg-type]


# One line a column; a new sheet's columns are new lines.
# fmt: off
STUDY: tuple[Column, ...] = (
    column("study_no", "patient.study_no", "病例号", "编号", "病例编号", "患者编号", "研究号",
           "ID", "patient id", "patient no", "subject id", "study id", "case no", "UPN"),
    column("cohort", "", "队列", "组别", "分组", "arm", "group",
           variable=_own(Kind.CODE, "Cohort", "队列", codes=COHORT),
           words={"chemo": "chemotherapy", "化疗": "chemotherapy", "chemotherapythenhsct": "chemotherapy"}),
    column("centre", "patient.centre", "center", "中心", "医院", "hospital", "site",
           variable=_own(Kind.TEXT, "Centre", "中心", key=True)),
    column("sex", "patient.sex", "gender", "sex", words=MALE_FEMALE),
    column("birth_date", "patient.birth_date", "DOB", "date of birth", "birthday", "birthdate",
           "生日", "出生年月日", "出生年月"),
    column("diagnosis", "diagnosis.disease", "诊断", "疾病诊断", "disease", words=DISEASES),
    column("etp", "diagnosis.etp", "ETP", "是否ETP", "ETP-ALL"),
    column("disease_status", "diagnosis.recorded_status", "疾病状态",
           words={"CR1": "first_remission", "原发耐药": "primary_refractory", "refractory": "primary_refractory"}),
    column("prior_lines", "diagnosis.recorded_prior_lines", "既往治疗线数", "治疗线数", "lines",
           "number of prior lines", units=("lines", "line", "线")),
    column("extramedullary", "disease_assessment@before.extramedullary", "EMD", "髓外病变", "髓外浸润",
           "extramedullary disease", words=PRESENT),
    column("bm_blasts_pct_before_car_t", "disease_assessment@before.bm_blasts_pct",
           "BM blasts (%) before CAR-T", "BM blasts before CAR-T", "回输前骨髓原始细胞", "CAR-T前骨髓原始细胞",
           "CAR-T前骨髓原始细胞(%)", "骨髓原始细胞(%)", "BM blasts (%)"),
    column("car_t_date", "infusion.infusion_date", "CAR-T 回输日期", "CAR-T输注日期", "回输日期", "输注日期",
           "infusion date", "CAR-T infusion date", "date of infusion"),
    column("car_t_product", "apheresis_product.product", "CAR-T产品", "CAR-T product",
           words={"NS7": "NS7CAR", "NS7-CAR": "NS7CAR"}),
    column("car_t_target", "apheresis_product.target", "CAR-T靶点", "CAR target"),
    column("car_t_source", "apheresis_product.cell_source", "CAR-T来源", "T-cell source",
           words={"auto": "autologous", "donor": "hsct_donor", "供者": "hsct_donor"}),
    column("car_t_dose_1e6_per_kg", "infusion.dose_1e6_per_kg", "CAR-T剂量", "回输剂量", "CAR-T dose", "dose",
           "CAR-T dose (10^6/kg)", units=PER_KG),
    column("lymphodepletion", "lymphodepletion.ld_regimen", "清淋", "清淋方案", "预清淋", "LD regimen",
           words={"FC": "Flu_Cy", "FluCy": "Flu_Cy"}),
    column("car_t_peak_copies_per_ug", "expansion@peak.copies_per_ug", "CAR-T峰值", "CAR拷贝数峰值", "peak copies",
           "CAR-T峰值拷贝数", units=COPIES, assay=True),
    column("car_t_peak_day", "", "CAR-T达峰时间", "达峰日", "peak day", "达峰天数", units=("d", "day", "days", "天", "日"),
           variable=_own(Kind.WHOLE, "Day of the CAR-T peak", "CAR-T达峰日", limits=span(0, 1000), unit="d")),
    column("car_t_copies_per_ug_before_hsct", "expansion@before_hsct.copies_per_ug", "移植前CAR-T拷贝数",
           "移植前CAR拷贝数", "copies before HSCT", units=COPIES, assay=True),
    column("crs", "crs_episode.crs_occurred", "CRS", "是否CRS"),
    column("crs_grade", "crs_episode.crs_recorded_grade", "CRS分级", "CRS级别", "CRS max grade", "CRS grade (ASTCT)"),
    column("crs_onset_date", "crs_episode.crs_onset_date", "CRS发生日期", "CRS开始日期", "CRS onset", "CRS start"),
    column("crs_max_temp_c", "crs_episode.max_temp_c", "Tmax (℃)", "Tmax", "最高体温", "体温峰值", "CRS最高体温",
           "max temp", "maximum temperature", units=DEGREES),
    column("crs_hypotension", "crs_episode.hypotension", "CRS低血压", "hypotension", "低血压"),
    column("crs_hypoxia", "crs_episode.hypoxia", "CRS低氧", "hypoxia", "低氧", "低氧血症"),
    column("crs_resolved_date", "crs_episode.crs_resolved_date", "CRS缓解日期", "CRS结束日期", "CRS resolved", "CRS end"),
    column("crs_tocilizumab", "", "托珠单抗", "tocilizumab", "CRS tocilizumab", "toci",
           variable=_own(Kind.CODE, "Tocilizumab for CRS", "CRS用托珠单抗", codes=YNU)),
    column("crs_steroids", "crs_episode.steroids", "激素", "steroids", "CRS激素", "CRS steroids", "糖皮质激素"),
    column("icans", "icans_episode.icans_occurred", "ICANS", "是否ICANS"),
    column("d28_date", "disease_assessment@D28.assessment_date", "D28日期", "D28评估日期", "day 28 date", "第28天评估日期"),
    column("d28_response", "disease_assessment@D28.response", "D28疗效", "D28 response", "day 28 response", "第28天疗效"),
    column("d28_mrd_method", "disease_assessment@D28.mrd_method", "D28 MRD方法", "day 28 MRD method",
           words={"FCM": "flow", "MFC": "flow", "flowcytometry": "flow", "流式": "flow"}),
    column("d28_mrd_pct", "disease_assessment@D28.mrd_pct", "D28 MRD %", "D28 MRD", "day 28 MRD", "day 28 MRD %",
           "第28天MRD", assay=True),
    column("hsct_date", "hsct.hsct_date", "移植日期", "回输干细胞日期", "date of HSCT", "transplant date",
           "HSCT date", "date of transplant"),
    column("donor", "hsct.donor", "供者", "供体", "供者类型", "donor", words=DONORS),
    column("hla_match", "hsct.hla_match", "HLA", "HLA配型", "HLA相合", "HLA match", pattern=r"^\d{1,2}/\d{1,2}$"),
    column("graft", "hsct.graft", "移植物", "graft source", "干细胞来源", "stem cell source",
           words={"PB": "PBSC", "外周血": "PBSC", "PBSC+BM": "BM+PBSC", "骨髓+外周血": "BM+PBSC"}),
    column("conditioning", "hsct.conditioning", "预处理", "预处理方案", "conditioning regimen"),
    column("conditioning_intensity", "hsct.intensity", "预处理强度", "intensity"),
    column("gvhd_prophylaxis", "hsct.gvhd_prophylaxis", "GVHD预防", "GVHD预防方案", words=PROPHYLAXIS),
    column("cd34_1e6_per_kg", "hsct.cd34_1e6_per_kg", "CD34", "CD34+", "CD34+细胞", "CD34 dose", "CD34 (10^6/kg)",
           units=PER_KG),
    column("hsct_disease_status", "hsct.status_at_hsct", "移植前状态", "移植时疾病状态", "status at HSCT",
           "disease status at HSCT"),
    column("hsct_mrd", "hsct.mrd_at_hsct", "移植前MRD", "MRD at HSCT", "HSCT MRD",
           words={"neg": "negative", "pos": "positive"}),
    column("anc_engraftment_date", "engraftment.anc_engraftment_date", "粒系植入", "粒系植入日期", "粒细胞植入日期",
           "ANC engraftment", "neutrophil engraftment date"),
    column("plt_engraftment_date", "engraftment.plt_engraftment_date", "血小板植入", "血小板植入日期", "巨核系植入日期",
           "PLT engraftment", "platelet engraftment date"),
    column("agvhd_onset_date", "agvhd_episode.agvhd_onset_date", "aGVHD日期", "aGVHD发生日期", "急性GVHD发生日期",
           "aGVHD onset", "acute GVHD onset"),
    column("agvhd_skin", "agvhd_episode.skin", "aGVHD皮肤", "aGVHD skin"),
    column("agvhd_liver", "agvhd_episode.liver", "aGVHD肝", "aGVHD肝脏", "aGVHD liver"),
    column("agvhd_lower_gi", "agvhd_episode.lower_gi", "aGVHD肠道", "aGVHD下消化道", "aGVHD lower GI", "aGVHD gut"),
    column("agvhd_upper_gi", "agvhd_episode.upper_gi", "aGVHD上消化道", "aGVHD upper GI"),
    column("cgvhd_onset_date", "cgvhd_episode.cgvhd_onset_date", "cGVHD日期", "cGVHD发生日期", "慢性GVHD发生日期",
           "cGVHD onset", "chronic GVHD onset"),
    column("cgvhd_severity", "cgvhd_episode.cgvhd_max_recorded_severity", "cGVHD程度", "cGVHD严重程度", "慢性GVHD程度",
           "cGVHD severity", "cGVHD grade"),
    column("relapse_date", "relapse.relapse_date", "复发日期", "date of relapse"),
    column("relapse_site", "relapse.relapse_type", "复发部位", "site of relapse", "复发类型", words=SITES),
    column("last_contact_date", "follow_up.visit_date", "末次随访日期", "末次随访", "最后随访日期", "随访日期",
           "last contact", "last follow-up", "date of last contact", "last follow up date"),
    column("vital_status", "follow_up.vital_status", "生存状态", "结局", "存活状态", "vital status",
           words={"living": "alive", "生存": "alive", "存活": "alive", "活": "alive", "deceased": "dead", "died": "dead",
                  "已故": "dead", "失访": "lost"}),
    column("death_date", "death.death_date", "死亡日期", "date of death", "死亡时间"),
    column("death_cause", "death.cause_of_death", "死因", "死亡原因", "cause of death", words=CAUSES,
           variable=_own(Kind.CODE, "Cause of death", "死因",
                         codes=codelist("CAUSE_IN_SHEET", ("gvhd", "GVHD", "GVHD"),
                                        *((c.value, c.label.en, c.label.zh)
                                          for c in _variable("death.cause_of_death").codes or ())))),
)
# fmt: on

BY_NAME: dict[str, Column] = {line.name: line for line in STUDY}


@lru_cache(maxsize=WORDS)
def key_of(header: str) -> str:
    """Return what two writings of one header share: letters and digits, no case."""
    text = unicodedata.normalize("NFKC", header).casefold().replace("%", "pct")
    return "".join(sign for sign in text if sign.isalnum())


@lru_cache(maxsize=WORDS)
def column_of(header: str) -> Column | None:
    """Return the column that ``header`` names, by name, label or alias."""
    known = _headers()
    bare = BRACKETS.sub("", unicodedata.normalize("NFKC", header))
    return known.get(key_of(header)) or known.get(key_of(bare))


@cache
def _headers() -> dict[str, Column]:
    """Return every way to write each header; a name goes before another's label."""
    known: dict[str, Column] = {}
    for line in STUDY:
        for name in (line.name, *line.aliases):
            known.setdefault(key_of(name), line)
    shared = _said_twice()
    for line in STUDY:
        for label in _labels(line):
            key = key_of(label)
            if key and key not in shared:
                known.setdefault(key, line)
    return known


def _said_twice() -> set[str]:
    """Return the labels, such as "Date", that more than one field has."""
    seen: dict[str, int] = {}
    models: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
    for variable in (v for model in models for v in model.variables().values()):
        for key in {key_of(variable.label.en), key_of(variable.label.zh)}:
            seen[key] = seen.get(key, 0) + 1
    twice = (line for line in STUDY if "@" in line.target)
    return {key for key, times in seen.items() if times > 1} | {
        key_of(label) for line in twice for label in _labels(line)
    }


def _labels(line: Column) -> Iterator[str]:
    label = line.variable.label
    yield from (label.en, label.zh)
    if line.form and line.form != "patient":
        form = FORMS[line.form].label
        yield from (f"{form.en} {label.en}", f"{form.zh}{label.zh}")
