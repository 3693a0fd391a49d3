"""Cytokine release syndrome, ASTCT consensus.

=====  =====  ==========================  =====================================
Grade  Fever  Hypotension                 Hypoxia
=====  =====  ==========================  =====================================
0      no     any                         any
1      yes    none                        none
2      yes*   no vasopressor needed       low flow (<= 6 L/min) or blow-by
3      yes*   one vasopressor             high flow or mask
4      yes*   several vasopressors        positive pressure
5      death due to CRS
=====  =====  ==========================  =====================================

The worse of the two columns decides. Fever is a temperature of 38.0 degrees or more
without another cause. (*) After an antipyretic, tocilizumab or a steroid fever is no
longer needed; then neither hypotension nor hypoxia is grade 0. Vasopressin is not
counted among the vasopressors. Organ toxicity does not count.

Source: Lee DW et al. Biol Blood Marrow Transplant 2019;25(4):625-638, Table 2,
doi:10.1016/j.bbmt.2018.12.758. Verified against PMC9327779 table 2 and PMC8021214
table 1.
"""

from typing import Any

from registry.codelists.base import Label
from registry.codelists.toxicity import GRADE05, HYPOTEN, HYPOX
from registry.grading.engine import Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import coded, death, number, yes_no
from registry.grading.result import Grade

FEVER_FROM_C = 38.0
HYPOTENSION = {
    "none": 0,
    "fluids_only": 2,
    "one_vasopressor": 3,
    "multiple_vasopressors": 4,
}
HYPOXIA = {"none": 0, "low_flow": 2, "high_flow": 3, "positive_pressure": 4}


def fever(f: Findings) -> str:
    """Return whether there is fever, or treatment that may hide it."""
    if f["max_temp_c"] >= FEVER_FROM_C:
        return "fever"
    return "treated" if f["antipyretic_or_anticytokine"] else "no_fever"


def conclude(columns: tuple[Any, ...]) -> Grade:
    """Return the grade from the four columns of the table."""
    feverish, hypotension, hypoxia, died = columns
    worse: int = max(hypotension, hypoxia)
    if died:
        return 5
    if feverish == "fever":
        return max(1, worse)
    return worse if feverish == "treated" else 0


ENGINE = Engine(
    name="crs_astct",
    label=Label("CRS grade (ASTCT)", "CRS分级（ASTCT）"),
    rule=Label(
        "Fever (>= 38.0 degC, or treated), then the worse of hypotension (fluids 2, "
        "one vasopressor 3, several 4) and hypoxia (low flow 2, high flow 3, positive "
        "pressure 4); fever alone 1; death due to CRS 5",
        "发热（≥38.0℃，或已用退热/抗细胞因子药）后取低血压（仅补液2，一种升压药3，多种4）"
        "与低氧（低流量2，高流量3，正压4）中较重者；仅发热为1；因CRS死亡为5",
    ),
    source="Lee DW et al., Biol Blood Marrow Transplant 2019;25:625-638, Table 2",
    verified=True,
    grades=(0, 1, 2, 3, 4, 5),
    codes=GRADE05,
    domains=(
        Domain(
            "fever",
            Label("Fever", "发热"),
            (
                number(
                    "max_temp_c",
                    "Highest temperature",
                    "最高体温",
                    30,
                    45,
                    unit="°C",
                    bands=(37.9, 38.0),
                ),
                yes_no(
                    "antipyretic_or_anticytokine",
                    "Antipyretic, tocilizumab or steroid given",
                    "用退热/抗细胞因子药",
                ),
            ),
            fever,
            words={
                "fever": Label("Fever", "发热"),
                "treated": Label("No fever, but treated", "无发热，但已用药"),
                "no_fever": Label("No fever", "无发热"),
            },
        ),
        single(coded("hypotension", "Hypotension", "低血压", HYPOTEN), HYPOTENSION),
        single(coded("hypoxia", "Hypoxia", "低氧", HYPOX), HYPOXIA),
        single(death(), bool),
    ),
    conclude=conclude,
)
