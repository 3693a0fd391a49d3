"""From a patient's forms to the timeline that endpoints read. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
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
from registry.variables.entered import partial

Record = Mapping[str, Any]

# Days on which a form does not say that the patient was alive: the patient's own
# bounds, the product's, a report, and a withdrawal, which others may declare.
NOT_A_CONTACT = {
    "patient": {"birth_date", "consent_withdrawn_date"},
    "death": {"death_date"},
    "apheresis_product": {"manufacture_date"},
    "second_malignancy": {"reported_to_authority_date"},
}


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


def last_contact(case: Case) -> date | None:
    """Return the latest day on which any form is certain that the patient was alive.

    A visit counts when it found the patient alive, an apheresis when the cells are
    the patient's own; a partial date by the first day that it may stand for. Days
    after the death are contradictions, not contacts.
    """
    died = case.death_date or _latest_death(case)
    days = [day for day in _contacts(case) if died is None or day <= died]
    return max(days, default=None)


def _latest_death(case: Case) -> date | None:
    entered = (case.death or {}).get("as_entered") or {}
    part = partial(entered.get("death_date"))
    return part.last if part else None


def _contacts(case: Case) -> Iterator[date]:
    for form in ("patient", *case.forms):
        for record in case.of(form):
            for name, day in _days(record):
                if _is_contact(form, name, record):
                    yield day


def _days(record: Record) -> Iterator[tuple[str, date]]:
    """Yield each date of a record, the first day of a partial one, with its field."""
    for name, value in record.items():
        if isinstance(value, date):
            yield name, value
    for name, text in (record.get("as_entered") or {}).items():
        if part := partial(text):
            yield name, part.first


def _is_contact(form: str, name: str, record: Record) -> bool:
    if name in NOT_A_CONTACT.get(form, ()):
        return False
    if form == "follow_up":
        return record.get("vital_status") == "alive"
    if form == "apheresis_product":
        return record.get("cell_source") == "autologous"
    return True


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
