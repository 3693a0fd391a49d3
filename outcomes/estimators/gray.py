"""Gray's test: is the incidence of one cause the same in every group?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.competing import tied_variance
from outcomes.estimators.counts import Counts
from outcomes.estimators.logrank import ChiSquare, chi_square, same_groups
from outcomes.estimators.reason import LATE_ENTRY, NO_EVENTS, ONE_GROUP, NotEstimable

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class _Pooled:
    """What both score and variance need, on the days with an event.

    n, own, others, survival, before, incidence_before : (K, m)
    own_all, scale, f, f_before : (m,); ``scale`` is R, the sum of n / S(t-)
    """

    n: Floats
    own: Floats
    others: Floats
    survival: Floats
    before: Floats
    incidence_before: Floats
    own_all: Floats
    risk: Floats
    scale: Floats
    f: Floats
    f_before: Floats


def gray_test(
    counts: Counts | Sequence[Counts], cause: int, *, rho: float = 0.0
) -> ChiSquare | NotEstimable:
    """Compare the subdistribution hazards of ``cause`` between K groups.

    ``rho`` weighs each event by (1 - F(t-))^rho of the pooled incidence. Several
    Counts with the same groups are strata: scores and variances add up over them.

    Ties are exact. The weight that corrects tied events may be negative where few
    are left; it keeps its sign, as in R cmprsk. A group without patients is left
    out; one that had left before the first event makes the variance singular, and
    the answer is the reason (R gives -1). Late entry has no test, in R neither.

    Raises
    ------
    ValueError
        If the cause was not declared, or strata differ in their groups.

    Source: Gray RJ. Ann Stat 1988;16:1141-1154; R cmprsk, cuminc.
    """
    strata = [counts] if isinstance(counts, Counts) else list(counts)
    groups = same_groups(strata)
    if not 1 <= cause <= strata[0].n_causes:
        raise ValueError(f"cause must be in 1..{strata[0].n_causes}, got {cause}")
    if any(part.entries is not None for part in strata):
        return LATE_ENTRY
    events = sum(int(part.events[:, cause - 1].sum()) for part in strata)
    if events == 0:
        return NO_EVENTS
    compared = np.flatnonzero(np.sum([part.n for part in strata], axis=0))
    if compared.size < 2:
        return ONE_GROUP
    score, variance = np.zeros(len(groups)), np.zeros((len(groups), len(groups)))
    for part in strata:
        pooled = _pool(part, cause)
        score += _score(pooled, rho)
        variance += _variance(pooled, rho)
    free = compared[:-1]
    return chi_square(score[free], variance[np.ix_(free, free)], events=events)


def _pool(counts: Counts, cause: int) -> _Pooled:
    total = counts.any_event
    kept = total.any(axis=0)
    n, total = counts.at_risk[:, kept].astype(float), total[:, kept].astype(float)
    own = counts.events[:, cause - 1, kept].astype(float)
    safe = np.maximum(n, 1)
    survival = np.cumprod(1 - total / safe, axis=1)
    before = _left(survival, 1.0)
    incidence = np.cumsum(before * own / safe, axis=1)
    risk = np.divide(n, before, out=np.zeros_like(n), where=n > 0)
    scale, own_all = risk.sum(axis=0), own.sum(axis=0)
    f = np.cumsum(own_all / scale)
    return _Pooled(
        n=n,
        own=own,
        others=total - own,
        survival=survival,
        before=before,
        incidence_before=_left(incidence, 0.0),
        own_all=own_all,
        risk=risk,
        scale=scale,
        f=f,
        f_before=_left(f, 0.0),
    )


def _left(steps: Floats, start: float) -> Floats:
    """Return the left limits of step functions along the last axis."""
    first = np.full((*steps.shape[:-1], 1), start)
    return np.concatenate((first, steps[..., :-1]), axis=-1)


def _score(x: _Pooled, rho: float) -> Floats:
    """Return weighted observed less expected events of the cause, (K,)."""
    q = x.risk * (1 - x.incidence_before)
    all_q = q.sum(axis=0)
    share = np.divide(q, all_q, out=np.zeros_like(q), where=all_q > 0)
    weight = (1 - x.f_before) ** rho
    return np.asarray((weight * (x.own - x.own_all * share)).sum(axis=1))


def _variance(x: _Pooled, rho: float) -> Floats:
    """Return the variance of the score, (K, K)."""
    k = x.risk.shape[0]
    weight = (1 - x.f_before) ** rho
    # a[i, j, t]: how group j's increment moves the score of group i.
    a = weight * (
        np.eye(k)[:, :, None] * x.risk[:, None] - x.risk[:, None] * x.risk / x.scale
    )
    remaining = x.scale * (1 - x.f_before)
    step = np.divide(
        x.own_all, remaining, out=np.zeros_like(remaining), where=remaining > 0
    )
    c = np.cumsum(a * step, axis=-1)
    later = c[..., -1:] - c
    alive = x.survival > 0
    s4 = np.divide(1 - x.f, x.survival, out=np.zeros_like(x.survival), where=alive)
    through_own = a + (1 - s4) * later
    through_others = s4 * later
    other_weight = tied_variance(x.others, x.n, x.before)
    return _outer(through_own, _own_weight(x)) + _outer(through_others, other_weight)


def _outer(moves: Floats, weight: Floats) -> Floats:
    """Return the sum over k, t of moves[i, k, t] moves[j, k, t] weight[k, t]."""
    k = moves.shape[0]
    return np.asarray((moves * weight).reshape(k, -1) @ moves.reshape(k, -1).T)


def _own_weight(x: _Pooled) -> Floats:
    """Return the variance of each group's own increment under the null, (K, m)."""
    size = x.scale * x.before - 1
    tied = np.divide(
        np.maximum(x.own_all - 1, 0) + np.zeros_like(size),
        size,
        out=np.zeros_like(size),
        where=(x.own_all > 1) & (x.n > 0),
    )
    scaled = x.before * x.own_all / x.scale
    return np.divide((1 - tied) * scaled, x.n, out=np.zeros_like(scaled), where=x.n > 0)
