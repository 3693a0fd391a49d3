"""What each address and each change needs to be tried at all, by centre."""

from collections.abc import Callable
from datetime import date
from fnmatch import fnmatch
from typing import Any

from registry.models import FORMS
from tests.access.world import CUT, Site
from tests.builders import NEEDED, PASSWORD


def record(site: Site) -> dict[str, Any]:
    """Return the arguments of a page of one record."""
    pk = site.records["diagnosis"].pk
    return {"pk": site.patient.pk, "form": "diagnosis", "record_id": pk}


# ---- The arguments of an address, by route and object. Where several fit, the first.

ARGUMENTS: dict[str, Callable[[Site], dict[str, Any]]] = {
    "emergency-patient": lambda site: {"pk": site.patient.pk},
    "emergency-close": lambda site: {"pk": site.opening.pk},
    "emergency-acknowledge": lambda site: {"pk": site.opening.pk},
    "api-cohort-regression-file": lambda site: {
        "slug": site.cohort.slug,
        "name": "table",
        "kind": "csv",
    },
    "api-cohort-figure": lambda site: {
        "slug": site.cohort.slug,
        "name": "overall-survival",
        "kind": "svg",
    },
    "api-patients-*": lambda site: {"pk": site.patient.pk},
    "api-queries-*": lambda site: {"pk": site.query.pk},
    "notices-calendar": lambda site: {"act": "open"},
    "person": lambda site: {"pk": site.manager.pk},
    "welcome": lambda site: {"uidb64": "none", "token": "none"},
    "patient-visits-file": lambda site: {"pk": site.patient.pk},
    "api-visits-*": lambda site: {"pk": site.visit.pk},
    "api-completeness-form": lambda site: {"form": "relapse"},
    "completeness-form": lambda site: {"form": "relapse"},
    "api-cohorts*": lambda site: {},
    "api-cohort-grant": lambda site: {"slug": site.cohort.slug, "pk": site.grant.pk},
    "api-cohort*": lambda site: {"slug": site.cohort.slug},
    "api-grading-engine": lambda site: {"engine": "crs_astct"},
    "api-patient-reopen": lambda site: {"pk": site.gone.pk},
    "api-patient-*": lambda site: {"pk": site.patient.pk, "other_id": site.second.pk},
    "api-transfers-*": lambda site: {"pk": site.transfer.pk},
    "audit-file": lambda site: {"kind": "csv"},
    "audit*": lambda site: {},
    "calculator": lambda site: {"engine": "crs_astct"},
    "api-cuts": lambda site: {},
    "api-cut-compare": lambda site: {"name": CUT, "other": CUT},
    "api-cut": lambda site: {"name": CUT},
    "clients": lambda site: {},
    "client-file": lambda site: {"name": "study_table.R"},
    "cuts": lambda site: {},
    "cut-new": lambda site: {},
    "cut-compare": lambda site: {"name": CUT, "other": CUT},
    "cut*": lambda site: {"name": CUT},
    "api-webhooks": lambda site: {},
    "webhooks": lambda site: {},
    "*webhook*": lambda site: {"pk": site.webhook.pk},
    "api-export-jobs": lambda site: {},
    "export-jobs": lambda site: {},
    "*export-job-file": lambda site: {"pk": site.written.pk},
    "*export-job*": lambda site: {"pk": site.job.pk},
    "export-file": lambda site: {"dataset": "adtte", "kind": "csv"},
    "api-export": lambda site: {"dataset": "adtte", "kind": "csv"},
    "token-revoke": lambda site: {"key": site.token.token_key},
    "import-template": lambda site: {},
    "import-data": lambda site: {},
    "import-*": lambda site: {"pk": site.batch.pk},
    "record-new": lambda site: {"pk": site.patient.pk, "form": "relapse"},
    "record-draft": lambda site: {"pk": site.patient.pk, "form": "relapse"},
    "record-derived": lambda site: {"pk": site.patient.pk, "form": "relapse"},
    "draft-discard": lambda site: {"pk": site.patient.pk, "form": "relapse"},
    "field-history": lambda site: {**record(site), "field": "karyotype_text"},
    "record-mark": lambda site: {**record(site), "act": "verify"},
    "patient-mark": lambda site: {"pk": site.patient.pk, "act": "verify"},
    "forms-mark": lambda site: {"act": "verify"},
    "record*": record,
    "query-new": lambda site: {"pk": site.patient.pk, "form": "relapse"},
    "query-act": lambda site: {"pk": site.query.pk, "act": "answer"},
    "query": lambda site: {"pk": site.query.pk},
    "daily-counts": lambda site: {"pk": site.patient.pk},
    "duplicate": lambda site: {"pk": site.patient.pk, "other_id": site.second.pk},
    "patient-merged": lambda site: {"pk": site.gone.pk},
    "laboratory": lambda site: {"pk": site.laboratory.pk},
    "from-laboratory": lambda site: {
        "pk": site.patient.pk,
        "form": "comorbidity",
        "field": "bilirubin_x_uln",
    },
    "transfer*": lambda site: {"pk": site.transfer.pk},
    "patient*": lambda site: {"pk": site.patient.pk},
    "study-new": lambda site: {},
    "study-version": lambda site: {"slug": site.cohort.slug, "number": 1},
    "study-section": lambda site: {"slug": site.cohort.slug, "section": "survival"},
    "study-regression-file": lambda site: {
        "slug": site.cohort.slug,
        "name": "table",
        "kind": "csv",
    },
    "study*": lambda site: {"slug": site.cohort.slug},
    "figure": lambda site: {
        "slug": site.cohort.slug,
        "name": "overall-survival",
        "kind": "json",
    },
    "admin:registry_user_*": lambda site: {"object_id": site.manager.pk},
    "admin:registry_centre_*": lambda site: {"object_id": site.patient.centre_id},
    "admin:auth_user_password_change": lambda site: {"id": site.manager.pk},
    "admin:view_on_site": lambda site: {"content_type_id": 1, "object_id": 1},
    "admin:app_list": lambda site: {"app_label": "registry"},
    "admin:*": lambda site: {"object_id": 0},
    "admin/(?P<url>.*)$": lambda site: {"url": "nowhere"},
    "admin/registry/user/<path:object_id>/": lambda site: {
        "object_id": site.manager.pk
    },
    "admin/*<path:object_id>/": lambda site: {"object_id": 0},
}


def arguments_of(route: str, site: Site) -> dict[str, Any]:
    """Return the arguments of ``route`` for an object of ``site``.

    Raises KeyError for an address that nobody described here.
    """
    if (form := form_of(route)) is not None:
        return {"pk": site.records[form].pk}
    for pattern, build in ARGUMENTS.items():
        if fnmatch(route, pattern.replace("[", "[[]")):
            return build(site)
    raise KeyError(f"say in ARGUMENTS how {route} is called")


def form_of(route: str) -> str | None:
    """Return the form that an API route is about."""
    form = route.removeprefix("api-").rpartition("-")[0]
    return form if route.startswith("api-") and form in FORMS else None


# ---- What is asked for behind an address

QUERIES: dict[str, dict[str, str]] = {
    "api-cohort-changes": {"since": "2020-01-01"},
    "api-cohort-regression": {"endpoint": "OS", "x": "sex"},
}

# ---- What is sent with a change

JSON = "application/json"


def body_of(route: str, method: str, site: Site) -> dict[str, Any]:
    """Return a body with which the change would be made, if it is allowed."""
    if route == "api-patients-list":
        return {
            "centre": site.code,
            "study_no": "NEW-1",
            "sex": "F",
            "birth_date": "1990-01-01",
        }
    if route == "api-patients-detail":
        return {"weight_kg": 61} if method == "PATCH" else whole_patient(site)
    if route.endswith("-move"):
        return {"to": site.second.pk, "preview": True}
    if (form := form_of(route)) is not None:
        row = {**needed(form, again=method == "POST"), "patient": site.patient.pk}
        return {} if method == "PATCH" else row
    if build := SITE_BODIES.get(route):
        return build(site)
    return BODIES.get(route, {})


def whole_patient(site: Site) -> dict[str, Any]:
    """Return every answer that the patient form cannot do without."""
    return {
        "centre": site.code,
        "study_no": site.canary,
        "sex": "F",
        "birth_date": "1990-02-28",
    }


def needed(form: str, *, again: bool) -> dict[str, Any]:
    """Return what a first or second row of ``form`` needs, as JSON says it."""
    first = NEEDED.get(form, {})
    said = {k: str(v) if isinstance(v, date) else v for k, v in first.items()}
    return said | SECOND.get(form, {}) if again else said


SECOND: dict[str, dict[str, Any]] = {
    "infusion": {"course_no": 2, "infusion_date": "2024-12-01"},
    "hsct": {"hsct_no": 2, "hsct_date": "2024-12-20"},
}
SITE_BODIES: dict[str, Callable[[Site], dict[str, Any]]] = {
    "api-queries-list": lambda site: {
        "patient": site.patient.pk,
        "form": "patient",
        "asks": "tried",
    },
    "api-transfers-list": lambda site: {"patient": site.patient.pk, "to": "ELSEWHERE"},
    "checks-run": lambda site: {"centre": site.code},
}
BODIES: dict[str, dict[str, Any]] = {
    "query-act": {"said": "tried", "version": 1},
    "query-new": {"asks": "tried"},
    **{
        f"api-queries-{act}": {"said": "tried"}
        for act in ("answer", "confirm", "comment", "close", "send-back", "withdraw")
    },
    "api-queries-assign": {"assigned_to": None},
    "api-cohort-grant": {"reason": "tried"},
    "api-patient-merge": {"other_version": 1},
    "api-patients-withdraw-consent": {"date": "2026-01-01"},
    "api-transfers-accept": {"study_no": "TRIED-1"},
    "api-transfers-refuse": {"answer": "tried"},
    "tokens": {
        "days": 30,
        "name": "tried",
        "scope": "read",
        "password": PASSWORD,
    },
    "notices": {"language": "en"},
    "import-confirm": {"reason": "tried"},
}
