"""Acute GVHD: the stage of each organ (MAGIC).

=====  ============  ==============  ============  ================  ================
Stage  Skin, % BSA   Bilirubin       Upper GI      Lower GI, adult   Lower GI, child
=====  ============  ==============  ============  ================  ================
0      none          < 2 mg/dL       none          < 500 mL/d        < 10 mL/kg/d
1      < 25          2-3             persistent    500-999           10-19.9
2      25-50         3.1-6                         1000-1500         20-30
3      > 50          6.1-15                        > 1500            > 30
4      > 50, bullae  > 15                          pain, ileus or    the same
       + peeling                                   gross blood
=====  ============  ==============  ============  ================  ================

In umol/L the limits are 34, 51, 103 and > 255. Episodes a day, only when volume was
not measured: adult 3-4, 5-7, > 7; child (<= 50 kg) 4-6, 7-10, > 10; seven in a child
are stage 2. Volume is the mean of three days: mL/d in an adult, mL/kg/d in a child.

Source: Harris AC et al. Biol Blood Marrow Transplant 2016;22(1):4-10,
doi:10.1016/j.bbmt.2015.09.001. Verified against NCI PDQ NBK577669 table 4.
"""

from bisect import bisect_right
from collections.abc import Callable

from registry.codelists.base import Label
from registry.codelists.gvhd import STAGE01, STAGE04
from registry.grading.engine import WORST, Domain, Engine, single
from registry.grading.findings import Finding, Findings
from registry.grading.questions import number, yes_no

SOURCE = "Harris AC et al., Biol Blood Marrow Transplant 2016;22:4-10 (MAGIC)"


def skin(f: Findings) -> int:
    """Return the stage of the skin."""
    area = f["rash_bsa_pct"]
    if area > 50:
        return 4 if f["bullae_desquamation"] else 3
    if area >= 25:
        return 2
    return 1 if area > 0 else 0


def liver(bilirubin: float) -> int:
    """Return the stage of the liver from mg/dL."""
    if bilirubin < 2:
        return 0
    if bilirubin <= 3:
        return 1
    if bilirubin <= 6:
        return 2
    return 3 if bilirubin <= 15 else 4


def liver_umol(bilirubin: float) -> int:
    """Return the stage of the liver from umol/L, by the table's own column."""
    if bilirubin > 255:
        return 4
    return bisect_right((34, 51, 103), bilirubin)


def stool_volume(f: Findings) -> int:
    """Return the stage from mL a day, in a child from mL/kg a day."""
    volume = f["stool_ml"]
    first, second, third = (500, 1000, 1500) if f["adult"] else (10, 20, 30)
    if volume > third:
        return 3
    return bisect_right((first, second), volume)


def stool_episodes(f: Findings) -> int:
    """Return the stage from episodes a day."""
    limits = (3, 5, 8) if f["adult"] else (4, 7, 11)
    return bisect_right(limits, f["stool_episodes_per_day"])


def _lower_gi(stool: Finding, score: Callable[[Findings], int]) -> tuple[Domain, ...]:
    """Return the domains of the lower gut: how much stool, and pain or blood."""
    adult = yes_no("adult", "Adult column (> 50 kg)", "成人列（>50 kg）")
    severe = yes_no(
        "severe_pain_or_ileus_or_blood",
        "Severe pain +- ileus, or gross blood",
        "腹痛/肠梗阻/血便",
    )
    return (
        Domain("stool", Label("Stool", "大便"), (adult, stool), score),
        single(severe, {False: 0, True: 4}),
    )


SKIN = Engine(
    name="agvhd_skin_stage",
    label=Label("Acute GVHD, skin stage", "急性GVHD皮肤分期"),
    rule=Label(
        "Rash of BSA: < 25 % 1, 25-50 % 2, > 50 % 3, with bullae and desquamation 4",
        "皮疹面积：<25%为1，25-50%为2，>50%为3，伴水疱及脱屑为4",
    ),
    source=SOURCE,
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=STAGE04,
    domains=(
        Domain(
            "skin",
            Label("Skin", "皮肤"),
            (
                number(
                    "rash_bsa_pct",
                    "Active rash, % BSA",
                    "皮疹面积",
                    0,
                    100,
                    unit="%",
                    bands=(0, 1, 25, 51),
                ),
                yes_no(
                    "bullae_desquamation",
                    "Bullae and desquamation >5 % BSA",
                    "水疱及脱屑",
                ),
            ),
            skin,
        ),
    ),
    pool=WORST,
)
LIVER = Engine(
    name="agvhd_liver_stage",
    label=Label("Acute GVHD, liver stage", "急性GVHD肝分期"),
    rule=Label(
        "Bilirubin mg/dL: 2-3 1, to 6 2, to 15 3, above 4",
        "胆红素mg/dL：2-3为1，至6为2，至15为3，更高为4",
    ),
    source=SOURCE,
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=STAGE04,
    domains=(
        single(
            number(
                "bilirubin_mg_dl",
                "Total bilirubin",
                "总胆红素",
                0,
                80,
                unit="mg/dL",
                bands=(0, 2, 4, 7, 16),
            ),
            liver,
        ),
    ),
    pool=WORST,
)
LIVER_UMOL = Engine(
    name="agvhd_liver_stage_umol",
    label=Label("Acute GVHD, liver stage (µmol/L)", "急性GVHD肝分期（µmol/L）"),
    rule=Label(
        "Bilirubin umol/L: 34 1, 51 2, 103 3, above 255 4",
        "胆红素µmol/L：34为1，51为2，103为3，>255为4",
    ),
    source=f"{SOURCE}, µmol/L column",
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=STAGE04,
    domains=(
        single(
            number(
                "bilirubin_umol_l",
                "Total bilirubin",
                "总胆红素",
                0,
                1400,
                unit="µmol/L",
                bands=(0, 34, 51, 103, 256),
            ),
            liver_umol,
        ),
    ),
    pool=WORST,
)
UPPER_GI = Engine(
    name="agvhd_upper_gi_stage",
    label=Label("Acute GVHD, upper GI stage", "急性GVHD上消化道分期"),
    rule=Label("Persistent nausea, vomiting or anorexia 1", "持续恶心、呕吐或厌食为1"),
    source=SOURCE,
    verified=True,
    grades=(0, 1),
    codes=STAGE01,
    domains=(
        single(
            yes_no(
                "upper_gi_persistent_symptoms",
                "Persistent nausea, vomiting or anorexia",
                "上消化道症状",
            ),
            {False: 0, True: 1},
        ),
    ),
    pool=WORST,
)
LOWER_GI = Engine(
    name="agvhd_lower_gi_stage",
    label=Label("Acute GVHD, lower GI stage", "急性GVHD下消化道分期"),
    rule=Label(
        "Adult mL/d: 500 1, 1000 2, > 1500 3; child mL/kg/d: 10 1, 20 2, > 30 3; "
        "severe pain, ileus or gross blood 4",
        "成人mL/d：500为1，1000为2，>1500为3；儿童mL/kg/d：10为1，20为2，>30为3；"
        "剧痛、肠梗阻或血便为4",
    ),
    source=SOURCE,
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=STAGE04,
    domains=_lower_gi(
        number(
            "stool_ml",
            "Stool volume, 3-day mean",
            "每日大便量",
            0,
            20000,
            unit="mL/d, child mL/kg/d",
            bands=(0, 10, 20, 31, 500, 1000, 1501),
        ),
        stool_volume,
    ),
    pool=WORST,
)
LOWER_GI_EPISODES = Engine(
    name="agvhd_lower_gi_stage_episodes",
    label=Label(
        "Acute GVHD, lower GI stage (episodes)", "急性GVHD下消化道分期（次数）"
    ),
    rule=Label(
        "Adult episodes/d: 3-4 1, 5-7 2, > 7 3; child 4-6 1, 7-10 2, > 10 3; severe "
        "pain, ileus or gross blood 4; only when volume was not measured",
        "成人次/日：3-4为1，5-7为2，>7为3；儿童4-6为1，7-10为2，>10为3；"
        "剧痛、肠梗阻或血便为4；仅在未测量时使用",
    ),
    source=SOURCE,
    verified=True,
    grades=(0, 1, 2, 3, 4),
    codes=STAGE04,
    domains=_lower_gi(
        number(
            "stool_episodes_per_day",
            "Stool episodes when volume not measured",
            "大便次数",
            0,
            60,
            unit="/d",
            bands=(0, 3, 4, 5, 7, 8, 11),
        ),
        stool_episodes,
    ),
    pool=WORST,
)
ENGINES = (SKIN, LIVER, LIVER_UMOL, UPPER_GI, LOWER_GI, LOWER_GI_EPISODES)
