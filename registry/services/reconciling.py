"""Bring the queries in line with what the checks say: opened and closed by themselves.

One code for a saved form, an import and the whole registry. The caller holds the
patients' locks and acts inside ``acting``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from registry.access.policy import Actor
from registry.checks import Case, Finding, Judgement, run_case
from registry.models import Act, ClosedAs, DataQuery, QueryEntry, Status
from registry.queries.cases import variables_by_form
from registry.queries.judged import value_now, values_judged
from registry.queries.kept_words import as_kept, is_same

BATCH = 500
Key = tuple[int, str, int | None, str, tuple[str, ...]]
NOT_JUDGED: Mapping[int, Judgement] = {}
MOVED = (
    "says_en",
    "says_zh",
    "fix_en",
    "fix_zh",
    "severity",
    "value",
    "status",
    "closed_as",
    "closed_by",
    "closed_at",
    "reopened",
)


@dataclass(slots=True)
class Settled:
    """The queries that a write opened, again or for the first time, and closed."""

    opened: list[DataQuery] = field(default_factory=list)
    closed: list[DataQuery] = field(default_factory=list)


@dataclass(slots=True)
class _Work:
    """What is to be written, gathered before anything is."""

    actor: Actor
    by: Mapping[str, Any]
    now: datetime
    new: list[DataQuery] = field(default_factory=list)
    moved: list[DataQuery] = field(default_factory=list)
    entries: list[QueryEntry] = field(default_factory=list)
    settled: Settled = field(default_factory=Settled)

    def move(self, query: DataQuery, act: Act, values: Mapping[str, Any]) -> None:
        """Note that ``query`` changed by itself, and what it was due to."""
        about = {"values": as_kept(values), **self.by}
        self.moved.append(query)
        self.entries.append(
            QueryEntry(
                query=query,
                user_id=self.actor.user_id,
                at=self.now,
                act=act,
                about=about,
            )
        )


def reconcile(
    cases: Mapping[int, Case],
    *,
    actor: Actor,
    by: Mapping[str, Any] | None = None,
    judged: Mapping[int, Judgement] = NOT_JUDGED,
) -> Settled:
    """Open, reopen and close the queries of these patients: four statements for all.

    ``by`` names the ``form`` and ``record`` whose save it is, where it is one.
    ``judged`` has what the checks said of a patient before the write: it is asked again
    of whoever it does not stand for any more.
    """
    work = _Work(actor, by or {}, timezone.now())
    asked = DataQuery.objects.filter(patient__in=cases).exclude(code="")
    before = {_key_of(q): q for q in asked.order_by("pk").select_for_update()}
    for patient, case in cases.items():
        found = run_case(case, variables_by_form(), judged.get(patient))
        for key, finding in _once(patient, found):
            query = before.pop(key, None)
            if query is None:
                _open(key, finding, case, work)
            else:
                _holds(query, finding, case, work)
    for query in before.values():
        if not query.is_settled:
            _corrected(query, cases[query.patient_id], work)
    return _written(work)


def _key_of(query: DataQuery) -> Key:
    named = (query.patient_id, query.form, query.record_id, query.code)
    return (*named, tuple(query.fields))


def _once(patient: int, findings: Iterable[Finding]) -> Iterator[tuple[Key, Finding]]:
    """Yield each finding with the key of its query; a check asks once."""
    keyed: dict[Key, Finding] = {}
    for finding in findings:
        record: Any = finding.record
        key = (patient, finding.form, record, finding.check, finding.fields)
        keyed.setdefault(key, finding)
    yield from keyed.items()


def _open(key: Key, finding: Finding, case: Case, work: _Work) -> None:
    patient, form, record, code, fields = key
    query = DataQuery(
        patient_id=patient,
        form=form,
        record_id=record,
        # Of a cell of a repeating group: the group.
        field=fields[0].partition("/")[0] if fields else "",
        fields=list(fields),
        code=code,
        opened_by_id=work.actor.user_id,
        opened_at=work.now,
    )
    _ask(query, finding, values_judged(finding, case))
    work.new.append(query)


def _ask(query: DataQuery, finding: Finding, value: dict[str, Any]) -> None:
    """Let the query say what the check says now."""
    query.says_en, query.says_zh = finding.says.en, finding.says.zh
    query.fix_en, query.fix_zh = finding.fix.en, finding.fix.zh
    query.severity, query.value = finding.severity.value, as_kept(value)


def _holds(query: DataQuery, finding: Finding, case: Case, work: _Work) -> None:
    """Ask again when the values changed, or when what was corrected is back.

    Words that only the passing of time changed are renewed without more ado, and so is
    free text that was kept as it is.
    """
    value = values_judged(finding, case)
    was_settled, back = query.is_settled, query.closed_as == ClosedAs.CORRECTED
    if is_same(query.value, value) and not back:
        spelt_out = query.value != as_kept(value)
        if spelt_out or (not was_settled and query.says != finding.says):
            _ask(query, finding, value)
            work.moved.append(query)
        return
    _ask(query, finding, value)
    query.status, query.closed_as = Status.OPEN, ""
    query.closed_by, query.closed_at = None, None
    query.reopened += was_settled
    work.move(query, Act.RECURRED if was_settled else Act.CHANGED, value)
    if was_settled:
        work.settled.opened.append(query)


def _corrected(query: DataQuery, case: Case, work: _Work) -> None:
    query.status, query.closed_as = Status.CLOSED, ClosedAs.CORRECTED
    query.closed_by_id, query.closed_at = work.actor.user_id, work.now
    work.move(query, Act.CORRECTED, value_now(query, case))
    work.settled.closed.append(query)


def _written(work: _Work) -> Settled:
    DataQuery.objects.bulk_create(work.new, batch_size=BATCH)
    DataQuery.objects.bulk_update(work.moved, MOVED, batch_size=BATCH)
    QueryEntry.objects.bulk_create(work.entries, batch_size=BATCH)
    work.settled.opened += work.new
    return work.settled
