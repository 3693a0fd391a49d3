"""A group that patients enter on the way: curves by state, and the Mantel–Byar test."""

from typing import TypedDict

import numpy as np
from django.db.models import Count, F, FloatField, QuerySet
from django.db.models.functions import Cast

from outcomes.cohorts.curves import AT_RISK_DAYS, survival
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Survival, SurvivalCurve, Words, test, words
from outcomes.endpoints import ENDPOINTS, Endpoint
from outcomes.estimators import Counts, by_state, mantel_byar
from outcomes.models import AnalysisOutcome, AnalysisSubject


class Entered(TypedDict):
    """Who entered the state after day 0: how many on which day."""

    day: list[float]
    n: list[int]


class ByState(TypedDict):
    """Survival before and after a state begins (Simon–Makuch).

    label : the state; groups : key and words of its two values, in reading order
    survival : the endpoints that begin on day 0; every patient starts in the first
    group, unless the state is there on day 0. Of that one ``censored`` are the last
    contacts alone
    entered : by endpoint, who left the first group for the second
    """

    label: Words
    groups: dict[str, Words]
    survival: dict[str, Survival]
    entered: dict[str, Entered]


def by_state_has(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint can be read by state: states count from day 0."""
    return endpoint.survives and endpoint.begins is None


def survival_by_state(
    subjects: QuerySet[AnalysisSubject], definition: Definition
) -> ByState | None:
    """Return the endpoints by a time-dependent group: one query; else None.

    None too where an HSCT ends follow-up: the state would never be met.
    """
    grouping = definition.groups
    if grouping is None or not grouping.time_dependent or definition.hsct != "ignore":
        return None
    variable = grouping.variable
    keys = {variable.value_key(there): there for there in (False, True)}
    codes = [code for code in definition.endpoints if by_state_has(ENDPOINTS[code])]
    counts = _counts(subjects, variable.since[definition.index], tuple(keys), codes)
    return {
        "label": words(variable.label),
        "groups": {key: words(variable.value_label(x)) for key, x in keys.items()},
        "survival": {
            paramcd: _by_state(paramcd, found, definition.horizon)
            for paramcd, found in counts.items()
        },
        "entered": {paramcd: _entered(found) for paramcd, found in counts.items()},
    }


def _by_state(paramcd: str, counts: Counts, horizon: int) -> Survival:
    found = survival(paramcd, counts, horizon)
    before = found["curves"][counts.groups[0]]
    if before is not None:
        _leave_out_moves(before, _entered(counts))
    return {**found, "test": test("mantel_byar", mantel_byar(counts).test)}


def _entered(counts: Counts) -> Entered:
    if counts.entries is None:
        return {"day": [], "n": []}
    late = counts.entries
    return {"day": late.days.tolist(), "n": late.entered.sum(axis=0).tolist()}


def _leave_out_moves(curve: SurvivalCurve, entered: Entered) -> None:
    """Keep as censored those last seen: who entered the state is followed on."""
    moved = dict(zip(entered["day"], entered["n"], strict=True))
    counted = zip(curve["day"], curve["censored"], strict=True)
    curve["censored"] = [n - moved.get(day, 0) for day, n in counted]
    until = np.searchsorted(entered["day"], AT_RISK_DAYS, side="right")
    gone = np.concatenate(([0], np.cumsum(entered["n"])))[until]
    table = curve["table"]
    table["censored"] = (np.array(table["censored"]) - gone).tolist()


def _counts(
    subjects: QuerySet[AnalysisSubject],
    since: str,
    keys: tuple[str, ...],
    codes: list[str],
) -> dict[str, Counts]:
    rows = (
        AnalysisOutcome.objects.filter(subject__in=subjects, paramcd__in=codes)
        .annotate(since=Cast(F(f"subject__{since}"), FloatField()))
        .values_list("paramcd", "day", "cause", "since")
        .annotate(patients=Count("pk"))
        .order_by()
    )
    cells = {
        paramcd: [row[1:] for row in rows if row[0] == paramcd] for paramcd in codes
    }
    found = {}
    for paramcd, own in cells.items():
        day, cause, begun, many = zip(*own, strict=True) if own else ((), (), (), ())
        found[paramcd] = by_state(
            day,
            cause,
            [float("nan") if start is None else start for start in begun],
            n_causes=ENDPOINTS[paramcd].n_causes,
            groups=(keys[0], keys[1]),
            multiplicity=many,
        )
    return found
