"""An import from end to end: read, map, parse, merge, check, and commit or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from registry.access.policy import Actor
from registry.audit.context import acting
from registry.intake import told
from registry.intake.judging import judge
from registry.intake.keeping import keep
from registry.intake.mapping import NOTHING_STATED, Mapped, Stated, map_columns
from registry.intake.progress import SILENT, Progress
from registry.intake.reading import read_tables
from registry.intake.remembering import Memory
from registry.intake.report import Problem, Report, problem
from registry.intake.row import Person, ReadRow
from registry.intake.rows import gathered, latest_day, read_rows
from registry.intake.summary import add_person, count
from registry.intake.table import Table, Unreadable
from registry.intake.values import WARNING
from registry.models import Centre, ImportBatch, ImportState
from registry.models import ImportPhase as Phase
from registry.services.cases import save_cases


@dataclass(frozen=True, slots=True)
class Asked:
    """Who brings a file in, and how it is to be treated."""

    file_name: str
    actor: Actor
    reason: str
    dry_run: bool
    all_or_nothing: bool
    stated: Stated | Memory
    progress: Progress
    most: int | None = None

    def allow(self, records: int) -> None:
        """Raise Unreadable for more records than may be held at a time."""
        if self.most is not None and records > self.most:
            message = _("The file has more than %(most)d records: split it.")
            raise Unreadable(message % {"most": self.most})


def import_file(
    content: bytes,
    *,
    file_name: str,
    actor: Actor,
    reason: str = "",
    dry_run: bool = False,
    all_or_nothing: bool = False,
    stated: Stated | Memory = NOTHING_STATED,
    batch: ImportBatch | None = None,
    most_records: int | None = None,
    progress: Progress = SILENT,
) -> Report:
    """Import a file in one transaction, or say what an import would do.

    Raises Unreadable when the file is no table; nothing is written then, nor when
    anything else fails on the way.
    """
    progress.at(Phase.READING)
    tables = read_tables(content, file_name)
    how = dry_run, all_or_nothing, stated, progress
    asked = Asked(file_name, actor, reason, *how, most_records)
    asked.allow(sum(len(table.rows) for table in tables))
    try:
        return _imported(tables, content, asked, batch)
    except IntegrityError:
        # Somebody else brought in one of the patients meanwhile: now it is an update.
        return _imported(tables, content, asked, batch)


def _imported(
    tables: list[Table], content: bytes, asked: Asked, batch: ImportBatch | None
) -> Report:
    mapped = {id(table): map_columns(table, asked.stated.of(table)) for table in tables}
    report = Report(asked.dry_run, tables[0].sheet, tables[0].header_row)
    for table in tables:
        report.open(table)
        report.add(mapped[id(table)].problems)
        report.add(told.passed_over(notice, table) for notice in table.notices)
    if report.refused:
        return report
    with transaction.atomic():
        rows, people = _rows(tables, mapped, asked, report)
        judge(people, lock=not asked.dry_run, progress=asked.progress)
        for row in rows:
            report.add(_problems(row, mapped[id(row.table)]))
        for person in people:
            add_person(report, person)
        stopped = bool(asked.all_or_nothing and report.left_out)
        if stopped:
            report.add([told.all_or_nothing(report)])
            report.forget()
        if not asked.dry_run and not stopped:
            _commit(people, asked, report)
            asked.progress.at(Phase.KEEPING)
            batch = batch or ImportBatch(
                user_id=asked.actor.user_id,
                file_name=asked.file_name,
                content=content,
                state=ImportState.DONE,
            )
            _remember(batch, asked.reason, report)
    return report


def _rows(
    tables: list[Table], mapped: dict[int, Mapped], asked: Asked, report: Report
) -> tuple[list[ReadRow], list[Person]]:
    """Read every row's cells and name the patients that they speak of."""
    centres = {centre.code.upper(): centre for centre in Centre.objects.all()}
    known, today = set(centres), latest_day(centres)
    rows: list[ReadRow] = []
    records = 0
    for table in tables:
        for row in read_rows(table, mapped[id(table)], today):
            rows.append(row)
            # A row of the wide sheet is several.
            records += len(row.entries)
            asked.allow(records)
    people = gathered(rows, centres, asked.actor)
    for code in sorted(set(centres) - known):
        named = next(m for m in mapped.values() if "centre" in m.headers)
        report.add([told.new_centre(centres[code].code, named)])
    count(report, rows, people)
    return rows, people


def _problems(row: ReadRow, mapped: Mapped) -> Iterator[Problem]:
    for name, fault in row.faults:
        if fault.severity == WARNING and name in row.stopped:
            continue
        yield problem(
            fault,
            row=row.row.number,
            column=mapped.headers.get(name) if name else None,
            field_name=name,
            value=row.written(name),
            study_no=row.written("study_no"),
            sheet=row.table.sheet,
        )


def _commit(people: list[Person], asked: Asked, report: Report) -> None:
    actor, reason = asked.actor, asked.reason
    cases = [person.case for person in people if person.case and person.accepted]
    with acting(actor, reason):
        for case in cases:
            centre = case.patient.centre
            if centre.pk is None:
                centre.save()
            # A centre has its number only once it is written.
            case.patient.centre = centre
    changed = [case for case in cases if case.changed]

    def written(done: int) -> None:
        asked.progress.at(Phase.WRITING, done, len(changed))

    save_cases(changed, actor=actor, reason=reason, written=written)
    report.committed = True


def _remember(batch: ImportBatch, reason: str, report: Report) -> None:
    """Keep the file beside what became of it."""
    keep(batch, report)
    batch.reason = reason
    batch.committed_at = timezone.now()
    batch.save(update_fields=["report", "reason", "committed_at"])
