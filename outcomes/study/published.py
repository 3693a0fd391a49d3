"""The founding study's published figures beside those of the registry's rows.

Source of the published ones: ``demo/published_targets.json``, which cites the paper.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypedDict

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Words, words
from registry.codelists.base import Label

TARGETS = Path(__file__).parents[2] / "demo" / "published_targets.json"
ARMS = {"car_t": Label("CAR-T", "CAR-T"), "chemotherapy": Label("Chemotherapy", "化疗")}


@dataclass(frozen=True, slots=True)
class Figure:
    """A published endpoint, where our results have it, and which limits to show."""

    published: str
    part: str
    paramcd: str
    limits: str
    label: Label


# The paper's limits of OS and LFS are those of the arcsine scale.
FIGURES = (
    Figure("OS", "survival", "OS", "arcsin", Label("Overall survival", "总生存")),
    Figure(
        "LFS",
        "survival",
        "LFS",
        "arcsin",
        Label("Leukaemia-free survival", "无白血病生存"),
    ),
    Figure(
        "relapse_incidence", "incidence", "RI", "greenwood", Label("Relapse", "复发")
    ),
    Figure(
        "NRM",
        "incidence",
        "NRM",
        "greenwood",
        Label("Non-relapse mortality", "非复发死亡"),
    ),
)
# The paper gives percentages with one decimal and P with three.
ESTIMATE_DECIMALS, P_DECIMALS = 1, 3


class ArmFigures(TypedDict):
    """One arm at the horizon, in per cent."""

    arm: str
    label: Words
    published: float
    published_limits: list[float]
    reproduced: float | None
    limits: list[float | None]
    agrees: bool


class Comparison(TypedDict):
    """One endpoint, published and reproduced.

    ``verdict`` is agrees, p_differs or estimate_differs; ``explanation`` is null where
    it agrees.
    """

    endpoint: str
    label: Words
    limits_kind: str
    test: str
    arms: list[ArmFigures]
    p_published: float
    p: float | None
    p_agrees: bool
    verdict: str
    explanation: Words | None


@cache
def targets() -> dict[str, Any]:
    """Return the published figures as the file has them."""
    found: dict[str, Any] = json.loads(TARGETS.read_text(encoding="utf-8"))
    return found


def comparisons(results: Results) -> list[Comparison]:
    """Return each endpoint at two years, published and from these results."""
    return [
        _comparison(results, figure)
        for figure in FIGURES
        if figure.paramcd in results[figure.part]  # type: ignore[literal-required]
    ]


def _comparison(results: Results, figure: Figure) -> Comparison:
    published = targets()["two_year_pct"][figure.published]
    ours = results[figure.part][figure.paramcd]  # type: ignore[literal-required]
    arms = [
        _arm(key, published[key], ours["curves"].get(key), figure.limits)
        for key in ARMS
    ]
    p = ours["test"]["p"]
    p_agrees = p is not None and round(p, P_DECIMALS) == published["p"]
    verdict = "agrees" if p_agrees else "p_differs"
    if not all(arm["agrees"] for arm in arms):
        verdict = "estimate_differs"
    return {
        "endpoint": figure.paramcd,
        "label": words(figure.label),
        "limits_kind": figure.limits,
        "test": ours["test"]["name"],
        "arms": arms,
        "p_published": published["p"],
        "p": p,
        "p_agrees": p_agrees,
        "verdict": verdict,
        "explanation": _explanation(verdict, figure.paramcd, arms, published["p"], p),
    }


def _arm(
    key: str, published: dict[str, Any], curve: dict[str, Any] | None, kind: str
) -> ArmFigures:
    ours = curve["at_horizon"] if curve else None
    found = ours["estimate"] if ours else None
    limits = ours["limits"][kind] if ours else [None, None]
    reproduced = None if found is None else 100 * found
    return {
        "arm": key,
        "label": words(ARMS[key]),
        "published": published["estimate"],
        "published_limits": published["ci95"],
        "reproduced": reproduced,
        "limits": [None if limit is None else 100 * limit for limit in limits],
        "agrees": reproduced is not None
        and round(reproduced, ESTIMATE_DECIMALS) == published["estimate"],
    }


def _explanation(
    verdict: str,
    paramcd: str,
    arms: list[ArmFigures],
    published: float,
    p: float | None,
) -> Words | None:
    if verdict == "agrees":
        return None
    if any(arm["reproduced"] is None for arm in arms):
        return words(NO_PATIENTS)
    if paramcd == "NRM" and verdict == "estimate_differs":
        return words(_not_the_same_nrm(arms))
    if verdict == "p_differs" and p is not None:
        return words(_other_test(paramcd, published, p))
    return words(CHANGED)


NO_PATIENTS = Label(
    "An arm has no patients here, so nothing can be compared.",
    "此处有一组没有患者，无法比较。",
)
CHANGED = Label(
    "The registry's patients are no longer those of the paper: records were changed "
    "or added since the study was imported.",
    "登记的患者已不再与论文一致：导入研究后有记录被修改或新增。",
)


def _not_the_same_nrm(arms: list[ArmFigures]) -> Label:
    """Say why the published NRM cannot be met by Aalen-Johansen."""
    figures = targets()["two_year_pct"]
    parts = ("LFS", "relapse_incidence", "NRM")
    sums = [sum(figures[part][arm]["estimate"] for part in parts) for arm in ARMS]
    total = (
        f"{sums[0]:.1f}"
        if len({f"{s:.1f}" for s in sums}) == 1
        else (" and ".join(f"{s:.1f}" for s in sums))
    )
    here = [f"{arm['reproduced']:.1f}" for arm in arms]
    return Label(
        f"The published LFS, relapse and NRM add to {total} % in both arms; together "
        "they must give 100 %, so the published NRM is not the one that goes with the "
        "other two. Here NRM is Aalen-Johansen with relapse competing: "
        f"{here[0]} and {here[1]} %.",
        f"论文中无白血病生存、复发与非复发死亡两组之和均为{total}%，而三者之和应为100%，"
        "故论文的非复发死亡与其余两者不是同一种估计。此处为以复发为竞争事件的"
        f"Aalen-Johansen估计：{here[0]}%与{here[1]}%。",
    )


def _other_test(paramcd: str, published: float, p: float) -> Label:
    name = "Gray" if paramcd in ("RI", "NRM") else "log-rank"
    return Label(
        f"The estimates agree; the published P is {published:.3f}, {name}'s test here "
        f"gives {p:.3f}. Which test the paper used for competing risks is not stated "
        "in what was available to us.",
        f"估计值一致；论文P值为{published:.3f}，此处{name}检验为{p:.3f}。"
        "我们所见资料未说明论文对竞争风险采用何种检验。",
    )
