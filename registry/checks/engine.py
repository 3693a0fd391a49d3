"""Runs the checks of one record of a patient."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from registry.checks.case import Case, Record, is_blank
from registry.checks.dates import any_date
from registry.checks.declare import NOT_A_FIELD, RULES, Rule, Wrong, given_to
from registry.checks.facts import day0
from registry.checks.findings import Finding, Severity
from registry.checks.identity import same_row
from registry.checks.names import answered
from registry.checks.possible import Worlds
from registry.checks.spoken import as_text
from registry.checks.values import any_value, as_typed, not_asked
from registry.variables.spec import Variable

Variables = Mapping[str, Variable]
# Where a finding stands: the form and fields, in the record that is being looked at.
At = tuple[str, tuple[str, ...], Record]


def run(
    form: str, values: Mapping[str, Any], case: Case, variables: Variables
) -> list[Finding]:
    """Return what is wrong with ``values``, a record of ``form``, gravest first.

    ``case`` holds every record of the patient, this one included as it would be
    saved. A contradiction between two forms is returned whichever of them is saved:
    what this record contradicts in another is told at this record's own fields, and
    only when it would not be there without this record.
    """
    place = case.find(form, values)
    kept: Record = case.of(form)[place] if place is not None else {}
    record = {**kept, **values}
    case = case.holding(form, place, as_typed(record, variables))
    place = len(case.of(form)) - 1 if place is None else place
    worlds = Worlds(case)
    return gravest_first(
        [
            *any_value(form, record, variables),
            *own(form, place, worlds, variables),
            *elsewhere(form, place, case, worlds),
        ]
    )


@cache
def _rules_of(form: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES if rule.form == form)


@cache
def _rules_reading(form: str) -> tuple[Rule, ...]:
    """Return the rules of other forms that saving a record of ``form`` runs."""
    return tuple(rule for rule in RULES if form in rule.also and rule.form != form)


def gravest_first(found: Iterable[Finding]) -> list[Finding]:
    """Return each finding once, what refuses a save before what asks."""
    once = dict.fromkeys(found)
    return sorted(once, key=lambda one: one.severity is Severity.SOFT)


def own(
    form: str, place: int, worlds: Worlds, variables: Variables
) -> Iterator[Finding]:
    """Yield what is wrong with a record in its case, told at the record itself."""

    def of_every_record(case: Case) -> Iterator[Finding]:
        record = case.of(form)[place]
        yield from any_date(form, record, case, variables)
        yield from not_asked(form, record, case, variables)
        yield from same_row(form, record, case)

    yield from _in_all(worlds, of_every_record)
    case = next(iter(worlds))
    record = case.of(form)[place]
    for rule in _rules_of(form):
        if fault := broken(rule, place, worlds):
            at = form, fault.fields or rule.fields, record
            yield _told(rule, fault, record, case, at)


def elsewhere(form: str, place: int, case: Case, worlds: Worlds) -> Iterator[Finding]:
    """Yield what other forms' rules say because of the record being saved."""
    saved = case.of(form)[place]
    for rule in _rules_reading(form):
        for other, record in enumerate(case.of(rule.form)):
            fault = broken(rule, other, worlds)
            if fault and not broken(rule, other, worlds.without(form, place)):
                yield _told(rule, fault, record, case, (form, rule.also[form], saved))


def _in_all(
    worlds: Worlds, findings: Callable[[Case], Iterable[Finding]]
) -> Iterable[Finding]:
    """Return the findings that are there wherever the partial dates may lie."""
    kept: dict[tuple[str, tuple[str, ...]], Finding] | None = None
    for case in worlds:
        found = {(one.check, one.fields): one for one in findings(case)}
        kept = found if kept is None else {k: v for k, v in kept.items() if k in found}
        if not kept:
            return ()
    return (kept or {}).values()


def broken(rule: Rule, place: int, worlds: Worlds) -> Wrong | None:
    """Return how a record breaks ``rule`` wherever the partial dates may lie."""
    asked = id(rule), place
    if asked not in worlds.verdicts:
        worlds.verdicts[asked] = _verdict(rule, place, worlds)
    verdict: Wrong | None = worlds.verdicts[asked]
    return verdict


def _verdict(rule: Rule, place: int, worlds: Worlds) -> Wrong | None:
    first = None
    for case in worlds:
        fault = _broken(rule, case.of(rule.form)[place], case)
        if fault is None:
            return None
        first = first or fault
    return first


def _broken(rule: Rule, record: Record, case: Case) -> Wrong | None:
    if rule.test is None:
        return None
    given = given_to(rule, record, case)
    if any(is_blank(v) for name, v in given.items() if name not in rule.blank_ok):
        return None
    try:
        answer = rule.test(**given)
    except OverflowError:
        return None  # a day next to the calendar's end: told as in the future
    if answer is True:
        return None
    fault = answer if isinstance(answer, Wrong) else Wrong()
    return Wrong({**given, **fault.words}, fault.repair, fault.fields)


def _told(rule: Rule, fault: Wrong, judged: Record, case: Case, at: At) -> Finding:
    form, fields, saved = at
    return rule.found(
        form,
        fields,
        {name: answered(name, word) for name, word in fault.words.items()},
        repair=fault.repair if form == rule.form else None,
        zero=day0(rule.form, judged, case),
        record=saved.get("id"),
        judged=(rule.form, judged.get("id")),
        read=tuple(
            (name, as_text(fault.words[name]))
            for name in rule.inputs
            if name not in NOT_A_FIELD
        ),
    )
