"""One line of therapy before the index event."""

from registry.codelists.base import Label
from registry.codelists.disease import PRIORHSCT, THERAPY
from registry.codelists.response import RESPONSE
from registry.models.base import Record
from registry.variables.fields import code, codes, day, text, whole
from registry.variables.spec import Privacy, span


class PriorLine(Record):
    """One line of therapy before the index event.

    Source: CIBMTR 2000/4000; ELN.
    """

    form = "prior_line"
    label = Label("Prior line of therapy", "既往治疗线")
    matched_by = ("line_no",)

    line_no = whole(
        "Line number",
        "治疗线序",
        span(1, 20),
        usual=span(1, 8),
        core=True,
        key=True,
        taken="baseline",
    )
    regimen = text("Regimen", "方案", core=True, taken="baseline")
    therapy_class = codes("Classes", "治疗类别", THERAPY, core=True, taken="baseline")
    start_date = day(
        "Start", "开始日期", core=True, taken="baseline", privacy=Privacy.QUASI
    )
    end_date = day("End", "结束日期", taken="baseline", privacy=Privacy.QUASI)
    cycles = whole("Cycles", "疗程数", span(1, 40), usual=span(1, 12), taken="baseline")
    best_response = code(
        "Best response", "最佳疗效", RESPONSE, core=True, taken="baseline"
    )
    response_date = day(
        "Date of best response", "疗效日期", taken="baseline", privacy=Privacy.QUASI
    )
    relapse_after_line_date = day(
        "Relapse after this line",
        "该线后复发日期",
        taken="baseline",
        privacy=Privacy.QUASI,
    )
    prior_hsct = code("HSCT in this line", "本线移植", PRIORHSCT, taken="baseline")
