"""Pages of the registry."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("registry.urls_api")),
    path("account/", include("registry.urls_account")),
    path("", include("registry.urls_import")),
    path("", include("registry.urls_audit")),
    path("", include("registry.urls_daily")),
    path("", include("registry.urls_pages")),
    path("", include("registry.urls_queries")),
    path("", include("registry.urls_forms")),
]
