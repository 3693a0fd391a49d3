"""Checks of events of a course: deaths from them, aplasia, counts, infections."""

from datetime import date
from itertools import pairwise
from typing import Any

from registry.checks import counts as daily
from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.facts import days
from registry.checks.fatal import FATAL, fatal_end
from registry.checks.findings import Group, Severity
from registry.checks.phrases import (
    DATES_OR_EXPLAIN,
    ONE_OF_TWO_DATES,
)
from registry.grading.icaht_counts import LAST_DAY, WIDEST_GAP


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
