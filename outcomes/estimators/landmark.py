"""Landmark analysis: groups as they are known on a fixed day, time from that day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from outcomes.estimators.counts import Counts

Floats = NDArray[np.float64]
UNCHANGED, CHANGED = "not yet", "reached"


@dataclass(frozen=True, slots=True, eq=False)
class Landmark:
    """Those still at risk on the landmark, and how many were not.

    counts : by group as known on the landmark, days since the landmark
    at : the landmark, in days since time zero
    events_before, censored_before : patients who had left up to and on that day
    """

    counts: Counts
    at: float
    events_before: int
    censored_before: int


def landmark(
    day: ArrayLike,
    cause: ArrayLike,
    known: ArrayLike,
    group: ArrayLike | None = None,
    *,
    at: float,
    n_causes: int,
    groups: Sequence[str] | None = None,
    before: str = UNCHANGED,
) -> Landmark:
    """Group those at risk after day ``at`` by what was known on that day.

    What becomes known later says nothing about the group, so no patient owes
    follow-up to the group (immortal time). Who left up to and on the landmark is
    left out of the comparison and counted apart.

    Parameters
    ----------
    day, cause : (n,)
        As for ``Counts.from_rows``, days since time zero.
    known : (n,) float
        Day on which the patient's group became known; NaN or infinite is never.
    group : (n,), optional
        The group that became known; absent means one, ``reached``.
    at
        The landmark, finite and >= 0.
    groups
        All groups in order; absent means ``before`` and then those that occur.
    before
        The group of those whose group was not known by the landmark.

    Raises
    ------
    ValueError
        If ``at`` is negative or not finite, or rows cannot be counted.

    Source: Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719.
    """
    if not (np.isfinite(at) and at >= 0):
        raise ValueError(f"the landmark must be a day >= 0, got {at}")
    days, causes = np.asarray(day, float), np.asarray(cause)
    labels = np.full(days.shape, CHANGED) if group is None else np.asarray(group, str)
    staying = days > at
    reached = np.asarray(known, float) <= at
    seen = np.where(reached, labels, before)
    names = (before, *np.unique(labels).tolist()) if groups is None else tuple(groups)
    counts = Counts.from_rows(
        days[staying] - at,
        causes[staying],
        seen[staying],
        n_causes=n_causes,
        groups=tuple(dict.fromkeys(names)),
    )
    gone = causes[~staying] > 0
    return Landmark(counts, at, int(gone.sum()), int((~gone).sum()))
