"""Where patients are on each day: alive, transplanted, relapsed, dead."""

from typing import Any, TypedDict

import numpy as np
from django.db.models import QuerySet

from outcomes.cohorts.curves import AT_RISK_DAYS
from outcomes.cohorts.derivable import OF_STATES, not_derivable
from outcomes.cohorts.shapes import Number, Pair, Words, numbers, words
from outcomes.estimators import NotEstimable
from outcomes.estimators.limits import limits
from outcomes.estimators.multistate import Occupation, occupation_of
from outcomes.estimators.stays import Stays
from outcomes.models import AnalysisSubject
from registry.codelists.base import Label

INFUSED = Label("Alive after CAR-T, no HSCT, no relapse", "CAR-T后存活，未移植未复发")
TRANSPLANTED = Label("Alive after HSCT, no relapse", "移植后存活，未复发")
RELAPSED = Label("Alive after relapse", "复发后存活")
DEAD = Label("Dead", "死亡")
ROUNDING = 1e-12
# By index event: the states in order of progress, and the day of each later one.
STATES = {
    "infusion": {
        "infused": (INFUSED, ""),
        "hsct": (TRANSPLANTED, "hsct_day"),
        "relapsed": (RELAPSED, "relapse_day"),
        "dead": (DEAD, "death_day"),
    },
    "hsct": {
        "hsct": (TRANSPLANTED, ""),
        "relapsed": (RELAPSED, "relapse_day"),
        "dead": (DEAD, "death_day"),
    },
}


class State(TypedDict):
    """One state: its share of patients from each of ``Occupied["day"]`` on.

    lower, upper : 95 % limits of each day by itself, log-log, from Greenwood's variance
    """

    key: str
    label: Words
    probability: list[float]
    lower: list[Number]
    upper: list[Number]


class Occupied(TypedDict):
    """Occupation of states, Aalen-Johansen.

    at_risk, table, limits : how many, which share, and its [lower, upper], by state
    at the usual days
    """

    n: int
    day: list[float]
    states: list[State]
    at_risk: dict[str, list[int]]
    table: dict[str, list[float]]
    limits: dict[str, list[Pair]]


def occupied(subset: QuerySet[AnalysisSubject], index: str) -> Occupied:
    """Return the occupation of states up to the last usual day: one query.

    Subjects with an endpoint that their dates do not allow are left out.
    """
    states = STATES[index]
    columns = [column for _label, column in states.values() if column]
    known = subset.exclude(not_derivable(OF_STATES))
    rows = known.filter(last_day__isnull=False).order_by("pk")
    found = np.array(list(rows.values_list(*columns, "last_day")), float)
    found = found.reshape(-1, len(columns) + 1)
    stays = Stays.from_days(found[:, :-1], found[:, -1], states=tuple(states))
    curve = occupation_of(stays)
    if isinstance(curve, NotEstimable):
        return {
            "n": 0,
            "day": [],
            "states": [],
            "at_risk": {},
            "table": {},
            "limits": {},
        }
    shown = curve.days <= AT_RISK_DAYS[-1]
    shares = np.vstack((curve.initial, curve.probability[shown]))
    low, high = (np.vstack(ends) for ends in _limits(curve, shown))
    at_risk = np.array([curve.at_risk_on(day) for day in AT_RISK_DAYS])
    at = np.searchsorted(curve.days[shown], AT_RISK_DAYS, side="right")
    return {
        "n": len(found),
        "day": [0.0, *curve.days[shown].tolist()],
        "states": [
            {
                "key": key,
                "label": words(label),
                "probability": shares[:, i].tolist(),
                "lower": numbers(low[:, i]),
                "upper": numbers(high[:, i]),
            }
            for i, (key, (label, _column)) in enumerate(states.items())
        ],
        "at_risk": {key: at_risk[:, i].tolist() for i, key in enumerate(states)},
        "table": {key: shares[at, i].tolist() for i, key in enumerate(states)},
        "limits": {
            key: [numbers(pair) for pair in zip(low[at, i], high[at, i], strict=True)]
            for i, key in enumerate(states)
        },
    }


def _limits(curve: Occupation, shown: Any) -> tuple[list[Any], list[Any]]:
    """Return lower and upper limits of every state, those of day 0 first.

    A share of 0 or 1 has none: the log-log scale does not reach there.
    """
    shares = curve.probability[shown]
    variance = np.diagonal(curve.greenwood[shown], axis1=1, axis2=2)
    # What is left of rounding where nobody has moved yet.
    spread = np.sqrt(np.clip(variance, 0, None))
    edge = (shares < ROUNDING) | (shares > 1 - ROUNDING) | (spread < ROUNDING)
    lower, upper = limits(shares, spread, "log-log")
    none = np.full_like(curve.initial, np.nan)
    return [none, np.where(edge, np.nan, lower)], [none, np.where(edge, np.nan, upper)]
