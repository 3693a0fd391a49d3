"""A form as a data manager fills it in."""

from typing import Any, cast

from django import forms
from django.forms.renderers import TemplatesSetting

from registry.forms.bound import EntryBoundField
from registry.forms.setting import Setting


class EntryRenderer(TemplatesSetting):
    """Django's renderer with our template for a field."""

    field_template_name = "registry/forms/_field.html"


class EntryForm(forms.Form):
    """A form in a setting.

    Each field ``x`` may be answered by a reason for no value, posted as ``x__absent``;
    then the value is empty and ``absences`` holds the reason.
    """

    bound_field_class = EntryBoundField
    default_renderer = EntryRenderer
    use_required_attribute = False

    def __init__(self, *args: Any, setting: Setting | None = None, **kwargs: Any):
        self.setting = setting or Setting()
        super().__init__(*args, **kwargs)

    @property
    def absences(self) -> dict[str, str]:
        """Return the reasons for no value by the names of their fields."""
        fields = (cast(EntryBoundField, bound) for bound in self)
        return {bound.name: bound.absent for bound in fields if bound.absent}

    @property
    def stands(self) -> dict[str, str]:
        """Return why values stand that a check doubts, by the names of their fields."""
        fields = (cast(EntryBoundField, bound) for bound in self)
        return {bound.name: bound.stands for bound in fields if bound.stands.strip()}

    def clean(self) -> dict[str, Any]:
        """Take a reason for the answer, whatever stands in the hidden control."""
        for name in self.absences:
            self.cleaned_data[name] = None
            self.errors.pop(name, None)
        return self.cleaned_data
