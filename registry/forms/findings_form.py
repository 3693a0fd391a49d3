"""The form of a grading engine: one field a finding, as the scale declares them.

What is typed is read here; whether a finding can have the value is said by the engine
alone, so that the page, the command and the API refuse the same.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from registry.codelists.base import Code, CodeList, Label
from registry.codelists.general import YN, YNU
from registry.forms.entry_form import EntryForm
from registry.forms.fields import field_of, with_face
from registry.forms.setting import Face
from registry.forms.typed import plain_text
from registry.forms.widgets import AS_SEGMENTS, LongText, TextBox
from registry.grading import Engine, Finding, Kind
from registry.variables import spec
from registry.variables.labels import translated
from registry.variables.spec import Variable, span

UNKNOWN = Code("unknown", Label("Unknown", "不详"))
NOT_KNOWN = frozenset({"unknown", "not_assessed"})
TRUTH = {"yes": True, "no": False}
BETWEEN = re.compile(r"[\s,;:、]+")
A_DAY, A_COUNT = re.compile(r"-?\d{1,6}"), re.compile(r"\d{1,9}(\.\d{1,9})?")


class FindingsForm(EntryForm):
    """The findings of one engine."""

    engine: Engine

    @property
    def findings(self) -> dict[str, Any]:
        """Return the findings that were given, as the engine takes them."""
        read = {
            name: _value(self.engine.finding(name), typed)
            for name, typed in self.cleaned_data.items()
        }
        return {name: value for name, value in read.items() if value is not None}


def findings_form(engine: Engine) -> type[FindingsForm]:
    """Return the form of ``engine``."""
    fields: dict[str, Any] = {f.name: _field(f) for f in engine.findings}
    return type("FindingsForm", (FindingsForm,), {**fields, "engine": engine})


def settings_of(engine: Engine) -> dict[str, str]:
    """Return the engine's settings as the form shows them before they are changed."""
    return {
        finding.name: _typed(finding.default)
        for finding in engine.findings
        if finding.default is not None
    }


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _field(finding: Finding) -> forms.Field:
    label = translated(finding.label)
    if finding.kind is Kind.SERIES:
        return with_face(Counts(label=label), Face(reasons=()))
    if finding.kind is Kind.DAYS:
        return with_face(Days(label=label), Face(reasons=()))
    return field_of(_variable(finding))


def _variable(finding: Finding) -> Variable:
    """Return ``finding`` as an entry form asks it; it needs no reason for absence."""
    said: dict[str, Any] = {"core": True, "key": True}
    if (codes := _codes(finding)) is not None:
        return Variable(spec.Kind.CODE, finding.label, codes=codes, **said)
    low, high = (f"{end:.15g}" for end in finding.limits or (0, 0))
    kind = spec.Kind.WHOLE if finding.kind is Kind.WHOLE else spec.Kind.NUMBER
    span_words = Label(f"{low}–{high}", f"{low}–{high}")
    said |= {"unit": finding.unit, "limits": span(low, high), "hint": span_words}
    return Variable(kind, finding.label, **said)


def _codes(finding: Finding) -> CodeList | None:
    """Return the answers that can be chosen; None where a number is typed."""
    setting = finding.default is not None
    if finding.kind is Kind.YES_NO:
        return YN if setting else YNU
    codes = finding.codes or _few_numbers(finding)
    if codes is None or setting or NOT_KNOWN & set(codes.values):
        return codes
    # A list of many is a select, whose empty line already says that it is not known.
    asked = (*codes, UNKNOWN) if len(codes) < AS_SEGMENTS else tuple(codes)
    return CodeList(codes.name, asked)


def _few_numbers(finding: Finding) -> CodeList | None:
    """Return whole numbers as answers to choose from, where a tap replaces typing."""
    low, high = (int(end) for end in finding.limits or (0, AS_SEGMENTS))
    if finding.kind is not Kind.WHOLE or high - low >= AS_SEGMENTS - 1:
        return None
    numbers = (str(number) for number in range(low, high + 1))
    return CodeList(finding.name, tuple(Code(n, Label(n, n)) for n in numbers))


def _value(finding: Finding, typed: Any) -> Any:
    """Return what was typed or chosen as the engine takes it; None is not known."""
    if typed in (None, "") or (typed == UNKNOWN.value and _is_added(finding)):
        return None
    if finding.kind is Kind.YES_NO:
        return TRUTH[typed]
    if isinstance(typed, str) and finding.kind in (Kind.WHOLE, Kind.NUMBER):
        return float(typed) if finding.kind is Kind.NUMBER else int(typed)
    return typed


def _is_added(finding: Finding) -> bool:
    return finding.codes is None or UNKNOWN.value not in finding.codes


class Counts(forms.Field):
    """Counts by day, one day and its value a line."""

    def __init__(self, **said: Any) -> None:
        hint = Label(
            "Day and value (×10⁹/L), one pair a line: 12 0.4",
            "每行一对：天数 数值（×10⁹/L），如 12 0.4",
        )
        box = LongText({"rows": 8})
        super().__init__(required=False, widget=box, help_text=translated(hint), **said)

    def to_python(self, value: Any) -> list[tuple[int, float]] | None:
        lines = [line for line in plain_text(value or "").splitlines() if line.strip()]
        return [_pair(line) for line in lines] or None


def _pair(line: str) -> tuple[int, float]:
    parts = BETWEEN.split(line.strip())
    if len(parts) == 2 and A_DAY.fullmatch(parts[0]) and A_COUNT.fullmatch(parts[1]):
        return int(parts[0]), float(parts[1])
    raise ValidationError(
        _("“%(line)s” is no day with its value. Type a line such as 12 0.4.")
        % {"line": line}
    )


class Days(forms.Field):
    """Days from day 0; an answer of "none" is a list without days."""

    def __init__(self, **said: Any) -> None:
        hint = Label(
            "Days from day 0: 3, 5, 8. Type - for none.",
            "距第0天的天数：3，5，8。无则填 -。",
        )
        said |= {"widget": TextBox(), "help_text": translated(hint)}
        super().__init__(required=False, **said)

    def to_python(self, value: Any) -> list[int] | None:
        text = plain_text(value or "")
        if text in ("", "-"):
            return [] if text else None
        parts = BETWEEN.split(text.strip(",;"))
        for part in parts:
            if not A_DAY.fullmatch(part):
                raise ValidationError(
                    _("“%(typed)s” is no day. Type days such as 3, 5, 8.")
                    % {"typed": part}
                )
        return [int(part) for part in parts]
