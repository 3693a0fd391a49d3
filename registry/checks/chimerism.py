"""Checks of whose cells there are after a transplant."""

from datetime import date
from decimal import Decimal

from registry.checks.case import Case, Record
from registry.checks.declare import Answer, check, wrong
from registry.checks.findings import Group, Severity
from registry.checks.phrases import EITHER_OR_EXPLAIN

NEAR_RELAPSE = 30
FULL_FROM, ALL_DONOR = Decimal(95), Decimal(100)
FAILED = frozenset({"primary", "secondary", "rejection"})


@check(
    "DQ103",
    "chimerism",
    Severity.HARD,
    Group.AGREEMENT,
    says=(
        "Chimerism is recorded after an autologous HSCT.",
        "自体移植后记录了嵌合检测。",
    ),
    fix=(
        "Correct the type of the HSCT, or the HSCT number of this form.",
        "请更正移植类型，或本表的移植次序。",
    ),
    at=("chimerism_date",),
)
def no_chimerism_after_autologous(hsct_type: str) -> Answer:
    """There are no donor cells without a donor."""
    return hsct_type != "autologous"


@check(
    "DQ102",
    "chimerism",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "All cells are the donor's on {chimerism_date}, but the marrow relapsed on "
        "{day}.",
        "{chimerism_date} 为完全供者嵌合（100%），但 {day} 骨髓复发。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("donor_pct",),
    also={"relapse": ("relapse_date", "relapse_type")},
)
def chimerism_fits_a_relapse(
    chimerism_date: date, donor_pct: Decimal, case: Case
) -> Answer:
    """Within 30 days of a marrow relapse not all cells are the donor's."""
    if donor_pct < ALL_DONOR:
        return True
    for one in case.of("relapse"):
        day = one.get("relapse_date")
        near = day and abs((day - chimerism_date).days) <= NEAR_RELAPSE
        if near and one.get("relapse_type") in ("haematological", "combined"):
            return wrong(day=day)
    return True


@check(
    "DQ102",
    "chimerism",
    Severity.SOFT,
    Group.AGREEMENT,
    says=(
        "Donor chimerism is full on {chimerism_date}, though the graft failed on "
        "{day}.",
        "{chimerism_date} 为完全供者嵌合，但移植物已于 {day} 失败。",
    ),
    fix=EITHER_OR_EXPLAIN,
    at=("donor_pct",),
    also={"engraftment": ("graft_failure", "graft_failure_date")},
)
def chimerism_fits_a_graft_failure(
    chimerism_date: date, donor_pct: Decimal, record: Record, case: Case
) -> Answer:
    """After a graft failed its donor's cells are not all there is."""
    if donor_pct < FULL_FROM:
        return True
    number = record.get("hsct_no") or 1
    for one in case.of("engraftment"):
        day = one.get("graft_failure_date")
        same = (one.get("hsct_no") or 1) == number
        if same and day and one.get("graft_failure") in FAILED:
            return chimerism_date < day or wrong(day=day)
    return True
