"""One form for every form: fields, sections and conditions come from the model."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.forms.bound import EntryBoundField
from registry.forms.entry_form import EntryForm
from registry.forms.fields import TypedDay, field_of, with_face
from registry.forms.rows import RowsField, as_cells
from registry.forms.setting import Face
from registry.forms.widgets import LongChoice, UnitBox, choice_widget
from registry.models import Versioned
from registry.variables.conditions import When
from registry.variables.spec import Variable

Choices = list[tuple[Any, str]]


class RecordBoundField(EntryBoundField):
    """A field that knows whether it applies to the other answers."""

    form: "RecordForm"

    @property
    def only(self) -> dict[str, Any] | None:
        """Return the condition under which the field applies, for the script.

        What is asked of the form's own answers is judged while they are typed; what
        is asked of the rest of the case is known when the page is drawn.
        """
        variable = self.form.variables.get(self.name)
        if variable is None or variable.only is None:
            return None
        case, answers = self.form.setting.known, self.form.answers
        parts = variable.only.parts
        own = next((one for one in parts if isinstance(one, When) and not one.of), None)
        return {
            "own": own,
            "values": " ".join(sorted(own.values)) if own else "",
            "never": not all(p.met_by(answers, case) for p in parts if p.elsewhere),
        }

    @property
    def applies(self) -> bool:
        variable = self.form.variables.get(self.name)
        if variable is None:
            return True
        return variable.applies(self.form.answers, self.form.setting.known)

    @property
    def empty(self) -> bool:
        return self.value() in (None, "", []) and not self.absent

    @property
    def waits(self) -> bool:
        """Tell whether the field is not asked, as the answers stand."""
        return not self.applies and self.empty

    @property
    def stray(self) -> bool:
        """Tell whether the field is answered though it does not apply."""
        return not self.applies and not self.empty


@dataclass(slots=True)
class Section:
    """A part of a form: its core questions, and the others on demand."""

    title: str
    core: list[RecordBoundField] = field(default_factory=list)
    more: list[RecordBoundField] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Tell whether an optional question needs to be seen."""
        return any(one.errors or one.doubts or not one.empty for one in self.more)

    @property
    def waits(self) -> bool:
        """Tell whether no question of the section is asked."""
        return all(one.waits for one in (*self.core, *self.more))


class RecordForm(EntryForm):
    """The answers to one form of one patient.

    ``places`` offers what says where a new record belongs (centre, course, HSCT) where
    there is something to choose; ``starts`` are the first answers of a new record.
    """

    bound_field_class = RecordBoundField
    model: type[Versioned]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        places: Mapping[str, tuple[str, Choices]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.places = tuple(places or ())
        for name, (label, choices) in (places or {}).items():
            self.fields[name] = _place(label, choices)
        self._count_days()
        for name, one in self.fields.items():
            if isinstance(one.widget, UnitBox):
                one.widget.start_in(self.setting.units.get(name, ""))

    def _count_days(self) -> None:
        """Let the dates be counted from day 0, and say so at the first of them."""
        days = [one for one in self.fields.values() if isinstance(one, TypedDay)]
        for one in days:
            one.day_zero = self.setting.day_zero
        if days:
            days[0].help_text = f"{days[0].help_text} {self._how_to_date()}".strip()
        for one in days:
            if one.partial:
                part = _("Where the day is not known: YYYY-MM, or YYYY.")
                one.help_text = f"{one.help_text} {part}".strip()
                break

    def _how_to_date(self) -> str:
        counted = self.setting.day_zero is not None
        return _("YYYY-MM-DD, or a day such as d3.") if counted else _("YYYY-MM-DD.")

    def __getitem__(self, name: str) -> RecordBoundField:
        return cast(RecordBoundField, super().__getitem__(name))

    @property
    def variables(self) -> Mapping[str, Variable]:
        """Return the variables that the form asks for."""
        return self.model.variables()

    @property
    def read(self) -> dict[str, Any]:
        """Return every answer that could be read; what could not is None."""
        self.errors  # noqa: B018  reading happens on first access
        given = getattr(self, "cleaned_data", {})
        return {name: given.get(name) for name in self.variables}

    @property
    def answers(self) -> Mapping[str, Any]:
        """Return the answers that conditions look at."""
        if self.is_bound:
            read = self.read
            return {**self.setting.place, **self.chosen_place, **read}
        asked = {name: self.fields[name] for name in self.variables}
        said = {n: self.get_initial_for_field(one, n) for n, one in asked.items()}
        return {**self.setting.place, **said}

    @property
    def _all(self) -> list[tuple[str, forms.Field]]:
        return list(self.fields.items())

    @property
    def place_fields(self) -> list[RecordBoundField]:
        """Return the fields that say where a new record belongs."""
        return [self[name] for name in self.places]

    @property
    def chosen_place(self) -> dict[str, int]:
        """Return where the new record belongs, as chosen."""
        return {n: int(v) for n in self.places if (v := self.cleaned_data.get(n))}

    @property
    def sections(self) -> list[Section]:
        """Return the fields by section, in reading order."""
        return list(self._sections())

    def _sections(self) -> Iterator[Section]:
        section, answers = Section(""), self.answers
        for name, variable in self.variables.items():
            if name in self.model.sections:
                if section.core or section.more:
                    yield section
                label = self.model.sections[name]
                section = Section(label.in_language(get_language()))
            core = variable.is_core(answers, self.setting.known)
            (section.core if core else section.more).append(self[name])
        yield section

    @property
    def says_reported(self) -> bool:
        """Tell whether any question answers an item of another registry."""
        return any(variable.reported for variable in self.variables.values())

    @property
    def units_chosen(self) -> dict[str, str]:
        """Return the unit that was chosen for each number that has several."""
        boxes = {n: f.widget for n, f in self._all if isinstance(f.widget, UnitBox)}
        posted = {n: self.data.get(f"{n}__unit") for n in boxes if self.data.get(n)}
        return {n: u for n, u in posted.items() if u in boxes[n].names}

    def refuse_cell(self, name: str, row: int, part: str, message: str) -> str:
        """Return what a check found in a cell of a repeating group, named by it."""
        field = self.fields[name]
        assert isinstance(field, RowsField)
        return field.refuse(row, part, message)

    def typed(self) -> dict[str, Any]:
        """Return exactly what was typed, for a draft."""
        kept: dict[str, Any] = {}
        for name, one in self._all:
            control = one.widget.value_from_datadict(self.data, self.files, name)
            kept[name] = control
            if isinstance(one, RowsField):
                kept |= as_cells(name, kept.pop(name))
            for more in ("absent", "stands"):
                if said := self.data.get(f"{name}__{more}"):
                    kept[f"{name}__{more}"] = said
        return {name: value for name, value in kept.items() if value not in (None, "")}


def as_posted(typed: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """Return a draft's answers as if they had just been posted."""
    return MultiValueDict(
        {k: v if isinstance(v, list) else [v] for k, v in typed.items()}
    )


def _place(label: str, choices: Choices) -> forms.Field:
    widget: forms.Widget = choice_widget(len(choices))
    if len(choices) == 1:
        widget = forms.HiddenInput()
    elif isinstance(widget, LongChoice):
        choices = [("", ""), *choices]
    made = forms.ChoiceField(choices=choices, label=label, widget=widget)
    return with_face(made, Face(reasons=()))


@cache
def form_for(model: type[Versioned]) -> type[RecordForm]:
    """Return the form of ``model``."""
    fields = {name: field_of(one) for name, one in model.variables().items()}
    return type(f"{model.__name__}Form", (RecordForm,), {**fields, "model": model})
