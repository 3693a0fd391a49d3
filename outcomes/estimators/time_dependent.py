"""A state that patients may enter on the way: Simon-Makuch curves, Mantel-Byar test.

The counts of ``by_state`` say who is at risk in which state on each day. Their
Kaplan-Meier curves (``kaplan_meier(counts, group)``) are those of Simon and Makuch:
not the survival of a set of patients, but of the hazards met in each state.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.counts import Counts
from outcomes.estimators.landmark import CHANGED, UNCHANGED
from outcomes.estimators.logrank import LogRank, log_rank

Floats = NDArray[np.float64]


def by_state(
    day: ArrayLike,
    cause: ArrayLike,
    changed: ArrayLike,
    *,
    n_causes: int,
    groups: tuple[str, str] = (UNCHANGED, CHANGED),
    start: float | None = None,
    multiplicity: ArrayLike | None = None,
) -> Counts:
    """Count each patient in the first group until the change, then in the second.

    A patient whose state changes on day c is at risk in the first group on [0, c]
    and in the second on (c, day]: an event on the day of the change belongs to the
    first. A change on day 0 or earlier means the second group from the beginning.

    Parameters
    ----------
    day, cause : (n,)
        As for ``Counts.from_rows``, days since time zero.
    changed : (n,) float
        Day of the change; NaN, infinite, or not before ``day`` is never.
    groups
        Names before and after the change.
    start
        Simon and Makuch's landmark: only time after this day counts, and curves are
        of those at risk then. Absent means from time zero.
    multiplicity : (n,) int, optional
        How many patients each row stands for; absent means one.

    Source: Simon R, Makuch RW. Stat Med 1984;3:35-44.
    """
    days, causes = np.asarray(day, float), np.asarray(cause)
    change = np.asarray(changed, float)
    change = np.where(change < days, change, np.inf)
    change = np.where(change <= 0, -1.0, change)
    stays, enters = change > 0, np.isfinite(change)
    until = np.minimum(days, change)
    many = np.ones(days.size, int) if multiplicity is None else np.asarray(multiplicity)
    counted = {
        "day": np.concatenate((until[stays], days[enters])),
        "cause": np.concatenate((np.where(enters, 0, causes)[stays], causes[enters])),
        "group": np.repeat((0, 1), (stays.sum(), enters.sum())),
        "entry": np.concatenate((np.full(stays.sum(), -1.0), change[enters])),
        "multiplicity": np.concatenate((many[stays], many[enters])),
    }
    if start is not None:
        kept = counted["day"] > start
        counted = {name: column[kept] for name, column in counted.items()}
        counted["entry"] = np.maximum(counted["entry"], start)
    return Counts.from_rows(**counted, n_causes=n_causes, groups=groups)


def mantel_byar(counts: Counts) -> LogRank:
    """Compare the hazards of the two states, an event of any cause counting.

    The log-rank statistic on risk sets by the state of the day, with hypergeometric
    variance for ties: the score test of Cox's exact likelihood in R.

    Source: Mantel N, Byar DP. J Am Stat Assoc 1974;69:81-86.
    """
    return log_rank(counts)
