"""A group that patients enter on the way: curves by state, and the Mantel–Byar test."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypedDict

import numpy as np

from outcomes.cohorts.belonging import MEMBERS, Row
from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.curve_days import survival_days
from outcomes.cohorts.curves import survival
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Days, Survival, Table, Words, test, words
from outcomes.cohorts.tally import Cells, Keys, Part
from outcomes.cohorts.variable import as_text
from outcomes.endpoints import ENDPOINTS, Endpoint
from outcomes.estimators import Counts, mantel_byar
from outcomes.estimators.entries import Entries


class Entered(TypedDict):
    """Who entered the state after day 0: how many on which day."""

    day: list[float]
    n: list[int]


class ByState(TypedDict):
    """Survival before and after a state begins (Simon–Makuch).

    label : the state; groups : words of its two values, by key (``KEYS``)
    survival : every patient starts in the first group, unless the state is there when
    the endpoint's time begins. Of that one ``censored`` are the last contacts alone
    entered : by endpoint, who left the first group for the second
    """

    label: Words
    groups: dict[str, Words]
    survival: dict[str, Survival]
    entered: dict[str, Entered]


# Not yet in it, and in it; and their keys, of which stored results keep no order.
STATES = (False, True)
KEYS = tuple(as_text(there) for there in STATES)
# A row counts where it leaves a state, and where it enters the second one late.
LEAVES, ENTERS = "leaves", "enters"


def parts(definition: Definition) -> list[Part]:
    """Return what is counted where the group is a state that patients enter."""
    if (since := _since(definition)) is None:
        return []
    return [
        Part(f"state/{code}", MEMBERS, _stays(code, since), day=2)
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
    """Return the endpoints by a time-dependent group; None where there is none.

    They are without their days, which ``by_state_days`` has.
    """
    grouping = definition.groups
    if grouping is None or _since(definition) is None:
        return None
    variable = grouping.variable
    counts = {
        code: _counts(cells[f"state/{code}"], code) for code in _codes(definition)
    }
    return {
        "label": words(variable.label),
        "groups": {
            key: words(variable.value_label(there))
            for key, there in zip(KEYS, STATES, strict=True)
        },
        "survival": {
            paramcd: _by_state(paramcd, found, definition)
            for paramcd, found in counts.items()
        },
        "entered": {paramcd: _entered(found) for paramcd, found in counts.items()},
    }


def by_state_days(cells: Cells, definition: Definition) -> dict[str, dict[str, Days]]:
    """Return by endpoint what each state's curve says day by day."""
    if _since(definition) is None:
        return {}
    found = {}
    for code in _codes(definition):
        counts = _counts(cells[f"state/{code}"], code)
        curves = {
            key: survival_days(counts, key, definition.analysis)
            for key in counts.groups
        }
        days = {key: curve for key, curve in curves.items() if curve}
        if (before := days.get(counts.groups[0])) is not None:
            before["censored"] = _last_seen(before, _entered(counts))
        found[code] = days
    return found


def _by_state(paramcd: str, counts: Counts, definition: Definition) -> Survival:
    horizon, chosen = definition.horizon, definition.analysis
    found = survival(paramcd, counts, horizon, chosen=chosen)
    first = counts.groups[0]
    if (before := found["curves"][first]) is not None:
        days = found["at_risk"]["days"]
        table = _without_moves(before["table"], _entered(counts), days)
        found["curves"][first] = {**before, "table": table}
    return {**found, "test": test("mantel_byar", mantel_byar(counts).test)}


def _entered(counts: Counts) -> Entered:
    if counts.entries is None:
        return {"day": [], "n": []}
    late = counts.entries
    return {"day": late.days.tolist(), "n": late.entered.sum(axis=0).tolist()}


def _last_seen(curve: Days, entered: Entered) -> list[int]:
    """Return those last seen on each day: who entered the state is followed on."""
    moved = dict(zip(entered["day"], entered["n"], strict=True))
    counted = zip(curve["day"], curve["censored"], strict=True)
    return [n - moved.get(day, 0) for day, n in counted]


def _without_moves(table: Table, entered: Entered, days: Sequence[int]) -> Table:
    """Keep as censored those last seen, as ``_last_seen`` does."""
    until = np.searchsorted(entered["day"], days, side="right")
    gone = np.concatenate(([0], np.cumsum(entered["n"])))[until]
    return {**table, "censored": (np.array(table["censored"]) - gone).tolist()}


def _counts(cells: ByDay, code: str) -> Counts:
    left = cells.placed(lambda what, _group, _cause: what == LEAVES) > 0
    group = cells.placed(lambda _what, group, _cause: int(group))
    cause = cells.placed(lambda _what, _group, cause: int(cause))
    late = ~left
    counts = Counts.from_rows(
        cells.days[left],
        cause[left],
        group[left],
        n_causes=ENDPOINTS[code].n_causes,
        groups=KEYS,
        multiplicity=cells.many[left],
    )
    if not late.any():
        return counts
    entry = cells.days[late].astype(float)
    entries = Entries.from_rows(entry, group[late], cells.many[late], len(KEYS))
    return replace(counts, entries=entries)
