"""What a figure shows, as a table of text: for screen readers, and to copy from."""

from typing import TypedDict

from django.utils.translation import gettext as _

from outcomes.cohorts.described import Distribution
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Table as Curves
from outcomes.cohorts.shapes import table_of
from outcomes.figures.bars import bars_of, courses_of, when_of
from outcomes.figures.clock import at_risk_of, clock_of
from outcomes.figures.curves import endpoint_of, groups_of
from outcomes.figures.incidence import LIMITS
from outcomes.figures.km import limits_of
from outcomes.figures.subgroups import gap, kind_of, lines_of, reading
from outcomes.figures.wording import amount, choices, limits, out_of, percent, said


class Table(TypedDict):
    """A table of text; the first cell of a row is its heading."""

    label: str
    columns: list[str]
    rows: list[list[str]]


def curve_table(results: Results, part: str, paramcd: str, label: str) -> Table:
    """Return estimate, limits and numbers at risk of every group at the ticks."""
    kind = limits_of(results) if part == "survival" else LIMITS
    groups = groups_of(results, part, paramcd, kind)
    endpoint = endpoint_of(results, part, paramcd)
    columns = [_("Day") if clock_of(endpoint).in_days else _("Month")]
    for group in groups:
        name = group.label
        columns += [
            _("%(group)s, %% (%(level)s %% limits)")
            % {**choices(results), "group": name},
            _("%(group)s at risk") % {"group": name},
            _("%(group)s censored") % {"group": name},
        ]
    at = at_risk_of(endpoint, results["at_risk"])
    tables = [table_of(group.curve, at["days"]) for group in groups]
    rows = [
        [
            str(month),
            *(text for table in tables for text in _reading(table, kind, place)),
        ]
        for place, month in enumerate(at["at"])
    ]
    return {"label": str(label), "columns": columns, "rows": rows}


def _reading(table: Curves, kind: str, place: int) -> list[str]:
    """Return the estimate with limits, those at risk, and those censored by a day."""
    at_risk, censored = table["at_risk"][place], table["censored"][place]
    if at_risk == 0:
        return [_("nobody at risk"), "0", str(censored)]
    own = table["limits"][kind]
    between = limits([own["lower"][place], own["upper"][place]])
    reading = percent(table["estimate"][place])
    return [
        f"{reading} ({between})" if between else reading,
        amount(at_risk),
        amount(censored),
    ]


def bar_table(results: Results, part: str, label: str) -> Table:
    """Return number and share of every value of the variables of ``part``."""
    found: dict[str, Distribution] = results[part]  # type: ignore[literal-required]
    timed = part == "toxicity"
    rows = [
        [
            f"{said(one['label'])}{_(': ')}{bar.label}",
            _("%(n)s of %(all)s") % {"n": amount(bar.n), "all": amount(one["n"])},
            percent(bar.share),
            *([bar.onset, bar.lasted] if timed else []),
        ]
        for name, one in found.items()
        for bar in bars_of(one, courses_of(results, name))
    ]
    columns = [_("Value"), _("n"), "%"]
    if timed:
        columns += [_("Onset, day"), _("Duration, days")]
        rows += [_any_grade(results, name, one) for name, one in found.items()]
    return {"label": str(label), "columns": columns, "rows": rows}


def _any_grade(results: Results, name: str, found: Distribution) -> list[str]:
    """Return the row of everybody who had it at all."""
    course = next(iter(courses_of(results, name)), None)
    n, everybody = (course["n"] if course else 0), found["n"]
    share = None if n is None or not everybody else n / everybody
    return [
        _("%(name)s: any") % {"name": said(found["label"])},
        _("%(n)s of %(all)s") % {"n": amount(n), "all": amount(everybody)},
        percent(share),
        *when_of(course),
    ]


def subgroup_table(results: Results, paramcd: str, label: str) -> Table:
    """Return an endpoint's reading in every subgroup, with tests and reasons."""
    kind = kind_of(results, paramcd)
    columns = [_("Subgroup"), _("Deaths / n"), _("Estimate (limits), %"), _("At risk")]
    rows = []
    for line in lines_of(results, paramcd):
        why = gap(line, kind)
        if line.found is None:
            rows.append([line.text, "", "", "", line.p, why])
        else:
            at_risk = amount(line.found["at_risk"])
            read = [out_of(line.deaths, line.n), reading(line.found, kind), at_risk]
            rows.append([line.text, *read, "", why])
    columns += ["P", _("Why not")]
    return {"label": str(label), "columns": columns, "rows": rows}
