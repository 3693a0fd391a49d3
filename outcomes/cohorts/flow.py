"""The flow of patients: from the centres' register to the groups of a cohort."""

from collections import Counter
from typing import TypedDict

from outcomes.cohorts.belonging import TREATED, stage_of
from outcomes.cohorts.definition import Definition, Filter
from outcomes.cohorts.members import Group
from outcomes.cohorts.register import registered_in
from outcomes.cohorts.shapes import Words, words
from outcomes.cohorts.splits import Split
from outcomes.cohorts.tally import Cells, Part
from registry.codelists.base import Label

WHO_WERE_TREATED = {
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


def parts(definition: Definition) -> list[Part]:
    """Return what is counted: how many filters a row passes, and whether it is first.

    A patient has one first row, so that these count patients.
    """
    return [
        Part(
            "flow",
            TREATED,
            lambda row: [(stage_of(definition, row), row["index_no"] == 1)],
        )
    ]


def flow(cells: Cells, split: Split, definition: Definition) -> Flow:
    """Return the flow of a cohort."""
    counts = _after_each(cells["flow"], len(definition.filters))
    there: Counter[str | None] = Counter()
    derivable: Counter[str | None] = Counter()
    for (code, complete), n in cells["groups"].items():
        key = split.key_of(code)
        there[key] += n
        derivable[key] += n * complete
    counts["followed"] = there.total()
    return {
        "steps": _steps(registered_in(cells), counts, definition),
        "ungrouped": there[None],
        "groups": [_branch(g, there[g.key], derivable[g.key]) for g in split.groups],
    }


def _after_each(cells: Counter[tuple[int, bool]], filters: int) -> dict[str, int]:
    """Count patients, events, and who is left after each of the filters."""
    counts = {"events": cells.total()}
    counts["patients"] = sum(n for (_stage, first), n in cells.items() if first)
    for number in range(filters):
        passed = (n for (stage, _first), n in cells.items() if stage > number)
        counts[f"after_{number}"] = sum(passed)
    return counts


def _steps(
    registered: int, counts: dict[str, int], definition: Definition
) -> list[Step]:
    index = definition.index
    not_treated = registered - counts["patients"]
    everybody = Label("Registered at the centres", "各中心登记")
    steps = [
        _step(REGISTERED, everybody, "patients", registered),
        _step(TREATED_STEP, WHO_WERE_TREATED[index], "events", counts["events"]),
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


def _branch(group: Group, there: int, derivable: int) -> Branch:
    return {
        "key": group.key,
        "label": words(group.label),
        "n": there,
        "derivable": derivable,
    }
