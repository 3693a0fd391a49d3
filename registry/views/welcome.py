"""The page that a sign-in link opens: set a password, once."""

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.audit.context import acting
from registry.views.password import Boxed


@method_decorator(require_http_methods(["GET", "HEAD", "POST"]), name="dispatch")
class Welcome(Boxed, PasswordResetConfirmView):
    """Set a password by a link that an administrator made; then sign in with it."""

    template_name = "registration/welcome.html"
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        """Keep the password; the history has it in the person's own name."""
        with acting(form.user.actor(), _("Password set by a sign-in link")):
            answer = super().form_valid(form)
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return answer
