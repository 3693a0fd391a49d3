"""The registry's part of /api/v1/."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView
from rest_framework.routers import SimpleRouter

from registry.api.docs import Docs, Schema
from registry.api.grading import Scale, Scales
from registry.api.identity import Identity
from registry.api.merging import Apart, Duplicates, Merge, Reopen
from registry.api.normal_ranges import NormalRanges
from registry.api.queries import QueryViewSet
from registry.api.records import VIEWSETS
from registry.api.reports import PatientReports
from registry.api.transfers import TransferViewSet
from registry.api.visits import Completeness, FormCompleteness, VisitViewSet

router = SimpleRouter()
router.register("visits", VisitViewSet, basename="api-visits")
for name, viewset in VIEWSETS.items():
    router.register(name, viewset, basename=f"api-{name}")
router.register("queries", QueryViewSet, basename="api-queries")
router.register("transfers", TransferViewSet, basename="api-transfers")

ROOT = RedirectView.as_view(
    pattern_name="api-docs", http_method_names=["get", "head", "options"]
)
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ROOT, name="api"),
    path("schema/", Schema.as_view(), name="api-schema"),
    path("docs/", Docs.as_view(), name="api-docs"),
    path("grading/", Scales.as_view(), name="api-grading"),
    path("grading/<slug:engine>/", Scale.as_view(), name="api-grading-engine"),
    path(
        "patients/<int:pk>/reports/",
        PatientReports.as_view(),
        name="api-patient-reports",
    ),
    path(
        "patients/<int:pk>/identity/",
        Identity.as_view(),
        name="api-patient-identity",
    ),
    path("duplicates/", Duplicates.as_view(), name="api-duplicates"),
    path(
        "patients/<int:pk>/merge/<int:other_id>/",
        Merge.as_view(),
        name="api-patient-merge",
    ),
    path(
        "patients/<int:pk>/apart/<int:other_id>/",
        Apart.as_view(),
        name="api-patient-apart",
    ),
    path("patients/<int:pk>/reopen/", Reopen.as_view(), name="api-patient-reopen"),
    path("completeness/", Completeness.as_view(), name="api-completeness"),
    path(
        "completeness/<slug:form>/",
        FormCompleteness.as_view(),
        name="api-completeness-form",
    ),
    path("normal-ranges/", NormalRanges.as_view(), name="api-normal-ranges"),
    *router.urls,
]
