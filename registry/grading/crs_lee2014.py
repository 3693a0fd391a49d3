"""Cytokine release syndrome, Lee 2014.

=====  ================================================================
Grade  Any of
=====  ================================================================
1      constitutional symptoms only
2      oxygen below 40 %; hypotension with fluids or one low-dose
       vasopressor; organ toxicity grade 2
3      oxygen 40 % or more; high-dose or several vasopressors; organ
       toxicity grade 3; transaminases grade 4
4      ventilator; organ toxicity grade 4
5      death
=====  ================================================================

Organ toxicity leaves out transaminases, which count as their own grade up to 3. The
dose class of the vasopressor is recorded; its limits are from knowledge of the paper.

Source: Lee DW et al. Blood 2014;124(2):188-195, Table 2. Read in secondary sources
(ash view-large/9593269, PMC7006459 table 2).
"""

from registry.codelists.base import Label
from registry.codelists.toxicity import FIO2, GRADE05, PRESSOR
from registry.grading.engine import WORST, Engine, single
from registry.grading.questions import coded, death, whole, yes_no

HYPOTENSION = {
    "none": 0,
    "fluids_only": 2,
    "one_low_dose": 2,
    "multiple_low_dose": 3,
    "high_dose": 3,
}
OXYGEN = {"none": 0, "fio2_lt_40": 2, "fio2_ge_40": 3, "ventilator": 4}
TRANSAMINASES = {0: 0, 1: 1, 2: 2, 3: 3, 4: 3}

ENGINE = Engine(
    name="crs_lee2014",
    label=Label("CRS grade (Lee 2014)", "CRS分级（Lee 2014）"),
    rule=Label(
        "Worst of symptoms 1; FiO2 < 40 % 2, >= 40 % 3, ventilator 4; fluids or one "
        "low-dose vasopressor 2, several or high dose 3; organ toxicity by its grade; "
        "transaminases at most 3; death 5",
        "取最重者：全身症状1；FiO2<40%为2，≥40%为3，呼吸机4；补液或一种低剂量升压药2，"
        "多种或高剂量3；器官毒性按级；转氨酶最高3；死亡5",
    ),
    source="Lee DW et al., Blood 2014;124:188-195, Table 2",
    verified=False,
    grades=(0, 1, 2, 3, 4, 5),
    codes=GRADE05,
    domains=(
        single(
            yes_no("constitutional_symptoms", "Constitutional symptoms", "全身症状"),
            {False: 0, True: 1},
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
        single(coded("oxygen_need", "FiO2 class", "FiO2分级", FIO2), OXYGEN),
        single(
            whole(
                "organ_toxicity_grade",
                "Worst CRS organ toxicity, not transaminases",
                "器官毒性最高级",
                0,
                4,
            ),
            int,
        ),
        single(
            whole("transaminitis_grade", "Transaminase grade", "转氨酶分级", 0, 4),
            TRANSAMINASES,
        ),
        single(death(), {False: 0, True: 5}),
    ),
    pool=WORST,
)
