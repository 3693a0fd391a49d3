"""Log-rank test and its weighted family, for any number of groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from outcomes.estimators.counts import Counts
from outcomes.estimators.reason import NO_EVENTS, ONE_GROUP, SINGULAR, NotEstimable

Floats = NDArray[np.float64]
# A direction with less variance than this share of the whole is rounding.
ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """A chi-square statistic with its degrees of freedom and tail probability."""

    chisq: float
    df: int
    p: float


@dataclass(frozen=True, slots=True)
class Trend:
    """A standard normal statistic, its square and the two-sided tail probability."""

    z: float
    chisq: float
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class LogRank:
    """Weighted observed and expected events by group, and the test.

    groups : K labels; observed, expected : (K,); variance : (K, K) of observed
    ``test`` is the reason when the groups cannot be compared.
    """

    groups: tuple[str, ...]
    observed: Floats
    expected: Floats
    variance: Floats
    test: ChiSquare | NotEstimable


def log_rank(
    counts: Counts | Sequence[Counts], *, rho: float = 0.0, gamma: float = 0.0
) -> LogRank:
    """Compare the survival of K groups; an event of any cause counts.

    Fleming and Harrington's G(rho, gamma) weighs each death by S(t-)^rho
    (1 - S(t-))^gamma of all groups together: (0, 0) is the log-rank
    (Mantel-Haenszel) test, (1, 0) the Peto-Peto form of Gehan-Wilcoxon, which looks
    at early differences; (0, 1) looks at late ones. Several Counts with the same
    groups are strata: each has its own S, and scores and variances add up over them.

    Ties take the hypergeometric variance. A group that has left before the first
    event carries no degree of freedom. Late entries count from the day after entry.

    Raises
    ------
    ValueError
        If strata do not have the same groups in the same order.

    Source: Harrington DP, Fleming TR. Biometrika 1982;69:553-566; Fleming TR,
    Harrington DP, Counting Processes and Survival Analysis, 1991, section 7.2;
    R survival, survdiff.
    """
    strata = [counts] if isinstance(counts, Counts) else list(counts)
    groups = same_groups(strata)
    parts = [_stratum(stratum, rho, gamma) for stratum in strata]
    observed, expected, variance = (
        np.sum(part, axis=0) for part in zip(*parts, strict=True)
    )
    test = _test(observed, expected, variance)
    return LogRank(groups, observed, expected, variance, test)


def trend(
    found: LogRank, scores: Sequence[float] | None = None
) -> Trend | NotEstimable:
    """Test whether survival falls or rises with the order of the groups.

    ``scores`` of the groups are 1, 2, 3 … unless said; z > 0 when events exceed what
    is expected in groups of high score. Weights and strata are those of ``found``.

    Raises
    ------
    ValueError
        If there is not one score a group.

    Source: Tarone RE. Biometrika 1975;62:679-682.
    """
    groups = len(found.groups)
    w = np.arange(1.0, groups + 1) if scores is None else np.asarray(scores, float)
    if w.shape != (groups,) or not np.isfinite(w).all():
        raise ValueError(f"give {groups} finite scores, one a group, got {scores}")
    if isinstance(found.test, NotEstimable) and found.test is not SINGULAR:
        return found.test
    score = float(w @ (found.observed - found.expected))
    variance = float(w @ found.variance @ w)
    if variance <= ROUNDING * float(w @ w) * np.trace(found.variance):
        return SINGULAR
    z = score / float(np.sqrt(variance))
    return Trend(z, z**2, float(chdtrc(1, z**2)))


def same_groups(strata: Sequence[Counts]) -> tuple[str, ...]:
    """Return the groups that all strata share, or refuse."""
    if not strata or any(part.groups != strata[0].groups for part in strata):
        raise ValueError("strata must have the same groups in the same order")
    return strata[0].groups


def chi_square(
    score: Floats, variance: Floats, *, events: float
) -> ChiSquare | NotEstimable:
    """Return the quadratic form of a score in its inverse variance.

    score : (k,); variance : (k, k); ``events`` behind the score say what size of
    variance is rounding. A singular variance gives the reason.
    """
    df = score.size
    size = max(float(np.linalg.norm(variance, 2)), events * 1e-4)
    if np.linalg.matrix_rank(variance, tol=size * ROUNDING) < df:
        return SINGULAR
    # A score of nothing but rounding may give a statistic just below 0.
    chisq = max(float(score @ np.linalg.solve(variance, score)), 0.0)
    return ChiSquare(chisq, df, float(chdtrc(df, chisq)))


def _stratum(counts: Counts, rho: float, gamma: float) -> tuple[Floats, Floats, Floats]:
    """Return weighted observed (K,), expected (K,) and variance (K, K)."""
    events, at_risk = counts.any_event, counts.at_risk
    deaths, everyone = events.sum(axis=0), at_risk.sum(axis=0)
    with_deaths = deaths > 0
    events, at_risk = events[:, with_deaths], at_risk[:, with_deaths]
    deaths, everyone = deaths[with_deaths], everyone[with_deaths]
    survival = np.cumprod(1 - deaths / everyone)
    before = np.concatenate(([1.0], survival))[: deaths.size]
    weight = before**rho * (1 - before) ** gamma
    share = at_risk / everyone
    expected = (weight * deaths * share).sum(axis=1)
    # A risk set of one has no variance, and its factor would be 0 / 0.
    spread = weight**2 * deaths * (everyone - deaths) / np.maximum(everyone - 1, 1)
    variance = np.diag((spread * share).sum(axis=1)) - (spread * share) @ share.T
    return (weight * events).sum(axis=1), expected, variance


def _test(
    observed: Floats, expected: Floats, variance: Floats
) -> ChiSquare | NotEstimable:
    if observed.sum() == 0:
        return NO_EVENTS
    compared = np.flatnonzero(expected > 0)[1:]
    if compared.size == 0:
        return ONE_GROUP
    score = (observed - expected)[compared]
    return chi_square(
        score, variance[np.ix_(compared, compared)], events=float(observed.sum())
    )
