"""The maximum of a log partial likelihood, and the columns that have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Booleans = NDArray[np.bool_]
STEPS = 60
# Steps double the digits: after one as short as this the next would be rounding.
ENOUGH = 1e-7
# A likelihood that grows by less than this share of itself has been climbed, R says.
LEVEL = 1e-9
ROUNDING = 1e-13
# Steps to take on level ground before a coefficient is said to grow without end.
MORE = 2
# Columns have standard deviation 1: near a maximum the last step is far below this,
# while without one each step is of the order of 1.
STILL_MOVING = 1e-4
# Where the events fall on one side of a column, its information runs out on the way.
FLAT = 1e-9
# Of its own information, what is left of a column that the others do not say.
ALIASED = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The log likelihood at ``beta`` (p,), its score (p,) and information (p, p)."""

    beta: Floats
    likelihood: float
    score: Floats
    information: Floats


Surface = Callable[[Floats], Point]


def maximum(surface: Surface, start: Point) -> tuple[Point, Booleans]:
    """Return the maximum, and which coefficients go on growing without end.

    Such a coefficient has a monotone likelihood: its value is only where the climb
    stopped. The others are then those of the limit.
    """
    here, level = start, 0
    for _ in range(STEPS):
        before, here = here, uphill(surface, here)
        moved = np.abs(here.beta - before.beta)
        gain = here.likelihood - before.likelihood
        level += gain <= LEVEL * abs(here.likelihood)
        if moved.max() <= ENOUGH or level > MORE:
            break
    left, own = np.diag(here.information), np.diag(start.information)
    return here, (moved > STILL_MOVING) | ~(left > FLAT * own)


def uphill(surface: Surface, here: Point) -> Point:
    """Return where Newton's step leads, shortened while it would lead down."""
    step = solve(here.information, here.score)
    least = here.likelihood - abs(here.likelihood) * ROUNDING
    there = surface(here.beta + step)
    # A step far too long may even give NaN; the likelihood is concave.
    while not there.likelihood >= least:
        step = step / 2
        if np.abs(step).max() < ROUNDING:
            return here
        there = surface(here.beta + step)
    return there


def solve(information: Floats, right: Floats) -> Floats:
    """Return information^-1 right, by least squares when it is nearly singular."""
    try:
        return np.asarray(np.linalg.solve(information, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(information, right, rcond=None)[0])


def estimable(information: Floats, events: float) -> Booleans:
    """Return which columns say what those before them do not, as R's coxph (p,).

    information : (p, p) at no effect, of columns with standard deviation 1
    """
    left = information.copy()
    own = np.diag(information)
    kept = np.zeros(own.size, bool)
    for j in range(own.size):
        kept[j] = left[j, j] > ALIASED * max(own[j], events)
        if kept[j]:
            left = left - np.outer(left[:, j], left[j]) / left[j, j]
    return kept
