"""Derived values as the panel beside the form says them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.checks.spoken import plain
from registry.codelists.base import Label
from registry.forms.record_form import form_for
from registry.forms.spelled import spelled
from registry.grading import (
    Contribution,
    Engine,
    Result,
    engine_named,
    explain,
    what_if,
)
from registry.models import Versioned
from registry.queries.derived import Derived
from registry.templatetags.ui import THIN_DASH, minus

# Where a scale calls a finding otherwise than the form does.
ALSO_CALLED = {"gut": "lower_gi", "mrd_sensitivity": "mrd_sensitivity"}
DEATH = "death"
Facts = Mapping[str, Any]


def panel_of(
    model: type[Versioned], facts: Facts, derived: Iterable[Derived]
) -> dict[str, Any]:
    """Return grades with their explanation, and the plain values."""
    found = list(derived)
    graded = [one for one in found if one.result is not None]
    decided = [one for one in found if one.result is None]
    return {
        "grades": [
            {**_grade(model, facts, one), "id": f"grade-{one.name}"} for one in graded
        ],
        "values": [{"label": _say(one.label), "text": _value(one)} for one in decided],
    }


def _say(label: Label) -> str:
    return _signs(label.in_language(get_language()))


def _signs(text: str) -> str:
    """Return ``text`` with the signs that a keyboard does not have."""
    for typed, printed in ((">= ", "≥ "), ("<= ", "≤ "), (">=", "≥ "), ("<=", "≤ ")):
        text = text.replace(typed, printed)
    return text.replace("degC", "°C")


def _sentence(text: str) -> str:
    """Return ``text`` with one full stop at its end."""
    end = "。" if text and ord(text[-1]) > 0x2E80 else "."
    return f"{text.rstrip('.。')}{end}" if text else ""


def _value(one: Derived) -> str:
    """Return a plain value with its unit; what is not known yet is a dash."""
    if one.value is None:
        return THIN_DASH
    if one.codes is not None and str(one.value) in one.codes:
        return _say(one.codes.label(str(one.value)))
    unit = _say(one.unit) if one.unit else ""
    return f"{minus(one.value)} {unit}".rstrip()


def _grade(model: type[Versioned], facts: Facts, one: Derived) -> dict[str, Any]:
    result = one.result
    assert result is not None
    engine = engine_named(result.engine)
    recorded = facts.get(one.recorded) if one.recorded else None
    differs = result.decided and recorded and str(recorded) != str(result.grade)
    return {
        "scale": _say(one.label),
        "display": _display(engine, result),
        "decided": result.decided,
        "invalid": result.invalid,
        "at_least": _word(engine, result.at_least),
        "at_most": _word(engine, result.at_most),
        "missing": [_missing(model, engine, name) for name in result.missing],
        "recorded": _recorded(model, one.recorded, recorded),
        "differs": bool(differs),
        "steps": _steps(engine, result, recorded),
        "findings": _findings(engine, one.findings),
        "outlook": _outlook(engine, one.findings, result),
        "rule": _sentence(_say(engine.rule)),
        "source": _sentence(engine.source),
        "verified": engine.verified,
    }


def _word(engine: Engine, grade: Any) -> str | None:
    if grade is None or isinstance(grade, int):
        return None if grade is None else str(grade)
    return _say(engine.grade_label(grade))


def _display(engine: Engine, result: Result) -> str:
    """Return the grade, or the span that is left."""
    if result.decided:
        return _word(engine, result.grade) or ""
    if result.at_least is None:
        return "?"
    low, high = result.at_least, result.at_most
    if isinstance(low, int):
        return f"{low}{THIN_DASH}{high}"
    return f"{_word(engine, low)} {THIN_DASH} {_word(engine, high)}"


def _missing(model: type[Versioned], engine: Engine, name: str) -> dict[str, str]:
    """Return a missing finding, with the field that answers it where there is one."""
    field = ALSO_CALLED.get(name, name)
    if field not in model.variables():
        return {"label": _say(engine.finding(name).label), "anchor": ""}
    label = str(form_for(model).base_fields[field].label)
    return {"label": label, "anchor": f"id_{field}"}


def _recorded(model: type[Versioned], field: str, value: Any) -> str:
    return spelled(model.variables()[field], value) if field and value else ""


def _steps(engine: Engine, result: Result, recorded: Any) -> list[dict[str, Any]]:
    """Return the scale as steps, where its grades are numbers."""
    if not all(isinstance(grade, int) for grade in engine.grades):
        return []
    return [
        {
            "value": grade,
            "derived": result.grade == grade,
            "possible": grade in result.possible,
            "recorded": str(grade) == str(recorded),
        }
        for grade in engine.grades
    ]


def _findings(engine: Engine, findings: Facts) -> list[dict[str, Any]]:
    """Return what each column of the scale contributes; death only if it happened."""
    return [
        {
            "label": _say(part.label),
            "text": _text(engine, part),
            "missing": not _text(engine, part),
            "share": _share(part),
        }
        for part in explain(engine.name, findings)
        if part.domain != DEATH or part.values.get(DEATH)
    ]


def _text(engine: Engine, part: Contribution) -> str:
    given = {k: v for k, v in part.values.items() if v is not None}
    return ", ".join(_answer(engine, name, value) for name, value in given.items())


def _answer(engine: Engine, name: str, value: Any) -> str:
    finding = engine.finding(name)
    if isinstance(value, bool):
        answer = _("yes") if value else _("no")
        return f"{_say(finding.label)}: {answer}"
    if finding.codes is not None:
        written = f"{value:g}" if isinstance(value, float) else str(value)
        if written in finding.codes:
            return _say(finding.codes.label(written))
    if isinstance(value, int | float):
        return _signs(f"{plain(value)} {finding.unit}".rstrip())
    return str(value)


def _share(part: Contribution) -> str:
    scores = part.scores
    if len(scores) > 1 and all(type(score) is int for score in scores):
        return f"{min(scores)}{THIN_DASH}{max(scores)}"
    return _say(part.score_label)


def _outlook(engine: Engine, findings: Facts, result: Result) -> str:
    """Return what each answer to the first missing question would give."""
    for name, answers in what_if(engine.name, findings).items():
        finding = engine.finding(name)
        if finding.codes is None:
            continue
        by_grade: dict[str, list[str]] = {}
        for answer, then in answers:
            word = _answer(engine, name, answer)
            by_grade.setdefault(_display(engine, then), []).append(word)
        said = [f"{_either(words)} → {grade}" for grade, words in by_grade.items()]
        question = {"finding": _say(finding.label), "answers": "; ".join(said)}
        return _("%(finding)s would decide: %(answers)s.") % question
    return ""


def _either(words: list[str]) -> str:
    return _(" or ").join(words)
