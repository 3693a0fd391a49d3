"""What a centre states of its own columns: which is which, and how days are ordered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from registry.intake.columns import BY_NAME, STUDY
from registry.intake.mapping import Stated

ORDERS = (
    ("", gettext_lazy("Not stated")),
    ("dmy", gettext_lazy("Day first: 3/4 is 3 April")),
    ("mdy", gettext_lazy("Month first: 3/4 is 4 March")),
)


class ColumnsForm(forms.Form):
    """One question for each header that is not known and each date of two readings."""

    def __init__(
        self, report: Mapping[str, Any], stated: Stated, data: Any = None
    ) -> None:
        super().__init__(data)
        self.headers = _asked(report, "unmapped_header", "column", stated.headers)
        self.dates = _asked(report, "ambiguous_date", "field", stated.day_order)
        for place, header in enumerate(self.headers):
            self.fields[f"header_{place}"] = forms.ChoiceField(
                label=" ".join(header.split()) or _("(no header)"),
                choices=_columns(),
                required=False,
                initial=stated.headers.get(header, ""),
                widget=forms.Select(attrs={"class": "inp text"}),
            )
        for place, name in enumerate(self.dates):
            self.fields[f"date_{place}"] = forms.ChoiceField(
                label=_shown(name),
                choices=ORDERS,
                required=False,
                initial=stated.day_order.get(name, ""),
                widget=forms.Select(attrs={"class": "inp text"}),
            )

    def stated(self) -> Stated:
        """Return what was answered; a question left open states nothing."""
        given = self.cleaned_data
        headers = {h: given[f"header_{n}"] for n, h in enumerate(self.headers)}
        dates = {d: given[f"date_{n}"] for n, d in enumerate(self.dates)}
        return Stated(
            {header: name for header, name in headers.items() if name},
            {name: order for name, order in dates.items() if order},
        )


def _asked(
    report: Mapping[str, Any], code: str, place: str, stated: Mapping[str, str]
) -> list[str]:
    """Return what is still open, and what was stated before, to correct it."""
    found = (one[place] for one in report["problems"] if one["code"] == code)
    return list(dict.fromkeys([*stated, *(name for name in found if name)]))


def _columns() -> list[tuple[str, str]]:
    return [("", _("Leave it out")), *((c.name, _shown(c.name)) for c in STUDY)]


def _shown(name: str) -> str:
    label = BY_NAME[name].variable.label.in_language(get_language())
    return f"{label} ({name})"
