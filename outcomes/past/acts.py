"""What was done to patients since a cut, act by act, and what each act made of them.

An act is all that one transaction wrote about one patient: a save, an import of the
case, a merge. The chart of then is taken, and act by act what the histories say is put
into it; after each the patient is derived as ever.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from outcomes.past.cut import Cut
from outcomes.pipeline.reading import Chart
from registry.audit.reading import DELETED, MOVED
from registry.audit.triggers import history_of
from registry.checks import Case
from registry.models import FORMS, Change, Patient
from registry.queries.cases import Facts, facts_of
from registry.queries.patient_history import MODELS

Rows = dict[tuple[str, int], Any]


@dataclass(frozen=True, slots=True)
class Act:
    """One act on one patient; ``changes`` are its rows of the change log, in order."""

    patient: int
    changes: list[Change] = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return the number of its last change."""
        return int(self.changes[-1].pk)

    @property
    def at(self) -> datetime:
        """Return when it was done."""
        return self.changes[-1].at


def acts_since(cut: Cut, patients: Collection[int], most: int) -> list[Act]:
    """Return the acts on these patients since the cut, oldest first.

    Stops behind ``most`` acts and one more, so that the caller can tell.
    """
    condition, value = cut.later
    rows = (
        Change.objects.filter(patient_id__in=list(patients), table__in=MODELS)
        .extra(where=[condition], params=[value])
        .order_by("pk")
    )
    acts: dict[tuple[int, int], Act] = {}
    for change in rows.iterator(chunk_size=2000):
        patient = int(change.patient_id or 0)
        key = (patient, change.xid)
        if key not in acts:
            if len(acts) > most:
                break
            acts[key] = Act(patient)
        acts[key].changes.append(change)
    return sorted(acts.values(), key=lambda act: act.number)


def exceed(cut: Cut, patients: QuerySet[Patient], most: int) -> bool:
    """Tell whether these patients had more than ``most`` acts since the cut."""
    condition, value = cut.later
    acts = (
        Change.objects.filter(patient_id__in=patients.values("pk"), table__in=MODELS)
        .extra(where=[condition], params=[value])
        .order_by()
        .values("patient_id", "xid")
        .distinct()
    )
    return len(acts[: most + 1]) > most


def history_rows(acts: Iterable[Act]) -> Rows:
    """Return the history rows of the acts, by table and number: one query a table."""
    wanted: dict[str, list[int]] = defaultdict(list)
    for act in acts:
        for change in act.changes:
            wanted[change.table].append(change.history_id)
    found: Rows = {}
    for table, numbers in wanted.items():
        history: Any = history_of(MODELS[table])
        for row in history.objects.filter(history_id__in=numbers):
            found[table, row.history_id] = row
    return found


@dataclass
class Film:
    """A patient's chart that moves on, act by act."""

    patient: int
    registration: Facts | None = None
    centre: int = 0
    records: dict[str, dict[int, Facts]] = field(
        default_factory=lambda: {form: {} for form in FORMS}
    )

    @classmethod
    def of(cls, patient: int, chart: Chart | None) -> "Film":
        """Begin with the chart of then; with nothing for who came later."""
        film = cls(patient)
        if chart is not None:
            film.registration, film.centre = dict(chart.case.patient), chart.centre_id
            for form, rows in chart.case.forms.items():
                film.records[form] = {row["id"]: dict(row) for row in rows}
        return film

    def play(self, act: Act, rows: Rows) -> None:
        """Put into the chart what the act wrote."""
        for change in act.changes:
            row = rows.get((change.table, change.history_id))
            if row is None:
                continue
            model = MODELS[change.table]
            if model is Patient:
                gone = change.operation == DELETED
                self.registration = None if gone else facts_of(row.instance)
                self.centre = row.centre_id
                continue
            records = self.records[model.form]
            if change.operation in (DELETED, MOVED):
                records.pop(change.record_id, None)
            else:
                records[change.record_id] = facts_of(row.instance)

    def chart(self, like: Case) -> Chart | None:
        """Return the chart as it stands; None while there is no registration."""
        if self.registration is None:
            return None
        forms = {
            form: [rows[key] for key in sorted(rows)]
            for form, rows in self.records.items()
        }
        case = replace(like, patient=self.registration, forms=forms)
        return Chart(self.patient, self.centre, case)


def films(
    acts: Iterable[Act], charts: dict[int, Chart], rows: Rows, like: Case
) -> Iterator[tuple[Act, Chart | None]]:
    """Yield each act with the chart that it left behind, in the order of the acts."""
    running: dict[int, Film] = {}
    for act in acts:
        if act.patient not in running:
            running[act.patient] = Film.of(act.patient, charts.get(act.patient))
        running[act.patient].play(act, rows)
        yield act, running[act.patient].chart(like)
