"""Whether the ratio between groups is another in each part of the patients."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from outcomes.estimators.counts import Counts
from outcomes.estimators.cox import climbed, comparable, risk_sets
from outcomes.estimators.logrank import ChiSquare
from outcomes.estimators.reason import INFINITE_RATIO, ONE_PART, NotEstimable

Floats = NDArray[np.float64]


def interaction(
    counts: Counts, parts: Sequence[Sequence[str]]
) -> ChiSquare | NotEstimable:
    """Test by likelihood ratio that the ratio of the groups is one in all parts.

    The groups of ``counts`` are the cells: ``parts`` names those of each part, the same
    groups in the same order. Cox's model with a factor for each cell is compared with
    the one in which part and group act independently, with Efron's ties: R's ``anova``
    of ``group + part`` and ``group * part``. An event of any cause counts.

    Parts in which a ratio is zero or infinite say nothing of it and are left out, where
    R climbs to a coefficient of 20 with a warning.
    """
    kept = [part for part in parts if _has_ratios(counts.of(*part))]
    if len(kept) < 2:
        return ONE_PART
    cells = counts.of(*(cell for part in kept for cell in part))
    if not _has_ratios(cells):
        return INFINITE_RATIO
    sets, groups = risk_sets([cells]), len(kept[0])
    apart = climbed(sets, np.eye(len(cells.groups))[:, 1:])
    alike = climbed(sets, _independent(len(kept), groups))
    chisq = max(2 * (apart.likelihood - alike.likelihood), 0.0)
    df = (len(kept) - 1) * (groups - 1)
    return ChiSquare(chisq, df, float(chdtrc(df, chisq)))


def _has_ratios(counts: Counts) -> bool:
    first, *_others = counts.groups
    return len(comparable([counts], counts.groups, first)) == len(counts.groups)


def _independent(parts: int, groups: int) -> Floats:
    """Return a column a part and a column a group, without the first of each."""
    of_part = np.repeat(np.eye(parts)[:, 1:], groups, axis=0)
    of_group = np.tile(np.eye(groups)[:, 1:], (parts, 1))
    return np.hstack((of_part, of_group))
