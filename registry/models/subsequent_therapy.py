"""Therapy given after cellular therapy or HSCT."""

from registry.codelists.base import Label, codelist
from registry.codelists.disease import THERAPY
from registry.codelists.response import RESPONSE
from registry.models.base import Record
from registry.models.constraints import dated_or_reason
from registry.variables.fields import code, codes, day
from registry.variables.reported import Standing, f2450
from registry.variables.spec import Privacy

SUBSEQUENT_REASON = codelist(
    "SUBSEQUENT_REASON",
    ("relapse", "Relapse", "复发"),
    ("mrd", "MRD positive", "MRD阳性"),
    ("maintenance", "Maintenance", "维持"),
    ("prophylaxis", "Prophylaxis", "预防"),
    ("graft_failure", "Graft failure", "植入失败"),
    ("second_malignancy", "Second malignancy", "第二肿瘤"),
    ("other", "Other", "其他"),
)


class SubsequentTherapy(Record):
    """Therapy given after cellular therapy or HSCT.

    Source: CIBMTR 4100.
    """

    form = "subsequent_therapy"
    label = Label("Subsequent therapy", "后续治疗")
    dated_by = "subsequent_start"

    subsequent_start = day(
        "Start",
        "开始",
        core=True,
        taken="any",
        privacy=Privacy.QUASI,
        reported=(f2450("77-84", standing=Standing.RANGE),),
    )
    subsequent_class = codes(
        "Class",
        "类别",
        THERAPY,
        core=True,
        taken="any",
        reported=(f2450("77-84", standing=Standing.RANGE),),
    )
    subsequent_reason = code(
        "Reason", "原因", SUBSEQUENT_REASON, core=True, taken="any"
    )
    subsequent_response = code("Response", "疗效", RESPONSE, taken="any")

    class Meta(Record.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("subsequent_therapy", "subsequent_start"),)
