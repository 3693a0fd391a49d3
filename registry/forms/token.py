"""How long a new token lasts."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

DAYS = {
    7: _("7 days"),
    30: _("30 days"),
    90: _("90 days"),
    365: _("one year"),
}


class TokenForm(forms.Form):
    """The life of a token; none lasts for ever."""

    days = forms.TypedChoiceField(
        label=_("Lasts"), choices=list(DAYS.items()), coerce=int, initial=30
    )

    def life(self) -> timedelta:
        """Return how long the token is to last."""
        return timedelta(days=self.cleaned_data["days"])
