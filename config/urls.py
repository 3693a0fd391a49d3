"""The addresses of the whole application."""

from django.contrib import admin
from django.urls import include, path
from knox.models import AuthToken

from config.health import health

# A token made for somebody else would let its maker read in their name.
# Asked first: where another import below fails, the next try must show that fault.
if admin.site.is_registered(AuthToken):
    admin.site.unregister(AuthToken)

urlpatterns = [
    path("healthz", health, name="healthz"),
    path("admin/", admin.site.urls),
    path("", include("registry.urls")),
    path("", include("outcomes.urls")),
]

handler404 = "registry.api.problems.not_found"
handler500 = "registry.api.problems.server_error"
