"""A grade, what it follows from and what would decide it, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from registry.checks.spoken import plain
from registry.codelists.base import Label
from registry.grading import Contribution, Engine, Kind, Result, explain, what_if
from registry.templatetags.ui import THIN_DASH
from registry.variables.labels import clauses, headed, series

DEATH = "death"
MOST_WORDS = 2
Facts = Mapping[str, Any]


def say(label: Label) -> str:
    """Return the label in the reader's language, with printed signs."""
    return _signs(label.in_language(get_language()))


def _signs(text: str) -> str:
    for typed, printed in ((">= ", "≥ "), ("<= ", "≤ "), (">=", "≥ "), ("<=", "≤ ")):
        text = text.replace(typed, printed)
    return text.replace("degC", "°C")


def sentence(label: Label) -> str:
    """Return the label in the reader's language, with a full stop at its end."""
    text = say(label).rstrip(".。")
    return f"{text}。" if (get_language() or "").startswith("zh") else f"{text}."


def word(engine: Engine, given: Any) -> str | None:
    """Return a grade: numbers as they are, others by their label."""
    if given is None or isinstance(given, int):
        return None if given is None else str(given)
    return say(engine.grade_label(given))


def display(engine: Engine, result: Result) -> str:
    """Return the grade, or the span that is left."""
    if result.decided:
        return word(engine, result.grade) or ""
    if result.at_least is None:
        return "?"
    low, high = word(engine, result.at_least), word(engine, result.at_most)
    if isinstance(result.at_least, int):
        return f"{low}{THIN_DASH}{high}"
    return f"{low} {THIN_DASH} {high}"


def findings_told(
    engine: Engine, findings: Facts, refused: set[str]
) -> list[dict[str, Any]]:
    """Return what each column of the scale contributes; death only if it happened.

    ``refused`` names findings that cannot be as they were typed.
    """
    return [
        {
            "label": say(part.label),
            "text": (text := _text(engine, part, refused)),
            "missing": not text,
            "share": _share(part),
        }
        for part in explain(engine.name, findings)
        if part.domain != DEATH or part.values.get(DEATH)
    ]


def _text(engine: Engine, part: Contribution, refused: set[str]) -> str:
    given = {k: v for k, v in part.values.items() if v is not None}
    said = [_answer(engine, name, value) for name, value in given.items()]
    for name in sorted(part.values.keys() & refused):
        label = say(engine.finding(name).label)
        said.append(_("%(finding)s cannot be as typed") % {"finding": label})
    return series(said)


def _answer(engine: Engine, name: str, value: Any) -> str:
    finding = engine.finding(name)
    if isinstance(value, bool):
        answer = _("yes") if value else _("no")
        return headed(say(finding.label), answer)
    if finding.codes is not None:
        written = f"{value:g}" if isinstance(value, float) else str(value)
        if written in finding.codes:
            return say(finding.codes.label(written))
    if finding.kind is Kind.SERIES:
        said = ngettext("%(number)s count", "%(number)s counts", len(value))
        return said % {"number": len(value)}
    if isinstance(value, int | float):
        return _signs(f"{plain(value)} {finding.unit}".rstrip())
    return str(value)


def _share(part: Contribution) -> str:
    scores = part.scores
    if len(scores) > 1 and all(type(score) is int for score in scores):
        return f"{min(scores)}{THIN_DASH}{max(scores)}"
    return say(part.score_label) if len(scores) <= MOST_WORDS else _("open")


def outlook(engine: Engine, findings: Facts) -> str:
    """Return what each answer to a missing question would give.

    The first question that is answered by a choice and whose answers make a difference.
    """
    for question in answers(engine, findings):
        if len(question["then"]) > 1:
            told = [f"{one['said']} → {one['grade']}" for one in question["then"]]
            words = {"finding": question["finding"], "answers": clauses(told)}
            return _("%(finding)s would decide: %(answers)s.") % words
    return ""


def answers(engine: Engine, findings: Facts) -> list[dict[str, Any]]:
    """Return what each answer to each missing question that has choices would give.

    Answers that give the same are told together.
    """
    told = []
    for name, tried in what_if(engine.name, findings).items():
        finding = engine.finding(name)
        if finding.codes is None and finding.kind is not Kind.YES_NO:
            continue
        by_grade: dict[str, list[str]] = {}
        for answer, then in tried:
            by_grade.setdefault(display(engine, then), []).append(
                _chosen(engine, name, answer)
            )
        gives = [{"said": _either(s), "grade": g} for g, s in by_grade.items()]
        told.append({"name": name, "finding": say(finding.label), "then": gives})
    return told


def _chosen(engine: Engine, name: str, answer: Any) -> str:
    """Return an answer behind its question: of yes and no the word alone."""
    if isinstance(answer, bool):
        return _("yes") if answer else _("no")
    return _answer(engine, name, answer)


def _either(answers: list[str]) -> str:
    return _(" or ").join(answers)
