"""Therapy between leukapheresis and lymphodepletion, or that none was given."""

from registry.codelists.base import Label
from registry.codelists.disease import THERAPY
from registry.codelists.general import YN
from registry.codelists.response import BRIDGERESP
from registry.models.base import CourseRecord
from registry.variables.fields import code, codes, day, text
from registry.variables.spec import Privacy


class Bridging(CourseRecord):
    """Therapy between leukapheresis and lymphodepletion, or that none was given.

    Source: CIBMTR 4000.
    """

    form = "bridging"
    label = Label("Bridging therapy", "桥接治疗")
    occurrence = "bridging_given"

    bridging_given = code("Given", "是否桥接", YN, core=True, taken="pre")
    bridging_class = codes("Class", "类别", THERAPY, core=True, taken="pre")
    bridging_regimen = text("Regimen", "方案", taken="pre")
    bridging_start = day("Start", "开始", core=True, taken="pre", privacy=Privacy.QUASI)
    bridging_end = day("End", "结束", taken="pre", privacy=Privacy.QUASI)
    bridging_response = code("Response", "疗效", BRIDGERESP, core=True, taken="pre")
