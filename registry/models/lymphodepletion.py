"""Chemotherapy that makes room for the product, one a course."""

from registry.codelists.base import Label
from registry.codelists.product import LD
from registry.models.base import CourseRecord
from registry.variables.conditions import unless
from registry.variables.fields import code, day, number
from registry.variables.spec import Privacy, span
from registry.variables.units import MG_DL_TO_MG_L, UG_L_TO_NG_ML


class Lymphodepletion(CourseRecord):
    """Chemotherapy that makes room for the product, one a course.

    Source: CIBMTR 4000 Q92-98.
    """

    form = "lymphodepletion"
    label = Label("Lymphodepletion", "清淋")
    sections = {
        "ld_regimen": Label("Regimen", "方案"),
        "ldh": Label("Laboratory before lymphodepletion", "清淋前实验室检查"),
    }

    ld_regimen = code("Regimen", "方案", LD, core=True, taken="pre")
    ld_start = day(
        "First day",
        "开始日期",
        core=True,
        only=unless("ld_regimen", "none"),
        taken="pre",
        privacy=Privacy.QUASI,
    )
    ld_end = day(
        "Last day",
        "结束日期",
        core=True,
        only=unless("ld_regimen", "none"),
        taken="pre",
        privacy=Privacy.QUASI,
    )
    flu_mg_m2_total = number(
        "Fludarabine total",
        "氟达拉滨总量",
        "mg/m2",
        span(0, 300),
        usual=span(60, 150),
        taken="pre",
    )
    cy_mg_m2_total = number(
        "Cyclophosphamide total",
        "环磷酰胺总量",
        "mg/m2",
        span(0, 10000),
        usual=span(500, 3000),
        taken="pre",
    )
    vp16_mg_m2_total = number(
        "Etoposide total",
        "依托泊苷总量",
        "mg/m2",
        span(0, 2000),
        usual=span(100, 600),
        taken="pre",
    )
    ldh = number(
        "LDH before LD",
        "清淋前LDH",
        "U/L",
        span(10, 30000),
        usual=span(80, 2000),
        taken="pre",
    )
    ferritin_ng_ml = number(
        "Ferritin before LD",
        "清淋前铁蛋白",
        "ng/mL",
        span(0, 1000000),
        usual=span(5, 20000),
        units=UG_L_TO_NG_ML,
        taken="pre",
    )
    crp_mg_l = number(
        "CRP before LD",
        "清淋前CRP",
        "mg/L",
        span(0, 1000),
        usual=span(0, 200),
        units=MG_DL_TO_MG_L,
        taken="pre",
    )
