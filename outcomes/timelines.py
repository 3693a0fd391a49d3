"""From a patient's forms to the timeline that endpoints read. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from outcomes.endpoints import (
    ChronicGvhd,
    Death,
    Episode,
    Relapse,
    RemissionStatus,
    Timeline,
)
from outcomes.grades import grade_of, number_of
from outcomes.imputation import flag_of, imputed
from registry.checks import Case
from registry.checks.case import in_remission
from registry.queries.derived.contact import last_contact

Record = Mapping[str, Any]


def timeline_of(case: Case) -> Timeline:
    """Return the dated events of the case; what has no day is left out.

    Partial dates are imputed (``outcomes.imputation``) and marked as such.
    """
    contact = last_contact(case)
    case = imputed(case, contact)
    death = case.death
    return Timeline(
        infusions=tuple(one["infusion_date"] for one in case.infusions),
        transplants=tuple(one["hsct_date"] for one in case.hscts),
        relapses=tuple(
            Relapse(
                one["relapse_date"],
                one.get("relapse_type"),
                flag_of(one["relapse_date"]),
            )
            for one in case.of("relapse")
            if one.get("relapse_date")
        ),
        remissions=tuple(_remissions(case)),
        acute_gvhd=tuple(_episodes(case, "agvhd_episode", "agvhd_onset_date")),
        chronic_gvhd=tuple(_chronic_gvhd(case)),
        crs=tuple(_episodes(case, "crs_episode", "crs_onset_date")),
        icans=tuple(_episodes(case, "icans_episode", "icans_onset_date")),
        death=_death(death) if death and death.get("death_date") else None,
        last_contact=contact,
        undated=frozenset(_undated(case)),
    )


def _death(record: Record) -> Death:
    day = record["death_date"]
    return Death(day, record.get("cause_of_death"), flag_of(day))


def _undated(case: Case) -> Iterator[str]:
    """Yield the events that are known to have happened, on a day that nobody knows."""
    for form, day in (("death", "death_date"), ("relapse", "relapse_date")):
        if any(not one.get(day) for one in case.of(form)):
            yield form


def _remissions(case: Case) -> Iterator[RemissionStatus]:
    for one in case.of("disease_assessment"):
        day, response = one.get("assessment_date"), one.get("response")
        if day and (response or in_remission(one)) and response != "not_evaluable":
            yield RemissionStatus(day, in_remission(one))
    for one in case.hscts:
        if status := one.get("status_at_hsct"):
            yield RemissionStatus(one["hsct_date"], status.startswith("CR"))
    for one in case.of("follow_up"):
        if one.get("visit_date") and one.get("in_remission") in ("yes", "no"):
            yield RemissionStatus(one["visit_date"], one["in_remission"] == "yes")


def _episodes(case: Case, form: str, onset: str) -> Iterator[Episode]:
    for one in case.of(form):
        if one.get(onset):
            yield Episode(one[onset], number_of(form, one, case))


def _chronic_gvhd(case: Case) -> Iterator[ChronicGvhd]:
    known = {"yes": True, "no": False}
    for one in case.of("cgvhd_episode"):
        if onset := one.get("cgvhd_onset_date"):
            severity = grade_of("cgvhd_episode", one, case)
            yield ChronicGvhd(
                onset,
                str(severity) if severity is not None else None,
                known.get(one.get("cgvhd_systemic_therapy") or ""),
            )
