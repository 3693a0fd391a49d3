"""Pages of the outcomes."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("outcomes.urls_api")),
    path("", include("outcomes.urls_pages")),
]
