"""What a query is about, as it is kept: the values that were judged, by name.

Free text is among them as ``Words``, which ``as_kept`` makes into a fingerprint.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from registry.checks import Case, Finding, Record
from registry.checks.spoken import as_text
from registry.models import DataQuery
from registry.queries.cases import variables_by_form
from registry.queries.kept_words import Words, as_kept, is_same
from registry.variables.spec import Kind, Variable

Values = dict[str, Any]


def values_judged(finding: Finding, case: Case) -> Values:
    """Return the answers at the finding's fields, and what else the check read."""
    form, record = finding.form, finding.record
    return _read(finding) | values_at(case, form, record, finding.fields)


def _read(finding: Finding) -> Values:
    form, record = finding.stands_at
    variables = variables_by_form()[form]
    return {
        name: _said(text, variables.get(name), record, name)
        for name, text in finding.read
    }


def value_now(query: DataQuery, case: Case) -> Values:
    """Return what the case says at the query's fields; nothing if the record is gone.

    A query that names no field is about the whole record.
    """
    return values_at(case, query.form, query.record_id, query.fields)


def values_at(case: Case, form: str, record: object, fields: Iterable[str]) -> Values:
    """Return the answers of a record of the case; nothing if it is not there."""
    found = next((one for one in case.of(form) if one.get("id") == record), None)
    return {} if found is None else answers_at(form, found, fields)


def answers_at(form: str, record: Record, fields: Iterable[str]) -> Values:
    """Return a record's answers as they were entered; a reason stands for no value.

    A cell of a repeating group (``genes/0/gene``) is an answer of its own.
    """
    absent, entered = record.get("absent") or {}, record.get("as_entered") or {}
    variables, at = variables_by_form()[form], record.get("id")
    return {
        name: {"absent": absent[name]}
        if name in absent
        else _said(
            entered.get(name) or _answer(record, name),
            variable_at(variables, name),
            at,
            name,
        )
        for name in fields
    }


def variable_at(variables: Mapping[str, Variable], name: str) -> Variable | None:
    """Return the variable of a field, or of a cell such as ``genes/0/gene``."""
    group, _slash, cell = name.partition("/")
    found = variables.get(group)
    part = cell.partition("/")[2]
    return dict(found.parts).get(part) if found and part else found


def _answer(record: Record, name: str) -> Any:
    group, _slash, cell = name.partition("/")
    row, _slash, part = cell.partition("/")
    rows = record.get(group)
    if not part or not isinstance(rows, list):
        return rows
    return rows[int(row)].get(part) if int(row) < len(rows) else None


def _said(value: Any, variable: Variable | None, record: object, name: str) -> Any:
    """Return a value as JSON keeps it, free text and that of a group's rows aside."""
    if variable is None or not value:
        return kept(value)
    if variable.kind is Kind.TEXT:
        return Words(as_text(value), record, name)
    if variable.kind is Kind.ROWS and isinstance(value, list):
        parts = dict(variable.parts)
        return [
            {
                part: _said(row[part], one, record, f"{name}/{at}/{part}")
                for part, one in parts.items()
                if part in row
            }
            for at, row in enumerate(value)
        ]
    return kept(value)


def without_words(query: DataQuery) -> Values:
    """Return what the query keeps, made fingerprints where words were kept once."""
    variables = variables_by_form()[query.form]
    return {
        name: as_kept(_said(value, variable_at(variables, name), query.record_id, name))
        if isinstance(value, str)
        else value
        for name, value in query.value.items()
    }


def kept(value: object) -> Any:
    """Return a value as JSON keeps it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, list | tuple):
        return [kept(one) for one in value]
    if isinstance(value, Mapping):
        return {str(name): kept(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else as_text(value)


def unexplained(
    findings: Iterable[Finding], queries: Iterable[DataQuery], case: Case
) -> list[Finding]:
    """Leave out what was explained or accepted, of values that stand as they were."""
    settled = [query for query in queries if query.stays_settled]
    return [
        one
        for one in findings
        if not any(settles(query, one, case) for query in settled)
    ]


def settles(query: DataQuery, finding: Finding, case: Case) -> bool:
    """Tell whether ``query`` asked what ``finding`` says, of the same values."""
    at = (query.form, query.record_id)
    if (query.code, at) != (finding.check, finding.stands_at):
        return False
    values = _read(finding)
    if at == (finding.form, finding.record):
        values |= values_at(case, finding.form, finding.record, finding.fields)
    return all(is_same(query.value.get(name), one) for name, one in values.items())
