"""CAR-HEMATOTOX score before lymphodepletion.

===========  ========  ==========  ========
Finding      0         1           2
===========  ========  ==========  ========
Platelets    > 175     75-175      < 75
Neutrophils  > 1.2     <= 1.2
Haemoglobin  >= 9      < 9
CRP          < 30      >= 30
Ferritin     < 650     650-2000    > 2000
===========  ========  ==========  ========

Counts in 10^9/L, haemoglobin in g/dL, CRP in mg/L, ferritin in ng/mL. Low 0-1, high 2
or more.

Source: Rejeski K et al. Blood 2021;138(24):2499-2513. From knowledge of the paper, not
verified.
"""

from registry.codelists.base import Label
from registry.grading.engine import SUM, Domain, Engine, single
from registry.grading.questions import number


def platelets(count: float) -> int:
    """Return the points of the platelets."""
    return (count <= 175) + (count < 75)


def ferritin(level: float) -> int:
    """Return the points of ferritin."""
    return (level >= 650) + (level > 2000)


def _counts() -> tuple[Domain, ...]:
    """Return the domains of the blood count."""
    unit = "10^9/L"
    return (
        single(
            number(
                "platelets",
                "Platelets",
                "血小板",
                0,
                3000,
                unit=unit,
                bands=(176, 175, 74),
            ),
            platelets,
        ),
        single(
            number(
                "anc", "Neutrophils", "中性粒细胞", 0, 200, unit=unit, bands=(1.3, 1.2)
            ),
            lambda count: int(count <= 1.2),
        ),
        single(
            number(
                "hb_g_dl", "Haemoglobin", "血红蛋白", 2, 25, unit="g/dL", bands=(9, 8)
            ),
            lambda level: int(level < 9),
        ),
    )


ENGINE = Engine(
    name="car_hematotox",
    label=Label("CAR-HEMATOTOX score", "CAR-HEMATOTOX评分"),
    rule=Label(
        "Sum of platelets (<= 175 1, < 75 2), ANC <= 1.2 1, Hb < 9 1, CRP >= 30 1, "
        "ferritin (>= 650 1, > 2000 2); high from 2",
        "血小板（≤175为1，<75为2）、ANC≤1.2为1、Hb<9为1、CRP≥30为1、"
        "铁蛋白（≥650为1，>2000为2）之和；≥2为高危",
    ),
    source="Rejeski K et al., Blood 2021;138:2499-2513",
    verified=False,
    grades=tuple(range(8)),
    domains=(
        *_counts(),
        single(
            number(
                "crp_mg_l",
                "CRP before lymphodepletion",
                "清淋前CRP",
                0,
                1000,
                unit="mg/L",
                bands=(29, 30),
            ),
            lambda level: int(level >= 30),
        ),
        single(
            number(
                "ferritin_ng_ml",
                "Ferritin before lymphodepletion",
                "清淋前铁蛋白",
                0,
                1000000,
                unit="ng/mL",
                bands=(649, 650, 2001),
            ),
            ferritin,
        ),
    ),
    pool=SUM,
)
