"""Time every edit check over 10^4 patients, in one run.

Prints one JSON line each; the value is microseconds a patient. The ratio is the check
divided by the floor: reading from each record of its form the answers that it judges.
"""

# ruff: noqa: E402 - the models that declare the fields need Django set up first

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from registry.checks import CHECKS, Case, Check, Rule, run_case
from registry.checks.dates import any_date
from registry.checks.engine import broken
from registry.checks.identity import same_row
from registry.checks.possible import Worlds
from registry.checks.values import any_value
from tests.unit.checks.cases import PATIENT, RECORDS, TODAY, VARIABLES

PATIENTS = 10_000
MICRO = 1e6


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of ``work``."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def shifted(record: dict[str, object], days: int) -> dict[str, object]:
    """Return ``record`` with all its days moved."""
    span = timedelta(days=days)
    return {k: v + span if isinstance(v, date) else v for k, v in record.items()}


def patients() -> list[Case]:
    """Return uneventful patients with a record of most forms, days apart."""
    case = Case(PATIENT, RECORDS, TODAY)
    return [
        replace(
            case,
            patient=shifted(dict(PATIENT), -(number % 900)),
            forms={
                form: [shifted(row, -(number % 900)) for row in rows]
                for form, rows in RECORDS.items()
            },
        )
        for number in range(PATIENTS)
    ]


def judge(rule: Rule, cases: list[Case]) -> None:
    """Ask one rule of every record of its form."""
    for case in cases:
        worlds = Worlds(case)
        for place in range(len(case.of(rule.form))):
            broken(rule, place, worlds)


def read(rule: Rule, cases: list[Case]) -> None:
    """Read what the rule judges, and judge nothing."""
    for case in cases:
        for record in case.of(rule.form):
            for name in rule.inputs:
                record.get(name)


def any_record(cases: list[Case]) -> None:
    """Ask what is asked of every value, date and row, whatever the form."""
    for case in cases:
        for form, variables in VARIABLES.items():
            for record in case.of(form):
                list(any_value(form, record, variables))
                list(any_date(form, record, case, variables))
                list(same_row(form, record, case))


def read_all(cases: list[Case]) -> None:
    """Read every answer once."""
    for case in cases:
        for form, variables in VARIABLES.items():
            for record in case.of(form):
                for name in variables:
                    record.get(name)


def each(check: Check) -> Iterator[Rule]:
    """Return the rules that are asked one by one."""
    return (rule for rule in check.rules if rule.test is not None)


def timed(check: Check, cases: list[Case]) -> tuple[float, float]:
    """Return the seconds of a check and of its floor."""
    rules = list(each(check))
    ours = sum(seconds(partial(judge, rule, cases)) for rule in rules)
    floor = sum(seconds(partial(read, rule, cases)) for rule in rules)
    return ours, floor


def say(name: str, ours: float, floor: float, against: str) -> None:
    """Print one line of the benchmark."""
    line = {
        "name": name,
        "value": round(ours / PATIENTS * MICRO, 2),
        "unit": "µs a patient",
        "against": against,
        "ratio": round(ours / floor, 1),
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def main() -> None:
    """Time each check, the checks of any record, and all of a case."""
    cases = patients()
    for check in CHECKS.values():
        if any(each(check)):
            say(f"check {check.id}", *timed(check, cases), "reading its answers")
    floor = seconds(lambda: read_all(cases))
    ours = seconds(lambda: any_record(cases))
    say("checks of any value, date and row", ours, floor, "reading every answer")
    ours = seconds(lambda: [run_case(case, VARIABLES) for case in cases])
    say("all checks of a case", ours, floor, "reading every answer")


if __name__ == "__main__":
    main()
