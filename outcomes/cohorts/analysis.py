"""How survival is compared, and which limits estimates have: one choice a cohort. Pure.

::

    {"test": "fleming_harrington", "rho": 0, "gamma": 1, "limits": "log", "level": 0.9}

What is left out is as ever: the log-rank test, limits of 95 % on the log-log scale.
Incidences are compared by Gray's test, states by Mantel and Byar's, whatever is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from outcomes.cohorts.refusals import NotValid
from outcomes.cohorts.shapes import Test, test
from outcomes.estimators import (
    CONF_TYPES,
    ChiSquare,
    ConfType,
    Counts,
    NotEstimable,
    log_rank,
    trend,
)
from registry.codelists.base import Label

FREE = "fleming_harrington"
TESTS = {
    "logrank": Label("log-rank test", "log-rank检验"),
    "peto": Label("Peto–Peto test", "Peto–Peto检验"),
    FREE: Label("Fleming–Harrington test", "Fleming–Harrington检验"),
    "trend": Label("log-rank test for trend", "log-rank趋势检验"),
}
SCALES: dict[ConfType, Label] = {
    "log-log": Label("log-log", "log-log"),
    "log": Label("log", "对数"),
    "plain": Label("plain", "原始"),
    "arcsin": Label("arcsine", "反正弦"),
    "logit": Label("logit", "logit"),
}
WEIGHTS = {"logrank": (0.0, 0.0), "peto": (1.0, 0.0), "trend": (0.0, 0.0)}
# What a level may be; and Fleming and Harrington's weights, which nobody takes larger.
LEVELS, MOST = (0.5, 0.999), 10


@dataclass(frozen=True, slots=True)
class Analysis:
    """A test with its weights, the scale of limits, and their two-sided level."""

    test: str = "logrank"
    rho: float = 0.0
    gamma: float = 0.0
    limits: ConfType = "log-log"
    level: float = 0.95

    @property
    def says(self) -> Label:
        """Name the test, with its weights where these are free."""
        name = TESTS[self.test]
        if self.test != FREE:
            return name
        weights = f"ρ = {self.rho:g}, γ = {self.gamma:g}"
        return Label(f"{name.en} ({weights})", f"{name.zh}（{weights}）")

    @property
    def width(self) -> Label:
        """Name the limits: 95 %, log-log."""
        scale, level = SCALES[self.limits], self.per_cent
        return Label(f"{level} %, {scale.en} scale", f"{level}%，{scale.zh}尺度")

    @property
    def per_cent(self) -> str:
        """Write the level without its sign."""
        return f"{100 * self.level:g}"

    def chosen(self) -> dict[str, Any]:
        """Return what is otherwise than ever, as a definition says it."""
        usual, own = asdict(USUAL), asdict(self)
        if self.test != FREE:
            own |= {"rho": 0.0, "gamma": 0.0}
        return {name: value for name, value in own.items() if value != usual[name]}


USUAL = Analysis()


def analysis_of(part: Mapping[str, Any]) -> Analysis:
    """Return the choices of a definition. Raises NotValid with every reason."""
    if reasons := [*_wrong(part)]:
        raise NotValid(reasons)
    name = part.get("test", USUAL.test)
    rho, gamma = WEIGHTS.get(name, (part.get("rho", 0), part.get("gamma", 0)))
    limits, level = part.get("limits", USUAL.limits), part.get("level", USUAL.level)
    return Analysis(name, float(rho), float(gamma), limits, float(level))


def _wrong(part: Mapping[str, Any]) -> list[str]:
    said = [f"analysis has no {name!r}" for name in sorted(part.keys() - _NAMES)]
    name = part.get("test", USUAL.test)
    if name not in [*TESTS]:
        said.append(f"test must be one of {[*TESTS]}")
    if part.get("limits", USUAL.limits) not in [*CONF_TYPES]:
        said.append(f"limits must be one of {[*CONF_TYPES]}")
    if not _within(part.get("level", USUAL.level), *LEVELS):
        said.append(f"level must be a number from {LEVELS[0]} to {LEVELS[1]}")
    weights = [one for one in ("rho", "gamma") if one in part]
    if weights and name != FREE:
        said.append(f"{weights} are weights of {FREE} alone")
    said += [
        f"{one} must be a number from 0 to {MOST}"
        for one in weights
        if not _within(part[one], 0, MOST)
    ]
    return said


_NAMES = asdict(USUAL).keys()


def _within(value: object, low: float, high: float) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and low <= value <= high  # type: ignore[operator]


def in_results(results: Mapping[str, Any]) -> Analysis:
    """Return the choices that results were made by; they tell them where unusual."""
    return analysis_of(results.get("analysis") or {})


def compared(counts: Counts | Sequence[Counts], chosen: Analysis) -> Test:
    """Compare the survival of groups by the chosen test; several Counts are strata."""
    found = log_rank(counts, rho=chosen.rho, gamma=chosen.gamma)
    if chosen.test != "trend":
        return test(chosen.test, found.test)
    towards = trend(found)
    if isinstance(towards, NotEstimable):
        return test(chosen.test, towards)
    return test(chosen.test, ChiSquare(towards.chisq, 1, towards.p))
