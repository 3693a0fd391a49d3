"""A transfer as the sending centre asks for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.entry_form import EntryForm
from registry.forms.identity_form import text_field
from registry.forms.setting import Face
from registry.forms.widgets import LongChoice
from registry.models import Centre

WITHOUT_REASONS = Face(reasons=())


class TransferForm(EntryForm):
    """To whom, why, and whether name and hospital number go along."""

    to = forms.ModelChoiceField(
        label=_("Receiving centre"),
        queryset=Centre.objects.none(),
        empty_label="",
        widget=LongChoice,
        error_messages={"required": _("Choose the centre that treats the patient.")},
    )
    reason = text_field(
        _("Why is the patient transferred?"),
        longest=500,
        hint=_("Kept in the patient's history. No name belongs here."),
        error_messages={"required": _("Say why: the history keeps it.")},
    )
    with_identity = forms.BooleanField(
        label=_("Name and hospital number go along"),
        help_text=_("Without this they are removed when the other centre accepts."),
        required=False,
    )

    def __init__(self, *args: Any, own: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = Centre.objects.exclude(pk=own)
        for name in ("to", "with_identity"):
            self.fields[name].face = WITHOUT_REASONS  # type: ignore[attr-defined]
