"""A group that patients enter on the way: curves by state, and the Mantel–Byar test."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypedDict

import numpy as np

from outcomes.cohorts.belonging import MEMBERS, Row
from outcomes.cohorts.curves import AT_RISK_DAYS, survival
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Survival, SurvivalCurve, Words, test, words
from outcomes.cohorts.tally import Cells, Keys, Part
from outcomes.endpoints import ENDPOINTS, Endpoint
from outcomes.estimators import Counts, mantel_byar
from outcomes.estimators.entries import Entries


class Entered(TypedDict):
    """Who entered the state after day 0: how many on which day."""

    day: list[float]
    n: list[int]


class ByState(TypedDict):
    """Survival before and after a state begins (Simon–Makuch).

    label : the state; groups : key and words of its two values, in reading order
    survival : every patient starts in the first group, unless the state is there when
    the endpoint's time begins. Of that one ``censored`` are the last contacts alone
    entered : by endpoint, who left the first group for the second
    """

    label: Words
    groups: dict[str, Words]
    survival: dict[str, Survival]
    entered: dict[str, Entered]


# A row counts where it leaves a state, and where it enters the second one late.
LEAVES, ENTERS = "leaves", "enters"


def parts(definition: Definition) -> list[Part]:
    """Return what is counted where the group is a state that patients enter."""
    if (since := _since(definition)) is None:
        return []
    return [
        Part(f"state/{code}", MEMBERS, _stays(code, since))
        for code in _codes(definition)
    ]


def by_state_has(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint can be read by state."""
    return endpoint.survives


def _codes(definition: Definition) -> list[str]:
    return [code for code in definition.endpoints if by_state_has(ENDPOINTS[code])]


def _since(definition: Definition) -> str | None:
    """Return the column of the day of entry; None without, and where HSCT ends it."""
    grouping = definition.groups
    if grouping is None or not grouping.time_dependent or definition.hsct != "ignore":
        return None
    return grouping.variable.since[definition.index]


def _stays(code: str, since: str) -> Keys:
    """Return what counts a row's stays before and after the state begins.

    As ``outcomes.estimators.by_state`` has it: an event on the day of the change
    belongs to the time before; a change by the endpoint's time zero means the state
    from the beginning.
    """

    def keys(row: Row) -> Iterator[tuple[Any, ...]]:
        if (found := row["outcomes"].get(code)) is None:
            return
        day, cause, _imputed, start = found
        change = None if row[since] is None else row[since] - start
        if change is None or change >= day:
            yield LEAVES, 0, day, cause
            return
        if change > 0:
            yield LEAVES, 0, change, 0
            yield ENTERS, 1, change, 0
        yield LEAVES, 1, day, cause

    return keys


def survival_by_state(cells: Cells, definition: Definition) -> ByState | None:
    """Return the endpoints by a time-dependent group; None where there is none."""
    grouping = definition.groups
    if grouping is None or _since(definition) is None:
        return None
    variable = grouping.variable
    keys = {variable.value_key(there): there for there in (False, True)}
    counts = {
        code: _counts(cells[f"state/{code}"], code, tuple(keys))
        for code in _codes(definition)
    }
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


def _counts(cells: Counter[Any], code: str, keys: tuple[str, ...]) -> Counts:
    left = [(*key[1:], n) for key, n in cells.items() if key[0] == LEAVES]
    late = [(key[2], key[1], n) for key, n in cells.items() if key[0] == ENTERS]
    group, day, cause, many = zip(*left, strict=True) if left else ((), (), (), ())
    counts = Counts.from_rows(
        day,
        cause,
        group,
        n_causes=ENDPOINTS[code].n_causes,
        groups=keys,
        multiplicity=many,
    )
    if not late:
        return counts
    entry, second, entered = (np.array(column) for column in zip(*late, strict=True))
    entries = Entries.from_rows(entry.astype(float), second, entered, len(keys))
    return replace(counts, entries=entries)
