"""What a query is about, as it is kept: the values that were judged, by name."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from registry.checks import Case, Finding, Record
from registry.checks.spoken import as_text
from registry.models import DataQuery

Values = dict[str, Any]


def values_judged(finding: Finding, case: Case) -> Values:
    """Return the answers at the finding's fields, and what else the check read."""
    form, record = finding.form, finding.record
    return dict(finding.read) | values_at(case, form, record, finding.fields)


def value_now(query: DataQuery, case: Case) -> Values:
    """Return what the case says at the query's fields; nothing if the record is gone.

    A query that names no field is about the whole record.
    """
    return values_at(case, query.form, query.record_id, query.fields)


def values_at(case: Case, form: str, record: object, fields: Iterable[str]) -> Values:
    """Return the answers of a record of the case; nothing if it is not there."""
    found = next((one for one in case.of(form) if one.get("id") == record), None)
    return {} if found is None else answers_at(found, fields)


def answers_at(record: Record, fields: Iterable[str]) -> Values:
    """Return a record's answers as they were entered; a reason stands for no value.

    A cell of a repeating group (``genes/0/gene``) is an answer of its own.
    """
    absent, entered = record.get("absent") or {}, record.get("as_entered") or {}
    return {
        name: {"absent": absent[name]}
        if name in absent
        else entered.get(name) or kept(_answer(record, name))
        for name in fields
    }


def _answer(record: Record, name: str) -> Any:
    group, _slash, cell = name.partition("/")
    row, _slash, part = cell.partition("/")
    rows = record.get(group)
    if not part or not isinstance(rows, list):
        return rows
    return rows[int(row)].get(part) if int(row) < len(rows) else None


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
    values = dict(finding.read)
    if at == (finding.form, finding.record):
        values |= values_at(case, finding.form, finding.record, finding.fields)
    return all(query.value.get(name) == value for name, value in values.items())
