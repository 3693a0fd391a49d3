"""On which days, and in which language, somebody wants a digest."""

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _


class NoticesForm(forms.Form):
    """Weekdays and language of the digest; no day means no digest."""

    days = forms.MultipleChoiceField(
        label=_("On these days"),
        required=False,
        choices=[(str(number + 1), name) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(
        label=_("In this language"),
        choices=settings.LANGUAGES,
        widget=forms.Select({"class": "inp"}),
    )

    def weekdays(self) -> str:
        """Return the chosen days as they are kept."""
        return "".join(sorted(self.cleaned_data["days"]))
