"""The tables behind the figures of courses: Table 1, flow, growth, states, copies."""

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import table_of
from outcomes.figures import expansion, recruitment
from outcomes.figures.states_apart import reading
from outcomes.figures.table_one import lines_of
from outcomes.figures.tables import Table
from outcomes.figures.wording import amount, comma, percent, said

NOTHING = "\N{EM DASH}"


def characteristics_table(results: Results, label: str) -> Table:
    """Return Table 1 as it is drawn."""
    groups = results["groups"]
    heads = [f"{said(group['label'])}, n = {amount(group['n'])}" for group in groups]
    several = len(groups) > 1
    rows = []
    name = ""
    for line in lines_of(results):
        name = name if line.inner else line.text
        text = f"{name}{_(': ')}{line.text}" if line.inner else line.text
        cells = line.cells or [""] * len(groups)
        rows.append([text, *cells, *([line.smd] if several else [])])
    columns = [_("Characteristic"), *heads, *(["SMD"] if several else [])]
    return {"label": str(label), "columns": columns, "rows": rows}


def flow_table(results: Results, label: str) -> Table:
    """Return every step with who leaves after it, then the groups."""
    found = results["flow"]
    rows = []
    for step in found["steps"]:
        out = step["out"]
        left = [said(out["label"]), amount(out["n"])] if out else ["", ""]
        rows.append([said(step["label"]), amount(step["n"]), *left])
    rows += [[said(g["label"]), amount(g["n"]), "", ""] for g in found["groups"]]
    if found["ungrouped"]:
        rows.append([_("In no group"), str(found["ungrouped"]), "", ""])
    columns = [_("Step"), _("n"), _("Left out before the next"), _("n")]
    return {"label": str(label), "columns": columns, "rows": rows}


def recruitment_table(results: Results, label: str) -> Table:
    """Return the members of each centre by year."""
    lines = recruitment.lines_of(results["recruitment"])
    years = sorted({month[:4] for _name, months in lines for month in months})
    rows = []
    for name, months in lines:
        by_year = [
            sum(n for month, n in months.items() if month.startswith(year))
            for year in years
        ]
        rows.append([name, *(str(n) for n in by_year), str(sum(by_year))])
    columns = [_("Centre"), *years, _("All")]
    return {"label": str(label), "columns": columns, "rows": rows}


def states_table(results: Results, label: str) -> Table:
    """Return the share of each state by month, with its limits."""
    found, at = results["states"], results["at_risk"]
    text = _("%(group)s, %% (%(level)s %% limits)")
    columns = [
        _("Month"),
        *(text % {"group": said(s["label"]), "level": "95"} for s in found["states"]),
    ]
    rows = []
    for place, month in enumerate(at["months"]):
        cells = [reading(found, s["key"], place) for s in found["states"]]
        rows.append([str(month), *cells])
    return {"label": str(label), "columns": columns, "rows": rows}


def stacked_table(results: Results, label: str) -> Table:
    """Return relapse and non-relapse mortality of each group by month."""
    at, columns, curves = results["at_risk"], [_("Month")], []
    for group in results["groups"]:
        for name, words in (("RI", _("relapsed")), ("NRM", _("died without relapse"))):
            curve = results["incidence"][name]["curves"].get(group["key"])
            if curve is not None:
                columns.append(f"{said(group['label'])}{comma()}{words}{comma()}%")
                curves.append(table_of(curve, at["days"]))
    rows = []
    for place, month in enumerate(at["months"]):
        shares = [curve["estimate"][place] for curve in curves]
        rows.append([str(month), *(percent(share) for share in shares)])
    return {"label": str(label), "columns": columns, "rows": rows}


def expansion_table(results: Results, label: str) -> Table:
    """Return median and quartiles at each planned day."""
    rows = [
        [
            str(point["day"]),
            amount(point["n"]),
            amount(point["below"]),
            *(_copies(point[name]) for name in ("median", "low", "high")),  # type: ignore[literal-required]
        ]
        for point in expansion.shown_points(results["expansion"])
    ]
    columns = [
        _("Day"),
        _("Measured, n"),
        _("Below the limit, n"),
        _("Median, copies/µg"),
        _("Lower quartile"),
        _("Upper quartile"),
    ]
    return {"label": str(label), "columns": columns, "rows": rows}


def _copies(number: float | None) -> str:
    return _("below the limit") if number is None else f"{number:,.0f}"
