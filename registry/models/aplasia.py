"""Cells of one compartment on one day, and when they came back."""

from registry.codelists.base import Label
from registry.codelists.general import YN
from registry.codelists.product import APLASIA
from registry.models.base import CourseRecord
from registry.variables.conditions import when
from registry.variables.fields import code, day, number
from registry.variables.reported import f4100
from registry.variables.spec import Privacy, span


class Aplasia(CourseRecord):
    """Cells of one compartment on one day, and when they came back.

    Source: CIBMTR 4100; Pan 2021 CD7.
    """

    form = "aplasia"
    label = Label("B-/T-cell aplasia, immunoglobulin", "B/T细胞缺乏与免疫球蛋白")
    matched_by = ("course_no", "aplasia_type")
    dated_by = "aplasia_date"

    aplasia_date = day(
        "Date",
        "日期",
        core=True,
        key=True,
        taken="D28 M3 M6 M12",
        privacy=Privacy.QUASI,
    )
    aplasia_type = code("Compartment", "类型", APLASIA, core=True, taken="same")
    abs_cells_per_ul = number(
        "Cells of that compartment",
        "细胞绝对数",
        "cells/µL",
        span(0, 100000),
        usual=span(0, 3000),
        core=True,
        taken="same",
    )
    cd7neg_t_per_ul = number(
        "CD7-negative T cells",
        "CD7阴性T细胞",
        "cells/µL",
        span(0, 100000),
        core=True,
        only=when("aplasia_type", "T_cell")
        & when("target", "CD7", of="apheresis_product"),
        taken="same",
    )
    igg_g_l = number(
        "IgG", "IgG", "g/L", span(0, 100), usual=span("0.5", 25), taken="same"
    )
    ig_replacement = code(
        "Immunoglobulin given", "丙球替代", YN, taken="same", reported=(f4100("129"),)
    )
    aplasia_recovered_date = day(
        "Recovery", "恢复日期", taken="any", privacy=Privacy.QUASI
    )
