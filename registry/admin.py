"""Users, roles and centres for the system administrator; no clinical data."""

from contextlib import AbstractContextManager
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.audit.context import acting
from registry.models import Centre, Membership, User


def in_the_name_of(request: HttpRequest) -> AbstractContextManager[None]:
    """Return the context in which writes are those of the person signed in."""
    return acting(cast(User, request.user).actor(), str(_("Administration")))


def sign_in(request: HttpRequest, extra_context: Any = None) -> HttpResponse:
    """Lead to the registry's own sign-in, which asks for the second factor."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    onward = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
    return redirect_to_login(onward)


admin.site.login = sign_in  # type: ignore[method-assign]


class Audited(admin.ModelAdmin):
    """Write everything in the name of the person signed in."""

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Add or change one row as the person signed in."""
        with in_the_name_of(request):
            return super().changeform_view(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: history keeps its authors, so people are deactivated instead."""
        return False


class Memberships(admin.TabularInline):
    """The roles of one user."""

    model = Membership
    extra = 0


@admin.register(User)
class Users(Audited, UserAdmin):
    """People and what they are to the registry."""

    inlines = (Memberships,)
    # Groups and single permissions give no rights here, and the database refuses them.
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Permissions"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()
    list_filter = ("is_staff", "is_superuser", "is_active")
    list_display = ("username", "last_name", "is_active", "last_login")

    def user_change_password(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Set somebody's password as the person signed in."""
        with in_the_name_of(request):
            return super().user_change_password(request, *args, **kwargs)


@admin.register(Centre)
class Centres(Audited):
    """Centres and their time zones."""

    list_display = ("code", "name", "country", "time_zone")
    search_fields = ("code", "name")
