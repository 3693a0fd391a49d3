"""Name and hospital number of a patient, as the own centre's staff type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms.entry_form import EntryForm
from registry.forms.setting import Face
from registry.forms.widgets import TextBox


def text_field(
    label: Any, *, longest: int, hint: Any = "", **more: Any
) -> forms.CharField:
    """Return a line of text without reasons for no value."""
    field = forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        widget=TextBox({"spellcheck": "false"}),
        **more,
    )
    field.face = Face(reasons=())  # type: ignore[attr-defined]
    return field


class IdentityForm(EntryForm):
    """Who the patient is; a correction also says why."""

    family_name = text_field(_("Family name"), longest=60, required=False)
    given_name = text_field(_("Given name"), longest=60, required=False)
    family_name_latin = text_field(
        _("Family name in Latin letters"),
        longest=60,
        required=False,
        hint=_("Where it is not the pinyin, such as in a passport."),
    )
    given_name_latin = text_field(
        _("Given name in Latin letters"), longest=60, required=False
    )
    hospital_no = text_field(_("Hospital number"), longest=40, required=False)
    reason = text_field(
        _("Why is it changed?"),
        longest=500,
        required=False,
        hint=_("Kept in the history of the identity. No name belongs here."),
    )
