"""Two groups compared by the hazard of an event. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group
from outcomes.cohorts.remembered import remembered
from outcomes.cohorts.shapes import Ratio, Test, reason, test
from outcomes.cohorts.splits import Split
from outcomes.cohorts.variable import Kind
from outcomes.estimators import (
    Counts,
    HazardRatio,
    NotEstimable,
    cox_by_group,
    interaction,
)
from outcomes.estimators.reason import NO_EVENTS

NOBODY_IN_ONE = NotEstimable(
    "no_patients_in_one_group",
    "one of the two groups has no patients here",
    "两组之一在此无患者",
)
NO_EVENT_IN_ONE = NotEstimable(
    "no_events_in_one_group",
    "one of the two groups has no event here",
    "两组之一在此无事件",
)


class Compared(Ratio):
    """The hazard ratio of a group to the reference.

    n, events : of the group, then of the reference
    """

    n: list[int]
    events: list[int]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two groups that are compared; ``place`` is 0 for the reference, else 1."""

    group: Group
    reference: Group
    split: Split

    def place(self, code: Any) -> int | None:
        """Return which of the two a code is of; None of an unknown value."""
        key = self.split.key_of(code)
        return None if key is None else int(key == self.group.key)


def pair_of(split: Split, definition: Definition) -> Pair | None:
    """Return the two groups that a definition compares; None where they are not two.

    The reference is who is not, of yes and no and of a state by the landmark, else the
    first in reading order.
    """
    grouping = definition.groups
    if grouping is None or grouping.time_dependent or len(split.groups) != 2:
        return None
    first, second = split.groups
    if grouping.variable.kind is Kind.YES_NO or second.unless:
        return Pair(first, second, split)
    return Pair(second, first, split)


def of_interest(counts: Counts) -> Counts:
    """Return the counts of the first cause alone: what competes ends follow-up.

    So Cox's hazard is the cause's own.
    """
    others = counts.events[:, 1:].sum(axis=1)
    censored = counts.censored + others
    return replace(counts, events=counts.events[:, :1], censored=censored)


def compared(counts: Counts) -> Compared:
    """Compare the second group of the counts with the first, an event of any cause."""
    return remembered(("compared",), counts, partial(_compared, counts))


def _compared(counts: Counts) -> Compared:
    found = _ratio(counts)
    told: Compared = {
        "n": counts.n.tolist()[::-1],
        "events": counts.any_event.sum(axis=1).tolist()[::-1],
        **dict.fromkeys(("ratio", "lower", "upper", "p", "coef", "std_err")),  # type: ignore[typeddict-item]
        "why": reason(found),
    }
    if isinstance(found, HazardRatio):
        lower, upper = found.limits()
        told |= {"ratio": found.ratio, "lower": lower, "upper": upper, "p": found.p}
        told |= {"coef": found.coef, "std_err": found.std_err}
    return told


def _ratio(counts: Counts) -> HazardRatio | NotEstimable:
    events = counts.any_event.sum(axis=1)
    if not counts.n.all():
        return NOBODY_IN_ONE
    if not events.any():
        return NO_EVENTS
    if not events.all():
        return NO_EVENT_IN_ONE
    reference, group = counts.groups
    return cox_by_group(counts, reference=reference)[group]


def tested(counts: Counts, parts: Sequence[tuple[str, str]]) -> Test:
    """Test that the ratio is one in all parts, each named by its two groups."""

    def make() -> Test:
        return test("interaction", interaction(counts, parts))

    return remembered(("interaction", *parts), counts, make)
