"""The addresses of the whole application."""

from django.contrib import admin
from django.urls import include, path

from config.health import health, ready

urlpatterns = [
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
    path("", include("outcomes.urls")),
]

handler404 = "registry.api.problems.not_found"
handler500 = "registry.api.problems.server_error"
