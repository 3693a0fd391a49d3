"""Who is invited, and the role that somebody is given."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.access.policy import SYSTEM_WIDE, Action, Actor, Role
from registry.models import Centre
from registry.models.user import ROLE_LABELS

_CHOICE = {"class": "inp text"}
_BOX = {"class": "inp text", "autocomplete": "off"}


class RoleForm(forms.Form):
    """A role, where it is held, and its last day."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"), widget=forms.Select(attrs=_CHOICE)
    )
    centre = forms.ModelChoiceField(
        Centre.objects.none(),
        label=gettext_lazy("Centre"),
        required=False,
        widget=forms.Select(attrs=_CHOICE),
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={**_BOX, "type": "date"}),
        help_text=gettext_lazy("Empty: until somebody ends it."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer what the actor may give."""
        super().__init__(*args, **kwargs)
        everywhere = actor.holds_everywhere(Action.MANAGE_USERS)
        roles = [role for role in Role if everywhere or role not in SYSTEM_WIDE]
        roles += [Role.STATISTICIAN] if not everywhere else []
        centres = Centre.objects.order_by("code")
        if not everywhere:
            centres = centres.filter(pk__in=actor.centres_for(Action.MANAGE_USERS))
        self.fields["role"].choices = [(r.value, ROLE_LABELS[r]) for r in roles]  # type: ignore[attr-defined]
        self.fields["centre"].queryset = centres  # type: ignore[attr-defined]
        self.fields["centre"].required = not everywhere

    def clean_last_day(self) -> datetime | None:
        """Return the end of the last day, by the installation's clock."""
        day = self.cleaned_data["last_day"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day is past."))
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time())
        return timezone.make_aware(midnight)

    def clean(self) -> dict[str, Any]:
        """Ask for a centre, or for none, as the role is held."""
        said = self.cleaned_data
        role, centre = (
            Role(said["role"]) if said.get("role") else None,
            said.get("centre"),
        )
        if (
            role
            and role not in SYSTEM_WIDE
            and not centre
            and "centre" not in self.errors
        ):
            self.add_error("centre", _("This role is held at a centre: choose one."))
        if role is Role.SYSTEM_ADMINISTRATOR and centre:
            self.add_error("centre", _("This role is held without a centre."))
        return said

    def given(self) -> dict[str, Any]:
        """Return the role as the service takes it."""
        said = self.cleaned_data
        return {
            "role": Role(said["role"]),
            "centre": said["centre"],
            "until": said["last_day"],
        }


class InvitationForm(RoleForm):
    """A new person with their first role."""

    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={**_BOX, "autocapitalize": "none"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Family name"),
        max_length=150,
        widget=forms.TextInput(attrs=_BOX),
    )
    first_name = forms.CharField(
        label=gettext_lazy("Given name"),
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs=_BOX),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs=_BOX),
    )
    field_order = ("username", "last_name", "first_name", "email", "role", "centre")

    def about(self) -> dict[str, str]:
        """Return the person as the service takes them."""
        names = ("username", "first_name", "last_name", "email")
        return {name: self.cleaned_data[name] for name in names}
