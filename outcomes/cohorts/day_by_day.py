"""What results say day by day, made of the counts where somebody asks for it. Pure.

A curve of 10^5 patients has thousands of days, each with limits of two kinds: sixty
times what is counted of it. So counts are kept, and days made of them by name.
"""

from collections.abc import Collection
from itertools import chain
from typing import Any

from outcomes.cohorts import by_state, states, strata
from outcomes.cohorts.analysis import Analysis
from outcomes.cohorts.counts import Reading, counts_in
from outcomes.cohorts.curve_days import incidence_days, survival_days
from outcomes.cohorts.days import STATES, ByName
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.pieces import GROUPS, split_in
from outcomes.cohorts.tally import Cells
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts


def parts_of_days(definition: Definition) -> list[str]:
    """Return the parts of the counts that days and scripts are made of."""
    curves = (f"curves/{code}" for code in definition.endpoints)
    within = (strata.reads(definition, code) for code in definition.endpoints)
    return [
        GROUPS,
        *curves,
        *dict.fromkeys(chain.from_iterable(within)),
        "stays",
        *(part.name for part in by_state.parts(definition)),
    ]


def days_in(
    definition: Definition, cells: Cells, names: Collection[str] | None = None
) -> ByName:
    """Return the days of these names, or all, as ``days.apart`` takes them out."""
    found: ByName = {}
    for code in definition.endpoints:
        survives = ENDPOINTS[code].survives
        name = f"{'survival' if survives else 'incidence'}/{code}"
        if names is None or name in names:
            found[name] = _endpoint(definition, cells, code)
    if names is None or STATES in names:
        found[STATES] = states.occupied_days(cells, definition)
    if names is None or any(name.startswith("by_state/") for name in names):
        by_code = by_state.by_state_days(cells, definition)
        found |= {f"by_state/{code}": days for code, days in by_code.items()}
    return found


def _endpoint(definition: Definition, cells: Cells, code: str) -> dict[str, Any]:
    counts = counts_in(
        cells[f"curves/{code}"],
        split_in(cells, definition),
        code,
        Reading.of(definition),
    )
    read_at = definition.read_at(code)
    chosen = definition.analysis
    days = {
        group: _curve(code, counts, group, read_at, chosen) for group in counts.groups
    }
    return {group: curve for group, curve in days.items() if curve}


def _curve(
    code: str, counts: Counts, group: str, read_at: int, chosen: Analysis
) -> Any:
    if not ENDPOINTS[code].survives:
        return incidence_days(counts, group, code, read_at, chosen)
    # Where HSCT competes there is no curve.
    if counts.n_causes > ENDPOINTS[code].n_causes:
        return None
    return survival_days(counts, group, chosen)
