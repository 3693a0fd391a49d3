"""How a patient is told in one line of a list."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.codelists.disease import DISEASE
from registry.codelists.general import SEX
from registry.queries.patient_rows import PatientRow
from registry.variables.labels import series


def cells(
    row: PatientRow, today: date, *, centre: bool, name: str = ""
) -> list[dict[str, Any]]:
    """Return the cells of a patient's row, the study number first."""
    url = reverse("patient", args=[row.patient.pk])
    more = " · ".join(filter(None, (name, consent_words(row))))
    number = [{"text": row.patient.study_no, "url": url, "more": more, "css": "nw"}]
    home = [{"text": row.patient.centre.code, "css": "nw mhide"}] if centre else []
    return [
        *number,
        *home,
        {"text": age_and_sex(row, today), "css": "nw"},
        {"text": _unread() if row.unreadable else disease_words(row.disease)},
        {"text": day_words(row.infused_on), "css": "nw mhide"},
        {"text": hsct_words(row), "css": "nw mhide"},
        {"text": contact_words(row, today), "css": "nw"},
        forms_cell(row),
    ]


def _unread() -> str:
    return _("a form cannot be read: tell the system’s administrator")


def consent_words(row: PatientRow) -> str:
    """Write that consent was withdrawn, where it was."""
    return _("consent withdrawn") if row.patient.withdrawn else ""


def age_and_sex(row: PatientRow, today: date) -> str:
    """Write the age at the first treatment, and the sex."""
    sex = SEX.label(row.patient.sex).in_language(get_language())
    return _("%(age)s y, %(sex)s") % {"age": row.age(today), "sex": sex.lower()}


def disease_words(code: str) -> str:
    """Write a disease by its code, which everybody uses; others by their label."""
    if code in ("", "other"):
        return DISEASE.label(code).in_language(get_language()) if code else "–"
    return code


def day_words(day: date | None) -> str:
    """Write a day as year, month and day."""
    return day.isoformat() if day else "–"


def hsct_words(row: PatientRow) -> str:
    """Write the day of transplant, with its number from the infusion."""
    if row.transplanted_on is None:
        return "–"
    if row.infused_on is None:
        return day_words(row.transplanted_on)
    days = (row.transplanted_on - row.infused_on).days
    number = str(days).replace("-", "−")
    day = day_words(row.transplanted_on)
    return _("%(date)s, day %(number)s") % {"date": day, "number": number}


def contact_words(row: PatientRow, today: date) -> str:
    """Write when the patient was last heard of, and how."""
    known = None if row.died else row.contact_on
    day = row.died_about or day_words(row.died_on or known)
    parts = (vital_words(row), day)
    return " ".join(part for part in parts if part != "–") or "–"


def vital_words(row: PatientRow) -> str:
    """Write whether the patient lives, as far as the forms say."""
    if row.died or row.vital == "dead":
        return _("dead")
    return {"alive": _("alive"), "lost": _("lost to follow-up")}.get(row.vital, "")


def treated(row: PatientRow) -> str:
    """Write the treatments with their days."""
    told = []
    if row.infused_on:
        told.append(_("CAR-T %(date)s") % {"date": day_words(row.infused_on)})
    if row.transplanted_on:
        told.append(_("HSCT %(date)s") % {"date": day_words(row.transplanted_on)})
    return series(told)


def forms_cell(row: PatientRow) -> dict[str, Any]:
    """Write how many forms there are, and how many are only begun."""
    if row.unreadable:
        return {"text": "–"}
    if not row.forms:
        return {"state": "none", "text": _("no forms"), "css": ""}
    if not row.begun:
        words = _("%(forms)s complete") % {"forms": formats.number_format(row.forms)}
        return {"state": "complete", "text": words, "css": ""}
    words = _("%(begun)s of %(forms)s begun")
    words %= {"begun": row.begun, "forms": row.forms}
    return {"state": "begun", "text": words, "css": ""}
