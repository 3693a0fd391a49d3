"""A person's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from registry.access.log import note
from registry.models import Access


class ChangePassword(PasswordChangeView):
    """Set a new password, given the old one; other sessions of the person end."""

    template_name = "registry/account/password.html"
    success_url = reverse_lazy("home")

    def get_form(self, form_class: Any = None) -> PasswordChangeForm:
        """Return Django's form, drawn as the registry draws a box."""
        form: PasswordChangeForm = super().get_form(form_class)
        for field in form.fields.values():
            field.widget.attrs["class"] = "inp text"
        return form

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Say that the new password holds."""
        note(Access.PASSWORD, user_id=self.request.user.pk, request=self.request)
        messages.success(self.request, _("Your password is changed."))
        return super().form_valid(form)

    def form_invalid(self, form: PasswordChangeForm) -> HttpResponse:
        """Show what is wrong with what was typed."""
        return self.render_to_response(self.get_context_data(form=form), status=422)
