"""Transplant-associated thrombotic microangiopathy, modified Jodele criteria.

A biopsy, or four or more of seven within 14 days at two consecutive time points:
anaemia, thrombocytopenia, raised LDH, schistocytes, hypertension, sC5b-9, proteinuria.

Source: Schoettler ML et al. Transplant Cell Ther 2023;29(3):151-163 (harmonised).
Verified against PMC11882261 table 3.
"""

from typing import Any

from registry.codelists.base import Label, codelist
from registry.grading.engine import SUM, Domain, Engine, single
from registry.grading.questions import yes_no

MET = codelist("TMA_MET", ("none", "None", "无"), ("met", "Met", "符合"))
NEEDED = 4


def criterion(name: str, en: str, zh: str) -> Domain:
    """Return the domain of one of the seven criteria."""
    return single(yes_no(name, en, zh), {False: 0, True: 1})


def met(criteria: Any) -> str:
    """Return whether enough criteria are met; a biopsy is enough by itself."""
    return "met" if criteria >= NEEDED else "none"


ENGINE = Engine(
    name="tma_modified_jodele",
    label=Label("TA-TMA criteria (modified Jodele)", "TA-TMA标准（改良Jodele）"),
    rule=Label("Biopsy, or four or more of seven criteria", "活检证实，或七项中≥4项"),
    source="Schoettler ML et al., Transplant Cell Ther 2023;29:151-163 (Jodele)",
    verified=True,
    grades=MET.values,
    codes=MET,
    domains=(
        criterion("tma_anaemia", "Anaemia", "贫血"),
        criterion("tma_thrombocytopenia", "Thrombocytopenia", "血小板减少"),
        criterion("tma_ldh_elevated", "LDH > ULN", "LDH升高"),
        criterion("tma_schistocytes", "Schistocytes", "破碎红细胞"),
        criterion("tma_hypertension", "Hypertension", "高血压"),
        criterion("tma_sc5b9_elevated", "sC5b-9 >= ULN", "sC5b-9升高"),
        criterion("tma_proteinuria", "rUPCR >=1 mg/mg", "蛋白尿"),
        single(
            yes_no("tma_biopsy_proven", "Biopsy proven", "活检证实"),
            {False: 0, True: NEEDED},
        ),
    ),
    pool=SUM,
    conclude=met,
)
