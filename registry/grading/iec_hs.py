"""HLH-like syndrome of immune effector cells (IEC-HS): diagnosis and grade.

Diagnosis (registry rule, the paper gives no count): the ferritin criterion, at least
one of transaminases > 5 x, low fibrinogen, haemophagocytosis, new or worse cytopenia,
and another cause excluded.

=====  ==========================================================================
Grade
=====  ==========================================================================
1      asymptomatic or mild, observation only
2      intervention required
3      severe, not immediately life-threatening
4      life-threatening
5      death
=====  ==========================================================================

Source: Hines MR et al. Transplant Cell Ther 2023;29(7):438.e1-438.e16. From knowledge
of the paper; its tables were not readable.
"""

from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.toxicity import GRADE05
from registry.grading.engine import WORST, Domain, Engine, single
from registry.grading.findings import Findings
from registry.grading.questions import death, yes_no
from registry.grading.result import Grade

SOURCE = "Hines MR et al., Transplant Cell Ther 2023;29:438.e1-e16"
MET = codelist(
    "IECHSDIAGNOSIS",
    ("not_met", "Not met", "不符合"),
    ("met", "Met", "符合"),
)
COMMON = (
    yes_no("hepatic_transaminases_gt_5x", "Transaminases >5x ULN", "转氨酶>5倍"),
    yes_no("hypofibrinogenaemia", "Fibrinogen <1.5 g/L or <LLN", "低纤维蛋白原血症"),
    yes_no("hemophagocytosis", "Haemophagocytosis on biopsy", "噬血现象"),
    yes_no(
        "new_or_worse_cytopenia",
        "New, worse or refractory cytopenia",
        "新发/加重血细胞减少",
    ),
)


def any_common(f: Findings) -> bool:
    """Tell whether one of the most common features is present."""
    return any(f[finding.name] for finding in COMMON)


def diagnosis(columns: tuple[Any, ...]) -> Grade:
    """Return whether the three parts of the definition are met."""
    return "met" if all(columns) else "not_met"


DIAGNOSIS = Engine(
    name="iec_hs_diagnosis",
    label=Label("IEC-HS diagnosis", "IEC-HS诊断"),
    rule=Label(
        "Ferritin criterion, at least one of the four common features, other causes "
        "excluded (registry rule)",
        "铁蛋白标准，四项常见表现中≥1项，并排除其他原因（登记规则）",
    ),
    source=SOURCE,
    verified=False,
    grades=MET.values,
    codes=MET,
    domains=(
        single(yes_no("ferritin_criterion", "Ferritin criterion", "铁蛋白标准"), bool),
        Domain("common", Label("Common features", "常见表现"), COMMON, any_common),
        single(
            yes_no(
                "alternative_cause_excluded",
                "Not explained by CRS, infection, progression",
                "排除其他原因",
            ),
            bool,
        ),
    ),
    conclude=diagnosis,
)
GRADE = Engine(
    name="iec_hs_grade",
    label=Label("IEC-HS grade", "IEC-HS分级"),
    rule=Label(
        "1 observation only, 2 intervention, 3 severe, 4 life-threatening, 5 death",
        "1仅观察，2需干预，3重度，4危及生命，5死亡",
    ),
    source=SOURCE,
    verified=False,
    grades=(1, 2, 3, 4, 5),
    codes=GRADE05,
    domains=(
        single(
            yes_no("intervention_required", "Intervention required", "需干预"),
            {False: 1, True: 2},
        ),
        single(
            yes_no(
                "severe_not_life_threatening",
                "Severe, not life-threatening",
                "重度非致命",
            ),
            {False: 1, True: 3},
        ),
        single(
            yes_no("life_threatening", "Life-threatening", "危及生命"),
            {False: 1, True: 4},
        ),
        single(death(), {False: 1, True: 5}),
    ),
    pool=WORST,
)
