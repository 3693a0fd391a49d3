"""Derived values as the panel beside the form says them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from registry.checks.spoken import plain
from registry.forms.record_form import form_for
from registry.grading import Engine, engine_named, grade
from registry.models import Versioned
from registry.queries.derived import Derived
from registry.queries.spelled import spelled
from registry.templatetags.ui import THIN_DASH, minus
from registry.views.grade_panel import grade_panel
from registry.views.grade_words import say, word

# Where a scale calls a finding otherwise than the form does.
ALSO_CALLED = {"gut": "lower_gi"}
Facts = Mapping[str, Any]


def panel_of(
    model: type[Versioned], facts: Facts, derived: Iterable[Derived]
) -> dict[str, Any]:
    """Return grades with their explanation, and the plain values."""
    if model.occurrence and not facts.get(model.occurrence):
        return {}  # nothing follows before it is said whether it occurred
    found = list(derived)
    return {
        "grades": [_grade(model, facts, one) for one in found if _has_panel(one)],
        "values": [
            {
                "label": say(one.label),
                "text": _value(one),
                "recorded": _recorded(model, one.recorded, facts.get(one.recorded)),
                "differs": one.differs(facts),
            }
            for one in found
            if not _has_panel(one)
        ],
    }


def _has_panel(one: Derived) -> bool:
    return one.result is not None and not one.brief


def _value(one: Derived) -> str:
    """Return a plain value with its unit; what is not known yet is a dash."""
    if one.value is None:
        return THIN_DASH
    if isinstance(one.value, date):
        return one.value.isoformat()
    if one.result is not None:
        return word(engine_named(one.result.engine), one.value) or ""
    if one.codes is not None and str(one.value) in one.codes:
        return say(one.codes.label(str(one.value)))
    unit = say(one.unit) if one.unit else ""
    number = plain(one.value) if isinstance(one.value, Decimal) else one.value
    return f"{minus(number)} {unit}".rstrip()


def _grade(model: type[Versioned], facts: Facts, one: Derived) -> dict[str, Any]:
    assert one.result is not None
    engine = engine_named(one.result.engine)
    # What cannot be as typed counts as missing, and is named as such.
    refused = set(one.result.errors)
    known = {k: v for k, v in one.findings.items() if k not in refused}
    result = grade(engine.name, known) if refused else one.result
    recorded = facts.get(one.recorded) if one.recorded else None
    differs = result.decided and recorded and str(recorded) != str(result.grade)
    return grade_panel(engine, result, known, refused, recorded) | {
        "id": f"grade-{one.name}",
        "scale": say(one.label),
        "missing": [_missing(model, engine, name) for name in result.missing],
        "recorded": _recorded(model, one.recorded, recorded),
        "differs": bool(differs),
    }


def _missing(model: type[Versioned], engine: Engine, name: str) -> dict[str, str]:
    """Return a missing finding, with the field that answers it where there is one."""
    field = ALSO_CALLED.get(name, name)
    if field not in model.variables():
        return {"label": say(engine.finding(name).label), "anchor": ""}
    label = str(form_for(model).base_fields[field].label)
    return {"label": label, "anchor": f"id_{field}"}


def _recorded(model: type[Versioned], field: str, value: Any) -> str:
    return spelled(model.variables()[field], value) if field and value else ""
