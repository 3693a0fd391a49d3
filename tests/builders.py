"""Plain builders: valid by default, no randomness; a test says only what it is about.

They write rows directly. A test about saving goes through ``registry.services``.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from registry.access.confirmation import Confirmed
from registry.access.policy import Role
from registry.models import (
    FORMS,
    Centre,
    ClosedAs,
    DataQuery,
    EmergencyAccess,
    Kind,
    Membership,
    Patient,
    Record,
    Status,
    User,
    Versioned,
)
from registry.services.attesting import attest
from registry.services.emergency import LASTS
from registry.services.judging import Target

DAY0 = date(2024, 1, 15)
PASSWORD = "a long enough phrase"


def day(number: int) -> date:
    """Return the day ``number`` days after the infusion."""
    return DAY0 + timedelta(days=number)


# What a row of each form cannot do without, or would be of no use without.
NEEDED: dict[str, dict[str, Any]] = {
    "diagnosis": {"disease": "T-ALL", "diagnosis_date": day(-400)},
    "prior_line": {"line_no": 1},
    "disease_assessment": {"assessment_date": day(28), "time_point": "D28"},
    "bridging": {"bridging_given": "no"},
    "infusion": {"course_no": 1, "infusion_date": DAY0},
    "expansion": {"expansion_date": day(14)},
    "crs_episode": {"crs_occurred": "no"},
    "icans_episode": {"icans_occurred": "no"},
    "iec_hs": {"iec_hs_onset_date": day(16)},
    "blood_count": {"count_date": day(7)},
    "infection": {"infection_onset_date": day(20), "infection_type": "viral"},
    "aplasia": {"aplasia_date": day(28), "aplasia_type": "B_cell"},
    "day28": {"hsct_planned": "yes"},
    "other_toxicity": {"tox_onset_date": day(10), "tox_term": "TLS"},
    "hsct": {"hsct_no": 1, "hsct_date": day(60)},
    "comorbidity": {"diabetes": "no"},
    "chimerism": {"chimerism_date": day(90), "chimerism_lineage": "whole"},
    "agvhd_episode": {"agvhd_occurred": "no"},
    "cgvhd_episode": {"cgvhd_occurred": "no"},
    "sos_vod": {"sos_onset_date": day(74)},
    "ta_tma": {"tma_onset_date": day(110)},
    "dli": {"dli_date": day(180)},
    "subsequent_therapy": {"subsequent_start": day(210)},
    "second_malignancy": {"malignancy_type": "solid", "malignancy_date": day(300)},
    "relapse": {"relapse_date": day(200)},
    "follow_up": {"visit_date": day(365), "vital_status": "alive"},
    "death": {"death_date": day(400)},
}


def a_centre(code: str = "LDP") -> Centre:
    """Return the centre called ``code``, new or known."""
    return Centre.objects.get_or_create(code=code)[0]


def a_patient(centre: str | Centre = "LDP", **values: Any) -> Patient:
    """Enrol an adult at ``centre``; study numbers count up within the centre."""
    home = a_centre(centre) if isinstance(centre, str) else centre
    number = Patient.objects.filter(centre=home).count() + 1
    plain = {"study_no": f"P{number:03}", "sex": "F", "birth_date": date(1990, 2, 28)}
    return Patient.objects.create(centre=home, **plain | values)


def a_record(form: str, patient: Patient | None = None, **values: Any) -> Record:
    """Save one row of ``form``, of ``patient`` or of a new one."""
    return FORMS[form].objects.create(
        patient=patient or a_patient(), **NEEDED.get(form, {}) | values
    )


def a_treated_patient(centre: str | Centre = "LDP", **values: Any) -> Patient:
    """Enrol a patient with diagnosis, infusion, HSCT and one later contact."""
    patient = a_patient(centre, **values)
    for form in ("diagnosis", "infusion", "hsct", "follow_up"):
        a_record(form, patient)
    return patient


def a_query(patient: Patient | None = None, **values: Any) -> DataQuery:
    """Ask about the weight of ``patient``, or of a new one."""
    patient = patient or a_patient()
    plain = {"form": "patient", "record_id": patient.pk, "field": "weight_kg"}
    said = {"fields": ["weight_kg"], "says_en": "Is it so?", "says_zh": "是否属实?"}
    return DataQuery.objects.create(patient=patient, **plain | said | values)


def closed(query: DataQuery, how: ClosedAs = ClosedAs.ACCEPTED) -> DataQuery:
    """Close ``query``."""
    query.status, query.closed_as = Status.CLOSED, how
    query.closed_at = timezone.now()
    query.save()
    return query


def marked(record: Versioned, *kinds: Kind) -> Any:
    """Return ``record``, complete, with each mark set by somebody who may."""
    patient = record if isinstance(record, Patient) else record.patient  # type: ignore[attr-defined]
    by = {
        Kind.VERIFIED: a_monitor,
        Kind.SIGNED: an_investigator,
        Kind.LOCKED: a_centre_administrator,
        Kind.UNLOCKED: a_centre_administrator,
    }
    for kind in kinds:
        actor = by[kind](patient.centre).actor()
        [done] = attest(
            kind=kind,
            targets=[Target(record.form, record.pk)],
            actor=actor,
            confirmed=Confirmed(actor.person),
            reason="built",
        )
        assert done.free, done.why
    record.refresh_from_db()
    return record


# ---- People, by role


def an_opening(
    patient: Patient, user: User, reason: str = "unconscious on arrival"
) -> EmergencyAccess:
    """Return the emergency access of ``user`` to ``patient``, just begun."""
    return EmergencyAccess.objects.create(
        patient=patient,
        centre=patient.centre,
        user=user,
        reason=reason,
        until=timezone.now() + LASTS,
    )


def a_user(role: Role, of: str | Centre | None, name: str = "") -> User:
    """Return a user who holds ``role`` at the centre ``of``, or without a centre."""
    centre = a_centre(of) if isinstance(of, str) else of
    name = name or f"{role}_{centre.code if centre else 'all'}".lower()
    user = User.objects.filter(username=name).first()
    if user is None:
        user = User.objects.create_user(name, password=PASSWORD)
    Membership.objects.get_or_create(user=user, role=role, centre=centre)
    return user


def a_data_manager(of: str | Centre = "LDP", name: str = "") -> User:
    """Return somebody who enters and cleans a centre's data."""
    return a_user(Role.DATA_MANAGER, of, name)


def an_investigator(of: str | Centre = "LDP", name: str = "") -> User:
    """Return a physician of a centre."""
    return a_user(Role.INVESTIGATOR, of, name)


def a_monitor(of: str | Centre = "LDP", name: str = "") -> User:
    """Return somebody who reads an assigned centre's data and changes none."""
    return a_user(Role.MONITOR, of, name)


def a_statistician(of: str | Centre | None = None, name: str = "") -> User:
    """Return a statistician; which cohorts they see is granted apart."""
    return a_user(Role.STATISTICIAN, of, name)


def a_centre_administrator(of: str | Centre = "LDP", name: str = "") -> User:
    """Return somebody who runs a centre's part of the registry."""
    return a_user(Role.CENTRE_ADMINISTRATOR, of, name)


def an_admin(name: str = "") -> User:
    """Return a system administrator, who reaches no clinical data."""
    user = a_user(Role.SYSTEM_ADMINISTRATOR, None, name)
    user.is_staff = user.is_superuser = True
    user.save()
    return user
