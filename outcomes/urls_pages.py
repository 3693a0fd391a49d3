"""The outcomes' pages: studies and their figures."""

from django.urls import URLPattern, URLResolver, path

from outcomes.views.behind import study_patients
from outcomes.views.changes import study_changes
from outcomes.views.figure import figure
from outcomes.views.status import status
from outcomes.views.studies import studies
from outcomes.views.study import study

urlpatterns: list[URLPattern | URLResolver] = [
    path("studies/", studies, name="studies"),
    path("studies/<slug:slug>/", study, name="study"),
    path("studies/<slug:slug>/status", status, name="study-status"),
    path("studies/<slug:slug>/patients/", study_patients, name="study-patients"),
    path("studies/<slug:slug>/changes/", study_changes, name="study-changes"),
    path("studies/<slug:slug>/<slug:section>/", study, name="study-section"),
    path("studies/<slug:slug>/figures/<slug:name>.<slug:kind>", figure, name="figure"),
]
