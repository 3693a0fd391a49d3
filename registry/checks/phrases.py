"""What to do next, where several checks ask for the same."""

ONE_OF_TWO_DATES = ("Correct one of the two dates.", "请更正其中一个日期。")
CORRECT_OR_EXPLAIN = (
    "Correct it, or confirm it with an explanation.",
    "请更正，或确认并说明。",
)
DATES_OR_EXPLAIN = (
    "Check both dates; correct one, or confirm them with an explanation.",
    "请核对两个日期并更正，或确认并说明。",
)
EITHER_OR_EXPLAIN = (
    "Correct one of the two, or confirm both with an explanation.",
    "请更正其中一项，或确认并说明。",
)
FINDINGS_OR_EXPLAIN = (
    "Complete the findings, take the form back, or confirm with an explanation.",
    "请补充表现、撤回本表，或确认并说明。",
)
