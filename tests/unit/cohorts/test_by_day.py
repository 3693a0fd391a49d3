"""Cells as columns of numbers: what is put on, taken off, stored, and read back."""

import random
from collections import Counter

import pytest

from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.stored import Parts, bundled, packed, unbundled, unpacked
from outcomes.cohorts.tally import added

DAY = 1


def some_cells(chance, many=40):
    codes = [("a", 0), ("a", 1), (None, 0), (True, 2), (2.5, 1)]
    days = [-1, 0, 1, 255, 256, 70_000]
    found = Counter()
    for _ in range(many):
        group, cause = chance.choice(codes)
        found[group, chance.choice(days), cause] += chance.randint(1, 300)
    return found


@pytest.mark.parametrize("seed", range(5))
def test_columns_change_as_cells_do(seed):
    chance = random.Random(seed)
    cells = some_cells(chance)
    columns = ByDay.of(cells, DAY)
    assert columns.cells() == cells
    for _ in range(20):
        change = some_cells(chance, 2)
        gone = chance.choice([*cells])
        change[gone] -= cells[gone]
        cells, columns = added(cells, change), columns.added(change)
        assert columns.cells() == cells


def test_the_same_cells_are_stored_alike_whatever_came_first():
    chance = random.Random(3)
    cells = some_cells(chance)
    later = ByDay.of({}, DAY)
    for key in chance.sample([*cells], len(cells)):
        later = later.added({key: cells[key]})
    went = later.added({("b", 4, 1): 1}).added({("b", 4, 1): -1})
    assert packed(later) == packed(ByDay.of(cells, DAY)) == packed(went)
    backwards = Counter(dict(reversed(cells.items())))
    assert packed(cells) == packed(backwards)


@pytest.mark.parametrize("many", [0, 40])
def test_what_is_stored_is_read_back(many):
    cells = some_cells(random.Random(5), many)
    assert unpacked(packed(cells)) == cells
    assert unpacked(packed(ByDay.of(cells, DAY))).cells() == cells


def test_a_cell_never_counts_fewer_than_nobody():
    columns = ByDay.of({("a", 3, 0): 1}, DAY)
    with pytest.raises(ValueError, match="count anew"):
        columns.added({("a", 3, 0): -2})
    with pytest.raises(ValueError, match="count anew"):
        columns.added({("a", 4, 0): -1})


def test_parts_are_changed_apart_and_bundled_together():
    stored = {
        "plain": packed(Counter({("x",): 2})),
        "by day": packed(ByDay.of({("a", 3, 0): 1}, DAY)),
        "left": packed(Counter()),
    }
    cells = Parts(stored)
    cells.add("plain", Counter({("y",): 1}))
    cells.add("by day", Counter({("a", 9, 1): 2}))
    again = cells.repacked()
    assert {*again} == {"plain", "by day"}
    assert unpacked(again["plain"]) == {("x",): 2, ("y",): 1}
    of, parts = unbundled(bundled({"index": "hsct"}, stored | again))
    assert (of, parts) == ({"index": "hsct"}, stored | again)
