"""Columns of subjects and endpoints, by the names of CDISC ADaM where it has one."""

from outcomes.exports.columns import Column, Kind
from outcomes.exports.profiles import PSEUDONYM
from registry.codelists.base import CodeList, Label, codelist
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


def _day(name: str, sql: str, en: str, zh: str) -> Column:
    return Column(name, sql, Label(en, zh), Kind.DAY, None)


def _whole(
    name: str, sql: str, en: str, zh: str, codes: CodeList | None = None
) -> Column:
    return Column(name, sql, Label(en, zh), Kind.WHOLE, codes=codes)


def _number(name: str, sql: str, en: str, zh: str, unit: str) -> Column:
    return Column(name, sql, Label(en, zh), Kind.NUMBER, unit=unit)


def _code(name: str, sql: str, en: str, zh: str, codes: CodeList) -> Column:
    return Column(name, sql, Label(en, zh), Kind.CODE, codes=codes)


def _text(name: str, sql: str, en: str, zh: str) -> Column:
    return Column(name, sql, Label(en, zh))


ARMS = codelist("ARM", ("1", "CAR-T", "CAR-T"), ("2", "chemotherapy", "化疗"))
CENSORED = codelist(
    "CNSR",
    ("0", "event", "事件"),
    ("1", "censored", "删失"),
    ("2", "competing event", "竞争事件"),
)
IMPUTED = codelist(
    "ADTF",
    ("D", "day imputed", "日为填补"),
    ("M", "month and day imputed", "月和日为填补"),
)
# The arms are those of an allogeneic HSCT: after CAR-T, or after chemotherapy alone.
ARM_NUMBER = "CASE WHEN s.car_t THEN 1 WHEN s.hsct_type = 'allogeneic' THEN 2 END"
ARM = f"CASE {ARM_NUMBER} WHEN 1 THEN %(arm_true)s WHEN 2 THEN %(arm_false)s END"
ORIGIN = "CASE s.index_kind WHEN 'hsct' THEN 'HSCT' ELSE 'CAR-T infusion' END"
# Text that people typed freely is given to others only in the form it should have.
HLA = "CASE WHEN s.hla_match ~ '^[0-9]+/[0-9]+$' THEN s.hla_match END"

SUBJECT = Column(
    "USUBJID",
    "c.code || '-' || p.study_no",
    Label("Unique subject identifier", "受试者唯一标识"),
    pseudonymised=f"'PS-' || {PSEUDONYM}",
)
WHO = (
    _text("STUDYID", "'DAYZERO'", "Study identifier", "研究标识"),
    SUBJECT,
    Column(
        "SUBJID",
        "p.study_no",
        Label("Subject identifier", "受试者标识"),
        pseudonymised=PSEUDONYM,
    ),
    _text("SITEID", "c.code", "Study site identifier", "中心标识"),
)
ORIGIN_COLUMNS = (
    _text("ORIGIN", ORIGIN, "Event whose day is day 0", "第0天事件"),
    _whole("ORIGINNO", "s.index_no", "Which of these events", "第几次事件"),
)
TREATMENT = (
    _text("TRT01A", ARM, "Actual treatment", "实际治疗"),
    _whole("TRT01AN", ARM_NUMBER, "Actual treatment (N)", "实际治疗（编号）", ARMS),
)

ADSL = (
    *WHO,
    Column(
        "AGE",
        "s.age",
        Label("Age on day 0", "第0天年龄"),
        Kind.WHOLE,
        unit="y",
        age=True,
    ),
    _code("SEX", "s.sex", "Sex", "性别", SEX),
    Column(
        "BRTHDT",
        "p.birth_date",
        Label("Date of birth", "出生日期"),
        Kind.DAY,
        None,
        birth=True,
    ),
    *TREATMENT,
    *ORIGIN_COLUMNS,
    _day("TRTSDT", "s.index_date", "Date of day 0", "第0天日期"),
    _code("DISEASE", "s.disease", "Disease", "疾病", DISEASE),
    _code("ETP", "s.etp", "ETP immunophenotype", "ETP免疫表型", YNU),
    _code(
        "STATUSBL", "s.status_before", "Disease status before", "治疗前疾病状态", STATUS
    ),
    _whole("PRLINES", "s.prior_lines", "Prior lines of therapy", "既往治疗线数"),
    _code("CARTPRD", "s.car_t_product", "CAR-T product", "CAR-T产品", PRODUCT),
    _code("CARTTRG", "s.car_t_target", "CAR-T target", "CAR-T靶点", TARGET),
    _day("CARTDT", "s.car_t_date", "Date of CAR-T infusion", "CAR-T回输日期"),
    _number("CARTDOSE", "s.car_t_dose", "CAR-T dose", "CAR-T剂量", "10^6/kg"),
    _whole("CARTDUR", "s.car_t_to_hsct_days", "Days CAR-T to HSCT", "CAR-T至移植天数"),
    _number(
        "BLASTBL",
        "s.blasts_before_car_t",
        "Blasts before CAR-T",
        "CAR-T前原始细胞",
        "%",
    ),
    _number("COPYPEAK", "s.peak_copies", "Peak CAR copies", "CAR拷贝峰值", "copies/µg"),
    _whole("COPYPKDY", "s.peak_day", "Day of the peak", "峰值日"),
    _number(
        "COPYHSCT",
        "s.copies_before_hsct",
        "CAR copies before HSCT",
        "移植前CAR拷贝数",
        "copies/µg",
    ),
    _whole("CRSGR", "s.crs_grade", "Maximum CRS grade", "CRS最高级"),
    _whole("CRSONDY", "s.crs_onset_day", "Onset of CRS, days", "CRS发生日（天）"),
    _whole("CRSDUR", "s.crs_days", "Duration of CRS, days", "CRS持续天数"),
    _whole("ICANSGR", "s.icans_grade", "Maximum ICANS grade", "ICANS最高级"),
    _whole(
        "ICNSONDY", "s.icans_onset_day", "Onset of ICANS, days", "ICANS发生日（天）"
    ),
    _whole("ICNSDUR", "s.icans_days", "Duration of ICANS, days", "ICANS持续天数"),
    _whole("D28DY", "s.d28_day", "Day of the day 28 assessment", "第28天评估日"),
    _code("D28MRD", "s.d28_mrd", "MRD at day 28", "第28天MRD", MRDSTATUS),
    _code("D28RESP", "s.d28_response", "Response at day 28", "第28天疗效", RESPONSE),
    _code("HSCTTYPE", "s.hsct_type", "HSCT type", "移植类型", HSCTTYPE),
    _code("DONOR", "s.donor", "Donor", "供者", DONOR),
    Column(
        "HLAMATCH",
        "s.hla_match",
        Label("HLA match", "HLA相合度"),
        pseudonymised=HLA,
        genetic=True,
    ),
    _code("GRAFT", "s.graft", "Graft", "移植物", GRAFT),
    _code("CONDREG", "s.conditioning", "Conditioning regimen", "预处理方案", CONDREG),
    _code("CONDINT", "s.intensity", "Conditioning intensity", "预处理强度", INTENSITY),
    _code("HSCTSTAT", "s.status_at_hsct", "Status at HSCT", "移植时状态", HSCTSTATUS),
    _code("HSCTMRD", "s.mrd_at_hsct", "MRD at HSCT", "移植时MRD", MRDSTATUS),
)

# What begins with either event has a code of its own from infusion, so that nobody
# counts a patient twice.
PARAMCD = (
    "o.paramcd || CASE WHEN s.index_kind = 'infusion'"
    " AND o.paramcd = ANY(%(either)s) THEN 'INF' ELSE '' END"
)
BEGINS = f"COALESCE(%(begins)s::jsonb ->> o.paramcd, {ORIGIN})"
PARAM = f"(%(params)s::jsonb ->> o.paramcd) || ' from ' || {BEGINS}"

ADTTE = (
    *WHO,
    *TREATMENT,
    *ORIGIN_COLUMNS,
    _text("PARAMCD", PARAMCD, "Parameter code", "参数代码"),
    _text("PARAM", PARAM, "Parameter", "参数"),
    _day("STARTDT", "o.start", "Time to event origin date", "起始日期"),
    _whole("STARTDY", "o.start_day", "Day of origin, from day 0", "起始日距第0天天数"),
    _day("ADT", "o.end", "Analysis date", "分析日期"),
    _code(
        "ADTF",
        "NULLIF(o.imputed, '')",
        "Analysis date imputation flag (D day, M month and day)",
        "分析日期填补标志（D：日，M：月和日）",
        IMPUTED,
    ),
    _whole("AVAL", "o.day", "Days from the origin", "距起始日天数"),
    _text("AVALU", "'DAYS'", "Unit of AVAL", "AVAL单位"),
    _whole(
        "CNSR",
        "CASE o.cause WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END",
        "Censor (0 event, 1 censored, 2 competing event)",
        "删失（0事件，1删失，2竞争事件）",
        CENSORED,
    ),
    _whole(
        "CAUSE",
        "o.cause",
        "Cause (0 censored, 1 event, 2 and more competing events)",
        "原因（0删失，1事件，2及以上竞争事件）",
    ),
    _text(
        "EVNTDESC",
        "CASE WHEN o.cause > 0 THEN o.description END",
        "Event description",
        "事件描述",
    ),
    _text(
        "CNSDTDSC",
        "CASE WHEN o.cause = 0 THEN o.description END",
        "Censor date description",
        "删失日期描述",
    ),
    _text(
        "SRCDOM",
        "NULLIF(o.source_form, '')",
        "Source data: the form that ADT is from",
        "来源数据：ADT所出自的表单",
    ),
    _text(
        "SRCVAR",
        "NULLIF(o.source_field, '')",
        "Source variable: the field of that form",
        "来源变量：该表单的字段",
    ),
    _whole(
        "SRCSEQ",
        "o.source_record",
        "Source sequence number: that form's record",
        "来源序号：该表单的记录",
    ),
)
