"""What somebody says who opens a patient of another centre in an emergency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.access.policy import Actor
from registry.forms.entry_form import EntryForm
from registry.forms.identity_form import text_field
from registry.forms.own_password import own_password
from registry.forms.setting import Face
from registry.forms.widgets import LongChoice
from registry.models import Centre


class EmergencyForm(EntryForm):
    """Whose patient, which, why; and the person's own password again."""

    centre = forms.ModelChoiceField(
        label=_("The patient's centre"),
        queryset=Centre.objects.none(),
        empty_label="",
        widget=LongChoice,
        error_messages={"required": _("Choose the centre that treats the patient.")},
    )
    number = text_field(
        _("Study number at that centre"),
        longest=20,
        hint=_("The whole number. There is no search across centres."),
        error_messages={"required": _("Type the study number.")},
    )
    reason = text_field(
        _("What is the emergency?"),
        longest=500,
        hint=_("The centre reads it, and it is kept. No name belongs here."),
        error_messages={"required": _("Say what the emergency is.")},
    )
    password = own_password()
    code = text_field(
        _("A code of your app"),
        longest=20,
        hint=_("Or a recovery code."),
        error_messages={"required": _("Type the code that the app shows now.")},
    )

    def __init__(self, *args: Any, actor: Actor, with_code: bool, **kwargs: Any):
        """Offer the other centres; ask for a code of whoever signs in with one."""
        super().__init__(*args, **kwargs)
        centre: Any = self.fields["centre"]
        centre.queryset = Centre.objects.exclude(pk__in=actor.readable_centres)
        if not with_code:
            del self.fields["code"]
        for name in ("centre", "password"):
            self.fields[name].face = Face(reasons=())  # type: ignore[attr-defined]
