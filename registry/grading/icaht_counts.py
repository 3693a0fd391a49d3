"""Early ICAHT from the neutrophil counts of days 0 to 30.

Of two counts on a day the lower counts. Days between two counts at most 7 days apart
are interpolated linearly; a wider gap, a first count after day 3 or a last one before
day 30 (unless follow-up ended) leaves the grade open: the counts are missing.

``cumulative`` adds up all low days, recovery of less than 3 days counted as low;
``longest_episode`` takes the longest run joined that way. Never above 0.5: low from
day 3 or earlier until day 30 or the end of follow-up.

Source: Rejeski K et al. Blood 2023;142(10):865-877; the T-ICAHT footnote (ASH-SAP
view-large/12809257) for the days of recovery. Not verified against the paper.
"""

from itertools import pairwise
from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.gvhd import GRADE04
from registry.grading.engine import WORST, Domain, Engine
from registry.grading.findings import Findings, Pair
from registry.grading.icaht import REJESKI_2023, early
from registry.grading.questions import coded, series, yes_no

LAST_DAY = 30
FIRST_COUNT_BY = 3
WIDEST_GAP = 7
SHORT_RECOVERY = 3
DURATION = codelist(
    "DURATION_RULE",
    ("cumulative", "All low days", "累计天数"),
    ("longest_episode", "Longest episode", "最长一段"),
)


def grade(f: Findings) -> int:
    """Return the early grade of complete counts."""
    values = by_day(f["counts"])
    days = total if f["duration_rule"] == "cumulative" else longest
    low, very_low = low_days(values, 0.5), low_days(values, 0.1)
    never_above = (
        bool(low)
        and low[0] <= FIRST_COUNT_BY
        and len(low) == (max(values) - low[0] + 1)
    )
    return early(
        {
            "days_anc_le_500": days(low),
            "days_anc_le_100": days(very_low),
            "anc_ever_above_500": not never_above,
        }
    )


def by_day(counts: tuple[Pair, ...]) -> dict[int, float]:
    """Return a value for each day from 0 to 30, interpolated between counts."""
    values = dict(counts)
    for (left, a), (right, b) in pairwise(counts):
        for day in range(left + 1, right):
            values[day] = a + (b - a) * (day - left) / (right - left)
    return {day: values[day] for day in sorted(values) if 0 <= day <= LAST_DAY}


def low_days(values: dict[int, float], limit: float) -> list[int]:
    """Return the days at or below ``limit``."""
    return [day for day, value in values.items() if value <= limit]


def episodes(low: list[int]) -> list[int]:
    """Return the length of each episode, joined over a recovery of under 3 days."""
    runs: list[tuple[int, int]] = []
    for day in low:
        if runs and day - runs[-1][1] <= SHORT_RECOVERY:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return [last - first + 1 for first, last in runs]


def total(low: list[int]) -> int:
    """Return all days of low counts."""
    return sum(episodes(low))


def longest(low: list[int]) -> int:
    """Return the days of the longest episode."""
    return max(episodes(low), default=0)


def cover(counts: tuple[Pair, ...], *, ended: bool) -> bool:
    """Tell whether the counts say enough about days 0 to 30."""
    days = [day for day, _ in counts]
    early_enough = [day for day in days if day <= FIRST_COUNT_BY]
    late_enough = [day for day in days if day >= LAST_DAY]
    if not early_enough or not (late_enough or ended):
        return False
    first = max([day for day in early_enough if day <= 0] or early_enough[:1])
    last = late_enough[0] if late_enough else days[-1]
    needed = [day for day in days if first <= day <= last]
    gaps = [b - a for a, b in pairwise(needed)]
    return last >= 0 and max(gaps, default=0) <= WIDEST_GAP


def settle(known: dict[str, Any]) -> dict[str, Any]:
    """Take counts that do not cover the 31 days as not known."""
    counts = known.get("counts")
    if counts is not None and not cover(counts, ended=known["follow_up_ended"]):
        return {**known, "counts": None}
    return known


FROM_COUNTS = Engine(
    name="icaht_early_from_counts",
    label=Label("Early ICAHT from counts", "早期ICAHT（按计数）"),
    rule=Label(
        "Days of ANC <= 0.5 and <= 0.1 in days 0-30, interpolated over gaps of at most "
        "7 days; recovery under 3 days counts as low",
        "0-30天ANC≤0.5与≤0.1的天数，间隔≤7天线性插值；恢复<3天计为低值",
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
                series("counts", "Counts by day", "逐日计数", 200, unit="×10⁹/L"),
                coded(
                    "duration_rule",
                    "Duration rule",
                    "天数规则",
                    DURATION,
                    default="cumulative",
                ),
                yes_no(
                    "follow_up_ended",
                    "Dead or censored before day 30",
                    "30天前死亡或删失",
                    default=False,
                ),
            ),
            grade,
        ),
    ),
    pool=WORST,
    settle=settle,
)
