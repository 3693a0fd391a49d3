"""From a figure's marks, and the cells of its table, to who is behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from outcomes.behind import course_links, ratio_links
from outcomes.behind.mark import NO, YES, Mark
from outcomes.cohorts.by_state import KEYS
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import AtRisk
from outcomes.endpoints import SINGLE
from outcomes.figures.bars import shown_of
from outcomes.figures.by_state import STATE_CURVES, as_groups
from outcomes.figures.clock import at_risk_of
from outcomes.figures.curves import endpoint_of, groups_of, read_at
from outcomes.figures.ratios import RATIOS
from outcomes.figures.steps import Group
from outcomes.figures.subgroups import FORESTS, PARTS, kind_of
from outcomes.figures.tables import Table

# What the figures with marks are about: endpoints of curves, parts of bars.
CURVES = {one.slug: code for code, one in SINGLE.items()}
BARS = {"crs-icans": "toxicity", "day-28": "day_28"}
Marks = list[Mark | None]
Datasets = dict[str, list[dict[str, Any]]]


def marks_of_table(figure: str, results: Results) -> list[Marks]:
    """Return the mark of each cell of the figure's table; None where nobody counts."""
    if of_curves := _curves_of(figure, results):
        return list(_curve_cells(_days_of(figure, results)["days"], of_curves))
    if cells := course_links.CELLS.get(figure):
        return list(cells(results))
    if part := BARS.get(figure):
        return [[None, mark, None] for mark in _bars(results, part)]
    if paramcd := FORESTS.get(figure):
        return list(_forest_cells(results, paramcd))
    if paramcd := RATIOS.get(figure):
        return list(ratio_links.cells(results, paramcd))
    return []


def cells_of(
    table: Table, marks: list[Marks], address: str
) -> list[list[dict[str, str]]]:
    """Return the table's cells, each with the address of whom it counts."""
    rows = []
    for place, texts in enumerate(table["rows"]):
        found = marks[place] if place < len(marks) else []
        urls = [_url(address, mark) for mark in found] + [""] * len(texts)
        rows.append([{"text": t, "url": u} for t, u in zip(texts, urls, strict=False)])
    return rows


def linked(
    datasets: Mapping[str, list[dict[str, Any]]],
    figure: str,
    results: Results,
    address: str,
) -> Datasets:
    """Return a drawing's rows with ``behind``: the address of whom each counts."""
    marks = dict(_marks_of_rows(figure, results, datasets))
    found: Datasets = {}
    for name, rows in datasets.items():
        of_rows = marks.get(name, [])
        urls = [_url(address, mark) for mark in of_rows] + [""] * len(rows)
        found[name] = [
            row | {"behind": url} if url else row
            for row, url in zip(rows, urls, strict=False)
        ]
    return found


def _url(address: str, mark: Mark | None) -> str:
    # The address may say a past day already.
    more = "&" if "?" in address else "?"
    return f"{address}{more}{_query(mark)}" if mark else ""


@lru_cache(maxsize=8192)
def _query(mark: Mark) -> str:
    """Write a mark as an address has it: a page of all endpoints has 700 of them."""
    return urlencode(mark.query)


def _curves_of(figure: str, results: Results) -> list[tuple[Group, Mark]]:
    """Return the curves of a figure, each with the mark of everybody in it."""
    if paramcd := CURVES.get(figure):
        groups = groups_of(results, PARTS[paramcd], paramcd, kind_of(results, paramcd))
        return [(one, Mark(group=one.key, endpoint=paramcd)) for one in groups]
    paramcd, state = STATE_CURVES.get(figure, ""), results.get("by_state")
    if not paramcd or not state:
        return []
    before, _after = KEYS
    seen = as_groups(results, paramcd)
    return [
        (one, Mark(endpoint=paramcd, entered=NO if one.key == before else YES))
        for one in groups_of(seen, "survival", paramcd, kind_of(seen, paramcd))
    ]


def _days_of(figure: str, results: Results) -> AtRisk:
    """Return the days under the curves of a figure."""
    paramcd = CURVES.get(figure) or STATE_CURVES[figure]
    if figure in STATE_CURVES:
        results = as_groups(results, paramcd)
    endpoint = endpoint_of(results, PARTS[paramcd], paramcd)
    return at_risk_of(endpoint, results["at_risk"])


def _curve_cells(
    days: Sequence[int], of_curves: list[tuple[Group, Mark]]
) -> Iterator[Marks]:
    for day in days:
        cells: Marks = [None]
        for _group, of in of_curves:
            cells += [
                replace(of, cause=1, last=day),
                replace(of, at=day),
                replace(of, cause=0, last=day),
            ]
        yield cells


def _bars(results: Results, part: str) -> Iterator[Mark | None]:
    """Yield the mark of every bar that is shown, variable by variable."""
    for variable, found in results[part].items():  # type: ignore[literal-required]
        for category in shown_of(found):
            yield Mark(subset="yes", variable=variable, value=category["key"])


def _forest_lines(results: Results) -> Iterator[Mark | None]:
    """Yield the mark of every line: everybody, and each group below its heading."""
    yield Mark(subset="yes")
    for subgroup in results["subgroups"]:
        yield None
        for group in subgroup["groups"]:
            yield Mark(subset="yes", subgroup=subgroup["variable"], part=group["key"])


def _forest_cells(results: Results, paramcd: str) -> Iterator[Marks]:
    at = read_at(results, endpoint_of(results, PARTS[paramcd], paramcd))
    for line in _forest_lines(results):
        if line is None:
            yield []
            continue
        yield [
            None,
            replace(line, endpoint="OS"),
            replace(line, endpoint=paramcd, cause=1, last=at),
            replace(line, endpoint=paramcd, at=at),
        ]


def _marks_of_rows(
    figure: str, results: Results, datasets: Mapping[str, list[dict[str, Any]]]
) -> Iterator[tuple[str, Marks]]:
    if of_curves := _curves_of(figure, results):
        yield from _curve_rows(_days_of(figure, results), of_curves, datasets)
    elif part := BARS.get(figure):
        bars: Marks = list(_bars(results, part))
        yield from ((name, bars) for name in ("labels", "numbers", "shares"))
        counts = [row["text"] for row in datasets.get("numbers", ())]
        yield "bars", [b for b, n in zip(bars, counts, strict=False) if n != "0"]
        if part == "toxicity":
            yield from course_links.timed_rows(results)
    elif rows := course_links.ROWS.get(figure):
        yield from rows(results, datasets)
    elif figure in FORESTS:
        lines: Marks = [line for line in _forest_lines(results) if line]
        yield from ((name, lines) for name in ("names", "deaths", "readings"))
    elif paramcd := RATIOS.get(figure):
        yield from ratio_links.rows(results, paramcd)


def _left(of: Mark, row: Mapping[str, Any]) -> Mark | None:
    """Return the mark of those who left on the days that a point stands for."""
    if "first" not in row:
        return None
    return replace(of, first=int(row["first"]), last=int(row["last"]))


def _curve_rows(
    at_risk: AtRisk,
    of_curves: list[tuple[Group, Mark]],
    datasets: Mapping[str, list[dict[str, Any]]],
) -> Iterator[tuple[str, Marks]]:
    day_of = dict(zip(at_risk["at"], at_risk["days"], strict=True))
    for group, of in of_curves:
        for name, cause in (("steps", None), ("censored", 0)):
            rows = datasets.get(f"{group.key}-{name}", [])
            marks = [_left(replace(of, cause=cause), row) for row in rows]
            yield f"{group.key}-{name}", marks
        # A narrow drawing has fewer of them.
        shown = datasets.get(f"{group.key}-at-risk", [])
        at = [replace(of, at=day_of[row["month"]]) for row in shown]
        yield f"{group.key}-at-risk", [*at]
