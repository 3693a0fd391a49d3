"""An import from end to end: read, map, parse, merge, check, and commit or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.access.policy import Action, Actor, may
from registry.audit.context import acting
from registry.intake import told
from registry.intake.judging import judged
from registry.intake.mapping import NOTHING_STATED, Mapped, Stated, map_columns
from registry.intake.parsing import read_cell
from registry.intake.peers import peers_among
from registry.intake.reading import read_table
from registry.intake.report import Change, Problem, Report, problem
from registry.intake.rules import forms_of, read_row
from registry.intake.table import (
    Row,
    Table,
    Unreadable,
    as_written,
    is_blank,
)
from registry.intake.values import ERROR, WARNING, Fault, Reading
from registry.models import Centre, ImportBatch
from registry.services.cases import (
    MergedCase,
    Submission,
    key_of,
    merge,
    save_cases,
)
from registry.variables.entered import PartialDate

LONGEST_CODE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """Who brings a file in, and how it is to be treated."""

    file_name: str
    actor: Actor
    reason: str
    dry_run: bool
    all_or_nothing: bool
    stated: Stated


@dataclass(slots=True)
class ReadRow:
    """One patient's row on its way: cells, what they say, what is wrong."""

    row: Row
    cells: dict[str, Reading]
    written: dict[str, str]
    submission: Submission | None = None
    merged: MergedCase | None = None
    faults: list[tuple[str | None, Fault]] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Tell whether the row is left out."""
        return any(fault.severity == ERROR for _column, fault in self.faults)


def import_file(
    content: bytes,
    *,
    file_name: str,
    actor: Actor,
    reason: str = "",
    dry_run: bool = False,
    all_or_nothing: bool = False,
    stated: Stated = NOTHING_STATED,
    batch: ImportBatch | None = None,
    most_rows: int | None = None,
) -> Report:
    """Import a file in one transaction, or say what an import would do.

    Raises Unreadable when the file is no table; nothing is written then, nor when
    anything else fails on the way.
    """
    table = read_table(content)
    if most_rows is not None and len(table.rows) > most_rows:
        message = _("The file has more than %(most)d rows: split it.")
        raise Unreadable(message % {"most": most_rows})
    asked = Asked(file_name, actor, reason, dry_run, all_or_nothing, stated)
    try:
        return _imported(table, content, asked, batch)
    except IntegrityError:
        # Somebody else brought in one of the patients meanwhile: now it is an update.
        return _imported(table, content, asked, batch)


def _imported(
    table: Table, content: bytes, asked: Asked, batch: ImportBatch | None
) -> Report:
    mapped = map_columns(table, asked.stated)
    report = Report(asked.dry_run, table.sheet, table.header_row, len(table.rows))
    report.add(mapped.problems)
    report.add(told.passed_over(notice) for notice in table.notices)
    if report.refused:
        return report
    with transaction.atomic():
        rows = _rows(table, mapped, asked.actor, asked.stated, report)
        _merge(rows, lock=not asked.dry_run)
        _count(rows, mapped, report)
        stopped = bool(asked.all_or_nothing and report.rows_with_errors)
        if stopped:
            report.add([told.all_or_nothing(report)])
            report.accepted = report.created = report.updated = report.unchanged = 0
        if not asked.dry_run and not stopped:
            _commit(rows, asked.actor, asked.reason, report)
            batch = batch or ImportBatch(
                user_id=asked.actor.user_id, file_name=asked.file_name, content=content
            )
            _remember(batch, asked.reason, report)
    return report


def _rows(
    table: Table, mapped: Mapped, actor: Actor, stated: Stated, report: Report
) -> list[ReadRow]:
    """Read every row's cells and name the patient that it speaks of."""
    centres = {centre.code.upper(): centre for centre in Centre.objects.all()}
    # A cell is judged before its centre is known: by the place where it is latest.
    today = max((c.today() for c in centres.values()), default=timezone.localdate())
    known = set(centres)
    seen: dict[tuple[str, str], int] = {}
    rows = []
    for row in table.rows:
        pairs = [
            (column, cell)
            for column, cell in zip(mapped.columns, row.cells, strict=False)
            if column is not None
        ]
        cells = {
            column.name: read_cell(
                cell, column, today=today, order=stated.day_order.get(column.name, "")
            )
            for column, cell in pairs
        }
        written = {column.name: as_written(cell) for column, cell in pairs}
        read = ReadRow(row, cells, written)
        if not all(is_blank(cell) for cell in row.cells[len(table.headers) :]):
            read.faults.append((None, told.shifted()))
        _interpret(read, _centre_of(read, centres, actor), seen)
        rows.append(read)
    for code in sorted(set(centres) - known):
        report.add([told.new_centre(centres[code].code, mapped)])
    return rows


def _interpret(
    read: ReadRow, centre: Centre | None, seen: dict[tuple[str, str], int]
) -> None:
    read.faults += [(name, c.fault) for name, c in read.cells.items() if c.fault]
    sheet = read_row(read.cells)
    read.faults += sheet.faults
    number = sheet.value("study_no")
    if number is None:
        if not sheet.wrong("study_no"):
            read.faults.append(("study_no", told.needed(_("study number"))))
        return
    if centre is None:
        return
    key = (centre.code.upper(), key_of(number))
    if first := seen.get(key):
        read.faults.append(("study_no", told.came_before(number, first)))
        return
    seen[key] = read.row.number
    patient = sheet.records["patient"]
    read.submission = Submission(centre, number, patient, forms_of(sheet))


def _centre_of(
    read: ReadRow, centres: dict[str, Centre], actor: Actor
) -> Centre | None:
    """Return the row's centre; the system makes one that it does not know."""
    reading = read.cells.get("centre")
    if reading is not None and reading.wrong:
        return None
    code = reading.value if reading else None
    if code is None:
        return _only_centre(read, centres, actor)
    centre = centres.get(code.upper()) or next(
        (c for c in centres.values() if c.name and c.name.upper() == code.upper()), None
    )
    if centre is None and actor.system and len(code) <= LONGEST_CODE:
        centre = centres[code.upper()] = Centre(code=code)
    if centre is None or not may(actor, Action.IMPORT, centre.pk):
        read.faults.append(("centre", told.not_yours(code)))
        return None
    return centre


def _only_centre(
    read: ReadRow, centres: Mapping[str, Centre], actor: Actor
) -> Centre | None:
    own = [c for c in centres.values() if c.pk and may(actor, Action.IMPORT, c.pk)]
    if len(own) == 1:
        return own[0]
    read.faults.append(("centre", told.needed(_("centre"))))
    return None


def _merge(rows: list[ReadRow], *, lock: bool) -> None:
    """Hold every row against the registry and the edit checks."""
    named = [row for row in rows if row.submission]
    cases = merge([row.submission for row in named if row.submission], lock=lock)
    peers = peers_among(cases)
    for row, case in zip(named, cases, strict=True):
        row.merged = case
        if not case.is_new:
            row.faults += told.same_person(case)
            row.faults += told.locked(case)
        stopped = {name for name, fault in row.faults if fault.severity == ERROR}
        row.faults += judged(case, row.cells, stopped=stopped, peers=peers(case))


def _count(rows: list[ReadRow], mapped: Mapped, report: Report) -> None:
    for row in rows:
        report.add(_problems(row, mapped))
        if row.wrong or row.merged is None:
            continue
        report.accepted += 1
        if row.merged.is_new:
            report.created += 1
        elif row.merged.changed:
            report.updated += 1
            number = row.merged.patient.study_no
            report.differences += [
                Change(
                    row.row.number, number, d.form, d.field, _said(d.old), _said(d.new)
                )
                for d in row.merged.differences
            ]
        else:
            report.unchanged += 1


def _said(value: object) -> object:
    return str(value) if isinstance(value, PartialDate) else value


def _problems(row: ReadRow, mapped: Mapped) -> Iterator[Problem]:
    stopped = {name for name, fault in row.faults if fault.severity == ERROR}
    for name, fault in row.faults:
        if fault.severity == WARNING and name in stopped:
            continue
        yield problem(
            fault,
            row=row.row.number,
            column=mapped.headers.get(name) if name else None,
            field_name=name,
            value=row.written.get(name) if name else None,
            study_no=row.written.get("study_no"),
        )


def _commit(rows: list[ReadRow], actor: Actor, reason: str, report: Report) -> None:
    cases = [row.merged for row in rows if row.merged and not row.wrong]
    with acting(actor, reason):
        for case in cases:
            centre = case.patient.centre
            if centre.pk is None:
                centre.save()
            # A centre has its number only once it is written.
            case.patient.centre = centre
    save_cases([case for case in cases if case.changed], actor=actor, reason=reason)
    report.committed = True


def _remember(batch: ImportBatch, reason: str, report: Report) -> None:
    """Keep the file beside what became of it."""
    batch.report = {**batch.report, **report.as_json()}
    batch.reason = reason
    batch.committed_at = timezone.now()
    batch.save()
