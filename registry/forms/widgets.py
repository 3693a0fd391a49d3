"""Controls of an entry form: what the browser shows for each kind of variable."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from registry.forms.typed import plain_text
from registry.variables.spec import Unit

AS_SEGMENTS = 6
IN_BRACKETS = re.compile(r"^(?P<answer>[^(（]+?)\s*[(（](?P<definition>.+)[)）]$")


def split_definition(label: str) -> tuple[str, str]:
    """Split "Low flow (≤ 6 L/min)" into the answer and its definition."""
    found = IN_BRACKETS.match(str(label))
    if found is None:
        return str(label), ""
    return found["answer"], found["definition"]


class Defines(forms.widgets.ChoiceWidget):
    """Give every option of a choice widget its answer and second line.

    ``definitions`` by code come first; else what the label has in brackets.
    """

    def __init__(
        self, *args: Any, definitions: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        self.definitions = definitions or {}
        super().__init__(*args, **kwargs)

    def create_option(
        self, name: str, value: Any, label: Any, *args: Any, **kw: Any
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kw)
        if str(value) in self.definitions:
            answer, definition = str(label), self.definitions[str(value)]
        else:
            answer, definition = split_definition(label)
        return {**option, "answer": answer, "definition": definition}


class Segments(Defines, forms.RadioSelect):
    """Up to six codes as visible radios; none is chosen before the person chooses."""

    template_name = "registry/forms/segments.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [
            o for _group, some, _n in context["widget"]["optgroups"] for o in some
        ]
        # A blank choice would be an answer that nobody gives.
        options = [option for option in options if option["value"] not in ("", None)]
        context["widget"]["options"] = options
        context["widget"]["shape"] = _shape(options)
        return context


def _shape(options: list[dict[str, Any]]) -> str:
    longest = max((len(option["answer"]) for option in options), default=0)
    if len(options) <= 3 and longest <= 12:
        return "fit"
    numbered = all(re.search(r"\d", option["answer"]) for option in options)
    if longest <= 3 or (numbered and longest <= 8):
        return "six"
    return "stack" if longest > 26 or len(options) * longest > 84 else ""


class Checks(Defines, forms.CheckboxSelectMultiple):
    """Several codes at once."""

    template_name = "registry/forms/checks.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = context["widget"]["optgroups"]
        context["widget"]["options"] = [o for _g, some, _n in groups for o in some]
        return context


class LongChoice(forms.Select):
    """More codes than fit in a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attrs["class"] = "inp"


class DayBox(forms.TextInput):
    """One box for YYYY-MM-DD, YYYY-MM, YYYY or a day such as d3."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"class": "inp date", "inputmode": "text", "autocomplete": "off"}
        super().__init__({**box, "spellcheck": "false", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return None if value in (None, "") else str(value)


class NumberBox(forms.TextInput):
    """A number as typed: a decimal comma or a full-width digit is read, not refused."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        box = {"class": "inp n", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__({**box, **(attrs or {})})


class UnitBox(NumberBox):
    """A number and the unit that it is in; choosing another converts nothing.

    A unit that is typed behind the number goes before the one that is chosen.
    ``units`` are all of them with their conversion, the stored one first; ``chosen`` is
    where an empty box starts.
    """

    template_name = "registry/forms/unit_box.html"

    def __init__(self, units: Sequence[Unit], attrs: dict[str, Any] | None = None):
        self.units, self.chosen = tuple(units), units[0].name
        super().__init__(attrs)

    @property
    def names(self) -> list[str]:
        """Return the units' names."""
        return [unit.name for unit in self.units]

    def start_in(self, unit: str) -> None:
        """Let an empty box start in ``unit``, where it is one of them."""
        self.chosen = unit if unit in self.names else self.names[0]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed, unit = data.get(name), data.get(f"{name}__unit")
        if not typed or unit not in self.names[1:] or self._split(typed)[1]:
            return typed
        return f"{typed.strip()} {unit}"

    def _split(self, text: str) -> tuple[str, str]:
        """Return the number as typed, and the unit behind it if there is one."""
        plain = plain_text(text)
        for unit in self.units:
            name = plain_text(unit.name)
            if plain.casefold().endswith(name.casefold()):
                return plain[: -len(name)].rstrip(), unit.name
        return text, ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        number, unit = self._split(str(value)) if value not in (None, "") else ("", "")
        context = super().get_context(name, number, attrs)
        start = self.units[0].name if number else self.chosen
        context["widget"] |= {"units": self.units, "unit": unit or start}
        return context


class TextBox(forms.TextInput):
    """A short text."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "inp text", "autocomplete": "off", **(attrs or {})})


class LongText(forms.Textarea):
    """A text of some sentences."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "inp", "rows": 3, **(attrs or {})})


def choice_widget(count: int, **kwargs: Any) -> forms.Widget:
    """Return the control for a list of ``count`` codes."""
    return Segments(**kwargs) if count <= AS_SEGMENTS else LongChoice()
