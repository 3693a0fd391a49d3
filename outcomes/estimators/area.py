"""Steps up to a day, as widths and heights: what a restricted mean adds up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def steps_until(
    tau: float, days: Floats, first: Floats | float, later: Floats
) -> tuple[Floats, Floats]:
    """Return the widths (k,) and heights (k, ...) of the steps from day 0 to ``tau``.

    ``first`` holds until the first of ``days`` (m,), ``later`` (m, ...) from each on;
    past the last day the last is carried on, as R does.

    Raises
    ------
    ValueError
        If ``tau`` is not a finite number >= 0.
    """
    if not (np.isfinite(tau) and tau >= 0):
        raise ValueError(f"tau must be finite and >= 0 days, got {tau}")
    upto = days <= tau
    edges = np.concatenate(([0.0], days[upto], [tau]))
    return np.diff(edges), np.concatenate((np.asarray([first]), later[upto]))
