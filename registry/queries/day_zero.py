"""The day from which the days of a form are counted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from registry.checks import Case

AFTER_HSCT = frozenset({"comorbidity", "engraftment", "chimerism", "agvhd_episode"})
AFTER_HSCT |= {"cgvhd_episode", "sos_vod", "ta_tma", "dli"}
BEFORE_DAY_ZERO = frozenset({"patient", "diagnosis", "prior_line"})
OWN = {"infusion": "infusion_date", "hsct": "hsct_date"}


def day_zero(form: str, facts: Mapping[str, Any], case: Case) -> date | None:
    """Return day 0 of a record: its HSCT for what follows one, else the infusion.

    An infusion and a transplant are day 0 themselves. Forms of no course count from
    the first infusion, or from the first HSCT of a patient without one.
    """
    if form in BEFORE_DAY_ZERO:
        return None
    if form in OWN:
        return facts.get(OWN[form])
    if form in AFTER_HSCT:
        return case.hsct_date(facts.get("hsct_no"))
    if facts.get("course_no"):
        return case.infusion_date(facts["course_no"])
    return case.first_infusion or case.first_hsct
