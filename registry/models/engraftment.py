"""Recovery of neutrophils and platelets after one HSCT."""

from registry.codelists.base import Label
from registry.codelists.general import YNU
from registry.codelists.transplant import GF
from registry.models.base import TransplantRecord
from registry.variables.conditions import unless, when
from registry.variables.fields import code, day
from registry.variables.reported import Standing, f2450
from registry.variables.spec import Privacy


class Engraftment(TransplantRecord):
    """Recovery of neutrophils and platelets after one HSCT.

    Source: Kharfan-Dabaja 2021; CIBMTR; EBMT.
    """

    form = "engraftment"
    label = Label("Engraftment", "植入")

    anc_engrafted = code(
        "Neutrophil engraftment",
        "粒系植入",
        YNU,
        core=True,
        taken="HSCT D30",
        reported=(f2450("8-11", standing=Standing.RANGE),),
    )
    anc_engraftment_date = day(
        "First of 3 consecutive ANC ≥ 0.5",
        "粒系植入日",
        core=True,
        only=when("anc_engrafted", "yes"),
        taken="HSCT D30",
        privacy=Privacy.QUASI,
        reported=(f2450("8-11", standing=Standing.RANGE),),
    )
    plt_engrafted = code(
        "Platelet engraftment",
        "巨核系植入",
        YNU,
        core=True,
        taken="HSCT D60",
        reported=(f2450("17"),),
    )
    plt_engraftment_date = day(
        "First of 7 days ≥ 20 without transfusion",
        "巨核系植入日",
        core=True,
        only=when("plt_engrafted", "yes"),
        taken="HSCT D60",
        privacy=Privacy.QUASI,
        reported=(f2450("18"),),
    )
    graft_failure = code("Graft failure", "植入失败", GF, core=True, taken="HSCT D100")
    graft_failure_date = day(
        "Date",
        "日期",
        core=True,
        only=unless("graft_failure", "none"),
        taken="any",
        privacy=Privacy.QUASI,
    )
