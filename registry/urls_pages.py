"""Pages around the patient."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from registry.views.calculators import calculator, calculators
from registry.views.codebook import codebook
from registry.views.completeness import (
    completeness,
    completeness_file,
    completeness_form,
)
from registry.views.daily_counts import daily_counts
from registry.views.emergency import (
    emergency,
    emergency_acknowledge,
    emergency_close,
    emergency_end,
    emergency_patient,
)
from registry.views.find import find
from registry.views.home import home
from registry.views.identity import patient_identity
from registry.views.patient import patient
from registry.views.patient_reports import patient_reports
from registry.views.patients import patients
from registry.views.people import invite, people, person
from registry.views.sign_in import SignIn
from registry.views.sign_in_code import sign_in_code
from registry.views.visits_file import patient_visits_file, visits_file
from registry.views.welcome import Welcome
from registry.views.worklist import worklist_forms, worklist_visits

urlpatterns = [
    path("", home, name="home"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-in/code/", sign_in_code, name="sign-in-code"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("find/", find, name="find"),
    path("emergency/", emergency, name="emergency"),
    path("emergency/end", emergency_end, name="emergency-end"),
    path("emergency/<int:pk>/", emergency_patient, name="emergency-patient"),
    path(
        "emergency/<int:pk>/acknowledge",
        emergency_acknowledge,
        name="emergency-acknowledge",
    ),
    path("emergency/<int:pk>/end", emergency_close, name="emergency-close"),
    path("codebook/", codebook, name="codebook"),
    path("calculators/", calculators, name="calculators"),
    path("calculators/<slug:engine>/", calculator, name="calculator"),
    path("worklist/visits/", worklist_visits, name="worklist-visits"),
    path("worklist/forms/", worklist_forms, name="worklist-forms"),
    path("completeness/", completeness, name="completeness"),
    path("completeness.csv", completeness_file, name="completeness-file"),
    path("completeness/<slug:form>/", completeness_form, name="completeness-form"),
    path("worklist/visits.ics", visits_file, name="visits-file"),
    path("people/", people, name="people"),
    path("people/invite", invite, name="people-invite"),
    path("people/<int:pk>/", person, name="person"),
    path("welcome/<uidb64>/<token>/", Welcome.as_view(), name="welcome"),
    path("patients/", patients, name="patients"),
    path("patients/<int:pk>/", patient, name="patient"),
    path("patients/<int:pk>/reports/", patient_reports, name="patient-reports"),
    path("patients/<int:pk>/daily-counts/", daily_counts, name="daily-counts"),
    path(
        "patients/<int:pk>/visits.ics",
        patient_visits_file,
        name="patient-visits-file",
    ),
    path("patients/<int:pk>/identity/", patient_identity, name="patient-identity"),
]
