"""A curve on each of its days, as JSON. Pure."""

from typing import cast

from outcomes.cohorts.analysis import USUAL, Analysis
from outcomes.cohorts.curves import (
    ENDS,
    OF_INTEREST,
    VARIANCES,
    Limits,
    at_risk,
    is_decided,
    kinds_of,
)
from outcomes.cohorts.shapes import Cause, Days, Number, numbers
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import (
    Counts,
    CumulativeIncidence,
    NotEstimable,
    aalen_johansen,
    kaplan_meier,
    numbers_at_risk,
)


def survival_days(counts: Counts, group: str, chosen: Analysis = USUAL) -> Days | None:
    """Return a group's survival day by day; None where there is no curve."""
    curve = kaplan_meier(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    level, kinds = chosen.level, kinds_of(chosen)
    limits = {kind: curve.limits(kind, level=level) for kind in kinds}
    first = numbers_at_risk(counts.of(group), [0]).at_risk[0][0]
    return {
        "day": [0.0, *curve.days.tolist()],
        "estimate": [1.0, *curve.survival.tolist()],
        "at_risk": [int(first), *curve.at_risk.tolist()],
        "events": [0, *curve.events.tolist()],
        "censored": [0, *curve.censored.tolist()],
        "limits": _from(1.0, limits),
    }


def incidence_days(
    counts: Counts, group: str, paramcd: str, read_at: int, chosen: Analysis = USUAL
) -> Days | None:
    """Return a group's incidence day by day, to the last tick where all is decided.

    Of an endpoint that is stacked with every cause, HSCT where it competes.
    """
    curve = aalen_johansen(counts, group)
    if isinstance(curve, NotEstimable):
        return None
    own = OF_INTEREST - 1
    scale, level = chosen.limits, chosen.level
    limits = {
        kind: curve.limits(OF_INTEREST, scale, variance=kind, level=level)
        for kind in VARIANCES
    }
    last = at_risk(paramcd, read_at)["days"][-1]
    days: Days = {
        "day": [0.0, *curve.days.tolist()],
        "estimate": [0.0, *curve.incidence[own].tolist()],
        "at_risk": [int(curve.at_risk[0]), *curve.at_risk.tolist()],
        "events": [0, *curve.events[own].tolist()],
        "censored": [0, *counts.of(group).censored[0].tolist()],
        "limits": _from(0.0, limits),
    }
    if is_decided(curve) and last > days["day"][-1]:
        _go_on(days, last)
    if not ENDPOINTS[paramcd].stacked:
        return days
    return cast("Days", {**days, "causes": _causes(curve, len(days["day"]))})


def _causes(curve: CumulativeIncidence, many: int) -> list[Cause]:
    """Return every cause on the days of its curve, which may go on for one more."""
    more = many - 1 - curve.days.size
    return [
        {
            "estimate": [0.0, *shares.tolist(), *shares[-1:].tolist() * more],
            "events": [0, *events.tolist(), *[0] * more],
        }
        for shares, events in zip(curve.incidence, curve.events, strict=True)
    ]


def _from(start: float, limits: Limits) -> dict[str, dict[str, list[Number]]]:
    """Return limits day by day, which begin at ``start``."""
    return {
        kind: {
            end: [start, *numbers(values)]
            for end, values in zip(ENDS, ends, strict=True)
        }
        for kind, ends in limits.items()
    }


def _go_on(days: Days, last: int) -> None:
    """Carry a curve on, with nobody left, to the end of its table."""
    days["day"].append(float(last))
    days["estimate"].append(days["estimate"][-1])
    for name in ("at_risk", "events", "censored"):
        days[name].append(0)  # type: ignore[literal-required]
    for ends in days["limits"].values():
        for values in ends.values():
            values.append(values[-1])
