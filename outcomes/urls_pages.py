"""The outcomes' pages: studies and their figures."""

from django.urls import URLPattern, URLResolver, path

from outcomes.views.analysis_codebook import analysis_codebook, define_file
from outcomes.views.behind import study_patients
from outcomes.views.builder import study_edit, study_new
from outcomes.views.changes import study_changes
from outcomes.views.clients import client_file, clients
from outcomes.views.cut import cut
from outcomes.views.cut_comparison import cut_compare
from outcomes.views.cuts import cut_again, cut_new, cuts
from outcomes.views.exporting import export_file, exports
from outcomes.views.figure import figure
from outcomes.views.jobs import export_job_drop, export_job_file, export_jobs
from outcomes.views.regression import study_regression
from outcomes.views.regression_files import regression_file
from outcomes.views.running import system, system_retry
from outcomes.views.sharing import study_sharing
from outcomes.views.status import status
from outcomes.views.studies import studies
from outcomes.views.study import study
from outcomes.views.versions import study_archive, study_version, study_versions
from outcomes.views.webhooks import (
    webhook_end,
    webhook_resume,
    webhook_secret,
    webhooks,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("system/", system, name="system"),
    path("system/retry", system_retry, name="system-retry"),
    path("codebook/analysis/", analysis_codebook, name="analysis-codebook"),
    path("codebook/analysis/define.xml", define_file, name="define-file"),
    path("programs/", clients, name="clients"),
    path("programs/<str:name>", client_file, name="client-file"),
    path("cuts/", cuts, name="cuts"),
    path("cuts/new", cut_new, name="cut-new"),
    path("cuts/<slug:name>/", cut, name="cut"),
    path("cuts/<slug:name>/again", cut_again, name="cut-again"),
    path("cuts/<slug:name>/since/<slug:other>/", cut_compare, name="cut-compare"),
    path("webhooks/", webhooks, name="webhooks"),
    path("webhooks/<int:pk>/end", webhook_end, name="webhook-end"),
    path("webhooks/<int:pk>/secret", webhook_secret, name="webhook-secret"),
    path("webhooks/<int:pk>/resume", webhook_resume, name="webhook-resume"),
    path("exports/jobs/", export_jobs, name="export-jobs"),
    path("exports/jobs/<int:pk>/drop", export_job_drop, name="export-job-drop"),
    path("exports/jobs/<int:pk>/file", export_job_file, name="export-job-file"),
    path("exports/", exports, name="exports"),
    path("exports/<slug:dataset>.<slug:kind>", export_file, name="export-file"),
    path("studies/", studies, name="studies"),
    path("studies/new", study_new, name="study-new"),
    path("studies/<slug:slug>/", study, name="study"),
    path("studies/<slug:slug>/edit", study_edit, name="study-edit"),
    path("studies/<slug:slug>/versions", study_versions, name="study-versions"),
    path(
        "studies/<slug:slug>/versions/<int:number>",
        study_version,
        name="study-version",
    ),
    path("studies/<slug:slug>/archive", study_archive, name="study-archive"),
    path("studies/<slug:slug>/sharing", study_sharing, name="study-sharing"),
    path("studies/<slug:slug>/status", status, name="study-status"),
    path("studies/<slug:slug>/behind/", study_patients, name="study-patients"),
    path("studies/<slug:slug>/changes/", study_changes, name="study-changes"),
    path("studies/<slug:slug>/regression/", study_regression, name="study-regression"),
    path(
        "studies/<slug:slug>/regression/<slug:name>.<slug:kind>",
        regression_file,
        name="study-regression-file",
    ),
    path("studies/<slug:slug>/<slug:section>/", study, name="study-section"),
    path("studies/<slug:slug>/figures/<slug:name>.<slug:kind>", figure, name="figure"),
]
