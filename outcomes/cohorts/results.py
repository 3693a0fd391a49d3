"""The results of a cohort: everything that its dashboard, table and API show.

``Results`` is what ``Snapshot.results`` holds. Probabilities are between 0 and 1,
days count from day 0 (the index event), lists of one curve have one length. What
cannot be estimated is null, and ``why`` says so in two languages (``Reason``).
Labels are ``{"en": …, "zh": …}``.
"""

from collections import Counter
from typing import TypedDict

from outcomes.cohorts.by_state import ByState, survival_by_state
from outcomes.cohorts.counts import Reading, codes_of, counts_in
from outcomes.cohorts.curves import (
    AT_RISK_DAYS,
    MONTHS,
    incidence,
    survival,
)
from outcomes.cohorts.definition import Filter, parse
from outcomes.cohorts.described import (
    Distribution,
    GroupSummary,
    distribution,
    summaries,
)
from outcomes.cohorts.expansion import Expansion, expansion
from outcomes.cohorts.flow import Flow, flow
from outcomes.cohorts.members import EVERYONE
from outcomes.cohorts.parts import counted_anew
from outcomes.cohorts.recruitment import CentreMonths, recruitment
from outcomes.cohorts.shapes import Incidence, Survival, Words, words
from outcomes.cohorts.splits import split_of
from outcomes.cohorts.states import Occupied, occupied
from outcomes.cohorts.strata import stratified
from outcomes.cohorts.subgroups import Subgroup, subgroups
from outcomes.cohorts.table_one import Characteristic, table_one
from outcomes.cohorts.tally import Cells
from outcomes.cohorts.toxicity import GradeCourse, toxicity_courses
from outcomes.cohorts.withdrawn import withdrawn_from
from outcomes.cohorts.wording import hsct_way
from outcomes.endpoints import ENDPOINTS
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
    toxicity : crs_grade, icans_grade; day_28 : d28_mrd, d28_response
    toxicity_course, expansion, states : of the subset, as their modules say
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
    toxicity: dict[str, Distribution]
    day_28: dict[str, Distribution]
    table_one: list[Characteristic]
    flow: Flow
    recruitment: list[CentreMonths]
    toxicity_course: dict[str, list[GradeCourse]]
    expansion: Expansion
    states: Occupied


SCHEMA = 1


def compute(cohort: Cohort, cells: Cells | None = None) -> Results:
    """Compute all results of a cohort from its counts.

    Without ``cells`` the analysis rows are counted as they are now. Call it within
    ``one_view``, so that all queries see the same rows.
    """
    definition = parse(cohort.definition)
    if cells is None:
        cells = counted_anew(cohort, definition)
    days: Counter[str] = Counter()
    codes: Counter[object] = Counter()
    complete = 0
    for (code, day, known), n in cells["groups"].items():
        days[day] += n
        codes[code] += n
        complete += n * known
    split = split_of(definition.groups, codes, definition.index)
    reading = Reading.of(definition)
    counts = {
        code: counts_in(cells[f"curves/{code}"], split, code, reading)
        for code in codes_of(definition)
    }
    within = stratified(cells, split, definition)
    of_groups = summaries(cells, split, counts["OS"])
    results: Results = {
        "schema": SCHEMA,
        "index": definition.index,
        "horizon": definition.horizon,
        "endpoints": [*definition.endpoints],
        "n": days.total(),
        "ungrouped": days.total() - sum(group["n"] for group in of_groups),
        "not_derivable": days.total() - complete,
        "withdrawn": withdrawn_from(cohort, definition.index),
        "imputed": cells["imputed"].total(),
        "period": [min(days, default=None), max(days, default=None)],
        "groups": of_groups,
        "at_risk": {"months": [*MONTHS], "days": [*AT_RISK_DAYS]},
        "landmark": definition.landmark,
        "hsct": hsct_way(definition),
        "strata": [words(s.variable.label) for s in definition.strata],
        "survival": {
            p: survival(p, counts[p], definition.read_at(p), within.get(p))
            for p in definition.endpoints
            if ENDPOINTS[p].survives
        },
        "by_state": survival_by_state(cells, definition),
        "incidence": {
            p: incidence(p, counts[p], definition.read_at(p), within.get(p))
            for p in definition.endpoints
            if not ENDPOINTS[p].survives
        },
        "subset": _subset_words(definition.subset),
        "subgroups": subgroups(cells, definition),
        "toxicity": {n: distribution(cells, n) for n in ("crs_grade", "icans_grade")},
        "day_28": {n: distribution(cells, n) for n in ("d28_mrd", "d28_response")},
        "table_one": table_one(cells, split, definition),
        "flow": flow(cohort, cells, split, definition),
        "recruitment": recruitment(cells),
        "toxicity_course": toxicity_courses(cells),
        "expansion": expansion(cells),
        "states": occupied(cells, definition.index),
    }
    return results


def _subset_words(rule: Filter | None) -> Subset:
    if rule is None or not rule.values:
        return {"key": EVERYONE.key, "label": words(EVERYONE.label)}
    variable, value = rule.variable, rule.values[0]
    label = variable.value_label(value)
    return {"key": variable.value_key(value), "label": words(label)}
