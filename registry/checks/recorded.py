"""Whether a grade that people recorded is the one that the findings give."""

from registry.checks.declare import Answer, wrong
from registry.codelists.base import CodeList, Label
from registry.grading import Result

# The checks that set what people recorded against what the findings give.
RECORDED_DIFFERS = frozenset(
    {
        "DQ058",  # CRS
        "DQ059",
        "DQ060",  # ICANS
        "DQ061",  # IEC-HS
        "DQ062",  # acute GVHD, and its organ stages
        "DQ063",
        "DQ065",  # chronic GVHD, and the lungs
        "DQ066",
        "DQ067",  # SOS
        "DQ068",  # TA-TMA
        "DQ069",  # HCT-CI
        "DQ073",  # response
    }
)


def is_derived(
    recorded: object, derived: Result, codes: CodeList | None = None
) -> Answer:
    """Tell whether ``recorded`` is the decided grade; an open one contradicts none."""
    if not derived.decided or str(derived.grade) == str(recorded):
        return True
    grade = str(derived.grade)
    return wrong(derived=codes.label(grade) if codes else grade)


def is_possible(recorded: int, derived: Result) -> Answer:
    """Tell whether ``recorded`` lies within the bounds of an open grade."""
    low, high = derived.at_least, derived.at_most
    if derived.decided or not isinstance(low, int) or not isinstance(high, int):
        return True
    if low <= recorded <= high:
        return True
    en = ", ".join(derived.missing)
    missing = Label(en, en.replace(", ", "、"))
    return wrong(low=low, high=high, missing=missing)
