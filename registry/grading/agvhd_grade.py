"""Acute GVHD: the overall grade from the organ stages.

=====  ======  =======  ==========  =====================  ====================
Grade  Skin    Liver    Upper GI    Lower GI (MAGIC)       Gut (Glucksberg)
=====  ======  =======  ==========  =====================  ====================
0      0       0        0           0                      0
I      1-2     0        0           0                      0
II     3       1        1           1                      1
III            2-3                  2-3                    2-4
IV     4       4                    4
=====  ======  =======  ==========  =====================  ====================

The worst organ's column decides; it is not the highest stage. ``gut`` is one organ:
upper GI with a biopsy is gut 1. Gut 4 is III in the modified Glucksberg version used
here and IV in MAGIC; older tables differ. Extreme performance decrease (grade IV in
Glucksberg) is recorded, not derived.

Source: Harris AC et al. Biol Blood Marrow Transplant 2016;22(1):4-10 (read in
verbatim quotations). Przepiorka D et al. Bone Marrow Transplant 1995;15:825-828 (from
knowledge of the paper; secondary sources disagree on the overall grade).
"""

from registry.codelists.base import Label
from registry.codelists.gvhd import GRADE04, STAGE01, STAGE04
from registry.grading.engine import WORST, Engine, single
from registry.grading.questions import levels

SKIN = {0: 0, 1: 1, 2: 1, 3: 2, 4: 4}
LIVER = {0: 0, 1: 2, 2: 3, 3: 3, 4: 4}
UPPER_GI = {0: 0, 1: 2}
LOWER_GI = {0: 0, 1: 2, 2: 3, 3: 3, 4: 4}
GUT = {0: 0, 1: 2, 2: 3, 3: 3, 4: 3}

SKIN_STAGE = levels("skin", "Skin stage", "皮肤分期", STAGE04)
LIVER_STAGE = levels("liver", "Liver stage", "肝分期", STAGE04)

MAGIC = Engine(
    name="agvhd_magic",
    label=Label("Acute GVHD grade (MAGIC)", "急性GVHD分级（MAGIC）"),
    rule=Label(
        "Worst of skin (1-2 I, 3 II, 4 IV), liver and lower GI (1 II, 2-3 III, 4 IV) "
        "and upper GI (1 II)",
        "取皮肤（1-2为I，3为II，4为IV）、肝与下消化道（1为II，2-3为III，4为IV）、"
        "上消化道（1为II）中最重者",
    ),
    source="Harris AC et al., Biol Blood Marrow Transplant 2016;22:4-10 (MAGIC)",
    verified=False,
    grades=(0, 1, 2, 3, 4),
    codes=GRADE04,
    domains=(
        single(SKIN_STAGE, SKIN),
        single(LIVER_STAGE, LIVER),
        single(levels("lower_gi", "Lower GI stage", "下消化道分期", STAGE04), LOWER_GI),
        single(levels("upper_gi", "Upper GI stage", "上消化道分期", STAGE01), UPPER_GI),
    ),
    pool=WORST,
)
GLUCKSBERG = Engine(
    name="agvhd_glucksberg",
    label=Label(
        "Acute GVHD grade (modified Glucksberg)", "急性GVHD分级（改良Glucksberg）"
    ),
    rule=Label(
        "Worst of skin (1-2 I, 3 II, 4 IV), liver (1 II, 2-3 III, 4 IV) and gut (1 II, "
        "2-4 III)",
        "取皮肤（1-2为I，3为II，4为IV）、肝（1为II，2-3为III，4为IV）、"
        "肠道（1为II，2-4为III）中最重者",
    ),
    source="Przepiorka D et al., Bone Marrow Transplant 1995;15:825-828",
    verified=False,
    grades=(0, 1, 2, 3, 4),
    codes=GRADE04,
    domains=(
        single(SKIN_STAGE, SKIN),
        single(LIVER_STAGE, LIVER),
        single(levels("gut", "Gut stage", "肠道分期", STAGE04), GUT),
    ),
    pool=WORST,
)
