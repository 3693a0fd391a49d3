"""The checks that every date meets, whatever it is the date of."""

from collections.abc import Iterator, Mapping
from datetime import date

from registry.checks.case import Case, Record
from registry.checks.declare import every_field
from registry.checks.findings import Finding, Group, Severity
from registry.checks.names import NOT_EVENT_FIELDS, NOT_EVENTS, called
from registry.variables.spec import Kind, Variable

FUTURE = every_field(
    "DQ001",
    Severity.HARD,
    Group.DATES,
    says=(
        "The date of {label} ({day}) lies in the future (today is {today}).",
        "{label}（{day}）晚于今天（{today}）。",
    ),
    fix=("Correct the date.", "请更正日期。"),
)
UNBORN = every_field(
    "DQ002",
    Severity.HARD,
    Group.DATES,
    says=(
        "The date of {label} ({day}) is before the birth date ({birth}).",
        "{label}（{day}）早于出生日期（{birth}）。",
    ),
    fix=("Correct one of the two dates.", "请更正其中一个日期。"),
)
AFTER_DEATH = every_field(
    "DQ034",
    Severity.HARD,
    Group.DATES,
    says=(
        "The date of {label} ({day}) is after the death ({death}).",
        "{label}（{day}）晚于死亡日期（{death}）。",
    ),
    fix=("Correct one of the two dates.", "请更正其中一个日期。"),
)
WITHDRAWN = every_field(
    "DQ041",
    Severity.HARD,
    Group.DATES,
    says=(
        "The date of {label} ({day}) is after consent was withdrawn ({withdrawn}).",
        "{label}（{day}）晚于撤回同意日期（{withdrawn}）。",
    ),
    fix=(
        "Remove it: nothing may be recorded after the withdrawal.",
        "请删除：撤回同意后不得再记录数据。",
    ),
)


def any_date(
    form: str, record: Record, case: Case, variables: Mapping[str, Variable]
) -> Iterator[Finding]:
    """Yield what is wrong with each date of ``record`` by itself."""
    for name, variable in variables.items():
        day = record.get(name)
        if variable.kind is Kind.DAY and isinstance(day, date):
            yield from _judge(form, name, day, record, case)


def _judge(
    form: str, name: str, day: date, record: Record, case: Case
) -> Iterator[Finding]:
    words = {"label": called(name), "day": day, "today": case.today}
    at = record.get("id")
    if day > case.today:
        yield FUTURE.found(form, (name,), words, record=at)
    if form != "patient" and case.birth_date and day < case.birth_date:
        yield UNBORN.found(form, (name,), words | {"birth": case.birth_date}, record=at)
    event = form not in NOT_EVENTS and name not in NOT_EVENT_FIELDS
    if event and case.death_date and day > case.death_date:
        said = words | {"death": case.death_date}
        yield AFTER_DEATH.found(form, (name,), said, record=at)
    withdrawn = case.withdrawn_on
    if form != "patient" and withdrawn and day > withdrawn:
        yield WITHDRAWN.found(
            form, (name,), words | {"withdrawn": withdrawn}, record=at
        )
