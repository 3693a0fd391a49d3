"""What follows from a form's answers: grades, statuses, days and ages.

Plain values in, plain values out: the form shows them while somebody types, the
patient page and the API after saving, and the analysis takes the same.
"""

from collections.abc import Callable

from registry.checks import Case
from registry.checks.graded import mrd_status
from registry.queries.derived import (
    cause,
    complications,
    contact,
    counts,
    course,
    day28,
    disease,
    expansion,
    iec_hs,
    response,
    transplant,
)
from registry.queries.derived.value import Derived, Values

RULES: dict[str, Callable[[Values, Case], list[Derived]]] = {
    "diagnosis": disease.diagnosis,
    "apheresis_product": course.product,
    "lymphodepletion": course.lymphodepletion,
    "infusion": course.infusion,
    "expansion": expansion.expansion,
    "crs_episode": course.crs,
    "icans_episode": course.icans,
    "iec_hs": iec_hs.iec_hs,
    "blood_count": counts.blood_count,
    "aplasia": iec_hs.aplasia,
    "day28": day28.day28,
    "disease_assessment": response.assessment,
    "hsct": transplant.hsct,
    "engraftment": counts.engraftment,
    "agvhd_episode": transplant.acute_gvhd,
    "cgvhd_episode": transplant.chronic_gvhd,
    "chimerism": transplant.chimerism,
    "comorbidity": complications.comorbidity,
    "sos_vod": complications.sos,
    "ta_tma": complications.tma,
    "follow_up": contact.follow_up,
    "death": cause.death,
}


def derive(form: str, values: Values, case: Case) -> list[Derived]:
    """Return everything that follows from ``values`` of ``form`` in this case."""
    rule = RULES.get(form)
    return rule(values, case) if rule else []


__all__ = ["Derived", "derive", "mrd_status"]
