"""The columns of each dataset, by the names of CDISC ADaM where it has one."""

from dataclasses import dataclass
from enum import StrEnum

from registry.codelists.base import Label


class Kind(StrEnum):
    """What a column's values are."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its SQL over the dataset's tables, what it means.

    ``pseudonymised`` is its SQL for those who may not know who the patient is; None
    leaves the column out for them.
    """

    name: str
    sql: str
    label: Label
    kind: Kind = Kind.TEXT
    pseudonymised: str | None = ""

    def expression(self, *, named: bool, safe: bool) -> str | None:
        """Return the SQL to select, None when the reader may not have the column."""
        sql = self.sql if named or self.pseudonymised == "" else self.pseudonymised
        if sql is None or not (safe and self.kind is Kind.TEXT):
            return sql
        # A spreadsheet runs a cell that begins like a formula.
        return f"regexp_replace({sql}, '^([=+@\\t\\r-])', '''\\1')"


def _day(name: str, sql: str, en: str, zh: str) -> Column:
    return Column(name, sql, Label(en, zh), Kind.DAY, None)


def _number(name: str, sql: str, en: str, zh: str) -> Column:
    return Column(name, sql, Label(en, zh), Kind.NUMBER)


def _text(name: str, sql: str, en: str, zh: str) -> Column:
    return Column(name, sql, Label(en, zh))


PSEUDONYM = (
    "upper(left(encode(sha256(convert_to(%(key)s || s.patient_id, 'UTF8')), 'hex'),"
    " 12))"
)
# The arms are those of an allogeneic HSCT: after CAR-T, or after chemotherapy alone.
ARM_NUMBER = "CASE WHEN s.car_t THEN 1 WHEN s.hsct_type = 'allogeneic' THEN 2 END"
ARM = f"CASE {ARM_NUMBER} WHEN 1 THEN %(arm_true)s WHEN 2 THEN %(arm_false)s END"
ORIGIN = "CASE s.index_kind WHEN 'hsct' THEN 'HSCT' ELSE 'CAR-T infusion' END"
# Text that people typed freely is given to others only in the form it should have.
HLA = "CASE WHEN s.hla_match ~ '^[0-9]+/[0-9]+$' THEN s.hla_match END"

WHO = (
    _text("STUDYID", "'DAYZERO'", "Study identifier", "研究标识"),
    Column(
        "USUBJID",
        "c.code || '-' || p.study_no",
        Label("Unique subject identifier", "受试者唯一标识"),
        pseudonymised=f"'PS-' || {PSEUDONYM}",
    ),
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
    _number("ORIGINNO", "s.index_no", "Which of these events", "第几次事件"),
)
TREATMENT = (
    _text("TRT01A", ARM, "Actual treatment", "实际治疗"),
    _number("TRT01AN", ARM_NUMBER, "Actual treatment (N)", "实际治疗（编号）"),
)

ADSL = (
    *WHO,
    _number("AGE", "s.age", "Age on day 0, years", "第0天年龄（岁）"),
    _text("SEX", "s.sex", "Sex", "性别"),
    _day("BRTHDT", "p.birth_date", "Date of birth", "出生日期"),
    *TREATMENT,
    *ORIGIN_COLUMNS,
    _day("TRTSDT", "s.index_date", "Date of day 0", "第0天日期"),
    _text("DISEASE", "s.disease", "Disease", "疾病"),
    _text("ETP", "s.etp", "ETP immunophenotype", "ETP免疫表型"),
    _text("STATUSBL", "s.status_before", "Disease status before", "治疗前疾病状态"),
    _number("PRLINES", "s.prior_lines", "Prior lines of therapy", "既往治疗线数"),
    _text("CARTPRD", "s.car_t_product", "CAR-T product", "CAR-T产品"),
    _text("CARTTRG", "s.car_t_target", "CAR-T target", "CAR-T靶点"),
    _day("CARTDT", "s.car_t_date", "Date of CAR-T infusion", "CAR-T回输日期"),
    _number("CARTDOSE", "s.car_t_dose", "CAR-T dose, 10^6/kg", "CAR-T剂量（10^6/kg）"),
    _number("CARTDUR", "s.car_t_to_hsct_days", "Days CAR-T to HSCT", "CAR-T至移植天数"),
    _number(
        "BLASTBL",
        "s.blasts_before_car_t",
        "Blasts before CAR-T, %",
        "CAR-T前原始细胞（%）",
    ),
    _number("COPYPEAK", "s.peak_copies", "Peak CAR copies/µg", "CAR拷贝峰值（/µg）"),
    _number("COPYPKDY", "s.peak_day", "Day of the peak", "峰值日"),
    _number(
        "COPYHSCT",
        "s.copies_before_hsct",
        "CAR copies/µg before HSCT",
        "移植前CAR拷贝数",
    ),
    _number("CRSGR", "s.crs_grade", "Maximum CRS grade", "CRS最高级"),
    _number("CRSONDY", "s.crs_onset_day", "Onset of CRS, days", "CRS发生日（天）"),
    _number("CRSDUR", "s.crs_days", "Duration of CRS, days", "CRS持续天数"),
    _number("ICANSGR", "s.icans_grade", "Maximum ICANS grade", "ICANS最高级"),
    _number(
        "ICNSONDY", "s.icans_onset_day", "Onset of ICANS, days", "ICANS发生日（天）"
    ),
    _number("ICNSDUR", "s.icans_days", "Duration of ICANS, days", "ICANS持续天数"),
    _number("D28DY", "s.d28_day", "Day of the day 28 assessment", "第28天评估日"),
    _text("D28MRD", "s.d28_mrd", "MRD at day 28", "第28天MRD"),
    _text("D28RESP", "s.d28_response", "Response at day 28", "第28天疗效"),
    _text("HSCTTYPE", "s.hsct_type", "HSCT type", "移植类型"),
    _text("DONOR", "s.donor", "Donor", "供者"),
    Column(
        "HLAMATCH",
        "s.hla_match",
        Label("HLA match", "HLA相合度"),
        pseudonymised=HLA,
    ),
    _text("GRAFT", "s.graft", "Graft", "移植物"),
    _text("CONDREG", "s.conditioning", "Conditioning regimen", "预处理方案"),
    _text("CONDINT", "s.intensity", "Conditioning intensity", "预处理强度"),
    _text("HSCTSTAT", "s.status_at_hsct", "Status at HSCT", "移植时状态"),
    _text("HSCTMRD", "s.mrd_at_hsct", "MRD at HSCT", "移植时MRD"),
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
    _number("STARTDY", "o.start_day", "Day of origin, from day 0", "起始日距第0天天数"),
    _day("ADT", "o.end", "Analysis date", "分析日期"),
    _text(
        "ADTF",
        "NULLIF(o.imputed, '')",
        "Analysis date imputation flag (D day, M month and day)",
        "分析日期填补标志（D：日，M：月和日）",
    ),
    _number("AVAL", "o.day", "Days from the origin", "距起始日天数"),
    _text("AVALU", "'DAYS'", "Unit of AVAL", "AVAL单位"),
    _number(
        "CNSR",
        "CASE o.cause WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END",
        "Censor (0 event, 1 censored, 2 competing event)",
        "删失（0事件，1删失，2竞争事件）",
    ),
    _number(
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
)
