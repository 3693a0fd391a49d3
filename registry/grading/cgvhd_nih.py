"""Chronic GVHD: overall severity, NIH 2014.

========  ==================================================================
Severity  Eight sites scored 0-3
========  ==================================================================
none      all 0
mild      one or two sites with 1, lungs 0
moderate  three or more sites with 1, or a site (not lungs) with 2, or lungs 1
severe    a site with 3, or lungs 2 or more
========  ==================================================================

The lung score is that of FEV1 when it is known, otherwise the symptom score. What
another documented cause wholly explains is not scored. Performance does not count.

Source: Jagasia MH et al. Biol Blood Marrow Transplant 2015;21(3):389-401.e1. Read in
summaries; the figure itself was not readable.
"""

from typing import Any

from registry.codelists.base import Label
from registry.codelists.gvhd import CGSEV, SCORE03
from registry.grading.engine import Domain, Engine, Pool, single
from registry.grading.questions import levels
from registry.grading.result import Grade


def lift(site: str, score: int) -> tuple[int, int, int]:
    """Return (sites involved, worst site but the lungs, lungs)."""
    if site == "lungs":
        return int(score > 0), 0, score
    return int(score > 0), score, 0


def join(a: tuple[int, int, int], b: tuple[int, int, int]) -> tuple[int, int, int]:
    """Add the involved sites, up to the three that count, and keep the worst."""
    return min(3, a[0] + b[0]), max(a[1], b[1]), max(a[2], b[2])


def severity(sites: Any) -> Grade:
    """Return the severity from the sites together."""
    involved, worst, lungs = sites
    if worst == 3 or lungs >= 2:
        return "severe"
    if worst == 2 or lungs == 1 or involved >= 3:
        return "moderate"
    return "mild" if involved else "none"


def site(name: str, en: str, zh: str) -> Domain:
    """Return the domain of one site."""
    return single(levels(name, en, zh, SCORE03), int)


CGVHD = Engine(
    name="cgvhd_nih",
    label=Label("Chronic GVHD severity (NIH 2014)", "慢性GVHD严重度（NIH 2014）"),
    rule=Label(
        "Mild: 1-2 sites (not lungs) with 1; moderate: 3 or more sites with 1, a site "
        "with 2, or lungs 1; severe: a site with 3, or lungs 2 or more",
        "轻度：1-2个部位（非肺）1分；中度：≥3个部位1分、任一部位2分或肺1分；"
        "重度：任一部位3分或肺≥2分",
    ),
    source="Jagasia MH et al., Biol Blood Marrow Transplant 2015;21:389-401 (NIH 2014)",
    verified=False,
    grades=CGSEV.values,
    codes=CGSEV,
    domains=(
        site("skin", "Skin score", "皮肤评分"),
        site("mouth", "Mouth score", "口腔评分"),
        site("eyes", "Eyes score", "眼评分"),
        site("gi", "GI score", "胃肠评分"),
        site("liver", "Liver score", "肝评分"),
        site("lungs", "Lung score (FEV1 when available)", "肺评分"),
        site("joints_fascia", "Joints and fascia score", "关节筋膜评分"),
        site("genital", "Genital score", "生殖道评分"),
    ),
    pool=Pool((0, 0, 0), join, lift),
    conclude=severity,
)
