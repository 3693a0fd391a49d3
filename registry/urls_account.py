"""A person's own pages."""

from django.urls import URLPattern, URLResolver, path

from registry.views.notices import calendar, notices
from registry.views.password import ChangePassword
from registry.views.second_factor import second_factor
from registry.views.tokens import revoke, tokens

urlpatterns: list[URLPattern | URLResolver] = [
    path("password/", ChangePassword.as_view(), name="password"),
    path("second-factor/", second_factor, name="second-factor"),
    path("notices/", notices, name="notices"),
    path("notices/calendar/<slug:act>/", calendar, name="notices-calendar"),
    path("tokens/", tokens, name="tokens"),
    path("tokens/<slug:key>/revoke/", revoke, name="token-revoke"),
]
