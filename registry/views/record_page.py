"""What the page of a form shows around the form: head, rail, state, derived values."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from registry.access.policy import Action, may
from registry.checks import Finding
from registry.forms.record_form import RecordForm
from registry.forms.told import doubts_of, problems_of, tell
from registry.models import Diagnosis, Patient, Record, State
from registry.models.base import CourseRecord, TransplantRecord
from registry.queries.cases import facts_of
from registry.queries.derived import derive
from registry.queries.outline import DAILY, Group, Item, next_item, number_of, outline
from registry.queries.spelled import spelled
from registry.services.completeness import missing_core
from registry.views.derived_panel import panel_of
from registry.views.entry import Entry
from registry.views.identity import identity_box
from registry.views.links import address
from registry.views.marks_panel import marks_of
from registry.views.query_marks import ask_url, open_here


def page_of(
    entry: Entry, form: RecordForm, findings: Iterable[Finding] = (), **more: Any
) -> dict[str, Any]:
    """Return the context of the page, and of the parts that are swapped."""
    tell(form, entry.unexplained(findings))
    left = [] if entry.is_new else missing_core(entry.record, entry.case.of)
    following = None if entry.enrolling else next_of(entry)
    return {
        "entry": entry,
        "form": form,
        "patient": entry.patient,
        "record": entry.record,
        "title": title_of(entry),
        "identity": _identity_of(entry),
        "may_move": _may_move(entry),
        "nav": "patients",
        "crumbs": crumbs_of(entry),
        "facts": [] if entry.enrolling else facts_about(entry),
        "rail": [] if entry.enrolling else rail_of(entry),
        "older_form": _older_form(entry),
        "left": [{"anchor": f"id_{n}", "label": form[n].label} for n in left],
        "state_words": _state_words(len(left)),
        "derived": derived_of(entry),
        "problems": problems_of(form) if form.is_bound else [],
        "to_confirm": doubts_of(form),
        "marks": {} if entry.enrolling else marks_of(entry),
        "open_queries": open_here(entry.record, entry.queries),
        "ask_url": ask_url(entry.record) if form.setting.ask_url else "",
        "next_label": _next_label(entry, following),
        "ask_reason": entry.record.state == State.COMPLETE and not entry.is_new,
        "save_state": {
            "code": "draft" if entry.is_new else "",
            "text": _version_words(entry),
        },
        **more,
    }


def _may_move(entry: Entry) -> bool:
    centre = entry.patient.centre_id
    return centre is not None and may(entry.actor, Action.MOVE_RECORD, centre)


def _identity_of(entry: Entry) -> dict[str, Any] | None:
    """Return the box that stands under the patient form, where it may be seen."""
    if not isinstance(entry.record, Patient):
        return None
    return identity_box(entry.actor, entry.record)


def derived_of(entry: Entry) -> dict[str, Any]:
    """Return what follows from the answers of the record in memory."""
    facts = facts_of(entry.record)
    return panel_of(
        type(entry.record), facts, derive(entry.form_name, facts, entry.case)
    )


def next_of(entry: Entry) -> Item | None:
    """Return the form that comes after this one in the patient's order."""
    if not isinstance(entry.record, Record):
        return next_item(entry.records, entry.form_name, None, {})
    saved = None if entry.is_new else entry.record
    return next_item(entry.records, entry.form_name, saved, number_of(entry.record))


def _next_label(entry: Entry, following: Item | None) -> str:
    if entry.enrolling:
        return str(Diagnosis._meta.verbose_name)
    return str(following.label) if following else ""


def item_url(entry: Entry, item: Item) -> str:
    """Return the page of a record, or the one on which it is begun."""
    here = [entry.patient.pk, item.form]
    if item.record:
        return reverse("record", args=[*here, item.record.pk])
    query = "&".join(f"{name}={number}" for name, number in item.place.items())
    return reverse("record-new", args=here) + (f"?{query}" if query else "")


def title_of(entry: Entry) -> str:
    """Return what the page is called."""
    if entry.enrolling:
        return _("Enrol a patient")
    label = str(entry.record._meta.verbose_name)
    if isinstance(entry.record, Patient):
        return _("%(form)s %(number)s") % {"form": label, "number": entry.patient}
    rows = [row.pk for row in entry.records.get(entry.form_name, ())]
    if entry.is_new:
        return _("%(form)s, new") % {"form": label}
    at = rows.index(entry.record.pk) + 1 if entry.record.pk in rows else 1
    return f"{label} {at}" if len(rows) > 1 else label


def crumbs_of(entry: Entry) -> list[tuple[str, str]]:
    """Return the way to the page."""
    first = (address("patients"), _("Patients"))
    if entry.enrolling:
        return [first, ("", _("Enrol a patient"))]
    patient = (address("patient", entry.patient.pk), str(entry.patient))
    return [first, patient, ("", _place_words(entry))]


def _place_words(entry: Entry) -> str:
    """Return the form's name with the course or HSCT that it belongs to."""
    label = str(entry.record._meta.verbose_name)
    if isinstance(entry.record, CourseRecord):
        group = Group("course", entry.record.course_no)
    elif isinstance(entry.record, TransplantRecord):
        group = Group("hsct", entry.record.hsct_no)
    else:
        return label
    return f"{_group_title(group)} · {label}"


def facts_about(entry: Entry) -> list[str]:
    """Return what tells this patient from others: age, sex, disease, day 0."""
    case, patient = entry.case, entry.patient
    variables = Patient.variables()
    day0 = case.first_infusion or case.first_hsct
    sex = spelled(variables["sex"], patient.sex).lower()
    age = case.age_on(day0)
    who = _("%(age)s y on day 0, %(sex)s") % {"age": age, "sex": sex}
    disease = Diagnosis.variables()["disease"]
    return [
        sex if age is None else who,
        *(spelled(disease, code) for code in sorted(case.diseases)),
        *([_("day 0 = %(day)s") % {"day": day0}] if day0 else []),
    ]


def rail_of(entry: Entry) -> list[dict[str, Any]]:
    """Return the patient's forms as links, the current one marked."""
    return [_rail_group(entry, group) for group in outline(entry.records)]


def _rail_group(entry: Entry, group: Group) -> dict[str, Any]:
    """Return a group's links, apart from those that may never be needed."""
    links = [(item.on_demand, _link(entry, item)) for item in group.items]
    return {
        "title": _group_title(group),
        "links": [one for asked, one in links if not asked or one["current"]],
        "more": [one for asked, one in links if asked and not one["current"]],
    }


def _group_title(group: Group) -> str:
    words = {
        "before": _("Before treatment"),
        "course": _("CAR-T, course %(number)s"),
        "hsct": _("HSCT %(number)s"),
        "any": _("At any time"),
        "after": _("Afterwards"),
    }
    return words[group.kind] % {"number": group.number}


def _link(entry: Entry, item: Item) -> dict[str, Any]:
    is_here = item.form == entry.form_name and (
        item.form in DAILY
        or (item.record.pk == entry.record.pk if item.record else entry.is_new)
    )
    number = f" {item.number}" if item.number else ""
    return {
        "url": item_url(entry, item),
        "text": f"{item.label}{number}",
        "state": item.record.standing if item.record else "none",
        "queries": entry.waiting[item.form, item.record.pk if item.record else None],
        "current": is_here,
    }


def _state_words(left: int) -> str:
    if not left:
        return ""
    return ngettext(
        "begun, %(number)s core field left", "begun, %(number)s core fields left", left
    ) % {"number": left}


def draft_state(at: str) -> dict[str, str]:
    """Return the save line of a form whose typing is a draft since ``at``."""
    return {"code": "draft", "text": _("Draft kept %(at)s, not saved") % {"at": at}}


def _version_words(entry: Entry) -> str:
    if entry.is_new:
        return _("Not saved yet")
    said = {"version": entry.record.version, "revision": entry.record.form_revision}
    return _("All saved, version %(version)s, form revision %(revision)s") % said


def _older_form(entry: Entry) -> dict[str, int] | None:
    """Return the revisions when the record was entered on an older form."""
    given, now = entry.record.form_revision, entry.record.revision
    return None if entry.is_new or given >= now else {"given": given, "now": now}
