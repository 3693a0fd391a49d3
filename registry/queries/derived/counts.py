"""What follows from daily counts: ICAHT of a course, engraftment after a transplant."""

from datetime import timedelta

from registry.checks import Case
from registry.checks import counts as daily
from registry.checks.counts import Counts
from registry.codelists.base import CodeList, Label
from registry.codelists.general import YN
from registry.grading import Result
from registry.grading.engraftment import GRADES
from registry.grading.icaht_counts import LAST_DAY
from registry.queries.derived import transplant
from registry.queries.derived.value import DAYS, Derived, Values, graded

EARLY = Label("Early ICAHT (day 0-30)", "早期ICAHT（0-30天）")
LATE = Label("Late ICAHT (after day 30)", "晚期ICAHT（30天后）")
PLATELETS = Label("Early T-ICAHT, platelets", "早期血小板ICAHT")
DAYS_500 = Label("Days ANC ≤ 0.5 (D0-D30)", "ANC≤0.5天数（0-30天）")
DAYS_100 = Label("Days ANC ≤ 0.1 (D0-D30)", "ANC≤0.1天数（0-30天）")
RECOVERED = Label("Recovered above 0.5", "是否恢复>0.5")
ANC = Label("Neutrophil engraftment by counts", "按计数的粒系植入日")
PLT = Label(
    "Platelet engraftment by counts (first of 7 days)",
    "按计数的巨核系植入日（连续7天）",
)


def blood_count(values: Values, case: Case) -> list[Derived]:
    """Return what the counts of the treatment say that this one belongs to."""
    kind, number = daily.treatment_of(case, values.get("count_date"))
    return icaht(case, number) if kind == "course" else by_counts(case, number)


def icaht(case: Case, course_no: int | None) -> list[Derived]:
    """Return ICAHT of a course, early, late and of platelets, with the days low."""
    counts = daily.after_infusion(case, course_no)
    if counts is None:
        return []
    low = daily.low_neutrophil_days(counts)
    early = daily.early_icaht_findings(counts)
    return [
        graded("icaht_early", EARLY, "icaht_early_from_counts", early),
        graded("icaht_late", LATE, "icaht_late", daily.late_nadir(counts)),
        graded(
            "t_icaht_early",
            PLATELETS,
            "t_icaht_early",
            daily.low_platelet_days(counts),
        ),
        Derived("days_anc_le_500", DAYS_500, low.get("days_anc_le_500"), DAYS),
        Derived("days_anc_le_100", DAYS_100, low.get("days_anc_le_100"), DAYS),
        Derived("anc_ever_above_500", RECOVERED, _recovered(counts), codes=YN),
    ]


def _recovered(counts: Counts) -> str | None:
    """Say whether neutrophils were ever above 0.5 in days 0 to 30; None uncounted."""
    early = [value for day, value in counts.of("anc") if 0 <= day <= LAST_DAY]
    if not early:
        return None
    return "yes" if max(early) > 0.5 else "no"


def engraftment(values: Values, case: Case) -> list[Derived]:
    """Return the days of recovery as recorded, and the dates that the counts give."""
    recorded = transplant.engraftment(values, case)
    return [*recorded, *by_counts(case, values.get("hsct_no", 1))]


def by_counts(case: Case, hsct_no: int | None) -> list[Derived]:
    """Return neutrophil and platelet engraftment as the counts give them."""
    counts = daily.after_hsct(case, hsct_no)
    if counts is None:
        return []
    results = (
        ("anc_engraftment_by_counts", ANC, daily.anc_engraftment(counts)),
        ("plt_engraftment_by_counts", PLT, daily.platelet_engraftment(counts)),
    )
    return [_dated(name, label, counts, result) for name, label, result in results]


def _dated(name: str, label: Label, counts: Counts, result: Result) -> Derived:
    """Return the date of an engraftment, or that the counts do not reach one.

    Only a date is set against the recorded one: counts may end before it.
    """
    if not isinstance(result.grade, int):
        codes: CodeList | None = GRADES if result.decided else None
        return Derived(name, label, result.grade, codes=codes)
    day = counts.day_zero + timedelta(days=result.grade)
    recorded = name.replace("_by_counts", "_date")
    return Derived(name, label, day, recorded=recorded)
