"""Counts, cells given and tests: engraftment, boosts, aplasia, CAR-T cells. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from outcomes.endpoints import AplasiaTest, Engraftment, PersistenceTest
from outcomes.endpoints.timeline import Lineage
from registry.checks import Case
from registry.checks.counts import Counts, anc_engraftment, platelet_engraftment
from registry.grading.icaht_counts import cover
from registry.queries.derived.expansion import is_below

Record = Mapping[str, Any]
OF_LINEAGE: tuple[tuple[Lineage, str, str, Any], ...] = (
    ("neutrophils", "anc", "anc", anc_engraftment),
    ("platelets", "plt", "platelets", platelet_engraftment),
)
KNOWN = {"yes": True, "no": False}
COMPARTMENTS = ("B_cell", "T_cell")
# Cells in these say nothing of whether they persist in the body.
ELSEWHERE = ("CSF", "other")
STATED_BY = 100


def engraftments(case: Case) -> Iterator[Engraftment]:
    """Yield recovery after each transplant: by its counts, else as recorded."""
    for hsct in case.hscts:
        day0 = hsct["hsct_date"]
        number = hsct.get("hsct_no") or 1
        form = next(
            (
                one
                for one in case.of("engraftment")
                if (one.get("hsct_no") or 1) == number
            ),
            {},
        )
        later = [one["hsct_date"] for one in case.hscts if one["hsct_date"] > day0]
        counts = Counts(case, day0, min(later, default=None))
        for lineage, name, field, rule in OF_LINEAGE:
            on, engrafted = _by_counts(counts, field, rule(counts).grade)
            if on is None:
                on = form.get(f"{name}_engraftment_date")
                said = KNOWN.get(form.get(f"{name}_engrafted") or "")
                engrafted = True if on else engrafted if said is None else said
            yield Engraftment(day0, lineage, engrafted, on)


def _by_counts(
    counts: Counts, field: str, found: int | str | None
) -> tuple[date | None, bool | None]:
    """Return the day that the counts reach, and whether they tell of recovery.

    Never below is a recovery on day 0, where the counts leave no gap of a month; not
    engrafted is none, where they go on until nobody looks any more.
    """
    pairs = counts.of(field)
    if isinstance(found, int):
        return counts.lowest(field)[found][1]["count_date"], True
    if found == "never_below" and cover(pairs, ended=False):
        return counts.day_zero, True
    if found == "not_engrafted" and pairs[-1][0] >= STATED_BY:
        return None, False
    return None, None


def neutrophils(case: Case) -> Iterator[tuple[date, float]]:
    """Yield the lowest count of each day, in 10^9/L; below detection is 0."""
    days = [one["count_date"] for one in case.of("blood_count") if one["count_date"]]
    if not days:
        return
    for value, record in Counts(case, min(days), None).lowest("anc").values():
        yield record["count_date"], value


def boosts(case: Case) -> Iterator[date]:
    """Yield the days of stem-cell boosts."""
    for one in case.of("blood_count"):
        if day := one.get("stem_cell_boost_date"):
            yield day


def dlis(case: Case) -> Iterator[date]:
    """Yield the days of infusions of donor lymphocytes."""
    for one in case.of("dli"):
        if day := one.get("dli_date"):
            yield day


def aplasia(case: Case) -> Iterator[AplasiaTest]:
    """Yield the dated looks at B cells and at T cells."""
    for one in case.of("aplasia"):
        day, compartment = one.get("aplasia_date"), one.get("aplasia_type")
        if day and compartment in COMPARTMENTS:
            yield AplasiaTest(compartment, day, one.get("aplasia_recovered_date"))


def persistence(case: Case) -> Iterator[PersistenceTest]:
    """Yield the dated tests for CAR-T cells in blood or marrow."""
    for one in case.of("expansion"):
        below = is_below(one)
        if not one.get("expansion_date") or below is None:
            continue
        if one.get("expansion_specimen") not in ELSEWHERE:
            yield PersistenceTest(one["expansion_date"], not below)
