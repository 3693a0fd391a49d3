"""Pages of the queries and of the checks that open them."""

from django.urls import path

from registry.views import checks, queries, query

urlpatterns = [
    path("queries/", queries.queries, name="queries"),
    path("queries/many/", queries.queries_many, name="queries-many"),
    path("queries/<int:pk>/", query.query, name="query"),
    path("queries/<int:pk>/<slug:act>/", query.query_act, name="query-act"),
    path("checks/", checks.checks, name="checks"),
    path("checks/run/", checks.checks_run, name="checks-run"),
    path("patients/<int:pk>/<slug:form>/query/", query.query_new, name="query-new"),
]
