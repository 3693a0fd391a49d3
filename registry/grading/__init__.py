"""Findings in, grade out: published scales, completed, bounded and explained. Pure."""

from collections.abc import Mapping
from functools import lru_cache

from registry.grading.catalogue import CHAPTERS, ENGINES, Chapter
from registry.grading.completion import Contribution, explain_with, grade_with
from registry.grading.engine import Engine
from registry.grading.findings import Finding, Kind
from registry.grading.result import Grade, Result

__all__ = [
    "CHAPTERS",
    "ENGINES",
    "Chapter",
    "Contribution",
    "Engine",
    "Finding",
    "Grade",
    "Kind",
    "Result",
    "UnknownEngine",
    "engine_named",
    "explain",
    "grade",
    "what_if",
]


class UnknownEngine(ValueError):
    """No engine has this name."""


def engine_named(name: str) -> Engine:
    """Return the engine called ``name``.

    Raises UnknownEngine, whose message names the engines.
    """
    try:
        return ENGINES[name]
    except KeyError:
        known = ", ".join(sorted(ENGINES))
        raise UnknownEngine(f"no engine {name!r}; choose one of: {known}") from None


def grade(engine: str, findings: Mapping[str, object]) -> Result:
    """Return the grade that ``findings`` give, or what keeps it open.

    A finding that is absent or None is unknown. Raises UnknownEngine.
    """
    try:
        return _graded(engine, tuple(findings), *findings.values())
    except (AttributeError, TypeError):
        # Daily counts, and what is no finding at all, are graded anew each time.
        return grade_with(engine_named(engine), findings)


@lru_cache(maxsize=4096, typed=True)
def _graded(engine: str, names: tuple[str, ...], *values: object) -> Result:
    return grade_with(engine_named(engine), dict(zip(names, values, strict=True)))


def explain(engine: str, findings: Mapping[str, object]) -> tuple[Contribution, ...]:
    """Return what each domain of the scale contributes; empty when invalid."""
    return explain_with(engine_named(engine), findings)


def what_if(
    engine: str, findings: Mapping[str, object]
) -> dict[str, tuple[tuple[object, Result], ...]]:
    """Return, for each missing finding, the result that each answer would give.

    A number is tried in each stretch that the scale tells apart.
    """
    chosen = engine_named(engine)
    return {
        name: tuple(
            (answer, grade_with(chosen, {**findings, name: answer}))
            for answer in chosen.finding(name).bands
        )
        for name in grade_with(chosen, findings).missing
    }
