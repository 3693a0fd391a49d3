"""How many a definition takes in, step by step, as a flow: two queries or three."""

from dataclasses import dataclass

from django.db.models import Count, Q

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import (
    condition,
    followed_past,
    group_key,
    main_groups,
    narrowed,
    of_centres,
)
from outcomes.cohorts.refusals import DAY_0
from outcomes.cohorts.shared import counted_at
from outcomes.cohorts.wording import filter_words
from registry.codelists.base import Label

NOT_KNOWN = Label("Group not known", "分组不详")
STATE_STARTS = Label(
    "All; they enter the state on its day", "全部；于状态出现之日进入该组"
)


@dataclass(frozen=True, slots=True)
class Step:
    """How many are left after a condition, and how many it took away."""

    says: Label
    n: int
    less: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps of a cohort, and its groups with those whose group is not known."""

    steps: list[Step]
    groups: list[Step]

    @property
    def n(self) -> int:
        """Return how many are left."""
        return self.steps[-1].n


def flow(centres: list[int], definition: Definition) -> Flow:
    """Count the subjects of these centres that the definition takes in.

    Raises Refused where their patients are not the person's to count.
    """
    with counted_at(centres):
        return _flow(centres, definition)


def _flow(centres: list[int], definition: Definition) -> Flow:
    everybody = of_centres(centres, definition.index)
    so_far, asked = Q(), {"step_0": Count("pk")}
    says = [_treated(definition.index)]
    for rule in definition.filters:
        so_far &= condition(rule)
        asked[f"step_{len(says)}"] = Count("pk", filter=so_far)
        name, kept = rule.variable.label, filter_words(rule)
        says.append(Label(f"{name.en}: {kept.en}", f"{name.zh}：{kept.zh}"))
    if day := definition.landmark:
        followed = so_far & Q(followed_past(day))
        asked[f"step_{len(says)}"] = Count("pk", filter=followed)
        says.append(
            Label(f"Alive and followed after day {day}", f"第{day}天后仍存活并在随访")
        )
    row = everybody.aggregate(**asked)
    left = [row[f"step_{i}"] for i in range(len(says))]
    before = [left[0], *left[:-1]]
    steps = [
        Step(text, n, was - n) for text, n, was in zip(says, left, before, strict=True)
    ]
    return Flow(steps, _groups(centres, definition))


def _treated(index: str) -> Label:
    day0 = DAY_0[index]
    return Label(f"Every {day0.en} analysed", f"全部已分析的{day0.zh}")


def _groups(centres: list[int], definition: Definition) -> list[Step]:
    if definition.groups is None:
        return []
    subjects = narrowed(of_centres(centres, definition.index), definition)
    groups = main_groups(subjects, definition)
    rows = (
        subjects.annotate(group=group_key(groups))
        .values("group")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = {row["group"]: row["n"] for row in rows}
    if definition.groups.time_dependent:
        return [Step(STATE_STARTS, found.get("all", 0))]
    unknown = [Step(NOT_KNOWN, found[None])] if found.get(None) else []
    return [*(Step(g.label, found.get(g.key, 0)) for g in groups), *unknown]
