"""What a death counts as: a relapse, or non-relapse by the treatment it came of."""

from collections.abc import Sequence
from datetime import date, timedelta

from registry.checks import Case, Record
from registry.codelists.base import Label
from registry.codelists.outcome import CAUSECAT
from registry.queries.derived.value import Derived, Values

CATEGORY = Label("Relapse or non-relapse", "死因类别")
UNKNOWN, OTHER = "unknown", "NRM_other"
HSCT, CAR_T, BOTH = "NRM_hsct", "NRM_cart", "NRM_both"
# Causes that say it by themselves, whatever went before.
BY_ITSELF = {None: UNKNOWN, "": UNKNOWN, "unknown": UNKNOWN, "accident": OTHER}
OF_CAR_T = frozenset({"crs", "icans", "iec_hs", "icaht"})
OF_HSCT = frozenset(
    {"gvhd_acute", "gvhd_chronic", "graft_failure", "tma", "sos"}
    | {"conditioning_toxicity"}
)
WITHIN = timedelta(days=365)
CYTOPENIA = timedelta(days=30)
LOW_ANC = 0.5


def death(values: Values, case: Case) -> list[Derived]:
    """Return the category of the cause of death."""
    day, cause = values.get("death_date"), values.get("cause_of_death")
    category = cause_category(cause, day, case) if day else None
    return [Derived("cause_category", CATEGORY, category, codes=CAUSECAT)]


def cause_category(cause: str | None, died: date, case: Case) -> str:
    """Return the category of a death by its main cause and what went before.

    A relapse before or on the day makes it a relapse death. Otherwise the cause is
    of the transplant or of CAR-T: by itself, else by the treatment that was given.
    What the rule does not decide is unknown. Source: the registry's endpoint rules,
    after Copelan 2007.
    """
    if cause == "relapse" or _relapsed(died, case):
        return "relapse"
    if cause in BY_ITSELF:
        return BY_ITSELF[cause]
    infused = _last(case.infusions, "infusion_date", died)
    grafted = _last(case.hscts, "hsct_date", died)
    if infused is None:
        return HSCT if grafted else UNKNOWN
    if grafted is None:
        return _after_car_t(cause, died, infused, case)
    return _after_both(cause, died, infused, grafted)


def _relapsed(died: date, case: Case) -> bool:
    days = (one.get("relapse_date") for one in case.of("relapse"))
    return any(day and day <= died for day in days)


def _last(treatments: Sequence[Record], field: str, died: date) -> date | None:
    return max((t[field] for t in treatments if t[field] <= died), default=None)


def _after_car_t(cause: str | None, died: date, infused: date, case: Case) -> str:
    """Judge a death after CAR-T alone: an infection counts in neutropenia."""
    if died - infused > WITHIN:
        return OTHER
    own = cause in OF_CAR_T or (cause == "infection" and _was_neutropenic(died, case))
    return CAR_T if own else UNKNOWN


def _after_both(cause: str | None, died: date, infused: date, grafted: date) -> str:
    if cause in OF_HSCT:
        return HSCT
    if grafted >= infused:
        return BOTH if cause in OF_CAR_T else HSCT
    if died - infused > WITHIN:
        return HSCT
    return CAR_T if cause in OF_CAR_T else BOTH


def _was_neutropenic(died: date, case: Case) -> bool:
    """Tell whether neutrophils were counted at 0.5 or less in the last 30 days."""
    return any(
        one.get("anc") is not None
        and one["anc"] <= LOW_ANC
        and died - CYTOPENIA <= one["count_date"] <= died
        for one in case.of("blood_count")
        if one.get("count_date")
    )
