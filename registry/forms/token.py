"""What a new token is for, what it may do and how long it lasts."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.own_password import own_password
from registry.models import Scope

DAYS = {
    7: _("7 days"),
    30: _("30 days"),
    90: _("90 days"),
    365: _("one year"),
}

_CHOICE = {"class": "inp text"}


class TokenForm(forms.Form):
    """Name, scope and life of a token, and who makes it; none lasts for ever."""

    name = forms.CharField(
        label=_("For what"),
        max_length=60,
        widget=forms.TextInput(attrs={"class": "inp text", "autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label=_("Scope"),
        choices=Scope.choices,
        initial=Scope.READ,
        widget=forms.Select(attrs=_CHOICE),
    )

    days = forms.TypedChoiceField(
        label=_("Lasts"),
        choices=list(DAYS.items()),
        coerce=int,
        initial=30,
        widget=forms.Select(attrs=_CHOICE),
    )

    password = own_password()

    def life(self) -> timedelta:
        """Return how long the token is to last."""
        return timedelta(days=self.cleaned_data["days"])
