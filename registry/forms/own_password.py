"""The password of whoever is signed in, asked again before what it must be them for."""

from django import forms
from django.utils.translation import gettext_lazy as _


def own_password() -> forms.CharField:
    """Return the field; whether it is theirs, the view asks."""
    return forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(
            {"class": "inp text", "autocomplete": "current-password"}
        ),
        error_messages={"required": _("Type the password that you sign in with.")},
    )
