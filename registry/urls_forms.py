"""Pages on which forms are filled in, and their history."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from registry.views import attesting, forms, history, record, while_typing
from registry.views.marks_panel import ACTS
from registry.views.moving import record_move
from registry.views.removal import record_remove


class Act(StringConverter):
    """What is done to a form as it stands, as addresses name it."""

    regex = "|".join(ACTS)


register_converter(Act, "act")

PATIENT = "patients/<int:pk>"
FORM = f"{PATIENT}/<slug:form>"
RECORD = f"{FORM}/<int:record_id>"

urlpatterns = [
    path("patients/new/", record.enrol, name="enrol"),
    path(f"{PATIENT}/edit/", record.patient_edit, name="patient-edit"),
    path(f"{PATIENT}/history/", history.patient_history, name="patient-history"),
    path(f"{FORM}/new/", record.record_new, name="record-new"),
    path(f"{FORM}/derived/", while_typing.derived, name="record-derived"),
    path(f"{FORM}/draft/", while_typing.draft, name="record-draft"),
    path(f"{FORM}/draft/discard/", record.discard_draft, name="draft-discard"),
    path(f"{RECORD}/", record.record, name="record"),
    path(f"{RECORD}/history/", history.record_history, name="record-history"),
    path(
        f"{RECORD}/history/<slug:field>/", history.field_history, name="field-history"
    ),
    path(f"{RECORD}/remove/", record_remove, name="record-remove"),
    path(f"{RECORD}/move/", record_move, name="record-move"),
    path(f"{RECORD}/<act:act>/", attesting.record_mark, name="record-mark"),
    path(f"{PATIENT}/mark/<act:act>/", attesting.patient_mark, name="patient-mark"),
    path("forms/", forms.forms, name="forms"),
    path("forms/mark/<act:act>/", attesting.forms_mark, name="forms-mark"),
    path("session/ping/", while_typing.session_ping, name="session-ping"),
]
