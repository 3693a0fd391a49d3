"""Where patients are on each day: alive, transplanted, relapsed, dead."""

from collections.abc import Iterator
from math import inf
from typing import Any, Required, TypedDict

import numpy as np

from outcomes.cohorts.belonging import SUBSET, Row
from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.derivable import OF_STATES
from outcomes.cohorts.months import in_months
from outcomes.cohorts.shapes import Number, Pair, Words, numbers, words
from outcomes.cohorts.tally import Cells, Part
from outcomes.estimators import NotEstimable
from outcomes.estimators.limits import limits
from outcomes.estimators.multistate import Occupation, occupation_from
from outcomes.estimators.stays import BEGINNING, StayCounts
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


class State(TypedDict, total=False):
    """One state: its share of patients from each of ``Occupied["day"]`` on.

    lower, upper : 95 % limits of each day by itself, log-log, from Greenwood's variance
    """

    key: Required[str]
    label: Required[Words]
    probability: list[float]
    lower: list[Number]
    upper: list[Number]


class Occupied(TypedDict, total=False):
    """Occupation of states, Aalen-Johansen.

    at_risk, table, limits : how many, which share, and its [lower, upper], by state
    at the usual days
    """

    n: Required[int]
    day: list[float]
    states: Required[list[State]]
    at_risk: Required[dict[str, list[int]]]
    table: Required[dict[str, list[float]]]
    limits: Required[dict[str, list[Pair]]]


# A row counts where it begins to be at risk in a state, and where that ends.
BEGINS, ENDS = "begins", "ends"


def parts(definition: Definition) -> list[Part]:
    """Return what is counted: where stays in states begin and end, and whose."""
    columns = _columns(definition.index)

    def there(row: Row) -> bool:
        known = row["not_derivable"].keys().isdisjoint(OF_STATES)
        return known and row["last_day"] is not None

    def keys(row: Row) -> Iterator[tuple[Any, ...]]:
        if there(row):
            yield from _stays([row[name] for name in columns], row["last_day"])

    return [
        Part("occupying", SUBSET, lambda row: [(there(row),)]),
        Part("stays", SUBSET, keys, day=3),
    ]


def _columns(index: str) -> list[str]:
    return [column for _label, column in STATES[index].values() if column]


def _stays(entered: list[int | None], last: int) -> Iterator[tuple[Any, ...]]:
    """Yield (begins, state, day) and (ends, state, to, day) of each stay of a row.

    ``to`` is -1 of who was last seen. As ``Stays.from_days`` has it: nobody goes back,
    and of states entered on one day the later counts.
    """
    days = [inf if day is None or day > last else day for day in entered]
    follows = inf
    for state in range(len(days) - 1, -1, -1):
        follows = min(follows, days[state])
        begun = BEGINNING if state == 0 else days[state - 1]
        stop = min(follows, last)
        if begun < follows and begun < stop:
            same = [place for place, day in enumerate(days) if day == stop]
            yield BEGINS, state, -1, int(begun)
            yield ENDS, state, same[-1] + 1 if follows < inf else -1, int(stop)


def occupied(cells: Cells, definition: Definition) -> Occupied:
    """Return the occupation of states at the usual days.

    ``occupied_days`` has the rest. Subjects with an endpoint that their dates do not
    allow are left out.
    """
    states, usual = STATES[definition.index], in_months(definition.horizon)["days"]
    found = cells["occupying"][(True,)]
    curve = _curve(cells["stays"], tuple(states))
    if isinstance(curve, NotEstimable):
        return {"n": 0, "states": [], "at_risk": {}, "table": {}, "limits": {}}
    days, shares, low, high = _shown(curve, usual[-1])
    at_risk = np.array([curve.at_risk_on(day) for day in usual])
    at = np.searchsorted(days, usual, side="right")
    return {
        "n": found,
        "states": [
            {"key": key, "label": words(label)}
            for key, (label, _column) in states.items()
        ],
        "at_risk": {key: at_risk[:, i].tolist() for i, key in enumerate(states)},
        "table": {key: shares[at, i].tolist() for i, key in enumerate(states)},
        "limits": {
            key: [numbers(pair) for pair in zip(low[at, i], high[at, i], strict=True)]
            for i, key in enumerate(states)
        },
    }


def occupied_days(cells: Cells, definition: Definition) -> dict[str, Any] | None:
    """Return the occupation of states day by day; None where there is none."""
    states, usual = STATES[definition.index], in_months(definition.horizon)["days"]
    curve = _curve(cells["stays"], tuple(states))
    if isinstance(curve, NotEstimable):
        return {"day": [], "states": []}
    days, shares, low, high = _shown(curve, usual[-1])
    return {
        "day": [0.0, *days.tolist()],
        "states": [
            {
                "probability": shares[:, i].tolist(),
                "lower": numbers(low[:, i]),
                "upper": numbers(high[:, i]),
            }
            for i, _state in enumerate(states)
        ],
    }


def _shown(curve: Occupation, last: int) -> tuple[Any, Any, Any, Any]:
    """Return the days up to the ``last``; from 0 on shares and their limits."""
    shown = curve.days <= last
    shares = np.vstack((curve.initial, curve.probability[shown]))
    low, high = (np.vstack(ends) for ends in _limits(curve, shown))
    return curve.days[shown], shares, low, high


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


def _curve(cells: ByDay, states: tuple[str, ...]) -> Occupation | NotEstimable:
    first = cells.placed(lambda what, _state, _to: what == BEGINS) > 0
    state = cells.placed(lambda _what, state, _to: int(state))
    to = cells.placed(lambda _what, _state, to: int(to))
    days, many = cells.days, cells.many
    begun = np.column_stack((state, days, many))[first]
    ended = np.column_stack((state, to, days, many))[~first]
    return occupation_from(StayCounts.from_cells(begun, ended, states=states))
