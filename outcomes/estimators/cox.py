"""Cox's proportional hazards for one factor, the group, with Efron's ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from outcomes.estimators.counts import Counts
from outcomes.estimators.reason import (
    INFINITE_RATIO,
    NO_EVENTS,
    NO_PATIENTS,
    NotEstimable,
)
from outcomes.estimators.wald import Wald

Floats = NDArray[np.float64]
STEPS = 50
ROUNDING = 1e-13
# R's coxph stops when the log likelihood grows by less than this share of itself.
R_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class HazardRatio(Wald):
    """One group against the reference: the log hazard ratio and its error."""

    group: str
    reference: str
    coef: float
    std_err: float


@dataclass(frozen=True, slots=True, eq=False)
class _RiskSets:
    """One row per event: Efron takes tied events out of the risk set one by one.

    weight : (rows, K) patients at risk of each group, tied events taken out in part
    died : (K,) events of each group
    """

    weight: Floats
    died: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Point:
    """The log partial likelihood at ``beta`` (K - 1,), its score and information."""

    beta: Floats
    likelihood: float
    score: Floats
    information: Floats


def cox_by_group(
    counts: Counts, *, reference: str | None = None, stop_like_r: bool = False
) -> dict[str, HazardRatio | NotEstimable]:
    """Return the hazard ratio of each group to ``reference``, the first unless said.

    An event of any cause counts. Ratios exist only between groups that are tied
    together by events: a group without events, or whose events all came when the
    reference had left, gets the reason instead (R returns a coefficient of -20 with
    a warning).

    ``stop_like_r`` ends where R's default tolerance ends, up to 1e-8 short of the
    maximum; otherwise two steps more reach the machine's precision.

    Raises
    ------
    ValueError
        If ``reference`` is no group.

    Source: Cox DR. J R Stat Soc B 1972;34:187-220; ties Efron B. J Am Stat Assoc
    1977;72:557-565; existence as in Ford LR. Am Math Mon 1957;64(8):28-33.
    """
    base = counts.groups[0] if reference is None else reference
    first = counts.of(base).groups[0]
    others = [group for group in counts.groups if group != first]
    if not counts.any_event.any():
        return dict.fromkeys(others, NO_EVENTS)
    finite = _comparable(counts, first)
    answers: dict[str, HazardRatio | NotEstimable] = {
        group: INFINITE_RATIO if counts.of(group).n[0] else NO_PATIENTS
        for group in others
    }
    if len(finite) > 1:
        sets = _risk_sets(counts.of(*finite))
        best = _maximum(sets)
        if not stop_like_r:
            best = _uphill(sets, _uphill(sets, best))
        errors = np.sqrt(np.diag(np.linalg.inv(best.information)))
        for group, beta, error in zip(finite[1:], best.beta, errors, strict=True):
            answers[group] = HazardRatio(group, first, float(beta), float(error))
    return answers


def _comparable(counts: Counts, reference: str) -> list[str]:
    """Return the groups whose ratio to the reference is finite, reference first.

    One group beats another when it has an event while the other is at risk; ratios
    are finite within a set in which everyone beats everyone, directly or in a chain.
    """
    beats = (counts.any_event > 0).astype(int) @ (counts.at_risk > 0).astype(int).T
    _, component = connected_components(beats, directed=True, connection="strong")
    mine = component[counts.groups.index(reference)]
    same = [g for g, c in zip(counts.groups, component, strict=True) if c == mine]
    return [reference, *(group for group in same if group != reference)]


def _risk_sets(counts: Counts) -> _RiskSets:
    died, at_risk = counts.any_event, counts.at_risk
    total = died.sum(axis=0)
    column = np.repeat(np.arange(total.size), total)
    nth = np.arange(column.size) - np.repeat(total.cumsum() - total, total)
    taken = died[:, column] * (nth / total[column])
    return _RiskSets((at_risk[:, column] - taken).T, died.sum(axis=1).astype(float))


def _maximum(sets: _RiskSets) -> _Point:
    """Climb from no effect until the likelihood grows by less than R's tolerance."""
    point = _at(sets, np.zeros(sets.died.size - 1))
    for _ in range(STEPS):
        before, point = point, _uphill(sets, point)
        if abs(1 - before.likelihood / point.likelihood) <= R_TOLERANCE:
            break
    return point


def _uphill(sets: _RiskSets, here: _Point) -> _Point:
    """Return where Newton's step leads, shortened while it would lead down."""
    step = np.linalg.solve(here.information, here.score)
    least = here.likelihood - abs(here.likelihood) * ROUNDING
    there = _at(sets, here.beta + step)
    # A step far too long may even give NaN; the likelihood is concave.
    while not there.likelihood >= least:
        step = step / 2
        there = _at(sets, here.beta + step)
    return there


def _at(sets: _RiskSets, beta: Floats) -> _Point:
    """Return the partial likelihood at ``beta`` with its derivatives."""
    log_ratio = np.concatenate(([0.0], beta))
    log_ratio -= log_ratio.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        hazard = sets.weight * np.exp(log_ratio)
        total = hazard.sum(axis=1)
        share = hazard[:, 1:] / total[:, None]
        likelihood = float(sets.died @ log_ratio - np.log(total).sum())
    score = sets.died[1:] - share.sum(axis=0)
    information = np.diag(share.sum(axis=0)) - share.T @ share
    return _Point(beta, likelihood, score, information)
