"""Rows held against the registry and the edit checks, told at the sheet's columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks import CHECKS, Case, Finding, Group, JudgedCase, Severity
from registry.intake import told
from registry.intake.columns import STUDY
from registry.intake.peers import peers_among
from registry.intake.progress import SILENT, Progress
from registry.intake.row import Person, ReadRow
from registry.intake.values import ERROR, WARNING, Fault, Reading
from registry.models import ImportPhase as Phase
from registry.models import Patient, Record, Versioned
from registry.queries.cases import Facts, facts_of, variables_by_form
from registry.services.cases import MergedCase, merge
from registry.variables.labels import sentences

AFTER_DEATH, DEATH_BEFORE = "DQ034", "DQ036"
WITHDRAWN = "DQ041"
BEFORE_BIRTH = "DQ002"
Peers = Callable[[MergedCase], Sequence[Facts]]
# A check that points at one column and reads others as well.
ALSO_READS = {"DQ038": ("vital_status", "death_date")}


def judge(people: Sequence[Person], *, lock: bool, progress: Progress = SILENT) -> None:
    """Merge every patient with the registry, and tell each row what is wrong with it.

    A row that turns out wrong is taken out, and the patient is judged again without
    it: nothing is saved that only a row left out would have made right.
    """
    pending = list(people)
    while pending:
        submissions = [person.submission() for person in pending]
        for person, case in zip(pending, merge(submissions, lock=lock), strict=True):
            person.case = case
        peers = peers_among([person.case for person in people if person.case])
        again = []
        for done, person in enumerate(pending):
            progress.at(Phase.CHECKING, done, len(pending))
            if _judged_again(person, peers, keep=lock):
                again.append(person)
        pending = again


def _judged_again(person: Person, peers: Peers, *, keep: bool) -> bool:
    """Judge a patient's rows; tell whether a row was taken out of several.

    What is to be written keeps its judgement, for the queries that follow from it.
    """
    before = person.taken
    assert person.case is not None
    checked = Checked(person.case, peers)
    for row in before:
        row.faults += judged_row(person, row, checked)
    after = person.taken
    if not any(not row.wrong for row in after):
        # Whoever has no good row left is as the registry has them.
        person.case = person.case if len(before) == len(after) else None
        return False
    if len(after) < len(before):
        return True
    if keep and person.case.changed:
        person.case.judgement = checked.judged.judgement()
    return False


class Checked:
    """A patient's case held against the checks once for all of its rows."""

    def __init__(self, case: MergedCase, peers: Peers) -> None:
        self.case, self._peers = case, peers
        self.changed = set(map(id, case.changed))

    @cached_property
    def judged(self) -> JudgedCase:
        """Return the case as it would be saved, ready to be asked."""
        return JudgedCase(
            _facts(self.case, self._peers(self.case)), variables_by_form()
        )


def judged_row(
    person: Person, row: ReadRow, checked: Checked
) -> list[tuple[str | None, Fault]]:
    """Return what the registry and the checks say against a row."""
    case = person.case
    assert case is not None
    found = list(told.unclear(row, case)) + list(told.unheard_of(person, row))
    found += told.merged(case)
    found += told.number_left(case)
    if any(fault.severity == ERROR for _column, fault in found):
        return found
    if row.patient is not None and not case.is_new:
        found += told.same_person(case, row.columns.get(row.patient))
    if not case.is_new:
        found += told.locked(case, row)
    if _withdrawn(case):
        message = _("Consent was withdrawn: nothing is imported.")
        return [*found, (None, Fault(WITHDRAWN, message))]
    if row.study:
        stopped = {name for name, f in (*row.faults, *found) if f.severity == ERROR}
        findings = checked.judged.every()
        return found + list(judged(findings, row.cells, stopped=stopped))
    return found + list(_as_saved(checked, row))


def _as_saved(checked: Checked, row: ReadRow) -> Iterator[tuple[str | None, Fault]]:
    """Yield what the checks say of each record of a row, as of a form being saved."""
    case = checked.case
    for entry, columns in row.columns.items():
        record = case.written.get(entry)
        if record is None or id(record) not in checked.changed:
            continue
        at = 0 if record.form == Patient.form else _place(case, record)
        for finding in checked.judged.record(record.form, at):
            named = [columns[name] for name in finding.fields if name in columns]
            hard = finding.severity is Severity.HARD
            asks = _asks_for_more(finding) or len(named) < len(finding.fields)
            if not row.stopped.isdisjoint(named) or (asks and not hard):
                continue
            yield next(iter(named), None), _fault(finding)


def _place(case: MergedCase, record: Versioned) -> int:
    rows = case.records[record.form]
    return next(at for at, one in enumerate(rows) if one is record)


def _facts(case: MergedCase, peers: Sequence[Facts]) -> Case:
    return Case(
        patient=facts_of(case.patient),
        forms={f: [facts_of(r) for r in rows] for f, rows in case.records.items()},
        today=case.patient.centre.today(),
        peers=peers,
    )


def _fault(finding: Finding) -> Fault:
    language = get_language()
    words = (finding.says.in_language(language), finding.fix.in_language(language))
    severity = ERROR if finding.severity is Severity.HARD else WARNING
    return Fault(finding.check, sentences(words), severity)


def judged(
    findings: list[Finding],
    cells: Mapping[str, Reading],
    *,
    stopped: AbstractSet[str | None] = frozenset(),
) -> Iterator[tuple[str | None, Fault]]:
    """Yield column and fault for each finding that the sheet can answer.

    A soft finding that asks for what is missing, or for what the sheet has no column
    for, opens a query later but is no warning here; nor is told again what an error in
    one of the ``stopped`` columns explains.
    """
    for finding in _odd_ones_out(findings):
        columns = [_column(finding.form, name) for name in finding.fields]
        named = [name for name in columns if name in cells]
        if not stopped.isdisjoint((*named, *ALSO_READS.get(finding.check, ()))):
            continue
        hard = finding.severity is Severity.HARD
        if not hard and (_asks_for_more(finding) or len(named) < len(columns)):
            continue
        known = (name for name in (*named, *columns) if name)
        yield next(known, None), _fault(finding)


def _withdrawn(case: MergedCase) -> bool:
    """Tell whether records would change of somebody who had withdrawn before."""
    if case.is_new or not case.patient.withdrawn:
        return False
    said = {(one.form, one.field) for one in case.differences}
    changed = any(isinstance(one, Record) for one in case.changed)
    return changed and ("patient", "consent_status") not in said


def _asks_for_more(finding: Finding) -> bool:
    completeness = CHECKS[finding.check].kind is Group.COMPLETENESS
    return completeness or not finding.fields


def _odd_ones_out(findings: list[Finding]) -> Iterator[Finding]:
    """Tell a death before many events at the death, a late birth at the birth."""
    told = [finding.check for finding in findings]
    for finding in findings:
        many = told.count(finding.check) > 1
        if finding.check == AFTER_DEATH and many and DEATH_BEFORE in told:
            continue
        if finding.check == BEFORE_BIRTH and many:
            if told.index(BEFORE_BIRTH) == findings.index(finding):
                yield Finding(
                    finding.check,
                    finding.severity,
                    "patient",
                    ("birth_date",),
                    finding.says,
                    finding.fix,
                )
            continue
        yield finding


@cache
def _column(form: str, name: str) -> str | None:
    """Return the sheet's column for a field, or None where it has none."""
    if (form, name) == ("crs_episode", "tocilizumab_doses"):
        return "crs_tocilizumab"
    for line in STUDY:
        if line.target and line.form == form and line.field_name == name:
            return line.name
    return None
