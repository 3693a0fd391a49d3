"""The audit: what was changed, who looked at whom."""

from django.urls import URLPattern, URLResolver, path

from registry.views.audit import accesses, patient_audit, trail, trail_file

urlpatterns: list[URLPattern | URLResolver] = [
    path("audit/", trail, name="audit"),
    path("audit/trail.<slug:kind>", trail_file, name="audit-file"),
    path("audit/accesses/", accesses, name="audit-accesses"),
    path("patients/<int:pk>/audit/", patient_audit, name="patient-audit"),
]
