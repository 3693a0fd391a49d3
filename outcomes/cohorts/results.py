"""The results of a cohort: everything that its dashboard, table and API show.

``Results`` is what ``Snapshot.results`` holds. Probabilities are between 0 and 1,
days count from day 0 (the index event), lists of one curve have one length. What
cannot be estimated is null, and ``why`` says so in two languages (``Reason``).
Labels are ``{"en": …, "zh": …}``.
"""

import json
from collections.abc import Collection, Set
from typing import Any, NotRequired, TypedDict, cast

from outcomes.cohorts.by_state import ByState
from outcomes.cohorts.day_by_day import days_in
from outcomes.cohorts.days import ByName, apart, together
from outcomes.cohorts.definition import Definition, Filter, parse
from outcomes.cohorts.described import Distribution, GroupSummary
from outcomes.cohorts.expansion import Expansion
from outcomes.cohorts.flow import Flow
from outcomes.cohorts.members import EVERYONE
from outcomes.cohorts.months import in_months
from outcomes.cohorts.parts import counted_anew, counted_of
from outcomes.cohorts.pieces import due, made, pieces_of, put, put_beside
from outcomes.cohorts.ratios import Ratios, SubgroupRatios
from outcomes.cohorts.recruitment import CentreMonths
from outcomes.cohorts.shapes import Incidence, Survival, Words, words
from outcomes.cohorts.states import Occupied
from outcomes.cohorts.stored import bundled, packed
from outcomes.cohorts.subgroups import Subgroup
from outcomes.cohorts.table_one import Characteristic
from outcomes.cohorts.tally import Cells
from outcomes.cohorts.toxicity import GradeCourse
from outcomes.cohorts.wording import hsct_way
from outcomes.models import Cohort


class Subset(TypedDict):
    """The part of the cohort that subgroups, toxicity and day 28 are about."""

    key: str
    label: Words


class Results(TypedDict):
    """All results of a cohort.

    n : subjects of the cohort; ungrouped : those whose group is not known
    not_derivable : subjects with a chosen endpoint that their dates do not allow
    withdrawn : patients left out because consent was withdrawn; None for 1 to 4
    imputed : subjects with such an event of which the day was imputed
    groups : in reading order; the other parts name them by ``key``
    landmark : the day from which days are counted, 0 for day 0; hsct : which of
    the five ways to treat an HSCT after CAR-T; strata : by what tests are stratified
    at_risk : the days under the curves, months 0, 6, … 36
    by_state : survival before and after a time-dependent group; else None
    endpoints : the chosen ones, in order, each in ``survival`` (Kaplan-Meier) or in
    ``incidence`` (Aalen-Johansen)
    subset : the group that ``subgroups``, ``toxicity`` and ``day_28`` are about
    ratios, subgroup_ratios : of everybody and in the parts of the subgroups, where two
    groups are compared; else None
    toxicity : crs_grade, icans_grade; day_28 : d28_mrd, d28_response
    toxicity_course, expansion, states : of the subset, as their modules say
    analysis : the test and the limits, as the definition chooses them where unusual
    """

    schema: int
    index: str
    horizon: int
    endpoints: list[str]
    n: int
    ungrouped: int
    not_derivable: int
    imputed: int
    withdrawn: int | None
    period: list[str | None]
    groups: list[GroupSummary]
    landmark: int
    hsct: str
    strata: list[Words]
    at_risk: dict[str, list[int]]
    survival: dict[str, Survival]
    by_state: ByState | None
    incidence: dict[str, Incidence]
    subset: Subset
    subgroups: list[Subgroup]
    ratios: Ratios | None
    subgroup_ratios: list[SubgroupRatios | None]
    toxicity: dict[str, Distribution]
    day_28: dict[str, Distribution]
    table_one: list[Characteristic]
    flow: Flow
    recruitment: list[CentreMonths]
    toxicity_course: dict[str, list[GradeCourse]]
    expansion: Expansion
    states: Occupied
    analysis: NotRequired[dict[str, Any]]


SCHEMA = 1


def compute(cohort: Cohort, cells: Cells | None = None) -> Results:
    """Compute all results of a cohort from its counts, with their days.

    Without ``cells`` the analysis rows are counted as they are now. Call it within
    ``one_view``, so that all queries see the same rows.
    """
    definition = parse(cohort.definition)
    if cells is None:
        cells = counted_anew(cohort, definition)
    return _of_cells(definition, cells)


def compute_at(centres: Collection[int], cohort: Cohort) -> Results:
    """Compute the results that the cohort would have at these centres alone."""
    definition = parse(cohort.definition)
    return _of_cells(definition, counted_of(centres, definition))


def _of_cells(definition: Definition, cells: Cells) -> Results:
    return together(results_in(definition, cells), days_in(definition, cells))


def to_keep(cohort: Cohort) -> tuple[Results, ByName, bytes]:
    """Return what is kept of a past: results without days, the days, all the counts.

    As they come back: lists for tuples.
    """
    cells = counted_anew(cohort, parse(cohort.definition))
    kept = apart(compute(cohort, cells))
    results, days = json.loads(json.dumps(kept))
    stored = {part: packed(found) for part, found in cells.items()}
    return results, days, bundled(cohort.definition, stored)


def results_in(definition: Definition, cells: Cells) -> Results:
    """Make all results of counts, without their days."""
    results = _empty(definition)
    put(results, made(pieces_of(definition), cells))
    return cast("Results", results)


def renewed(
    results: Results, definition: Definition, cells: Cells, changed: Set[str]
) -> Results:
    """Make again what is made of ``changed`` parts of the counts; the rest stays.

    ``cells`` are those that the pieces ``due`` read. ``results`` are of the same
    definition and code, and of the counts before the change.
    """
    again = made(due(pieces_of(definition), changed), cells)
    return cast("Results", put_beside(cast("dict[str, Any]", results), again))


def _empty(definition: Definition) -> dict[str, Any]:
    """Return what no count changes, with room for the rest."""
    usual = in_months(definition.horizon)
    return {
        "schema": SCHEMA,
        "index": definition.index,
        "horizon": definition.horizon,
        "endpoints": [*definition.endpoints],
        "at_risk": {"months": usual["at"], "days": usual["days"]},
        "landmark": definition.landmark,
        "hsct": hsct_way(definition),
        "strata": [words(s.variable.label) for s in definition.strata],
        "survival": {},
        "incidence": {},
        "subset": _subset_words(definition.subset),
        "subgroups": [None for _ in definition.subgroups],
        "subgroup_ratios": [None for _ in definition.subgroups],
        "toxicity": {},
        "day_28": {},
    } | ({"analysis": chosen} if (chosen := definition.analysis.chosen()) else {})


def _subset_words(rule: Filter | None) -> Subset:
    if rule is None or not rule.values:
        return {"key": EVERYONE.key, "label": words(EVERYONE.label)}
    variable, value = rule.variable, rule.values[0]
    label = variable.value_label(value)
    return {"key": variable.value_key(value), "label": words(label)}
