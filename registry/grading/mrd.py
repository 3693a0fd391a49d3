"""Measurable residual disease: its category, and the response it refines.

=========================  =======================  ====================  ==========
Result                     Level or sensitivity     Category              MRD status
=========================  =======================  ====================  ==========
not detected               sensitivity <= 1e-4      complete response     negative
not detected               sensitivity > 1e-4       not sensitive enough  not evaluable
positive, not quantifiable                          below 0.01 %          negative
quantified                 < 0.01 %                 below 0.01 %          negative
quantified                 >= 0.01 %                failure               positive
not done                                            not done              not done
=========================  =======================  ====================  ==========

ELN calls a quantified level below 0.01 % positive; the status follows the CAR-T
trials, so both are shown. ``response_mrd`` joins the status to CR, CRh and CRi.

Source: Goekbuget N et al. Blood 2024 (ELN ALL). Verified against the table at ASH,
view-large/12204026.
"""

from dataclasses import replace
from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.response import MRDRESULT, MRDSTATUS, RESPONSE, SENS
from registry.grading.engine import Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import coded, number, steps
from registry.grading.result import Grade

POSITIVE_FROM_PCT = 0.01
SENSITIVE_TO = 1e-4
ELN_2024 = "Gökbuget N et al., Blood 2024 (ELN ALL)"
CATEGORIES = codelist(
    "MRDCATEGORY",
    ("complete_mrd_response", "Complete MRD response", "完全MRD缓解"),
    (
        "positive_below_0_01_not_quantifiable",
        "Positive below 0.01 %, not quantifiable",
        "低于0.01%阳性，不可定量",
    ),
    (
        "positive_below_0_01_quantifiable",
        "Positive below 0.01 %, quantifiable",
        "低于0.01%阳性，可定量",
    ),
    ("failure", "MRD failure (>= 0.01 %)", "MRD未缓解（≥0.01%）"),
    (
        "negative_insufficient_sensitivity",
        "Not detected, insufficient sensitivity",
        "未检出，灵敏度不足",
    ),
    ("not_done", "Not done", "未做"),
)
RESPONSES = codelist(
    "RESPONSEMRD",
    ("MRD_negative_CR", "MRD-negative remission", "MRD阴性缓解"),
    ("MRD_positive_CR", "MRD-positive remission", "MRD阳性缓解"),
    ("no_CR", "No remission", "未缓解"),
)
STATUS: dict[Grade, str] = {
    "complete_mrd_response": "negative",
    "positive_below_0_01_not_quantifiable": "negative",
    "positive_below_0_01_quantifiable": "negative",
    "failure": "positive",
    "negative_insufficient_sensitivity": "not_evaluable",
    "not_done": "not_done",
}


def category(f: Findings) -> str:
    """Return the ELN category."""
    if f["mrd_result"] == "not_done":
        return "not_done"
    if f["mrd_result"] == "positive_not_quantifiable":
        return "positive_below_0_01_not_quantifiable"
    if f["mrd_result"] == "quantified":
        below = f["mrd_pct"] < POSITIVE_FROM_PCT
        return "positive_below_0_01_quantifiable" if below else "failure"
    if f["mrd_sensitivity"] <= SENSITIVE_TO:
        return "complete_mrd_response"
    return "negative_insufficient_sensitivity"


def disagreeing(known: Findings) -> tuple[str, ...]:
    """Name the level that does not go with the result."""
    result, level = known.get("mrd_result"), known.get("mrd_pct")
    if result is None or level is None:
        return ()
    return ("mrd_pct",) if (result == "quantified") is not (level > 0) else ()


def remission(columns: tuple[Any, ...]) -> Grade:
    """Return the remission with its MRD status."""
    response, status = columns
    if response not in ("CR", "CRh", "CRi"):
        return "no_CR"
    return f"MRD_{status}_CR"


def settle(known: dict[str, Any]) -> dict[str, Any]:
    """Take what was not done or not evaluable as not known."""
    if known.get("mrd_status") in ("not_done", "not_evaluable"):
        known = {**known, "mrd_status": None}
    if known.get("response") == "not_evaluable":
        known = {**known, "response": None}
    return known


MRD_CATEGORY = Engine(
    name="mrd_category",
    label=Label("MRD category (ELN)", "MRD分类（ELN）"),
    rule=Label(
        "Not detected: sensitivity 1e-4 or better needed; quantified: failure from "
        "0.01 %; status negative below 0.01 %",
        "未检出：灵敏度须达10⁻⁴；已定量：≥0.01%为未缓解；低于0.01%状态为阴性",
    ),
    source=f"{ELN_2024}, MRD table",
    verified=True,
    grades=CATEGORIES.values,
    codes=CATEGORIES,
    ordered=False,
    mrd_status=STATUS,
    domains=(
        Domain(
            "mrd",
            Label("MRD", "MRD"),
            (
                coded("mrd_result", "MRD result", "MRD结果", MRDRESULT),
                replace(
                    number(
                        "mrd_pct",
                        "MRD level (% of nucleated cells)",
                        "MRD水平",
                        0,
                        100,
                        unit="%",
                        bands=(0, 0.005, 0.01),
                    ),
                    asked="mrd_result",
                ),
                replace(
                    steps("mrd_sensitivity", "Sensitivity reached", "灵敏度", SENS),
                    asked="mrd_result",
                ),
            ),
            category,
            disagreeing,
            words={code.value: code.label for code in CATEGORIES},
        ),
    ),
    conclude=lambda columns: str(columns[0]),
)
RESPONSE_MRD = Engine(
    name="response_mrd",
    label=Label("Remission with MRD", "缓解及MRD"),
    rule=Label(
        "CR, CRh or CRi with MRD negative or positive; other responses: no remission",
        "CR、CRh或CRi，按MRD阴性或阳性；其余为未缓解",
    ),
    source=f"{ELN_2024}; registry rule",
    verified=True,
    grades=RESPONSES.values,
    codes=RESPONSES,
    ordered=False,
    domains=(
        single(
            coded(
                "response",
                "Response",
                "疗效",
                RESPONSE,
                bands=tuple(v for v in RESPONSE.values if v != "not_evaluable"),
            ),
            str,
        ),
        single(
            coded(
                "mrd_status",
                "MRD status (0.01 %)",
                "MRD状态",
                MRDSTATUS,
                bands=("negative", "positive"),
            ),
            str,
        ),
    ),
    conclude=remission,
    settle=settle,
)
