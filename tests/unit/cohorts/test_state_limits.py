"""Limits of the shares in each state: those of the curves that say the same."""

import numpy as np
import pytest

from outcomes.cohorts.states import _limits
from outcomes.estimators import Counts, kaplan_meier
from outcomes.estimators.limits import limits
from outcomes.estimators.multistate import occupation_of
from outcomes.estimators.stays import Stays

NEVER = np.nan
LAST = np.array([50, 80, 90, 120, 150, 200, 220, 300, 310, 400], float)
HSCT = np.array([30, NEVER, 60, NEVER, 100, 110, NEVER, 90, NEVER, 200])
DIED = np.array([50, NEVER, 90, 120, NEVER, 200, NEVER, NEVER, 310, NEVER])


@pytest.fixture
def curve():
    days = np.column_stack((HSCT, DIED))
    return occupation_of(
        Stays.from_days(days, LAST, states=("infused", "hsct", "dead"))
    )


def test_limits_of_the_dead_are_those_of_one_minus_survival():
    """Without a state between, where the two estimators are one."""
    curve = occupation_of(
        Stays.from_days(DIED[:, None], LAST, states=("alive", "dead"))
    )
    shown = curve.days >= 0
    lower, upper = (np.vstack(ends) for ends in _limits(curve, shown))
    died = np.isfinite(DIED).astype(int)
    survival = kaplan_meier(Counts.from_rows(LAST, died, n_causes=1))
    for place, day in enumerate(curve.days, start=1):
        step = int(np.searchsorted(survival.days, day, side="right")) - 1
        share = 1 - survival.survival[step] if step >= 0 else 0.0
        if share == 0:
            assert np.isnan(lower[place, 1])
            continue
        low, high = limits(
            np.array([share]), survival.std_err[[step]], "log-log", level=0.95
        )
        assert lower[place, 1] == pytest.approx(low[0], abs=1e-12)
        assert upper[place, 1] == pytest.approx(high[0], abs=1e-12)


def test_a_share_that_nobody_has_or_everybody_has_no_limits(curve):
    lower, upper = (np.vstack(ends) for ends in _limits(curve, curve.days >= 0))
    assert np.isnan(lower[0]).all()
    assert np.isnan(upper[0]).all()
    inside = ~np.isnan(lower[1:])
    between = (lower[1:] < curve.probability) & (curve.probability < upper[1:])
    assert between[inside].all()
