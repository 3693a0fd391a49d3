"""How a field of an entry form is shown: reasons for no value, warnings, day, unit."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks.spoken import plain
from registry.codelists.general import MISSING
from registry.forms.setting import LETTERS, Doubt, Face, QueryMark, Reason
from registry.forms.widgets import Checks, DayBox, UnitBox
from registry.templatetags.ui import day_number, day_numbers, days_from
from registry.variables.entered import TIMES_ULN, Multiple, partial, quantity
from registry.variables.labels import clauses, series
from registry.variables.spec import Variable

if TYPE_CHECKING:
    from registry.forms.entry_form import EntryForm


class EntryBoundField(BoundField):
    """A bound field that knows the face of its field and the setting of its form."""

    form: "EntryForm"

    @property
    def face(self) -> Face:
        return getattr(self.field, "face", Face())

    @property
    def absent_name(self) -> str:
        """Return the name under which the reason for no value is posted."""
        return f"{self.html_name}__absent"

    @property
    def absent(self) -> str:
        """Return the code of the reason for no value, or an empty text."""
        if self.form.is_bound:
            given = self.form.data.get(self.absent_name, "")
            return given if given in self.face.reasons else ""
        return self.form.setting.absent.get(self.name, "")

    @property
    def absent_word(self) -> str:
        words = (reason.word for reason in self.reasons if reason.code == self.absent)
        return next(words, "")

    @property
    def reasons(self) -> list[Reason]:
        language = get_language()
        return [
            Reason(code, MISSING.label(code).in_language(language), LETTERS[code])
            for code in self.face.reasons
        ]

    @property
    def doubts(self) -> list[Doubt]:
        return list(self.form.setting.doubts.get(self.name, ()))

    @property
    def repairs(self) -> list[tuple[str, str]]:
        """Return (value, label) pairs offered in place of a refused value."""
        return list(self.form.setting.repairs.get(self.name, ()))

    @property
    def stands_name(self) -> str:
        """Return the name under which it is said why a doubted value stands."""
        return f"{self.html_name}__stands"

    @property
    def stands(self) -> str:
        """Return what was typed of why a doubted value stands."""
        return self.form.data.get(self.stands_name, "") if self.form.is_bound else ""

    @property
    def queries(self) -> list[QueryMark]:
        """Return what is, or was, asked about the field."""
        return list(self.form.setting.queries.get(self.name, ()))

    @property
    def may_confirm(self) -> bool:
        """Tell whether a doubted value can be confirmed with a reason."""
        return self.form.setting.may_confirm

    @property
    def locked(self) -> bool:
        """Tell whether the value is shown as text, without a control."""
        return self.form.setting.locked

    @property
    def shown(self) -> str:
        """Return the value in words: the label of a code, the reason for none."""
        if self.absent:
            return self.absent_word
        if self.rows:
            return self._shown_rows()
        value = self.value()
        given = value if isinstance(value, list | tuple) else [value]
        labels = {str(code): str(label) for code, label in self._choices()}
        words = [
            labels.get(str(one), str(one)) for one in given if one not in (None, "")
        ]
        return series(words) or "–"

    def _shown_rows(self) -> str:
        rows = [row for row in self.rows if not row.is_blank]
        cells = ([cell["field"].shown for cell in row.cells] for row in rows)
        return clauses(map(series, cells)) or "–"

    def _choices(self) -> list[tuple[Any, Any]]:
        return list(getattr(self.field, "choices", ()))

    @property
    def group_role(self) -> str:
        """Return the role of the group of radios or check boxes."""
        many = isinstance(self.field.widget, Checks) or hasattr(self.field, "shown")
        return "group" if many else "radiogroup"

    @property
    def css(self) -> str:
        if self.errors:
            return "bad"
        return "soft" if self.doubts else ""

    @property
    def is_day(self) -> bool:
        return isinstance(self.field.widget, DayBox)

    @property
    def day(self) -> str:
        """Return the day from day zero in words; the days that a part may stand for."""
        typed, zero = str(self.value() or ""), self.form.setting.day_zero
        if part := partial(typed):
            days = day_numbers(days_from(part.first, zero), days_from(part.last, zero))
            lacks = _("day unknown") if part.month else _("month and day unknown")
            return " · ".join(filter(None, (days, lacks)))
        try:
            on = date.fromisoformat(typed)
        except ValueError:
            return ""
        return day_number(days_from(on, zero))

    @property
    def has_units(self) -> bool:
        """Tell whether the control itself says and lets choose the unit."""
        return isinstance(self.field.widget, UnitBox)

    @property
    def stored(self) -> str:
        """Return what is stored of a number that is entered in another unit."""
        found = quantity(self._variable, str(self.value())) if self._variable else None
        if isinstance(found, Multiple):
            return f"= {plain(found.stored)} {TIMES_ULN}"
        return f"= {plain(found.stored)} {self.face.unit}" if found else ""

    @property
    def _variable(self) -> Variable | None:
        return getattr(self.field, "variable", None)

    @property
    def rows(self) -> list[Any]:
        """Return the rows of a repeating group, some blank ones with them."""
        make = getattr(self.field, "shown", None)
        return make(self.html_name, self.value()) if make else []

    @property
    def told(self) -> list[tuple[str, str]]:
        """Return each error with the id of the cell that it is about, or without."""
        cells = getattr(self.field, "told", {})
        where = {
            said: f"{self.auto_id}__{n}-{part}" for said, (n, part) in cells.items()
        }
        return [(str(error), where.get(str(error), "")) for error in self.errors]

    @property
    def history_url(self) -> str:
        return self.form.setting.history_url.replace("FIELD", self.name)

    @property
    def ask_url(self) -> str:
        """Return where a query about the field is opened, for who may open one."""
        return self.form.setting.ask_url.replace("FIELD", self.name)

    @property
    def laboratory_url(self) -> str:
        """Return where a laboratory's value becomes this field's multiple."""
        if not self._variable or not self._variable.analytes:
            return ""
        return self.form.setting.laboratory_url.replace("FIELD", self.name)

    @property
    def aria_describedby(self) -> str:
        """Add the soft messages to what Django already points to."""
        described = super().aria_describedby or ""
        doubt = f"{self.auto_id}_doubt" if self.auto_id and self.doubts else ""
        return " ".join(filter(None, (described, doubt)))

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if self.is_day and self.form.setting.day_zero:
            attrs["data-day-zero"] = self.form.setting.day_zero.isoformat()
        return attrs
