"""The edit checks on a row's case, told at the columns of the sheet."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from django.utils.translation import get_language

from registry.checks import CHECKS, Case, Finding, Group, Severity, run_case
from registry.intake.columns import STUDY
from registry.intake.values import ERROR, WARNING, Fault, Reading
from registry.queries.cases import Facts, facts_of, variables_by_form
from registry.services.cases import MergedCase

AFTER_DEATH, DEATH_BEFORE = "DQ034", "DQ036"
BEFORE_BIRTH = "DQ002"
# A check that points at one column and reads others as well.
ALSO_READS = {"DQ038": ("vital_status", "death_date")}


def judged(
    case: MergedCase,
    cells: Mapping[str, Reading],
    *,
    stopped: AbstractSet[str | None] = frozenset(),
    peers: Sequence[Facts] = (),
) -> Iterator[tuple[str | None, Fault]]:
    """Yield column and fault for each finding that the sheet can answer.

    A soft finding that asks for what is missing, or for what the sheet has no column
    for, opens a query later but is no warning here; nor is told again what an error in
    one of the ``stopped`` columns explains.
    """
    facts = Case(
        patient=facts_of(case.patient),
        forms={f: [facts_of(r) for r in rows] for f, rows in case.records.items()},
        today=case.patient.centre.today(),
        peers=peers,
    )
    findings = run_case(facts, variables_by_form())
    for finding in _odd_ones_out(findings):
        columns = [_column(finding.form, name) for name in finding.fields]
        named = [name for name in columns if name in cells]
        if not stopped.isdisjoint((*named, *ALSO_READS.get(finding.check, ()))):
            continue
        hard = finding.severity is Severity.HARD
        if not hard and (_asks_for_more(finding) or len(named) < len(columns)):
            continue
        language = get_language()
        words = (finding.says.in_language(language), finding.fix.in_language(language))
        severity = ERROR if hard else WARNING
        # Chinese sentences follow each other without a space.
        gap = "" if words[0].endswith("。") else " "
        fault = Fault(finding.check, gap.join(words), severity)
        known = (name for name in (*named, *columns) if name)
        yield next(known, None), fault


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
