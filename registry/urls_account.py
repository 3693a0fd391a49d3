"""A person's own pages."""

from django.urls import URLPattern, URLResolver, path

from registry.views.tokens import revoke, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens/", tokens, name="tokens"),
    path("tokens/<slug:key>/revoke/", revoke, name="token-revoke"),
]
