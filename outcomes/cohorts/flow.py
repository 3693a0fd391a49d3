"""The flow of patients: from the centres' register to the groups of a cohort."""

from typing import Any, TypedDict

from django.db.models import Count, Q, QuerySet

from outcomes.cohorts.definition import Definition, Filter
from outcomes.cohorts.derivable import not_derivable
from outcomes.cohorts.members import Group, condition, group_key
from outcomes.cohorts.shapes import Words, words
from outcomes.models import AnalysisSubject, Cohort
from registry.codelists.base import Label
from registry.models import Patient

TREATED = {
    "infusion": Label("CAR-T infusions", "CAR-T回输"),
    "hsct": Label("HSCT", "移植"),
}
NOT_TREATED = {
    "infusion": Label(
        "No CAR-T infusion, or consent withdrawn", "无CAR-T回输或撤回同意"
    ),
    "hsct": Label("No HSCT, or consent withdrawn", "无移植或撤回同意"),
}
REGISTERED, TREATED_STEP, LANDMARK_STEP = ON_THE_WAY = (
    "registered",
    "treated",
    "landmark",
)
NOT_FOLLOWED = Label("Died or last seen by then", "此前死亡或失访")


class Out(TypedDict):
    """How many leave at a step, and why; null where it may not be shown."""

    label: Words
    n: int | None


class Step(TypedDict):
    """A step: so many are there, and of those so many leave before the next.

    unit : ``patients``, or ``events`` where a patient may count more than once
    """

    key: str
    label: Words
    unit: str
    n: int | None
    out: Out | None


class Branch(TypedDict):
    """One group at the end: how many, and how many have every chosen endpoint."""

    key: str
    label: Words
    n: int | None
    derivable: int | None


class Flow(TypedDict):
    """Every step from the register to the cohort, then its groups."""

    steps: list[Step]
    ungrouped: int | None
    groups: list[Branch]


def flow(
    cohort: Cohort,
    subjects: QuerySet[AnalysisSubject],
    groups: list[Group],
    definition: Definition,
) -> Flow:
    """Return the flow of a cohort: three queries."""
    registered = Patient.objects.filter(
        centre__cohorts=cohort, merged_into=None
    ).count()
    treated = AnalysisSubject.objects.consenting().filter(
        centre__cohorts=cohort, index_kind=definition.index
    )
    counts = treated.aggregate(
        patients=Count("patient_id", distinct=True),
        events=Count("pk"),
        **_after_each(definition.filters),
    )
    derivable = ~not_derivable(definition.endpoints)
    branches: dict[str | None, Any] = {
        row["group"]: row
        for row in subjects.annotate(group=group_key(groups))
        .order_by()
        .values("group")
        .annotate(n=Count("pk"), derivable=Count("pk", filter=derivable))
    }
    counts["followed"] = sum(row["n"] for row in branches.values())
    return {
        "steps": _steps(registered, counts, definition),
        "ungrouped": branches.get(None, {}).get("n", 0),
        "groups": [_branch(group, branches.get(group.key)) for group in groups],
    }


def _after_each(rules: tuple[Filter, ...]) -> dict[str, Count]:
    """Count who is left after the first rule, after the first two, and so on."""
    found, all_of = {}, Q()
    for number, rule in enumerate(rules):
        all_of &= condition(rule)
        found[f"after_{number}"] = Count("pk", filter=all_of)
    return found


def _steps(
    registered: int, counts: dict[str, int], definition: Definition
) -> list[Step]:
    index = definition.index
    not_treated = registered - counts["patients"]
    everybody = Label("Registered at the centres", "各中心登记")
    steps = [
        _step(REGISTERED, everybody, "patients", registered),
        _step(TREATED_STEP, TREATED[index], "events", counts["events"]),
    ]
    _leave(steps[0], NOT_TREATED[index], not_treated)
    there = counts["events"]
    for number, rule in enumerate(definition.filters):
        left = counts[f"after_{number}"]
        _leave(steps[-1], _other_than(rule), there - left)
        there = left
        steps.append(_step(rule.variable.name, _said(rule), "events", left))
    if definition.landmark:
        _leave(steps[-1], NOT_FOLLOWED, there - counts["followed"])
        day = definition.landmark
        followed = Label(f"Followed past day {day}", f"第{day}天后仍在随访")
        steps.append(_step(LANDMARK_STEP, followed, "events", counts["followed"]))
    return steps


def _step(key: str, label: Label, unit: str, n: int) -> Step:
    return {"key": key, "label": words(label), "unit": unit, "n": n, "out": None}


def _leave(step: Step, why: Label, n: int) -> None:
    if n > 0:
        step["out"] = {"label": words(why), "n": n}


def _said(rule: Filter) -> Label:
    """Say a condition with its values or its bounds."""
    variable = rule.variable
    if rule.values == (True,):
        return variable.label
    said = [variable.value_label(value) for value in rule.values]
    ends = [f"≥ {rule.low}" if rule.low is not None else ""]
    ends.append(f"≤ {rule.high}" if rule.high is not None else "")
    bounds = ", ".join(end for end in ends if end)
    en = ", ".join(one.en for one in said) or bounds
    zh = "、".join(one.zh for one in said) or bounds
    return Label(f"{variable.label.en}: {en}", f"{variable.label.zh}：{zh}")


def _other_than(rule: Filter) -> Label:
    en, zh = rule.variable.label.en, rule.variable.label.zh
    if rule.values == (True,):
        return Label(f"Not: {en}", f"非{zh}")
    return Label(f"{en}: other, or not known", f"{zh}：其他或不详")


def _branch(group: Group, row: dict[str, Any] | None) -> Branch:
    return {
        "key": group.key,
        "label": words(group.label),
        "n": row["n"] if row else 0,
        "derivable": row["derivable"] if row else 0,
    }
