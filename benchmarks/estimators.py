"""Time all statistics of 10^5 patients against statsmodels, in one run.

Prints one JSON line each; ratio is ours divided by theirs, below 1 is quicker.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

sys.path.insert(0, str(Path(__file__).parents[1]))

from outcomes.estimators import (
    Counts,
    aalen_johansen,
    cox_by_group,
    gray_test,
    kaplan_meier,
    log_rank,
    quantile,
)

PATIENTS = 100_000
GROUPS = ("A", "B", "C", "D")
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """Return the best wall time of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def patients() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return day, cause and group: two causes, 43 % events, days up to 5000."""
    random = np.random.default_rng(20240301)
    group = random.integers(0, len(GROUPS), PATIENTS)
    event = random.exponential(4000 * (1 + 0.1 * group))
    censored = random.uniform(0, 5000, PATIENTS)
    day = np.floor(np.minimum(event, censored))
    cause = np.where(event <= censored, random.integers(1, 3, PATIENTS), 0)
    return day, cause, group


def ours(day: np.ndarray, cause: np.ndarray, group: np.ndarray) -> None:
    """Count, then curves, limits, medians, incidences, log-rank and Gray's tests."""
    counts = Counts.from_rows(day, cause, group, n_causes=2, groups=GROUPS)
    statistics(counts)


def statistics(counts: Counts) -> None:
    for name in GROUPS:
        curve = kaplan_meier(counts, name)
        curve.limits("log-log")
        quantile(curve)
        aalen_johansen(counts, name)
    log_rank(counts)
    for cause in (1, 2):
        gray_test(counts, cause)


def theirs(day: np.ndarray, cause: np.ndarray, group: np.ndarray) -> None:
    """The same in statsmodels, which has no Gray's test and no log-log limits."""
    for code in range(len(GROUPS)):
        mine = group == code
        SurvfuncRight(day[mine], (cause[mine] > 0).astype(int)).quantile(0.5)
        CumIncidenceRight(day[mine], cause[mine])
    survdiff(day, (cause > 0).astype(int), group)


def say(name: str, value: float, against: str, other: float) -> None:
    line = {
        "name": name,
        "value": round(value, 5),
        "unit": "s",
        "against": against,
        "ratio": round(value / other, 3),
    }
    print(json.dumps(line), flush=True)


def main() -> None:
    day, cause, group = patients()
    counts = Counts.from_rows(day, cause, group, n_causes=2, groups=GROUPS)
    there = seconds(lambda: theirs(day, cause, group))
    whole = seconds(lambda: ours(day, cause, group))
    say("estimators_from_1e5_rows", whole, "statsmodels, without Gray", there)
    counted = seconds(lambda: statistics(counts))
    say("estimators_from_counts", counted, "statsmodels, without Gray", there)
    design = np.eye(len(GROUPS))[group][:, 1:]
    status = (cause > 0).astype(int)
    fit = PHReg(day, design, status=status, ties="efron")
    say(
        "cox_by_group_1e5",
        seconds(lambda: cox_by_group(counts)),
        "statsmodels PHReg",
        seconds(lambda: fit.fit(disp=False)),
    )


if __name__ == "__main__":
    main()
