"""The day of neutrophil and of platelet engraftment, from counts by day.

Neutrophils: the first of three consecutive values of 0.5 x10^9/L or more on different
days, after the fall below 0.5. Never below 0.5: ``never_below``.

Platelets, by one of two rules which can differ by a week:

- ``FIRST_OF_7_DAYS``: the first day d with every value on d to d+6 at 20 or more, at
  least three values of which the last is on d+5 or d+6, and no platelet transfusion
  on d to d+6; after the fall below 20 or a transfusion.
- ``CIBMTR_3_VALUES``: the first of three consecutive values of 20 or more on
  different days, without a transfusion in the seven days before it and up to the
  third value.

Counts are those from day 0 on; of two on one day the lower counts. What is not reached
within the counts is ``not_engrafted``.

Source: Kharfan-Dabaja MA et al. Transplant Cell Ther 2021 (ASTCT); CIBMTR Forms Manual
(2100). Verified against PMC11161398 table 1 and the manual.
"""

from registry.codelists.base import Label, codelist
from registry.grading.engine import Domain, Engine
from registry.grading.findings import Finding, Findings, Kind, Pair
from registry.grading.questions import coded, number, series
from registry.grading.result import Grade

ANC_FROM = 0.5
RULES = codelist(
    "PLATELET_RULE",
    ("FIRST_OF_7_DAYS", "First of 7 days without transfusion", "连续7天首日，无输注"),
    ("CIBMTR_3_VALUES", "First of 3 values (CIBMTR)", "连续3次首次（CIBMTR）"),
)
GRADES = codelist(
    "ENGRAFTMENT",
    ("not_engrafted", "Not engrafted within the counts", "检测期内未植入"),
    ("never_below", "Never below the threshold", "从未低于阈值"),
)
SOURCE = (
    "Kharfan-Dabaja MA et al., Transplant Cell Ther 2021 (ASTCT); CIBMTR Forms Manual"
)


def from_day_0(counts: tuple[Pair, ...]) -> list[Pair]:
    """Return the counts from the day of transplant on."""
    return [(day, value) for day, value in counts if day >= 0]


def anc_day(f: Findings) -> Grade:
    """Return the day of neutrophil engraftment."""
    counts = from_day_0(f["counts"])
    low = [day for day, value in counts if value < ANC_FROM]
    if not low:
        return "never_below"
    after = [(day, value) for day, value in counts if day > low[0]]
    for three in zip(after, after[1:], after[2:], strict=False):
        if all(value >= ANC_FROM for _, value in three):
            return three[0][0]
    return "not_engrafted"


def platelet_day(f: Findings) -> Grade:
    """Return the day of platelet engraftment by the chosen rule."""
    counts, threshold = from_day_0(f["counts"]), f["threshold"]
    transfused = f["transfusion_days"]
    supported = [day for day, value in counts if value < threshold]
    supported += [day for day in transfused if day >= 0]
    if not supported:
        return "never_below"
    reached = seven_days if f["rule"] == "FIRST_OF_7_DAYS" else three_values
    for place, (day, _) in enumerate(counts):
        if day > min(supported) and reached(counts[place:], transfused, threshold):
            return day
    return "not_engrafted"


def seven_days(
    counts: list[Pair], transfused: tuple[int, ...], threshold: float
) -> bool:
    """Tell whether seven days without support start with the first of ``counts``."""
    first = counts[0][0]
    week = [(day, value) for day, value in counts if day <= first + 6]
    return (
        len(week) >= 3
        and week[-1][0] >= first + 5
        and all(value >= threshold for _, value in week)
        and not any(first <= day <= first + 6 for day in transfused)
    )


def three_values(
    counts: list[Pair], transfused: tuple[int, ...], threshold: float
) -> bool:
    """Tell whether three unsupported values start with the first of ``counts``."""
    three = counts[:3]
    return (
        len(three) == 3
        and all(value >= threshold for _, value in three)
        and not any(three[0][0] - 7 < day <= three[2][0] for day in transfused)
    )


def settle(known: dict[str, object]) -> dict[str, object]:
    """Take a series without a count from day 0 on as not known."""
    counts = known.get("counts")
    if isinstance(counts, tuple) and not from_day_0(counts):
        return {**known, "counts": None}
    return known


ANC = Engine(
    name="engraftment_anc",
    label=Label("Neutrophil engraftment", "粒系植入"),
    rule=Label(
        "First of three consecutive values of 0.5 x10^9/L or more on different days, "
        "after the fall below",
        "降至0.5×10⁹/L以下后，不同日连续三次≥0.5×10⁹/L的首日",
    ),
    source=SOURCE,
    verified=True,
    grades=GRADES.values,
    codes=GRADES,
    ordered=False,
    domains=(
        Domain(
            "neutrophils",
            Label("Neutrophils", "中性粒细胞"),
            (series("counts", "Counts by day", "逐日计数", 200, unit="×10⁹/L"),),
            anc_day,
        ),
    ),
    conclude=lambda pooled: pooled[0],
    settle=settle,
)
PLATELETS = Engine(
    name="engraftment_plt",
    label=Label("Platelet engraftment", "巨核系植入"),
    rule=Label(
        "First of 7 days of 20 x10^9/L or more without transfusion "
        "(CIBMTR_3_VALUES: first of three values, 7 days after the last transfusion)",
        "无输注连续7天≥20×10⁹/L的首日（CIBMTR_3_VALUES：末次输注7天后连续三次的首次）",
    ),
    source=SOURCE,
    verified=True,
    grades=GRADES.values,
    codes=GRADES,
    ordered=False,
    domains=(
        Domain(
            "platelets",
            Label("Platelets", "血小板"),
            (
                series("counts", "Counts by day", "逐日计数", 3000, unit="×10⁹/L"),
                Finding(
                    "transfusion_days",
                    Label("Days of platelet transfusion", "输血小板日"),
                    Kind.DAYS,
                ),
                number(
                    "threshold",
                    "Threshold",
                    "阈值",
                    1,
                    500,
                    unit="×10⁹/L",
                    default=20,
                ),
                coded("rule", "Rule", "规则", RULES, default="FIRST_OF_7_DAYS"),
            ),
            platelet_day,
        ),
    ),
    conclude=lambda pooled: pooled[0],
    settle=settle,
)
ENGINES = (ANC, PLATELETS)
