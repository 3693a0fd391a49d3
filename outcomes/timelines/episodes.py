"""Episodes of CRS, ICANS and GVHD, and what forms say of their absence. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from outcomes.endpoints import ChronicGvhd, Episode, Statement
from outcomes.endpoints.timeline import Occurrence
from outcomes.grades import grade_of, number_of
from outcomes.imputation import flag_of
from registry.checks import Case

Record = Mapping[str, Any]
KNOWN = {"yes": True, "no": False}
# By what occurs: its form, and how the names of the form's fields begin.
FORMS: dict[Occurrence, tuple[str, str]] = {
    "crs": ("crs_episode", "crs"),
    "icans": ("icans_episode", "icans"),
    "acute_gvhd": ("agvhd_episode", "agvhd"),
    "chronic_gvhd": ("cgvhd_episode", "cgvhd"),
}

AFTER_HSCT = ("acute_gvhd", "chronic_gvhd")


def episodes(case: Case, what: Occurrence) -> Iterator[Episode]:
    """Yield the dated episodes with their grades, None where a grade is open."""
    form, name = FORMS[what]
    for one in case.of(form):
        if onset := one.get(f"{name}_onset_date"):
            yield Episode(
                onset,
                number_of(form, one, case),
                one.get(f"{name}_resolved_date"),
                flag_of(onset),
            )


def chronic_gvhd(case: Case) -> Iterator[ChronicGvhd]:
    """Yield the dated episodes of chronic GVHD with severity and therapy."""
    for one in case.of("cgvhd_episode"):
        if onset := one.get("cgvhd_onset_date"):
            severity = grade_of("cgvhd_episode", one, case)
            yield ChronicGvhd(
                onset,
                str(severity) if severity is not None else None,
                KNOWN.get(one.get("cgvhd_systemic_therapy") or ""),
                one.get("cgvhd_systemic_start"),
                flag_of(onset),
            )


def statements(case: Case) -> Iterator[Statement]:
    """Yield what each form says: that it occurred, that it did not, or neither."""
    for what, (form, name) in FORMS.items():
        for one in case.of(form):
            day0 = _day_0(case, what, one)
            dated = bool(one.get(f"{name}_onset_date"))
            occurred = KNOWN.get(one.get(f"{name}_occurred") or "")
            if day0 is not None:
                yield Statement(what, day0, True if dated else occurred, dated)


def _day_0(case: Case, what: Occurrence, record: Record) -> date | None:
    """Return the day of the treatment that a record belongs to by its number."""
    if what in AFTER_HSCT:
        return case.hsct_date(record.get("hsct_no"))
    return case.infusion_date(record.get("course_no"))
