"""How a course stands on day 28."""

from registry.codelists.base import Label
from registry.codelists.general import YNU
from registry.models.base import CourseRecord
from registry.variables.fields import code


class Day28(CourseRecord):
    """How a course stands on day 28.

    Response, MRD and grades follow from the disease assessment nearest day 28 and from
    CRS and ICANS; only what nobody else is asked is stored.

    Source: CIBMTR 4100; window by CAR-T trials.
    """

    form = "day28"
    label = Label("Day-28 evaluation", "第28天评估")

    hsct_planned = code("HSCT planned", "计划移植", YNU, core=True, taken="D28")
