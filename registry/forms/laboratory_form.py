"""Laboratories and normal ranges, as a centre's administrator types them."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from registry.codelists.general import SEX
from registry.codelists.laboratory import ANALYTE, UNITS
from registry.forms.entry_form import EntryForm
from registry.forms.identity_form import text_field
from registry.forms.setting import Face
from registry.forms.widgets import LongChoice, NumberBox, TextBox
from registry.models import Centre

PLAIN = Face(reasons=())


def _plain(field: Any) -> Any:
    field.face = PLAIN
    return field


def _number(label: Any, **more: Any) -> Any:
    box: dict[str, Any] = {
        "max_digits": 10,
        "decimal_places": 3,
        "min_value": 0,
        "widget": NumberBox,
    }
    return _plain(forms.DecimalField(label=label, **box, **more))


def _age(label: Any) -> Any:
    limits: dict[str, Any] = {"min_value": 0, "max_value": 120, "widget": NumberBox}
    return _plain(forms.IntegerField(label=label, required=False, **limits))


def _day(label: Any, **more: Any) -> Any:
    box = TextBox({"placeholder": "2024-01-01", "inputmode": "numeric"})
    return _plain(forms.DateField(label=label, widget=box, **more))


class LaboratoryForm(EntryForm):
    """A laboratory of one of the centres that the person configures."""

    centre = _plain(
        forms.ModelChoiceField(
            label=_("Centre"), queryset=Centre.objects.none(), widget=LongChoice
        )
    )
    name = text_field(_("Name of the laboratory"), longest=100)

    def __init__(self, *args: Any, centres: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of: Any = self.fields["centre"]
        of.queryset = Centre.objects.filter(pk__in=centres)
        if len(centres) == 1:
            of.initial = next(iter(centres))


class RangeForm(EntryForm):
    """What the laboratory calls normal, for whom and when."""

    analyte = _plain(forms.ChoiceField(label=_("Analyte"), widget=LongChoice))
    unit = _plain(
        forms.ChoiceField(
            label=_("Unit"), choices=[(u, u) for u in UNITS], widget=LongChoice
        )
    )
    lower = _number(_("Lower limit"), required=False)
    upper = _number(_("Upper limit"))
    sex = _plain(forms.ChoiceField(label=_("Sex"), required=False, widget=LongChoice))
    age_from = _age(_("From age, completed years"))
    age_to = _age(_("To age"))
    valid_from = _day(_("Valid from"))
    valid_to = _day(_("Valid to"), required=False)
    reason = text_field(_("Why is it changed?"), longest=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        named = [(one.value, one.label.in_language(language)) for one in ANALYTE]
        sexes = [(one.value, one.label.in_language(language)) for one in SEX]
        self.fields["analyte"].choices = named  # type: ignore[attr-defined]
        self.fields["sex"].choices = [("", "–"), *sexes]  # type: ignore[attr-defined]
