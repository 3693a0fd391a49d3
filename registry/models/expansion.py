"""One measurement of CAR-T cells in blood or marrow."""

from registry.codelists.base import Label
from registry.codelists.general import TIMEPOINT
from registry.codelists.product import EXPMETHOD, EXPSPEC
from registry.models.base import Record
from registry.models.constraints import dated_or_reason
from registry.variables.conditions import when
from registry.variables.fields import code, day, number
from registry.variables.reported import f4100
from registry.variables.spec import Privacy, span


class Expansion(Record):
    """One measurement of CAR-T cells in blood or marrow.

    Source: NS7CAR trials; CIBMTR 4100 persistence.
    """

    form = "expansion"
    label = Label("CAR-T expansion", "CAR-T扩增")
    matched_by = ("time_point", "expansion_specimen", "expansion_method")
    dated_by = "expansion_date"

    expansion_date = day(
        "Date",
        "日期",
        core=True,
        taken="D4 D7 D10 D14 D21 D28 M2 M3 M6 M12",
        privacy=Privacy.QUASI,
        reported=(f4100("36"),),
    )
    time_point = code("Time point", "时间点", TIMEPOINT, taken="same")
    expansion_specimen = code(
        "Specimen", "标本", EXPSPEC, core=True, taken="same", reported=(f4100("37"),)
    )
    expansion_method = code("Method", "方法", EXPMETHOD, core=True, taken="same")
    copies_per_ug = number(
        "CAR copies per µg DNA",
        "CAR拷贝数",
        "copies/µg DNA",
        span(0, 100000000),
        usual=span(10, 1000000),
        core=True,
        only=when("expansion_method", "qPCR", "ddPCR"),
        taken="same",
        reported=(f4100("35"),),
    )
    car_t_pct_of_t = number(
        "CAR+ of CD3+",
        "CAR+/CD3+",
        "%",
        span(0, 100),
        usual=span(0, 95),
        core=True,
        only=when("expansion_method", "flow"),
        taken="same",
    )
    car_t_per_ul = number(
        "CAR-T per µL",
        "CAR-T绝对数",
        "cells/µL",
        span(0, 1000000),
        usual=span(0, 20000),
        taken="same",
    )
    lod = number(
        "Detection limit", "检测下限", "copies/µg DNA", span(0, 1000), taken="same"
    )

    class Meta(Record.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("expansion", "expansion_date"),)
