"""Cytokine release syndrome, Penn.

=====  =====================================================================
Grade  Any of
=====  =====================================================================
1      mild, supportive care; creatinine 1; transaminases 1-2
2      in hospital for CRS; creatinine 2; transaminases 3
3      hypotension with fluids or low-dose vasopressors; any supplemental
       oxygen, with CPAP and BiPAP; plasma, cryoprecipitate or fibrinogen;
       creatinine 3; transaminases 4
4      high-dose vasopressor; mechanical ventilation
5      death
=====  =====================================================================

Creatinine grade 4 is not named by the scale and counts 3.

Source: Porter DL et al. Sci Transl Med 2015;7:303ra139; J Hematol Oncol 2018;11:35.
Read in secondary sources (PMC9368621 table 1).
"""

from registry.codelists.base import Label
from registry.codelists.toxicity import GRADE05, OXYGEN_SUPPORT, PRESSOR
from registry.grading.engine import WORST, Engine, single
from registry.grading.questions import coded, death, whole, yes_no

HYPOTENSION = {
    "none": 0,
    "fluids_only": 3,
    "one_low_dose": 3,
    "multiple_low_dose": 3,
    "high_dose": 4,
}
OXYGEN = {"none": 0, "supplemental": 3, "mechanical_ventilation": 4}
CREATININE = {0: 0, 1: 1, 2: 2, 3: 3, 4: 3}
TRANSAMINASES = {0: 0, 1: 1, 2: 1, 3: 2, 4: 3}

ENGINE = Engine(
    name="crs_penn",
    label=Label("CRS grade (Penn)", "CRS分级（Penn）"),
    rule=Label(
        "Worst of symptoms 1; hospital 2; fluids or low-dose vasopressor 3, high dose "
        "4; oxygen 3, ventilation 4; clotting factors 3; creatinine and transaminases "
        "by grade; death 5",
        "取最重者：症状1；住院2；补液或低剂量升压药3，高剂量4；吸氧3，机械通气4；"
        "凝血替代3；肌酐、转氨酶按级；死亡5",
    ),
    source="Porter DL et al., Sci Transl Med 2015;7:303ra139; JHO 2018;11:35",
    verified=False,
    grades=(0, 1, 2, 3, 4, 5),
    codes=GRADE05,
    domains=(
        single(
            yes_no("constitutional_symptoms", "Constitutional symptoms", "全身症状"),
            {False: 0, True: 1},
        ),
        single(
            yes_no("hospitalised_for_crs", "Admitted for CRS", "因CRS住院"),
            {False: 0, True: 2},
        ),
        single(
            coded(
                "hypotension_pressor_class",
                "Vasopressor dose class",
                "升压药剂量分级",
                PRESSOR,
            ),
            HYPOTENSION,
        ),
        single(coded("oxygen_support", "Oxygen", "氧疗", OXYGEN_SUPPORT), OXYGEN),
        single(
            yes_no(
                "coagulopathy_replacement",
                "FFP, cryoprecipitate or fibrinogen given",
                "凝血异常需输注血浆/冷沉淀/纤维蛋白原",
            ),
            {False: 0, True: 3},
        ),
        single(
            whole("creatinine_grade", "Creatinine CTCAE grade", "肌酐分级", 0, 4),
            CREATININE,
        ),
        single(
            whole("transaminitis_grade", "Transaminase grade", "转氨酶分级", 0, 4),
            TRANSAMINASES,
        ),
        single(death(), {False: 0, True: 5}),
    ),
    pool=WORST,
)
