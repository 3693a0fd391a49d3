"""One toxicity that has no form of its own."""

from registry.codelists.base import Label
from registry.codelists.general import CAUSALITY, ORGANSUP, YN
from registry.codelists.toxicity import TOXTERM
from registry.models.base import Record
from registry.models.constraints import dated_or_reason
from registry.variables.fields import code, codes, day, whole
from registry.variables.spec import Privacy, span


class OtherToxicity(Record):
    """One toxicity that has no form of its own.

    Source: CTCAE v5.
    """

    form = "other_toxicity"
    label = Label("Other toxicity", "其他毒性")
    matched_by = ("tox_term",)
    dated_by = "tox_onset_date"

    tox_term = code("Term", "名称", TOXTERM, core=True, taken="episode")
    tox_grade = whole(
        "CTCAE grade", "CTCAE分级", span(1, 5), core=True, taken="episode"
    )
    tox_onset_date = day(
        "Onset", "发生日期", core=True, taken="episode", privacy=Privacy.QUASI
    )
    tox_resolved_date = day(
        "Resolved", "缓解日期", taken="episode", privacy=Privacy.QUASI
    )
    tox_relation = code(
        "Relation to cell therapy",
        "与细胞治疗关系",
        CAUSALITY,
        core=True,
        taken="episode",
    )
    serious = code("Serious (SAE)", "严重不良事件", YN, core=True, taken="episode")
    organ_support = codes("Organ support", "器官支持", ORGANSUP, taken="episode")

    class Meta(Record.Meta):
        """A record without its date says why."""

        constraints = (dated_or_reason("other_toxicity", "tox_onset_date"),)
