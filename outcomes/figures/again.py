"""The counts behind a figure, for a script that needs more than the figure shows.

Of a past they were kept with its results. Beside them a snapshot keeps those of its
curves alone: the others are counted again, as they are today, and the script says of
which change. They are values and how many have each: nobody is named.
"""

from dataclasses import dataclass, replace

from outcomes.cohorts.definition import Definition, parse
from outcomes.cohorts.kept import counts_of, whole
from outcomes.cohorts.parts import counted_anew
from outcomes.cohorts.results import Results, compute
from outcomes.cohorts.shared import counted
from outcomes.cohorts.stored import Parts, unbundled
from outcomes.cohorts.tally import Cells
from outcomes.figures.caption import Provenance
from outcomes.figures.r_lines import NoScript
from outcomes.models import Cohort, CutStudy, Snapshot
from outcomes.pipeline.versions import data_version, one_view


@dataclass(frozen=True, slots=True)
class Again:
    """A cohort's results with all the counts that they are made of."""

    results: Results
    cells: Cells
    definition: Definition
    source: Provenance


def has_counts(snapshot: Snapshot) -> bool:
    """Tell whether counts can be read again; data cuts of older code kept none."""
    past = snapshot.lookback
    return not isinstance(past, CutStudy) or bool(past.has_counts)  # type: ignore[attr-defined]


def read_again(cohort: Cohort, snapshot: Snapshot) -> Again:
    """Return the counts of a past, or those of now from one view of the rows.

    Raises NoScript where a past has none.
    """
    source = Provenance.of(cohort, snapshot)
    if snapshot.as_of:
        if not (kept := counts_of(snapshot)):
            raise NoScript("the counts of then were not kept")
        said, parts = unbundled(kept)
        return Again(whole(snapshot), Parts(parts), parse(said), source)
    definition = parse(cohort.definition)
    with counted(cohort), one_view():
        cells = counted_anew(cohort, definition)
        now = replace(source, data_version=data_version())
    return Again(compute(cohort, cells), cells, definition, now)
