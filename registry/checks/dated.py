"""An event has its day, or the reason why it has none."""

from registry.checks.case import Record, is_stated
from registry.checks.declare import Answer, check
from registry.checks.findings import Group, Severity

DATED = {
    "iec_hs": "iec_hs_onset_date",
    "infection": "infection_onset_date",
    "other_toxicity": "tox_onset_date",
    "sos_vod": "sos_onset_date",
    "ta_tma": "tma_onset_date",
    "subsequent_therapy": "subsequent_start",
}


def _is_dated(form: str, field: str) -> None:
    """Declare that records of ``form`` are dated; the database holds the same."""

    @check(
        "DQ003",
        form,
        Severity.HARD,
        Group.DATES,
        says=("The date of onset or start is not given.", "未填写发生或开始日期。"),
        fix=(
            "Give day, month and year, or the reason why it is not known.",
            "请填写年、月、日，或注明未知原因。",
        ),
        at=(field,),
    )
    def dated_or_reason(record: Record) -> Answer:
        return is_stated(record, field)


for form, field in DATED.items():
    _is_dated(form, field)
