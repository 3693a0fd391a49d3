"""What a figure shows, as a table of text: for screen readers, and to copy from."""

from bisect import bisect_right
from typing import TypedDict

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve
from outcomes.figures.curves import groups_of
from outcomes.figures.wording import limits, percent


class Table(TypedDict):
    """A table of text; the first cell of a row is its heading."""

    label: str
    columns: list[str]
    rows: list[list[str]]


def curve_table(
    results: Results, part: str, paramcd: str, kind: str, label: str
) -> Table:
    """Return estimate, limits and numbers at risk of every group by month."""
    groups = groups_of(results, part, paramcd, kind)
    columns = [_("Month")]
    for group in groups:
        name = group.label
        columns += [
            _("%(group)s, %% (95 %% limits)") % {"group": name},
            _("%(group)s at risk") % {"group": name},
            _("%(group)s censored") % {"group": name},
        ]
    at = results["at_risk"]
    days = enumerate(zip(at["months"], at["days"], strict=True))
    rows = [
        [
            str(month),
            *(text for g in groups for text in _reading(g.curve, kind, i, day)),
        ]
        for i, (month, day) in days
    ]
    return {"label": str(label), "columns": columns, "rows": rows}


def _reading(curve: Curve, kind: str, number: int, day: int) -> list[str]:
    """Return the estimate with limits, those at risk, and those censored by a day."""
    at_risk = curve["table"]["at_risk"][number]
    censored = curve["table"]["censored"][number]
    if not at_risk:
        return [_("nobody at risk"), "0", str(censored)]
    point = bisect_right(curve["day"], day) - 1
    own = curve["limits"][kind]
    between = limits([own["lower"][point], own["upper"][point]])
    reading = percent(curve["estimate"][point])
    return [
        f"{reading} ({between})" if between else reading,
        str(at_risk),
        str(censored),
    ]
