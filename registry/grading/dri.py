"""Refined Disease Risk Index, for ALL and AML.

==================  ============  ================  =========
Disease             CR1           CR2, CR3+         active
==================  ============  ================  =========
ALL                 intermediate  high              very high
AML, favourable     low           low               high
AML, intermediate   intermediate  intermediate      high
AML, adverse        high          high              very high
==================  ============  ================  =========

T-ALL, ETP-ALL and lymphoblastic lymphoma are staged as ALL (registry choice). Adverse
is complex with four or more abnormalities. Other diseases are recorded, not derived.

Source: Armand P et al. Blood 2014;123(23):3664-3671. From knowledge of the paper; only
its abstract was readable.
"""

from registry.codelists.base import Label, codelist
from registry.grading.engine import WORST, Domain, Engine
from registry.grading.findings import Findings
from registry.grading.questions import coded

RISK = codelist(
    "DRI",
    ("low", "Low", "低危"),
    ("intermediate", "Intermediate", "中危"),
    ("high", "High", "高危"),
    ("very_high", "Very high", "极高危"),
)
DISEASES = codelist(
    "DRI_DISEASE",
    ("ALL", "Acute lymphoblastic leukaemia", "急性淋巴细胞白血病"),
    ("AML", "Acute myeloid leukaemia", "急性髓系白血病"),
)
STAGES = codelist(
    "DRI_STAGE",
    ("CR1", "CR1", "CR1"),
    ("CR2", "CR2", "CR2"),
    ("CR3+", "CR3 or later", "CR3及以上"),
    ("active", "Active disease", "未缓解"),
)
CYTOGENETICS = codelist(
    "DRI_CYTOGENETICS",
    ("favorable", "Favourable", "良好"),
    ("intermediate", "Intermediate", "中等"),
    ("adverse", "Adverse", "不良"),
)
LOW, INTERMEDIATE, HIGH, VERY_HIGH = range(4)
ALL = {"CR1": INTERMEDIATE, "CR2": HIGH, "CR3+": HIGH, "active": VERY_HIGH}
AML_REMISSION = {"favorable": LOW, "intermediate": INTERMEDIATE, "adverse": HIGH}
AML_ACTIVE = {"favorable": HIGH, "intermediate": HIGH, "adverse": VERY_HIGH}


def risk(f: Findings) -> int:
    """Return the place of the risk in the table."""
    if f["dri_disease"] == "ALL":
        return ALL[f["dri_stage"]]
    active = f["dri_stage"] == "active"
    return (AML_ACTIVE if active else AML_REMISSION)[f["dri_cytogenetics"]]


ENGINE = Engine(
    name="dri_refined",
    label=Label("Refined Disease Risk Index", "改良疾病风险指数"),
    rule=Label(
        "ALL by remission (CR1 intermediate, later high, active very high); AML by "
        "cytogenetics and remission",
        "ALL按缓解次数（CR1中危，其后高危，未缓解极高危）；AML按细胞遗传学与缓解状态",
    ),
    source="Armand P et al., Blood 2014;123:3664-3671",
    verified=False,
    grades=RISK.values,
    codes=RISK,
    domains=(
        Domain(
            "risk",
            Label("Risk", "风险"),
            (
                coded("dri_disease", "Disease", "疾病", DISEASES),
                coded("dri_stage", "Stage at transplant", "移植时状态", STAGES),
                coded("dri_cytogenetics", "Cytogenetics", "细胞遗传学", CYTOGENETICS),
            ),
            risk,
        ),
    ),
    pool=WORST,
    conclude=RISK.values.__getitem__,
)
