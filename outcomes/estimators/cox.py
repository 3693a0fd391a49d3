"""Cox's proportional hazards for one factor, the group, with Efron's ties.

``regression.cox_regression`` does the same from rows with any covariates, and cannot
stand in: Efron's ties need each event's row, so that a million patients would have to
be fetched and spread out again for a result that their counts by group and day give
at a cost that does not grow with them. The climb is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from outcomes.estimators.counts import Counts
from outcomes.estimators.logrank import same_groups
from outcomes.estimators.reason import (
    INFINITE_RATIO,
    NO_EVENTS,
    NO_PATIENTS,
    NotEstimable,
)
from outcomes.estimators.regression.newton import Point, uphill
from outcomes.estimators.ties import TiedSums, Ties
from outcomes.estimators.wald import Wald

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
STEPS = 50
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
class RiskSets:
    """Days with events: Efron takes tied events out of the risk set one by one.

    at_risk, tied : (n, K) patients of each group at risk and with an event, by row
    died : (K,) events of each group
    """

    at_risk: Floats
    tied: Floats
    died: Floats
    ties: Ties


def cox_by_group(
    counts: Counts | Sequence[Counts],
    *,
    reference: str | None = None,
    stop_like_r: bool = False,
) -> dict[str, HazardRatio | NotEstimable]:
    """Return the hazard ratio of each group to ``reference``, the first unless said.

    An event of any cause counts. Several Counts with the same groups are strata, each
    with a baseline hazard of its own. Ratios exist only between groups that are tied
    together by events: a group without events, or whose events all came when the
    reference had left, gets the reason instead (R returns a coefficient of -20 with
    a warning).

    ``stop_like_r`` ends where R's default tolerance ends, up to 1e-8 short of the
    maximum; otherwise two steps more reach the machine's precision.

    Raises
    ------
    ValueError
        If ``reference`` is no group, or strata do not have the same groups.

    Source: Cox DR. J R Stat Soc B 1972;34:187-220; ties Efron B. J Am Stat Assoc
    1977;72:557-565; existence as in Ford LR. Am Math Mon 1957;64(8):28-33.
    """
    strata = [counts] if isinstance(counts, Counts) else list(counts)
    groups = same_groups(strata)
    base = groups[0] if reference is None else reference
    if base not in groups:
        raise ValueError(f"no such group: {base!r}; there are {groups}")
    others = [group for group in groups if group != base]
    if not any(stratum.any_event.any() for stratum in strata):
        return dict.fromkeys(others, NO_EVENTS)
    finite = comparable(strata, groups, base)
    n = np.sum([stratum.n for stratum in strata], axis=0)
    answers: dict[str, HazardRatio | NotEstimable] = {
        group: INFINITE_RATIO if n[groups.index(group)] else NO_PATIENTS
        for group in others
    }
    if len(finite) > 1:
        sets = risk_sets([part.of(*finite) for part in strata])
        best = climbed(sets, np.eye(len(finite))[:, 1:], stop_like_r=stop_like_r)
        errors = np.sqrt(np.diag(np.linalg.inv(best.information)))
        for group, beta, error in zip(finite[1:], best.beta, errors, strict=True):
            answers[group] = HazardRatio(group, base, float(beta), float(error))
    return answers


def comparable(
    strata: Sequence[Counts], groups: tuple[str, ...], reference: str
) -> list[str]:
    """Return the groups whose ratio to the reference is finite, reference first.

    One group beats another when it has an event while the other is at risk; ratios
    are finite within a set in which everyone beats everyone, directly or in a chain.
    """
    beats = sum(
        (part.any_event > 0).astype(int) @ (part.at_risk > 0).astype(int).T
        for part in strata
    )
    # Who beats whom in a chain: graph libraries take longer to look at so few groups.
    linked = np.eye(len(groups), dtype=bool) | (beats > 0)
    chained = np.linalg.matrix_power(linked, len(groups))
    at = groups.index(reference)
    both = chained[at] & chained[:, at]
    same = [group for group, one in zip(groups, both, strict=True) if one]
    return [reference, *(group for group in same if group != reference)]


def risk_sets(strata: Sequence[Counts]) -> RiskSets:
    """Return the risk sets of all strata; each knows its own patients alone."""
    parts = [_on_days_with_events(part.at_risk, part.any_event) for part in strata]
    at_risk, tied = map(np.concatenate, zip(*parts, strict=True))
    ties = Ties.of(tied, at_risk)
    there, events = (of[ties.day].astype(float) for of in (at_risk, tied))
    return RiskSets(there, events, tied.sum(axis=0).astype(float), ties)


def _on_days_with_events(at_risk: Integers, died: Integers) -> tuple[Integers, ...]:
    some = died.any(axis=0)
    return at_risk[:, some].T, died[:, some].T


def climbed(sets: RiskSets, design: Floats, *, stop_like_r: bool = False) -> Point:
    """Return the maximum; ``design`` (K, p) is what each group has of a coefficient."""
    surface = partial(_at, sets, design)
    best = _maximum(surface, design.shape[1])
    return best if stop_like_r else uphill(surface, uphill(surface, best))


def _maximum(surface: Callable[[Floats], Point], size: int) -> Point:
    """Climb from no effect until the likelihood grows by less than R's tolerance."""
    point = surface(np.zeros(size))
    for _ in range(STEPS):
        before, point = point, uphill(surface, point)
        if abs(1 - before.likelihood / point.likelihood) <= R_TOLERANCE:
            break
    return point


def _at(sets: RiskSets, design: Floats, beta: Floats) -> Point:
    """Return the partial likelihood at ``beta`` with its derivatives."""
    log_ratio = design @ beta
    log_ratio -= log_ratio.max()
    ratio = np.exp(log_ratio)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums = sets.ties.sums(sets.at_risk @ ratio, sets.tied @ ratio)
        likelihood = float(sets.died @ log_ratio - sums.logs.sum())
        expected = ratio * (sums.first[0] @ sets.at_risk - sums.first[1] @ sets.tied)
        both = np.outer(ratio, ratio) * _products(sets, sums)
    score = design.T @ (sets.died - expected)
    information = design.T @ (np.diag(expected) - both) @ design
    return Point(beta, likelihood, score, information)


def _products(sets: RiskSets, sums: TiedSums) -> Floats:
    """Return the products of two groups' shares in each factor, summed, (K, K)."""
    plain, shared, twice = sums.second
    mixed = sets.at_risk.T @ (shared[:, None] * sets.tied)
    whole = sets.at_risk.T @ (plain[:, None] * sets.at_risk)
    return np.asarray(
        whole - mixed - mixed.T + sets.tied.T @ (twice[:, None] * sets.tied)
    )
