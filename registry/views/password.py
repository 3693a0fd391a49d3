"""A person's own password."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import FormView

from registry.access.log import note
from registry.audit.context import acting
from registry.models import Access, Notices, User


class Boxed(FormView):
    """A page of Django's own with its form drawn as the registry draws a box."""

    def get_form(self, form_class: Any = None) -> forms.Form:
        """Return Django's form, each of its boxes ours."""
        form: forms.Form = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs["class"] = "inp text"
        return form

    def form_invalid(self, form: Any) -> HttpResponse:
        """Show what is wrong with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ChangePassword(Boxed, PasswordChangeView):
    """Set a new password, given the old one; other sessions and all tokens end."""

    template_name = "registry/account/password.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, in the person's own name, and say what no longer works."""
        user = cast(User, self.request.user)
        had_tokens = user.auth_token_set.exists()
        had_feed = Notices.objects.filter(user=user).exclude(calendar_key="").exists()
        with acting(user.actor(), "password"):
            note(Access.PASSWORD, user_id=user.pk, request=self.request)
            answer = super().form_valid(form)
        messages.success(self.request, _("Your password is changed."))
        if had_tokens:
            words = _(
                "Your tokens no longer work: make new ones where programs need them."
            )
            messages.info(self.request, words)
        if had_feed:
            messages.info(self.request, _("The calendar's address no longer works."))
        return answer
