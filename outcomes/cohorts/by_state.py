"""A group that patients enter on the way: curves by state, and the Mantel–Byar test."""

from typing import TypedDict

from django.db.models import Count, F, FloatField, QuerySet
from django.db.models.functions import Cast

from outcomes.cohorts.curves import SURVIVAL, survival
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Survival, Words, test, words
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts, by_state, mantel_byar
from outcomes.models import AnalysisOutcome, AnalysisSubject


class ByState(TypedDict):
    """Survival before and after a state begins (Simon–Makuch).

    label : the state; groups : key and words of its two values, in reading order
    survival : OS and LFS; every patient starts in the first group
    """

    label: Words
    groups: dict[str, Words]
    survival: dict[str, Survival]


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
    counts = _counts(subjects, variable.since[definition.index], tuple(keys))
    return {
        "label": words(variable.label),
        "groups": {key: words(variable.value_label(x)) for key, x in keys.items()},
        "survival": {
            paramcd: _by_state(paramcd, found, definition.horizon)
            for paramcd, found in counts.items()
        },
    }


def _by_state(paramcd: str, counts: Counts, horizon: int) -> Survival:
    found = survival(paramcd, counts, horizon)
    return {**found, "test": test("mantel_byar", mantel_byar(counts).test)}


def _counts(
    subjects: QuerySet[AnalysisSubject], since: str, keys: tuple[str, ...]
) -> dict[str, Counts]:
    rows = (
        AnalysisOutcome.objects.filter(subject__in=subjects, paramcd__in=SURVIVAL)
        .annotate(since=Cast(F(f"subject__{since}"), FloatField()))
        .values_list("paramcd", "day", "cause", "since")
        .annotate(patients=Count("pk"))
        .order_by()
    )
    cells = {
        paramcd: [row[1:] for row in rows if row[0] == paramcd] for paramcd in SURVIVAL
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
