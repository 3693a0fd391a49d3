"""Share of donor cells in one lineage on one day."""

from registry.codelists.base import Label
from registry.codelists.transplant import CHIMLIN, CHIMMETH
from registry.models.base import TransplantRecord
from registry.variables.fields import code, day, number
from registry.variables.reported import f2450
from registry.variables.spec import Privacy, span


class Chimerism(TransplantRecord):
    """Share of donor cells in one lineage on one day.

    Source: Kharfan-Dabaja 2021.
    """

    form = "chimerism"
    label = Label("Chimerism", "嵌合")
    matched_by = ("hsct_no", "chimerism_lineage", "chimerism_method")
    dated_by = "chimerism_date"

    chimerism_date = day(
        "Date",
        "日期",
        core=True,
        key=True,
        taken="D30 D60 D90 M6 M12",
        privacy=Privacy.QUASI,
        reported=(f2450("40", "manual 2026"),),
    )
    chimerism_lineage = code(
        "Lineage",
        "细胞系",
        CHIMLIN,
        core=True,
        taken="same",
        reported=(f2450("40", "manual 2026"),),
    )
    chimerism_method = code("Method", "方法", CHIMMETH, taken="same")
    donor_pct = number(
        "Donor cells",
        "供者比例",
        "%",
        span(0, 100),
        usual=span(0, 100),
        core=True,
        taken="same",
        genetic=True,
        reported=(f2450("40", "manual 2026"),),
    )
