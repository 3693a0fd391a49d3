"""Haematotoxicity of immune effector cells (ICAHT), neutrophils and platelets.

=============================  ==========  =========  =========  ================
Scale                          I           II         III        IV
=============================  ==========  =========  =========  ================
Early (day 0-30), ANC <= 0.5   1-6 d       7-13 d     >= 14 d    never above 0.5
Early, ANC <= 0.1                                     >= 7 d     >= 14 d
Late (after day 30), ANC       <= 1.5      <= 1.0     <= 0.5     <= 0.1
Platelets early                < 50, 1-6   < 50, 7+   < 20,      < 20, 14 or
                               days        days       1-13 days  more days
=============================  ==========  =========  =========  ================

Late: the higher of the two lowest values on different days after day 30; a single
value does not grade.

Source: Rejeski K et al. Blood 2023;142(10):865-877 (EHA/EBMT); thresholds agree with
a stored open implementation, the paper itself was not readable. T-ICAHT verified at
ASH-SAP view-large/12809257.
"""

from registry.codelists.base import Label
from registry.codelists.gvhd import GRADE04
from registry.grading.engine import WORST, Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import number, whole, yes_no

REJESKI_2023 = "Rejeski K et al., Blood 2023;142:865-877 (EHA/EBMT)"
ALL_DAYS = 31


def early(f: Findings) -> int:
    """Return the early grade from the days of low neutrophils."""
    low, very_low = f["days_anc_le_500"], f["days_anc_le_100"]
    if very_low >= 14 or not f["anc_ever_above_500"]:
        return 4
    if very_low >= 7 or low >= 14:
        return 3
    if low >= 7:
        return 2
    return 1 if low >= 1 else 0


def early_conflicts(known: Findings) -> tuple[str, ...]:
    """Name findings that cannot be true of the same 31 days."""
    low, very_low = known.get("days_anc_le_500"), known.get("days_anc_le_100")
    above = known.get("anc_ever_above_500")
    if low is not None and very_low is not None and very_low > low:
        return ("days_anc_le_100",)
    if (low == ALL_DAYS and above is True) or (low == 0 and above is False):
        return ("anc_ever_above_500",)
    return ()


def late(nadir: float) -> int:
    """Return the late grade from the nadir per microlitre."""
    return sum(nadir <= limit for limit in (1500, 1000, 500, 100))


def platelets_early(f: Findings) -> int:
    """Return the early grade from the days of low platelets."""
    low, very_low = f["days_plt_lt_50"], f["days_plt_lt_20"]
    if very_low >= 1:
        return 4 if very_low >= 14 else 3
    if low >= 7:
        return 2
    return 1 if low >= 1 else 0


def platelet_conflicts(known: Findings) -> tuple[str, ...]:
    """Name days below 20 that outnumber those below 50."""
    low, very_low = known.get("days_plt_lt_50"), known.get("days_plt_lt_20")
    if low is not None and very_low is not None and very_low > low:
        return ("days_plt_lt_20",)
    return ()


EARLY = Engine(
    name="icaht_early",
    label=Label("Early ICAHT (day 0-30)", "早期ICAHT（0-30天）"),
    rule=Label(
        "Days of ANC <= 0.5: 1-6 I, 7-13 II, 14 or more III, never above IV; days of "
        "ANC <= 0.1: 7 or more III, 14 or more IV",
        "ANC≤0.5天数：1-6为I，7-13为II，≥14为III，从未恢复为IV；ANC≤0.1天数：≥7为III，≥14为IV",
    ),
    source=REJESKI_2023,
    verified=False,
    grades=(0, 1, 2, 3, 4),
    codes=GRADE04,
    domains=(
        Domain(
            "neutrophils",
            Label("Neutrophils", "中性粒细胞"),
            (
                whole(
                    "days_anc_le_500",
                    "Days ANC <=0.5 (D0-D30)",
                    "ANC≤0.5天数",
                    0,
                    ALL_DAYS,
                    unit="d",
                ),
                whole(
                    "days_anc_le_100",
                    "Days ANC <=0.1 (D0-D30)",
                    "ANC≤0.1天数",
                    0,
                    ALL_DAYS,
                    unit="d",
                ),
                yes_no("anc_ever_above_500", "Recovered above 0.5", "是否恢复>0.5"),
            ),
            early,
            early_conflicts,
        ),
    ),
    pool=WORST,
)
LATE = Engine(
    name="icaht_late",
    label=Label("Late ICAHT (after day 30)", "晚期ICAHT（30天后）"),
    rule=Label(
        "ANC per uL: <= 1500 I, <= 1000 II, <= 500 III, <= 100 IV",
        "ANC（/µL）：≤1500为I，≤1000为II，≤500为III，≤100为IV",
    ),
    source=REJESKI_2023,
    verified=False,
    grades=(0, 1, 2, 3, 4),
    codes=GRADE04,
    domains=(
        single(
            number(
                "anc_nadir_per_ul",
                "Higher of the two lowest ANC",
                "两次最低ANC中较高者",
                0,
                100000,
                unit="/µL",
                bands=(1501, 1500, 1000, 500, 100),
            ),
            late,
        ),
    ),
    pool=WORST,
)
PLATELETS_EARLY = Engine(
    name="t_icaht_early",
    label=Label("Early T-ICAHT, platelets", "早期血小板ICAHT"),
    rule=Label(
        "Days below 50: 1-6 I, 7 or more II; below 20: 1-13 III, 14 or more IV",
        "血小板<50天数：1-6为I，≥7为II；<20天数：1-13为III，≥14为IV",
    ),
    source="T-ICAHT table, ASH-SAP view-large/12809257",
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=GRADE04,
    domains=(
        Domain(
            "platelets",
            Label("Platelets", "血小板"),
            (
                whole(
                    "days_plt_lt_50",
                    "Days platelets <50",
                    "血小板<50天数",
                    0,
                    ALL_DAYS,
                    unit="d",
                ),
                whole(
                    "days_plt_lt_20",
                    "Days platelets <20",
                    "血小板<20天数",
                    0,
                    ALL_DAYS,
                    unit="d",
                ),
            ),
            platelets_early,
            platelet_conflicts,
        ),
    ),
    pool=WORST,
)
ENGINES = (EARLY, LATE, PLATELETS_EARLY)
