"""Checks of bridging, IEC-HS and counts of a course of cellular therapy."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from registry.checks import counts as daily
from registry.checks import graded_iec_hs
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.fatal import FATAL, fatal_end
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    EITHER_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.grading.icaht_counts import LAST_DAY, WIDEST_GAP

BRIDGING = ("bridging_class", "bridging_start", "bridging_end", "bridging_response")


def _of_course(form: str, record: Record, case: Case) -> Iterator[Record]:
    """Yield the records of ``form`` that belong to the same course."""
    number = record.get("course_no") or 1
    yield from (r for r in case.of(form) if (r.get("course_no") or 1) == number)


@check(
    "DQ010",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging starts on {bridging_start}, before the leukapheresis ({day}).",
        "桥接开始（{bridging_start}）早于单采（{day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
    at=("bridging_start",),
    also={"apheresis_product": ("apheresis_date",)},
)
def bridging_after_apheresis(
    bridging_start: date, record: Record, case: Case
) -> Answer:
    """Bridging begins on the day of leukapheresis or later."""
    products = _of_course("apheresis_product", record, case)
    collected = [one["apheresis_date"] for one in products if one.get("apheresis_date")]
    first = min(collected, default=None)
    return first is None or bridging_start >= first or wrong(day=first)


@check(
    "DQ010",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging ends on {bridging_end}, after lymphodepletion began ({day}).",
        "桥接结束（{bridging_end}）晚于清淋开始（{day}）。",
    ),
    fix=ONE_OF_TWO_DATES,
    at=("bridging_end",),
    also={"lymphodepletion": ("ld_start",)},
)
def bridging_before_lymphodepletion(
    bridging_end: date, record: Record, case: Case
) -> Answer:
    """Bridging is over when lymphodepletion begins."""
    rows = _of_course("lymphodepletion", record, case)
    first = min((one["ld_start"] for one in rows if one.get("ld_start")), default=None)
    return first is None or bridging_end <= first or wrong(day=first)


@check(
    "DZ016",
    "bridging",
    Severity.HARD,
    Group.DATES,
    says=(
        "Bridging ends on {bridging_end}, before it starts ({bridging_start}).",
        "桥接结束（{bridging_end}）早于开始（{bridging_start}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def bridging_ends_after_its_start(bridging_end: date, bridging_start: date) -> Answer:
    """Bridging ends on the day of its start or later."""
    return bridging_end >= bridging_start


@check(
    "DZ017",
    "bridging",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "No bridging was given, but its therapy is described.",
        "记录未桥接，但填写了桥接治疗内容。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("bridging_given",),
)
def denied_bridging_is_not_described(bridging_given: str, record: Record) -> Answer:
    """Who had no bridging has no class, days or response of it."""
    if bridging_given != "no":
        return True
    filled = [name for name in BRIDGING if record.get(name)]
    return wrong("bridging_given", *filled) if filled else True


@check(
    "DQ019",
    "iec_hs",
    Severity.SOFT,
    Group.DATES,
    says=(
        "IEC-HS begins on {iec_hs_onset_date}, while CRS of {crs} is not resolved.",
        "IEC-HS发生（{iec_hs_onset_date}）时，{crs} 发生的CRS尚未缓解。",
    ),
    fix=(
        "IEC-HS is independent of CRS: correct a date, or confirm with an explanation.",
        "IEC-HS应独立于CRS：请更正日期，或确认并说明。",
    ),
    at=("iec_hs_onset_date",),
    also={"crs_episode": ("crs_onset_date", "crs_resolved_date")},
)
def begins_apart_from_crs(
    iec_hs_onset_date: date, record: Record, case: Case
) -> Answer:
    """IEC-HS does not begin on the first day of a CRS that goes on."""
    for crs in _of_course("crs_episode", record, case):
        onset, end = crs.get("crs_onset_date"), crs.get("crs_resolved_date")
        goes_on = end is None or end > iec_hs_onset_date
        if onset and goes_on and iec_hs_onset_date < onset + days(1):
            return wrong(crs=onset)
    return True


@check(
    "DZ018",
    "iec_hs",
    Severity.HARD,
    Group.DATES,
    says=(
        "IEC-HS begins on {iec_hs_onset_date}, before the infusion ({infusion_date}).",
        "IEC-HS发生（{iec_hs_onset_date}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def iec_hs_after_infusion(iec_hs_onset_date: date, infusion_date: date) -> Answer:
    """IEC-HS begins on the day of infusion or later."""
    return iec_hs_onset_date >= infusion_date


@check(
    "DQ061",
    "iec_hs",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Recorded IEC-HS grade {iec_hs_recorded_grade}; the findings give grade "
        "{derived}.",
        "记录IEC-HS分级为{iec_hs_recorded_grade}级；按表现推导为{derived}级。",
    ),
    fix=(
        "Correct the grade or the findings, or confirm with an explanation.",
        "请更正分级或表现，或确认并说明。",
    ),
    at=("iec_hs_recorded_grade",),
    also={"death": ("cause_of_death",)},
)
def recorded_iec_hs_grade_is_derived(
    iec_hs_recorded_grade: str, record: Record, case: Case
) -> Answer:
    """The recorded grade is the one that the findings decide."""
    found = graded_iec_hs.severity(record, case)
    same = str(found.grade) == iec_hs_recorded_grade
    return not found.decided or same or wrong(derived=found.grade)


@check(
    "DQ061",
    "iec_hs",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "IEC-HS is graded, but its criteria are not met.",
        "已填写IEC-HS分级，但不符合诊断标准。",
    ),
    fix=(
        "Complete the criteria, take the form back, or confirm with an explanation.",
        "请补充诊断标准、撤回本表，或确认并说明。",
    ),
    at=("iec_hs_recorded_grade",),
)
def graded_iec_hs_meets_its_criteria(
    iec_hs_recorded_grade: str, record: Record
) -> Answer:
    """What is graded as IEC-HS meets its criteria."""
    return graded_iec_hs.diagnosis(record).grade != "not_met"


def _fatal(form: str, grade: str, end: str | None, en: str, zh: str) -> None:
    """Declare that grade 5 of ``form`` goes with a death near the end of the event."""

    @check(
        "DQ083",
        form,
        Severity.HARD,
        Group.AGREEMENT,
        says=(
            f"{en} of grade 5 means death from it, but {{problem}}.",
            f"{zh}5级表示因此死亡，但{{problem}}。",
        ),
        fix=(
            "Complete or correct the death form, or correct the grade.",
            "请填写或更正死亡表，或更正分级。",
        ),
        at=(grade,),
        also={"death": ("death_date",)},
    )
    def grade_5_is_a_death(record: Record, case: Case) -> Answer:
        given: Any = record.get(grade)
        if str(given) != FATAL:
            return True
        return fatal_end(record.get(end) if end else None, case)


_fatal("iec_hs", "iec_hs_recorded_grade", None, "IEC-HS", "IEC-HS")
_fatal("infection", "infection_grade", "infection_resolved_date", "Infection", "感染")
_fatal("other_toxicity", "tox_grade", "tox_resolved_date", "Toxicity", "毒性")


@check(
    "DZ019",
    "aplasia",
    Severity.HARD,
    Group.DATES,
    says=(
        "Cells were counted on {aplasia_date}, before the infusion ({infusion_date}).",
        "细胞检测日期（{aplasia_date}）早于回输（{infusion_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def aplasia_after_infusion(aplasia_date: date, infusion_date: date) -> Answer:
    """Aplasia of a course is looked for from its infusion on."""
    return aplasia_date >= infusion_date


@check(
    "DZ020",
    "aplasia",
    Severity.HARD,
    Group.DATES,
    says=(
        "Recovery ({aplasia_recovered_date}) is before the count ({aplasia_date}).",
        "恢复日期（{aplasia_recovered_date}）早于检测日期（{aplasia_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def recovery_after_aplasia(aplasia_recovered_date: date, aplasia_date: date) -> Answer:
    """Cells come back on the day of the count or later."""
    return aplasia_recovered_date >= aplasia_date


@check(
    "DQ111",
    "infusion",
    Severity.SOFT,
    Group.COMPLETENESS,
    says=(
        "ICAHT cannot be graded: no neutrophil count from {first} to {last}.",
        "无法进行ICAHT分级：{first} 至 {last} 无中性粒细胞计数。",
    ),
    fix=(
        "Enter the missing counts, on the page of daily counts.",
        "请在每日血象页补录计数。",
    ),
    at=("infusion_date",),
    also={"blood_count": ("count_date",)},
)
def counts_without_wide_gaps(infusion_date: date, record: Record, case: Case) -> Answer:
    """Counts that were begun leave no gap of over 7 days in day 0 to 30."""
    counts = daily.after_infusion(case, record.get("course_no"))
    last = infusion_date + days(LAST_DAY)
    if counts is None or case.today <= last:
        return True
    known = [day for day, _ in counts.of("anc") if 0 <= day <= LAST_DAY]
    if not known:
        return True
    end = LAST_DAY
    if counts.end is not None:
        end = min(end, (counts.end - infusion_date).days - 1)
    for before, after in pairwise([0, *known, end]):
        if after - before > WIDEST_GAP:
            first, until = (infusion_date + days(day) for day in (before, after))
            return wrong(first=first, last=until)
    return True


@check(
    "DZ021",
    "infection",
    Severity.HARD,
    Group.DATES,
    says=(
        "The infection ended on {infection_resolved_date}, before its onset "
        "({infection_onset_date}).",
        "感染痊愈（{infection_resolved_date}）早于发生（{infection_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def infection_ends_after_onset(
    infection_resolved_date: date, infection_onset_date: date
) -> Answer:
    """An infection ends on the day of its onset or later."""
    return infection_resolved_date >= infection_onset_date


@check(
    "DZ022",
    "other_toxicity",
    Severity.HARD,
    Group.DATES,
    says=(
        "The toxicity ended on {tox_resolved_date}, before its onset "
        "({tox_onset_date}).",
        "毒性缓解（{tox_resolved_date}）早于发生（{tox_onset_date}）。",
    ),
    fix=ONE_OF_TWO_DATES,
)
def toxicity_ends_after_onset(tox_resolved_date: date, tox_onset_date: date) -> Answer:
    """A toxicity ends on the day of its onset or later."""
    return tox_resolved_date >= tox_onset_date


@check(
    "DZ023",
    "other_toxicity",
    Severity.SOFT,
    Group.DATES,
    says=(
        "The toxicity begins on {tox_onset_date}, before the first infusion or HSCT "
        "({first}).",
        "毒性发生（{tox_onset_date}）早于首次回输或移植（{first}）。",
    ),
    fix=DATES_OR_EXPLAIN,
    blank_ok=("first_infusion", "first_hsct"),
)
def toxicity_after_treatment(
    tox_onset_date: date, first_infusion: date | None, first_hsct: date | None
) -> Answer:
    """A toxicity of cell therapy follows an infusion or a transplant."""
    first = min((day for day in (first_infusion, first_hsct) if day), default=None)
    return first is None or tox_onset_date >= first or wrong(first=first)
