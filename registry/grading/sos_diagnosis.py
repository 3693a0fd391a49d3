"""Sinusoidal obstruction syndrome (SOS/VOD): diagnosis.

=============  ===============================================================
Adult 2016
classical      to day 21: bilirubin >= 2 mg/dL and two of painful hepatomegaly,
               weight gain > 5 %, ascites
late onset     after day 21: the same, or histology, or two of (bilirubin >= 2,
               hepatomegaly, weight, ascites) with haemodynamic or ultrasound
               evidence
Adult 2023
proven         histology or HVPG >= 10 mmHg
clinical       bilirubin >= 2 and two of hepatomegaly, weight, ascites
probable       two of bilirubin, hepatomegaly, weight, ascites, imaging
Child 2018
met            two of refractory thrombocytopenia, weight (> 5 % or three days
               despite diuretics), hepatomegaly, ascites, bilirubin (rising on
               three days or >= 2 mg/dL within 72 h)
=============  ===============================================================

Source: Mohty M et al. Bone Marrow Transplant 2016;51:906-912 (verified at
knowvodpro.com); 2023;58:749-754 (abstract verified, criteria from knowledge of the
paper). Corbacioglu S et al. Bone Marrow Transplant 2018;53:138-145 (verified,
PMC6020812 table 3).
"""

from typing import Any

from registry.codelists.base import Label, codelist
from registry.codelists.gvhd import SOSDX, SOSONSET
from registry.grading.engine import SUM, Domain, Engine, single
from registry.grading.findings import Finding, Findings
from registry.grading.questions import number, whole, yes_no
from registry.grading.result import Grade

MOHTY_2016 = "Mohty M et al., Bone Marrow Transplant 2016;51:906-912"
MOHTY_2023 = "Mohty M et al., Bone Marrow Transplant 2023;58:749-754"
CORBACIOGLU_2018 = "Corbacioglu S et al., Bone Marrow Transplant 2018;53:138-145"
CHILD = codelist("SOSCHILD", ("none", "Not met", "不符合"), ("met", "Met", "符合"))
WEIGHT = number(
    "weight_gain_pct", "Weight gain", "体重增加", -50, 100, unit="%", bands=(0, 6)
)
ICTERIC = single(
    number("bilirubin_mg_dl", "Bilirubin", "胆红素", 0, 80, unit="mg/dL", bands=(1, 2)),
    lambda level: level >= 2,
)
HEPATOMEGALY = single(
    yes_no("painful_hepatomegaly", "Painful hepatomegaly", "肝大伴疼痛"), bool
)
GAIN = single(WEIGHT, lambda gain: gain > 5)
ASCITES = single(yes_no("ascites", "Ascites", "腹水"), bool)
HISTOLOGY = single(yes_no("histology_proven", "Histology", "组织学证实"), bool)


def adult_2016(columns: tuple[Any, ...]) -> Grade:
    """Return none, classical or late onset."""
    late, icteric, liver, gain, ascites, histology, evidence = columns
    signs = liver + gain + ascites
    clinical = icteric and signs >= 2
    if not late:
        return "classical" if clinical else "none"
    shown = evidence and icteric + signs >= 2
    return "late_onset" if clinical or histology or shown else "none"


def adult_2023(columns: tuple[Any, ...]) -> Grade:
    """Return the highest category that is met."""
    icteric, liver, gain, ascites, imaging, histology, pressure = columns
    signs = liver + gain + ascites
    if histology or pressure:
        return "proven"
    if icteric and signs >= 2:
        return "clinical"
    return "probable" if icteric + signs + imaging >= 2 else "none"


def gaining(f: Findings) -> int:
    """Return 1 when either weight criterion is met."""
    gain = f["weight_gain_pct"] > 5
    return int(gain or f["weight_gain_3_days_despite_diuretics"])


def rising(f: Findings) -> int:
    """Return 1 when either bilirubin criterion is met."""
    return int(f["bilirubin_rising_3_days"] or f["bilirubin_ge_2_within_72h"])


def child_2018(criteria: Any) -> Grade:
    """Return whether two criteria are met."""
    return "met" if criteria >= 2 else "none"


def _sign(finding: Finding) -> Domain:
    """Return the domain of one sign of the child's criteria."""
    return single(finding, {False: 0, True: 1})


ADULT_2016 = Engine(
    name="sos_adult_2016",
    label=Label("SOS/VOD onset type (EBMT 2016)", "SOS/VOD分型（EBMT 2016）"),
    rule=Label(
        "To day 21: bilirubin >= 2 and two of hepatomegaly, weight > 5 %, ascites; "
        "later also histology, or two signs with imaging evidence",
        "21天内：胆红素≥2且肝大、体重>5%、腹水中两项；其后亦可为组织学，或两项加影像证据",
    ),
    source=MOHTY_2016,
    verified=True,
    grades=SOSONSET.values,
    codes=SOSONSET,
    domains=(
        single(
            whole(
                "days_since_hsct",
                "Day after HSCT",
                "移植后天数",
                0,
                4000,
                unit="d",
                bands=(21, 22),
            ),
            lambda day: day > 21,
        ),
        ICTERIC,
        HEPATOMEGALY,
        GAIN,
        ASCITES,
        HISTOLOGY,
        single(
            yes_no(
                "haemodynamic_or_us_evidence",
                "Haemodynamic/ultrasound evidence",
                "血流动力学/超声证据",
            ),
            bool,
        ),
    ),
    conclude=adult_2016,
)
ADULT_2023 = Engine(
    name="sos_adult_2023",
    label=Label("SOS/VOD diagnosis (EBMT 2023)", "SOS/VOD诊断（EBMT 2023）"),
    rule=Label(
        "Proven: histology or HVPG >= 10; clinical: bilirubin >= 2 and two signs; "
        "probable: two of five",
        "确诊：组织学或HVPG≥10；临床：胆红素≥2且两项体征；拟诊：五项中两项",
    ),
    source=MOHTY_2023,
    verified=False,
    grades=SOSDX.values,
    codes=SOSDX,
    domains=(
        ICTERIC,
        HEPATOMEGALY,
        GAIN,
        ASCITES,
        single(
            yes_no(
                "us_or_elastography_suggestive",
                "Ultrasound/elastography suggestive",
                "超声/弹性成像提示",
            ),
            bool,
        ),
        HISTOLOGY,
        single(
            number(
                "hvpg_mm_hg",
                "HVPG",
                "肝静脉压力梯度",
                0,
                60,
                unit="mmHg",
                bands=(9, 10),
            ),
            lambda pressure: pressure >= 10,
        ),
    ),
    conclude=adult_2023,
)
PAEDIATRIC_2018 = Engine(
    name="sos_paed_2018",
    label=Label(
        "SOS/VOD criteria, child (EBMT 2018)", "SOS/VOD标准，儿童（EBMT 2018）"
    ),
    rule=Label(
        "Two of refractory thrombocytopenia, weight, hepatomegaly, ascites, bilirubin",
        "难治性血小板减少、体重、肝大、腹水、胆红素中≥2项",
    ),
    source=CORBACIOGLU_2018,
    verified=True,
    grades=CHILD.values,
    codes=CHILD,
    domains=(
        _sign(
            yes_no(
                "refractory_thrombocytopenia",
                "Refractory thrombocytopenia",
                "难治性血小板减少",
            )
        ),
        Domain(
            "weight",
            Label("Weight", "体重"),
            (
                WEIGHT,
                yes_no(
                    "weight_gain_3_days_despite_diuretics",
                    "Unexplained gain 3 days despite diuretics",
                    "利尿下连续3天体重增加",
                ),
            ),
            gaining,
        ),
        _sign(yes_no("hepatomegaly", "Hepatomegaly above baseline", "肝大")),
        _sign(yes_no("ascites", "Ascites above baseline", "腹水")),
        Domain(
            "bilirubin",
            Label("Bilirubin", "胆红素"),
            (
                yes_no(
                    "bilirubin_rising_3_days",
                    "Bilirubin rising on 3 days",
                    "胆红素连续3天升高",
                ),
                yes_no(
                    "bilirubin_ge_2_within_72h",
                    "Bilirubin >=2 mg/dL within 72 h",
                    "72h内胆红素≥2",
                ),
            ),
            rising,
        ),
    ),
    pool=SUM,
    conclude=child_2018,
)
ENGINES = (ADULT_2016, ADULT_2023, PAEDIATRIC_2018)
