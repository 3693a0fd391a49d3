"""A grade as its panel shows it, whatever asked for it."""

from collections.abc import Mapping
from typing import Any

from registry.grading import Engine, Result
from registry.views.grade_words import (
    display,
    findings_told,
    outlook,
    sentence,
    word,
)

# Colours and room are there for the grades 0 to 5.
MOST_STEPS = 6


def grade_panel(
    engine: Engine,
    result: Result,
    findings: Mapping[str, Any],
    refused: set[str],
    recorded: Any = None,
) -> dict[str, Any]:
    """Return ``result`` as ``_grade.html`` takes it.

    ``refused`` names findings that cannot be as they were typed; ``recorded`` is the
    grade that people wrote themselves.
    """
    return {
        "display": display(engine, result),
        "decided": result.decided,
        "at_least": word(engine, result.at_least),
        "at_most": word(engine, result.at_most),
        "steps": _steps(engine, result, recorded),
        "findings": findings_told(engine, findings, refused),
        "outlook": outlook(engine, findings),
        "rule": sentence(engine.rule),
        "source": f"{engine.source.rstrip('.')}.",
        "verified": engine.verified,
    }


def _steps(engine: Engine, result: Result, recorded: Any) -> list[dict[str, Any]]:
    """Return the scale as steps, where its grades are few numbers."""
    numbered = all(isinstance(step, int) for step in engine.grades)
    if not numbered or len(engine.grades) > MOST_STEPS:
        return []
    return [
        {
            "value": step,
            "derived": result.grade == step,
            "possible": step in result.possible,
            "recorded": str(step) == str(recorded),
        }
        for step in engine.grades
    ]
