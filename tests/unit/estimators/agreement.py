"""Say that two results agree to 1e-9, and read files of time, status and group."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

from outcomes.estimators import Counts

RELATIVE = 1e-9


def differences(ours: Any, theirs: Any, path: str = "") -> list[str]:
    """Return where ``ours`` departs from ``theirs``; what we add is not compared."""
    if isinstance(theirs, dict):
        if not isinstance(ours, dict):
            return [f"{path}: {ours!r} instead of {sorted(theirs)}"]
        return [
            line
            for key, value in theirs.items()
            for line in differences(ours.get(key), value, f"{path}.{key}")
        ]
    if isinstance(theirs, list):
        if not isinstance(ours, list) or len(ours) != len(theirs):
            return [f"{path}: {ours!r} instead of {len(theirs)} values"]
        return [
            line
            for i, (mine, other) in enumerate(zip(ours, theirs, strict=True))
            for line in differences(mine, other, f"{path}[{i}]")
        ]
    return [] if agree(ours, theirs) else [f"{path}: {ours!r} instead of {theirs!r}"]


def agree(ours: Any, theirs: Any) -> bool:
    """Return whether two leaves agree; R's NaN and NA are one thing."""
    if isinstance(theirs, float | int) and isinstance(ours, float | int):
        return math.isclose(ours, theirs, rel_tol=RELATIVE, abs_tol=1e-13)
    return bool(ours == theirs)


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def counts_of(path: Path, time: str, status: str, group: str | None = None) -> Counts:
    """Return the counts of a CSV whose status is 0 for censored, else the cause."""
    rows = rows_of(path)
    causes = [int(row[status]) for row in rows]
    return Counts.from_rows(
        [float(row[time]) for row in rows],
        causes,
        None if group is None else [row[group] for row in rows],
        n_causes=max(1, *causes),
    )
