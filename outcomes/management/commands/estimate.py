"""Print survival statistics of a CSV as JSON; needs no database."""

from __future__ import annotations

import json
import re
from argparse import ArgumentTypeError
from math import inf, isfinite
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from outcomes.estimators import CONF_TYPES, Counts, merge_near_ties
from outcomes.estimators.regression.design import Design
from outcomes.estimators.regression.report import Rows, regressions
from outcomes.estimators.report import report
from outcomes.management.patients_csv import CsvFile, number_in, present

# Past this a status is a day or a code of something else, not one of some causes.
MOST_CAUSES = 99
FACTOR = re.compile(r"factor\((.+)\)")


class Command(BaseCommand):
    """Estimate curves, medians, incidence, tests, hazard ratios and regressions."""

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
        parser.add_argument(
            "--strata", help="column of strata, for tests, hazard ratios and Cox"
        )
        parser.add_argument(
            "--entry",
            help="column of days of late entry: at risk after it, to the end",
        )
        parser.add_argument(
            "--covariates",
            type=_names,
            default=[],
            help="columns of a Cox and, with several causes, a Fine-Gray regression: "
            "age,sex,factor(phase); numbers are as they are, factor() makes levels",
        )
        parser.add_argument(
            "--cluster", help="column of clusters, for robust variances of Cox"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file = CsvFile(options["file"])
        rows = _rows(file, options)
        shape = _report(file, rows, options)
        if options["covariates"]:
            design = _design(file, options["covariates"])
            try:
                models, reasons = regressions(design, rows)
            except ValueError as error:
                raise CommandError(str(error)) from error
            shape["regression"] = models
            shape["not_estimable"] |= {
                f"regression.{path}": why for path, why in reasons.items()
            }
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


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(names) or len(set(names)) < len(names):
        raise ArgumentTypeError(
            f"{text!r}: give columns parted by commas, each once, as age,factor(phase)"
        )
    return names


def _rows(file: CsvFile, options: dict[str, Any]) -> Rows:
    """Return the times, or say every row that cannot be used."""
    day = file.numbers(options["time"], lambda x: 0 <= x < inf, "a day >= 0")
    cause = file.numbers(
        options["status"],
        lambda x: x.is_integer() and 0 <= x <= MOST_CAUSES,
        "0, 1, 2 …",
    )
    entry = stratum = cluster = None
    if options["entry"]:
        entry = file.numbers(options["entry"], isfinite, "a day of entry")
        _refuse_early_exits(file, options, entry, day)
    if options["strata"]:
        stratum = file.texts(options["strata"])
    if options["cluster"]:
        cluster = file.texts(options["cluster"])
    if options["group"]:
        file.texts(options["group"])
    file.refuse()
    days = merge_near_ties(day)
    return Rows(days, np.asarray(cause, int), entry, stratum, cluster)


def _refuse_early_exits(
    file: CsvFile, options: dict[str, Any], entry: list[Any], day: list[Any]
) -> None:
    for number, (came, left) in enumerate(zip(entry, day, strict=True), 2):
        if came is not None and left is not None and came >= left:
            said = f"{options['entry']} {came:g} is not before {options['time']}"
            file.problems.append((number, f"row {number}: {said} {left:g}"))


def _report(file: CsvFile, rows: Rows, options: dict[str, Any]) -> dict[str, Any]:
    """Return what follows from counts, within strata where there are any."""
    group = (
        file.texts(options["group"]) if options["group"] else ["all"] * len(file.lines)
    )
    n_causes = max(1, int(rows.cause.max()))
    groups = sorted(set(group))

    def counts(kept: Any) -> Counts:
        day, labels = np.asarray(rows.day)[kept], np.asarray(group)[kept]
        entry = None if rows.entry is None else np.asarray(rows.entry)[kept]
        return Counts.from_rows(
            day, rows.cause[kept], labels, n_causes=n_causes, groups=groups, entry=entry
        )

    everyone = counts(np.full(len(group), True))
    strata = []
    if rows.stratum is not None:
        labels = np.asarray(rows.stratum)
        strata = [counts(labels == one) for one in np.unique(labels)]
    return report(everyone, options["at"], options["conf_type"], strata)


def _design(file: CsvFile, covariates: list[str]) -> Design:
    """Return the covariates: numbers as they are, other texts and factor() levels."""
    columns: dict[str, Any] = {}
    for name in covariates:
        factor = FACTOR.fullmatch(name)
        texts = file.read(factor[1] if factor else name, present, "is missing")
        numbers = [number_in(text or "") for text in texts]
        as_numbers = not factor and all(map(isfinite, numbers))
        columns[name] = numbers if as_numbers else texts
    file.refuse()
    return Design.of(columns)
