"""The outcomes' part of /api/v1/."""

from django.urls import URLPattern, URLResolver, path

from outcomes.api.behind import CohortPatients
from outcomes.api.changes import CohortChanges
from outcomes.api.cohorts import CohortResults, Cohorts, OneCohort
from outcomes.api.cuts import CutComparison, Cuts, OneCut
from outcomes.api.datasets import Datasets, Define
from outcomes.api.defining import CohortCount, CohortVersions
from outcomes.api.exports import File, Log
from outcomes.api.fhir import PatientBundle
from outcomes.api.figures import CohortFigure
from outcomes.api.jobs import JobFile, Jobs, OneJob
from outcomes.api.metrics import Metrics
from outcomes.api.regressions import CohortRegression, CohortRegressionFile
from outcomes.api.sharing import CohortGrants, OneGrant
from outcomes.api.webhooks import Deliveries, OneWebhook, Resume, Secret, Webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("cohorts/", Cohorts.as_view(), name="api-cohorts"),
    path("cohorts/count/", CohortCount.as_view(), name="api-cohorts-count"),
    path("cohorts/<slug:slug>/", OneCohort.as_view(), name="api-cohort"),
    path(
        "cohorts/<slug:slug>/results/",
        CohortResults.as_view(),
        name="api-cohort-results",
    ),
    path(
        "cohorts/<slug:slug>/changes/",
        CohortChanges.as_view(),
        name="api-cohort-changes",
    ),
    path(
        "cohorts/<slug:slug>/regression/",
        CohortRegression.as_view(),
        name="api-cohort-regression",
    ),
    path(
        "cohorts/<slug:slug>/regression/<slug:name>.<slug:kind>",
        CohortRegressionFile.as_view(),
        name="api-cohort-regression-file",
    ),
    path(
        "cohorts/<slug:slug>/patients/",
        CohortPatients.as_view(),
        name="api-cohort-patients",
    ),
    path(
        "cohorts/<slug:slug>/figures/<slug:name>.<slug:kind>",
        CohortFigure.as_view(),
        name="api-cohort-figure",
    ),
    path(
        "cohorts/<slug:slug>/versions/",
        CohortVersions.as_view(),
        name="api-cohort-versions",
    ),
    path(
        "cohorts/<slug:slug>/grants/",
        CohortGrants.as_view(),
        name="api-cohort-grants",
    ),
    path(
        "cohorts/<slug:slug>/grants/<int:pk>/",
        OneGrant.as_view(),
        name="api-cohort-grant",
    ),
    path("cuts/", Cuts.as_view(), name="api-cuts"),
    path("cuts/<slug:name>/", OneCut.as_view(), name="api-cut"),
    path(
        "cuts/<slug:name>/compare/<slug:other>/",
        CutComparison.as_view(),
        name="api-cut-compare",
    ),
    path("patients/<int:pk>/fhir/", PatientBundle.as_view(), name="api-patient-fhir"),
    path("metrics", Metrics.as_view(), name="api-metrics"),
    path("webhooks/", Webhooks.as_view(), name="api-webhooks"),
    path("webhooks/<int:pk>/", OneWebhook.as_view(), name="api-webhook"),
    path(
        "webhooks/<int:pk>/deliveries/",
        Deliveries.as_view(),
        name="api-webhook-deliveries",
    ),
    path("webhooks/<int:pk>/secret/", Secret.as_view(), name="api-webhook-secret"),
    path("webhooks/<int:pk>/resume/", Resume.as_view(), name="api-webhook-resume"),
    path("exports/", Datasets.as_view(), name="api-exports"),
    path("exports/define.xml", Define.as_view(), name="api-define"),
    path("exports/log/", Log.as_view(), name="api-exports-log"),
    path("exports/jobs/", Jobs.as_view(), name="api-export-jobs"),
    path("exports/jobs/<int:pk>/", OneJob.as_view(), name="api-export-job"),
    path("exports/jobs/<int:pk>/file", JobFile.as_view(), name="api-export-job-file"),
    path("exports/<slug:dataset>.<slug:kind>", File.as_view(), name="api-export"),
]
