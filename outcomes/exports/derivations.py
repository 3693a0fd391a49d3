"""Where the columns of the analysis datasets come from: recorded, derived, assigned.

Said for people and for Define-XML; what derives is ``outcomes.baseline``,
``outcomes.courses`` and ``outcomes.endpoints``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from outcomes.endpoints import ENDPOINTS
from registry.codelists.base import Label


@dataclass(frozen=True, slots=True)
class Origin:
    """Where values come from.

    ``field`` is the dataset and column that they are taken over from as recorded;
    ``how`` says how they are derived, or what they are assigned.
    """

    field: str = ""
    how: Label | None = None
    assigned: bool = False

    def in_language(self, language: str | None) -> str:
        """Return it in words."""
        return self.how.in_language(language) if self.how else self.field


def _of(field: str) -> Origin:
    return Origin(field=field)


def _derived(en: str, zh: str) -> Origin:
    return Origin(how=Label(en, zh))


def _assigned(en: str, zh: str) -> Origin:
    return Origin(how=Label(en, zh), assigned=True)


WHO = {
    "STUDYID": _assigned("DAYZERO in every row.", "所有行均为DAYZERO。"),
    "USUBJID": _derived(
        "Code of the centre, hyphen, study number; without names a pseudonym that is "
        "the same in every file.",
        "中心代码-研究编号；不含身份信息时为各文件一致的假名。",
    ),
    "SUBJID": _of("patient.SUBJID"),
    "SITEID": _assigned("Code of the centre.", "中心代码。"),
}
TREATMENT = {
    "TRT01A": _derived(
        "For an allogeneic HSCT: CAR-T where a CAR-T infusion came before it, else "
        "chemotherapy. Empty for other index events without CAR-T.",
        "异基因移植：移植前曾回输CAR-T者为CAR-T，否则为化疗。"
        "无CAR-T的其他指标事件为空。",
    ),
    "TRT01AN": _derived(
        "1 where TRT01A is CAR-T, 2 where it is chemotherapy.",
        "TRT01A为CAR-T时为1，化疗时为2。",
    ),
}
ORIGIN = {
    "ORIGIN": _derived(
        "The event that the row starts from: HSCT where there was one (in adtte every "
        "event), else CAR-T infusion.",
        "该行的起始事件：有移植者为移植（adtte中为各事件），否则为CAR-T回输。",
    ),
    "ORIGINNO": _derived(
        "Number of this event among those of its kind, by date.",
        "该事件在同类事件中按日期的序号。",
    ),
}
LAST_CAR_T = (
    " Of the last infusion by day 0.",
    "取第0天及以前最近一次回输。",
)


# The episodes that are graded: outcomes.courses.last_onset.
BEGUN = (
    "onset by day 30 and before the treatment that follows, or of no known day",
    "第30天及以前且后续治疗前发生，或发生日不详",
)


def _course(en: str, zh: str) -> Origin:
    return _derived(en + LAST_CAR_T[0], zh + LAST_CAR_T[1])


ADSL = {
    **WHO,
    "AGE": _derived(
        "Whole years from the date of birth to day 0; over 89 is 90 without names.",
        "出生日期至第0天的整岁数；不含身份信息时89岁以上记为90岁。",
    ),
    "SEX": _of("patient.sex"),
    "BRTHDT": _of("patient.birth_date"),
    **TREATMENT,
    **ORIGIN,
    "TRTSDT": _derived(
        "Date of the event in ORIGIN: infusion.infusion_date or hsct.hsct_date.",
        "ORIGIN事件的日期：infusion.infusion_date或hsct.hsct_date。",
    ),
    "DISEASE": _of("diagnosis.disease"),
    "ETP": _of("diagnosis.etp"),
    "STATUSBL": _of("diagnosis.recorded_status"),
    "PRLINES": _derived(
        "Number of prior_line records; without any diagnosis.recorded_prior_lines.",
        "prior_line记录数；无记录时取diagnosis.recorded_prior_lines。",
    ),
    "CARTPRD": _course("apheresis_product.product.", "apheresis_product.product。"),
    "CARTTRG": _course("apheresis_product.target.", "apheresis_product.target。"),
    "CARTDT": _course("infusion.infusion_date.", "infusion.infusion_date。"),
    "CARTDOSE": _course("infusion.dose_1e6_per_kg.", "infusion.dose_1e6_per_kg。"),
    "CARTDUR": _derived("TRTSDT of an HSCT minus CARTDT.", "移植的TRTSDT减CARTDT。"),
    "BLASTBL": _derived(
        "Last disease_assessment.bm_blasts_pct by the day of infusion, else of an "
        "undated assessment before CAR-T.",
        "回输当日及以前最近一次disease_assessment.bm_blasts_pct；"
        "无日期时取CAR-T前未注明日期的评估。",
    ),
    "COPYPEAK": _derived(
        "Highest expansion.copies_per_ug from infusion to the next infusion or HSCT.",
        "回输至下一次回输或移植之间expansion.copies_per_ug的最高值。",
    ),
    "COPYPKDY": _derived(
        "Day of COPYPEAK minus day of infusion.", "COPYPEAK日期减回输日期。"
    ),
    "COPYHSCT": _derived(
        "expansion.copies_per_ug of the time point before HSCT, else the last between "
        "infusion and HSCT.",
        "移植前时间点的expansion.copies_per_ug；无则取回输至移植之间最后一次。",
    ),
    "CRSGR": _course(
        "Highest ASTCT grade of the course's crs_episode records (Lee 2019) with "
        f"{BEGUN[0]}; empty while one of them is open, 0 where all began later.",
        f"该疗程crs_episode记录（{BEGUN[1]}）的最高ASTCT分级（Lee 2019）；"
        "有未定级者为空，均在其后发生者为0。",
    ),
    "CRSONDY": _derived(
        "First crs_onset_date of the episodes of CRSGR minus day of infusion.",
        "CRSGR所计各次的首个crs_onset_date减回输日期。",
    ),
    "CRSDUR": _derived(
        "Last crs_resolved_date of those episodes minus first crs_onset_date; empty "
        "while one is open.",
        "其中最后crs_resolved_date减首个crs_onset_date；有未缓解者为空。",
    ),
    "ICANSGR": _course(
        "Highest ASTCT grade of the course's icans_episode records (Lee 2019) with "
        f"{BEGUN[0]}; empty while one of them is open, 0 where all began later.",
        f"该疗程icans_episode记录（{BEGUN[1]}）的最高ASTCT分级（Lee 2019）；"
        "有未定级者为空，均在其后发生者为0。",
    ),
    "ICNSONDY": _derived(
        "First icans_onset_date of the episodes of ICANSGR minus day of infusion.",
        "ICANSGR所计各次的首个icans_onset_date减回输日期。",
    ),
    "ICNSDUR": _derived(
        "Last icans_resolved_date of those episodes minus first icans_onset_date; "
        "empty while one is open.",
        "其中最后icans_resolved_date减首个icans_onset_date；有未缓解者为空。",
    ),
    "D28DY": _derived(
        "Day, from infusion, of the assessment nearest day 28, of days 21 to 35 and "
        "before the next infusion or HSCT.",
        "第21至35天内、下一次回输或移植之前，最接近第28天的评估距回输天数。",
    ),
    "D28MRD": _derived(
        "MRD status of the assessment in D28DY.", "D28DY所指评估的MRD状态。"
    ),
    "D28RESP": _derived(
        "disease_assessment.response of the assessment in D28DY.",
        "D28DY所指评估的disease_assessment.response。",
    ),
    "HSCTTYPE": _of("hsct.hsct_type"),
    "DONOR": _of("hsct.donor"),
    "HLAMATCH": _of("hsct.hla_match"),
    "GRAFT": _of("hsct.graft"),
    "CONDREG": _of("hsct.conditioning"),
    "CONDINT": _of("hsct.intensity"),
    "HSCTSTAT": _of("hsct.status_at_hsct"),
    "HSCTMRD": _of("hsct.mrd_at_hsct"),
}
ADTTE = {
    **WHO,
    **TREATMENT,
    **ORIGIN,
    "PARAMCD": _assigned(
        "Code of the endpoint; INF behind it where the same endpoint counts from "
        "infusion.",
        "终点代码；同一终点自回输起算时后缀INF。",
    ),
    "PARAM": _assigned(
        "Name of the endpoint and where its time begins.", "终点名称及起算事件。"
    ),
    "STARTDT": _derived(
        "Day on which the endpoint's time begins: day 0, or the later event that its "
        "definition names.",
        "终点的起算日：第0天，或其定义中所述的后续事件日。",
    ),
    "STARTDY": _derived("STARTDT minus day 0 of ORIGIN.", "STARTDT减ORIGIN的第0天。"),
    "ADT": _derived(
        "Day of the event, of the competing event, or of censoring.",
        "事件、竞争事件或删失的日期。",
    ),
    "ADTF": _derived(
        "D or M where the day, or month and day, of ADT were imputed.",
        "ADT的日，或月和日为填补时记D或M。",
    ),
    "AVAL": _derived("ADT minus STARTDT, in days.", "ADT减STARTDT（天）。"),
    "AVALU": _assigned("DAYS in every row.", "所有行均为DAYS。"),
    "CNSR": _derived(
        "0 where CAUSE is 1, 1 where it is 0, 2 for competing events.",
        "CAUSE为1时记0，为0时记1，竞争事件记2。",
    ),
    "CAUSE": _derived(
        "What ended the time: 0 censored, 1 the event, 2 and more what competes, as "
        "the endpoint's definition numbers them.",
        "终止原因：0删失，1事件，2及以上为终点定义中依次所列的竞争事件。",
    ),
    "EVNTDESC": _derived("CAUSE in words.", "CAUSE的文字说明。"),
    "CNSDTDSC": _derived(
        "What the censoring day is, in words.", "删失日期的文字说明。"
    ),
    "SRCDOM": _derived(
        "The form that ADT is from; empty where ADT was reckoned, as the end of a "
        "horizon.",
        "ADT所出自的表单；ADT由推算得出者（如观察期末）为空。",
    ),
    "SRCVAR": _derived(
        "The date field of SRCDOM that has ADT, or from which it was imputed.",
        "SRCDOM中记录ADT（或据以填补ADT）的日期字段。",
    ),
    "SRCSEQ": _derived(
        "The column record of that row in the dataset SRCDOM.",
        "数据集SRCDOM中该行的record列。",
    ),
}
ADLB = {
    **WHO,
    "PARCAT1": _assigned("By the form and its field.", "由表单及字段决定。"),
    "PARAMCD": _assigned("By the field that was measured.", "由所测字段决定。"),
    "ADT": _derived("Day of the form in FORM.", "FORM所指表单的日期。"),
    "ADY": _derived(
        "ADT minus TRTSDT of the patient's row in adsl.", "ADT减adsl中该患者的TRTSDT。"
    ),
    "INFDY": _derived(
        "ADT minus the day of the last CAR-T infusion by then.",
        "ADT减此前最近一次CAR-T回输日期。",
    ),
    "AVAL": _derived(
        "The value as recorded, in the unit of AVALU.", "记录值，单位见AVALU。"
    ),
    "AVALU": _assigned("Unit of the field.", "字段的单位。"),
    "NOVALUE": _derived(
        "Why there is no value, as recorded beside the field.",
        "字段旁所记录的缺失原因。",
    ),
    "SPECIMEN": _derived(
        "expansion.expansion_specimen or chimerism.chimerism_lineage.",
        "expansion.expansion_specimen或chimerism.chimerism_lineage。",
    ),
    "FORM": _assigned("The form that the value is from.", "数值来源的表单。"),
    "RECORD": _assigned("Key of that form's record.", "该表单记录的主键。"),
}
ORIGINS: Mapping[str, Mapping[str, Origin]] = {
    "adsl": ADSL,
    "adtte": ADTTE,
    "adlb": ADLB,
}


def origin_of(dataset: str, column: str) -> Origin | None:
    """Return where a column of an analysis dataset comes from, None for others."""
    return ORIGINS.get(dataset, {}).get(column)


def method_of(paramcd: str) -> Label:
    """Return how an endpoint is derived: its definition, its causes, its source."""
    one = ENDPOINTS[paramcd]
    causes = list(enumerate(one.causes, start=1))
    english = "; ".join(f"{number} {cause.en}" for number, cause in causes)
    chinese = "；".join(f"{number} {cause.zh}" for number, cause in causes)
    return Label(
        f"{one.definition.en} CAUSE: {english}. Source: {one.source}",
        f"{one.definition.zh}CAUSE：{chinese}。来源：{one.source}",
    )


def codes_of(paramcd: str) -> list[str]:
    """Return the codes of an endpoint in adtte, one for each event it begins with."""
    either = len(ENDPOINTS[paramcd].from_index) > 1
    return [paramcd, f"{paramcd}INF"] if either else [paramcd]
