"""Checks of what follows a transplant: never before it, and by its criteria."""

from datetime import date

from registry.checks.case import Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.graded import asked_by
from registry.checks.phrases import FINDINGS_OR_EXPLAIN, ONE_OF_TWO_DATES
from registry.grading import grade


def _after_hsct(form: str, field: str, en: str, zh: str) -> None:
    @check(
        "DQ026",
        form,
        Severity.HARD,
        Group.DATES,
        says=(
            f"{en} ({{day}}) is before the HSCT ({{hsct_date}}).",
            f"{zh}（{{day}}）早于移植（{{hsct_date}}）。",
        ),
        fix=ONE_OF_TWO_DATES,
        at=(field,),
    )
    def not_before_hsct(record: Record, hsct_date: date) -> Answer:
        """What follows a transplant is not before it."""
        day = record.get(field)
        return day is None or day >= hsct_date or wrong(day=day)


_after_hsct("chimerism", "chimerism_date", "Chimerism", "嵌合检测")
_after_hsct("sos_vod", "sos_onset_date", "SOS", "SOS发生")
_after_hsct("ta_tma", "tma_onset_date", "TA-TMA", "TA-TMA发生")
_after_hsct("dli", "dli_date", "Donor lymphocytes", "供者淋巴细胞输注")


@check(
    "DQ068",
    "ta_tma",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "The criteria of TA-TMA are not met: fewer than 4 of 7, and no biopsy.",
        "不符合TA-TMA诊断标准：7项中不足4项，且无活检证实。",
    ),
    fix=FINDINGS_OR_EXPLAIN,
    at=("tma_onset_date",),
)
def tma_meets_its_criteria(record: Record) -> Answer:
    """What is recorded as TA-TMA has a biopsy or four of the seven criteria."""
    engine = "tma_modified_jodele"
    return grade(engine, asked_by(engine, record)).grade not in ("none", "not_met")
