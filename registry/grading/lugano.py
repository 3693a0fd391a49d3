"""Metabolic response of lymphoma by PET (Lugano).

=========  ================  ========
Deauville  Uptake            Response
=========  ================  ========
1-3                          CMR
4-5        decreased         PMR
4-5        unchanged         NMR
4-5        increased         PMD
=========  ================  ========

A new lesion is PMD whatever the score.

Source: Cheson BD et al. J Clin Oncol 2014;32(27):3059-3068. Read in secondary sources.
"""

from dataclasses import replace
from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.response import LYMRESP
from registry.grading.engine import WORST, Domain, Engine
from registry.grading.findings import Findings
from registry.grading.questions import coded, whole, yes_no

UPTAKE = codelist(
    "UPTAKE_CHANGE",
    ("decreased", "Decreased", "降低"),
    ("unchanged", "Unchanged", "无变化"),
    ("increased", "Increased", "升高"),
)
RESPONSES = ("CMR", "PMR", "NMR", "PMD")
BY_UPTAKE = {"decreased": 1, "unchanged": 2, "increased": 3}


def response(f: Findings) -> int:
    """Return the place of the response, best first."""
    if f["new_lesions"]:
        return 3
    return 0 if f["deauville"] <= 3 else BY_UPTAKE[f["uptake_change"]]


def name_of(place: Any) -> str:
    """Return the response at ``place``."""
    return RESPONSES[place]


ENGINE = Engine(
    name="lugano_pet",
    label=Label("Metabolic response (Lugano)", "代谢缓解（Lugano）"),
    rule=Label(
        "Deauville 1-3 CMR; 4-5 by uptake: decreased PMR, unchanged NMR, increased "
        "PMD; new lesion PMD",
        "Deauville 1-3为CMR；4-5按摄取：降低PMR，无变化NMR，升高PMD；新发病灶PMD",
    ),
    source="Cheson BD et al., J Clin Oncol 2014;32:3059-3068",
    verified=False,
    grades=RESPONSES,
    codes=LYMRESP,
    domains=(
        Domain(
            "pet",
            Label("PET", "PET"),
            (
                whole("deauville", "Deauville score", "Deauville评分", 1, 5),
                replace(
                    coded(
                        "uptake_change", "Uptake against baseline", "代谢变化", UPTAKE
                    ),
                    asked="deauville",
                ),
                yes_no("new_lesions", "New lesions", "新发病灶"),
            ),
            response,
        ),
    ),
    pool=WORST,
    conclude=name_of,
)
