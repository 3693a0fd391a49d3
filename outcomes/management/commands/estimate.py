"""Print survival statistics of a CSV as JSON; needs no database."""

from __future__ import annotations

import csv
import json
from argparse import ArgumentTypeError
from math import inf, isnan, nan
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from outcomes.estimators import CONF_TYPES, Counts, merge_near_ties
from outcomes.estimators.report import report

Rows = list[dict[str, str]]
SHOWN = 10
# Past this a status is a day or a code of something else, not one of some causes.
MOST_CAUSES = 99


class Command(BaseCommand):
    """Estimate curves, medians, incidence, tests and hazard ratios by group."""

    help = "Print survival statistics of a CSV (one row a patient) as JSON."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV with a header row")
        parser.add_argument("--time", required=True, help="column of days to the end")
        parser.add_argument(
            "--status", required=True, help="column: 0 censored, 1 and up the causes"
        )
        parser.add_argument("--group", help="column of groups; without it, one group")
        parser.add_argument(
            "--at", required=True, type=_days, help="days at which to read: 90,365"
        )
        parser.add_argument("--conf-type", default="log-log", choices=CONF_TYPES)

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _rows(options["file"], [options[c] for c in ("time", "status", "group")])
        counts = _counts(rows, options["time"], options["status"], options["group"])
        shape = report(counts, options["at"], options["conf_type"])
        self.stdout.write(
            json.dumps(shape, indent=2, ensure_ascii=False, allow_nan=False)
        )


def _days(text: str) -> list[float]:
    try:
        days = [float(day) for day in text.split(",")]
    except ValueError:
        days = [-1.0]
    if not all(0 <= day < inf for day in days):
        raise ArgumentTypeError(f"{text!r}: give days >= 0 parted by commas, as 90,365")
    return [int(day) if day.is_integer() else day for day in days]


def _rows(path: Path, columns: list[str | None]) -> Rows:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            rows, header = list(reader), reader.fieldnames or []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path} cannot be read as CSV in UTF-8: {error}") from error
    for column in columns:
        if column is not None and column not in header:
            raise CommandError(f"there is no column {column!r}; there are {header}")
    if not rows:
        raise CommandError(f"{path} has a header and no rows: nothing to estimate")
    return rows


def _counts(rows: Rows, time: str, status: str, group: str | None) -> Counts:
    """Return the counts, or say every row that cannot be used, none dropped."""
    days, causes, labels, problems = [], [], [], []
    for number, row in enumerate(rows, 2):
        day, cause = _number(row[time]), _number(row[status])
        label = "all" if group is None else (row[group] or "").strip()
        if isnan(day):
            problems.append(f"row {number}: {time} {row[time]!r} is not a day >= 0")
        if not (cause.is_integer() and cause <= MOST_CAUSES):
            problems.append(f"row {number}: {status} {row[status]!r} is not 0, 1, 2 …")
        if not label:
            problems.append(f"row {number}: {group} is empty")
        days.append(day)
        causes.append(cause)
        labels.append(label)
    if problems:
        more = len(problems) - SHOWN
        shown = [*problems[:SHOWN], *([f"and {more} more"] if more > 0 else [])]
        raise CommandError("correct or remove these rows:\n" + "\n".join(shown))
    n_causes = max(1, *(int(cause) for cause in causes))
    return Counts.from_rows(merge_near_ties(days), causes, labels, n_causes=n_causes)


def _number(text: str | None) -> float:
    """Return a finite number >= 0, otherwise NaN."""
    try:
        number = float(text or "")
    except ValueError:
        return nan
    return number if 0 <= number < inf else nan
