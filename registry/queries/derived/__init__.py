"""What follows from a form's answers: grades, statuses, days and ages.

Plain values in, plain values out: the form shows them while somebody types, the
patient page and the API after saving, and the analysis takes the same.
"""

from collections.abc import Callable

from registry.checks import Case
from registry.checks.graded import mrd_status
from registry.queries.derived import complications, course, response, transplant
from registry.queries.derived.value import Derived, Values

RULES: dict[str, Callable[[Values, Case], list[Derived]]] = {
    "apheresis_product": course.product,
    "infusion": course.infusion,
    "crs_episode": course.crs,
    "icans_episode": course.icans,
    "disease_assessment": response.assessment,
    "hsct": transplant.hsct,
    "engraftment": transplant.engraftment,
    "agvhd_episode": transplant.acute_gvhd,
    "cgvhd_episode": transplant.chronic_gvhd,
    "chimerism": transplant.chimerism,
    "comorbidity": complications.comorbidity,
    "sos_vod": complications.sos,
    "ta_tma": complications.tma,
}


def derive(form: str, values: Values, case: Case) -> list[Derived]:
    """Return everything that follows from ``values`` of ``form`` in this case."""
    rule = RULES.get(form)
    return rule(values, case) if rule else []


__all__ = ["Derived", "derive", "mrd_status"]
