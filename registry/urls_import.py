"""Pages of the import. The frame's navigation knows the first as ``imports``."""

from django.urls import path

from registry.views import import_workbooks, imports

urlpatterns = [
    path("import/", imports.upload, name="imports"),
    path("import/template.xlsx", import_workbooks.template, name="import-template"),
    path("import/data.xlsx", import_workbooks.data, name="import-data"),
    path("import/<int:pk>/", imports.report, name="import-report"),
    path("import/<int:pk>/confirm/", imports.confirmed, name="import-confirm"),
    path("import/<int:pk>/progress/", imports.progress, name="import-progress"),
    path("import/<int:pk>/cancel/", imports.cancelled, name="import-cancel"),
    path("import/<int:pk>/again/", imports.again, name="import-again"),
    path("import/<int:pk>/problems.csv", imports.problems, name="import-problems"),
    path("import/<int:pk>/columns/", imports.columns, name="import-columns"),
    path("import/<int:pk>/correct/", imports.to_correct, name="import-corrections"),
]
