"""Everything that is counted of a cohort, and a cohort counted anew."""

from collections.abc import Iterable, Iterator

from outcomes.cohorts import (
    by_state,
    described,
    expansion,
    flow,
    recruitment,
    states,
    strata,
    subgroups,
    table_one,
    toxicity,
)
from outcomes.cohorts.belonging import MEMBERS, Row, code_of, scopes_of
from outcomes.cohorts.counts import Reading, codes_of, ended
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import of_centres
from outcomes.cohorts.rows import rows_of
from outcomes.cohorts.tally import Cells, Part, counted
from outcomes.models import Cohort


def parts_of(definition: Definition) -> list[Part]:
    """Return every part of the counts from which a definition's results are made."""
    group = code_of(definition.groups, definition.index)
    reading = Reading.of(definition)
    return [
        Part("imputed", MEMBERS, lambda row: _imputed(definition, row)),
        *(
            Part(f"curves/{code}", MEMBERS, ended(code, reading, (group,)))
            for code in codes_of(definition)
        ),
        *strata.parts(definition, group),
        *by_state.parts(definition),
        *described.parts(definition, group),
        *subgroups.parts(definition),
        *table_one.parts(definition, group),
        *flow.parts(definition),
        *recruitment.parts(),
        *toxicity.parts(),
        *expansion.parts(),
        *states.parts(definition),
    ]


def _imputed(definition: Definition, row: Row) -> Iterator[tuple[()]]:
    outcomes = row["outcomes"]
    if any(outcomes[code][2] for code in definition.endpoints if code in outcomes):
        yield ()


def cells_of(definition: Definition, rows: Iterable[Row]) -> Cells:
    """Count rows of the cohort's centres."""
    return counted(rows, parts_of(definition), lambda row: scopes_of(definition, row))


def counted_anew(cohort: Cohort, definition: Definition) -> Cells:
    """Count every row of the cohort, as consented: two queries for 5,000 rows."""
    centres = [centre.pk for centre in cohort.centres.all()]
    subjects = of_centres(centres, definition.index)
    return cells_of(definition, rows_of(subjects, codes_of(definition)))
