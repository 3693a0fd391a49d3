"""Morphological response in acute leukaemia.

Clear = marrow blasts < 5 %, no circulating blasts, no extramedullary disease.

========  ==================================================================
Response  Condition, the first that applies (lymphoblastic leukaemia)
========  ==================================================================
CR        clear, neutrophils > 1.0 and platelets > 100
CRh       clear, neutrophils > 0.5 and platelets > 50
CRi       clear, otherwise
relapse   not clear, and a remission was documented before
PR        blasts 5-25 %, half or less of those before treatment, no blasts in
          blood, no extramedullary disease, counts as for CR
NR        otherwise
========  ==================================================================

Exactly 1.0 or 100 is not CR by ">" (ELN, NCCN); CIBMTR and FDA write ">=": setting
``cr_boundary``. In myeloid leukaemia the limits are >= 1.0 and >= 100, CRh >= 0.5 and
>= 50, CRi has one lineage recovered, MLFS neither.

Source: NCCN ALL; Goekbuget N et al. Blood 2024 (verified at ASH view-large/12204026).
Doehner H et al. Blood 2022;140:1345 (verified in PMC5291965 table 6, the 2017 text).
"""

from collections.abc import Callable
from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.disease import EM
from registry.codelists.response import RESPONSE
from registry.grading.engine import Domain, Engine, single
from registry.grading.findings import Finding, Findings
from registry.grading.questions import coded, number, yes_no
from registry.grading.result import Grade

BOUNDARY = codelist(
    "BOUNDARY",
    (">", "More than 1.0 and 100 (ELN, NCCN)", "大于1.0与100(ELN、NCCN)"),
    (">=", "At least 1.0 and 100 (CIBMTR, FDA)", "不低于1.0与100(CIBMTR、FDA)"),
)


def marrow(f: Findings) -> str:
    """Return whether disease is gone (clear), partly gone or active."""
    elsewhere = f["circulating_blasts"] or f["extramedullary"] == "present"
    blasts = f["bm_blasts_pct"]
    if elsewhere:
        return "active"
    if blasts < 5:
        return "clear"
    halved = blasts <= f["pre_treatment_blasts_pct"] / 2
    return "partial" if blasts <= 25 and halved else "active"


def recovery_all(f: Findings) -> str:
    """Return the recovery of the blood in lymphoblastic leukaemia."""
    anc, platelets = f["anc"], f["platelets"]
    if f["cr_boundary"] == ">=" and anc >= 1.0 and platelets >= 100:
        return "CR"
    if anc > 1.0 and platelets > 100:
        return "CR"
    return "CRh" if anc > 0.5 and platelets > 50 else "CRi"


def recovery_aml(f: Findings) -> str:
    """Return the recovery of the blood in myeloid leukaemia."""
    anc, platelets = f["anc"], f["platelets"]
    recovered = (anc >= 1.0, platelets >= 100)
    if all(recovered):
        return "CR"
    if anc >= 0.5 and platelets >= 50:
        return "CRh"
    return "CRi" if any(recovered) else "MLFS"


def conclude(columns: tuple[Any, ...]) -> Grade:
    """Return the response: remission by its recovery, else what disease is left."""
    disease, recovery, remission_before = columns
    if disease == "clear":
        return str(recovery)
    if remission_before:
        return "relapse"
    return "PR" if disease == "partial" and recovery == "CR" else "NR"


def settle(known: dict[str, Any]) -> dict[str, Any]:
    """Take extramedullary disease that was not assessed as not known."""
    if known.get("extramedullary") == "not_assessed":
        return {**known, "extramedullary": None}
    return known


DISEASE = Domain(
    "disease",
    Label("Disease", "病灶"),
    (
        number(
            "bm_blasts_pct",
            "Marrow blasts (morphology)",
            "骨髓原始细胞",
            0,
            100,
            unit="%",
            bands=(0, 5, 26),
        ),
        yes_no("circulating_blasts", "Circulating blasts", "外周血见原始细胞"),
        coded(
            "extramedullary",
            "Extramedullary disease",
            "髓外病变",
            EM,
            bands=("none", "present"),
        ),
        number(
            "pre_treatment_blasts_pct",
            "Marrow blasts before treatment",
            "治疗前骨髓原始细胞",
            0,
            100,
            unit="%",
            bands=(0, 100),
        ),
    ),
    marrow,
    words={
        "clear": Label("No disease", "无病灶"),
        "partial": Label("Blasts 5-25 %, halved", "原始细胞5-25%且减半"),
        "active": Label("Disease", "有病灶"),
    },
)
BEFORE = single(yes_no("prior_remission", "Remission before", "既往缓解"), bool)


def counts(
    score: Callable[[Findings], str],
    anc: tuple[float, ...],
    platelets: tuple[float, ...],
    *settings: Finding,
) -> Domain:
    """Return the domain of the blood counts."""
    unit = "10^9/L"
    return Domain(
        "recovery",
        Label("Blood recovery", "血象恢复"),
        (
            number("anc", "Neutrophils", "中性粒细胞", 0, 200, unit=unit, bands=anc),
            number(
                "platelets", "Platelets", "血小板", 0, 3000, unit=unit, bands=platelets
            ),
            *settings,
        ),
        score,
    )


RESPONSE_ALL = Engine(
    name="response_all",
    label=Label("Response, lymphoblastic leukaemia", "疗效（急淋）"),
    rule=Label(
        "Blasts < 5 %, none in blood or elsewhere: CR with ANC > 1.0 and platelets > "
        "100, CRh > 0.5 and > 50, otherwise CRi; else relapse after a remission, PR, "
        "NR",
        "骨髓原始细胞<5%且血中及髓外均无：ANC>1.0且血小板>100为CR，>0.5且>50为CRh，"
        "否则CRi；否则既往缓解者为复发，其余PR或NR",
    ),
    source="NCCN ALL; Gökbuget N et al., Blood 2024 (ELN ALL)",
    verified=True,
    grades=tuple(v for v in RESPONSE.values if v not in ("MLFS", "not_evaluable")),
    codes=RESPONSE,
    domains=(
        DISEASE,
        counts(
            recovery_all,
            (0.5, 0.51, 1.0, 1.01),
            (50, 51, 100, 101),
            coded("cr_boundary", "Boundary of CR", "CR界值", BOUNDARY, default=">"),
        ),
        BEFORE,
    ),
    conclude=conclude,
    settle=settle,
)
RESPONSE_AML = Engine(
    name="response_aml",
    label=Label("Response, myeloid leukaemia", "疗效（急髓）"),
    rule=Label(
        "Blasts < 5 %, none in blood or elsewhere: CR with ANC >= 1.0 and platelets >= "
        "100, CRh >= 0.5 and >= 50, CRi one lineage, MLFS neither; else relapse, PR, "
        "NR",
        "骨髓原始细胞<5%且血中及髓外均无：ANC≥1.0且血小板≥100为CR，≥0.5且≥50为CRh，"
        "一系恢复为CRi，均未恢复为MLFS；否则复发、PR或NR",
    ),
    source="Döhner H et al., Blood 2022;140:1345-1377 (ELN AML)",
    verified=True,
    grades=tuple(v for v in RESPONSE.values if v != "not_evaluable"),
    codes=RESPONSE,
    domains=(
        DISEASE,
        counts(recovery_aml, (0.4, 0.5, 1.0), (49, 50, 100)),
        BEFORE,
    ),
    conclude=conclude,
    settle=settle,
)
