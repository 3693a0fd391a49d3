"""A cohort's results made new from its kept counts and the changes of its marks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from outcomes.cohorts.day_by_day import parts_of_days
from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.parts import counted_anew
from outcomes.cohorts.pieces import due, pieces_of
from outcomes.cohorts.results import Results, renewed, results_in
from outcomes.cohorts.stored import Parts, Stored, bundled, packed
from outcomes.models import Cohort, StaleCohort
from outcomes.pipeline.tallies import (
    forget,
    keep_anew,
    put_on,
    stored_parts,
    summed,
)


@dataclass(frozen=True, slots=True)
class Renewed:
    """Results with the counts that their days are made of, and what to keep of them.

    changed : parts of the kept counts to be written again
    """

    results: Results
    counted: bytes
    changed: Stored = field(default_factory=dict)


def renewal(
    cohort: Cohort, marks: Sequence[StaleCohort], before: Results | None
) -> Renewed | None:
    """Return what the marks make of the results before; None where they change none.

    ``marks`` are all that the view shows. ``before`` are of the kept counts; without
    them all is made.
    """
    definition, changes = parse(cohort.definition), summed(marks)
    pieces, days = pieces_of(definition), parts_of_days(definition)
    again = pieces if before is None else due(pieces, changes.keys())
    needed = {*changes, *days}.union(*(piece.reads for piece in again))
    cells = Parts(stored_parts(cohort, needed | _cut_by_data(definition)))
    put_on(cohort, definition, cells, changes)
    if before is None:
        results = results_in(definition, cells)
    elif cells.changed:
        results = renewed(before, definition, cells, cells.changed)
    else:
        return None
    changed = cells.repacked()
    parts = {part: changed.get(part) or cells.stored[part] for part in days}
    return Renewed(results, bundled(cohort.definition, parts), changed)


def made_anew(cohort: Cohort, basis: str, *, keep: bool) -> Renewed:
    """Count every row of the cohort; ``keep`` the counts, or forget what is kept."""
    definition = parse(cohort.definition)
    cells = counted_anew(cohort, definition)
    if keep:
        stored = keep_anew(cohort, basis, cells)
    else:
        forget(cohort)
        stored = {part: packed(cells[part]) for part in parts_of_days(definition)}
    parts = {part: stored[part] for part in parts_of_days(definition)}
    return Renewed(results_in(definition, cells), bundled(cohort.definition, parts))


def _cut_by_data(definition: Definition) -> set[str]:
    """Return the values of the subgroups whose cuts the data give."""
    subgroups = enumerate(definition.subgroups)
    return {f"subgroup/{number}" for number, one in subgroups if one.parts}
