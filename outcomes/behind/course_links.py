"""From the figures of who they were and how they fared to who is behind them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from django.urls import reverse

from outcomes.behind.mark import YES, Mark
from outcomes.cohorts.months import DAYS_A_MONTH
from outcomes.cohorts.people import People
from outcomes.cohorts.results import Results
from outcomes.cohorts.toxicity import ANY
from outcomes.figures import recruitment
from outcomes.figures.bars import courses_of, shown_of
from outcomes.figures.components import COMPONENTS
from outcomes.figures.expansion import shown_points
from outcomes.figures.flow import steps_of
from outcomes.figures.table_one import Line, lines_of

Marks = list[Mark | None]
Datasets = Mapping[str, list[dict[str, Any]]]
RowMarks = Iterator[tuple[str, Marks]]
SUBSET = Mark(subset=YES)


def _flow_cells(results: Results) -> Iterator[Marks]:
    found = results["flow"]
    for step in found["steps"]:
        there = Mark(step=step["key"])
        yield [None, there, None, _out(there, step, results)]
    for group in found["groups"]:
        yield [None, Mark(group=group["key"])]
    yield [None, Mark(left_out="ungrouped")]


def _out(there: Mark, step: Any, results: Results) -> Mark | None:
    """Name who leaves; of steps that were joined for this reader it cannot be said."""
    joined = results.get("smallest_cell") and len(results["flow"]["steps"]) > 0
    return replace(there, out=YES) if step["out"] and not joined else None


def _flow_rows(results: Results, datasets: Datasets) -> RowMarks:
    boxes: Marks = []
    steps = steps_of(results["flow"])
    for number, step in enumerate(steps):
        there = Mark(step=step["key"])
        boxes.append(there)
        if step["out"] and number < len(steps) - 1:
            boxes.append(_out(there, step, results))
    boxes += [Mark(group=group["key"]) for group in results["flow"]["groups"]]
    yield "boxes", boxes


def _recruitment_cells(results: Results) -> Iterator[Marks]:
    found = results["recruitment"]
    lines = recruitment.lines_of(found)
    own = {one["centre"] for one in found}
    years = sorted({month[:4] for _name, months in lines for month in months})
    for name, months in lines:
        of = Mark(centre=name) if name in own else None
        there = {month[:4] for month in months}
        cells = [replace(of, month=y) if of and y in there else None for y in years]
        yield [None, *cells, of]


def _recruitment_rows(results: Results, datasets: Datasets) -> RowMarks:
    own = {one["centre"] for one in results["recruitment"]}
    for number, (name, months) in enumerate(
        recruitment.lines_of(results["recruitment"])
    ):
        rows = datasets.get(f"centre-{number}", [])
        named = [row["month"][:7] for row in rows]
        yield (
            f"centre-{number}",
            [
                Mark(centre=name, month=month)
                if name in own and month in months
                else None
                for month in named
            ],
        )


def _table_one_cells(results: Results) -> Iterator[Marks]:
    for line in lines_of(results):
        yield [None, *_of_line(line, results)]


def _of_line(line: Line, results: Results) -> Marks:
    if not line.variable:
        return [None for _cell in line.cells]
    keys = [group["key"] for group in results["groups"]]
    return [
        Mark(group=key, variable=line.variable, value=line.value) if counted else None
        for key, counted in zip(keys, line.counted, strict=True)
    ]


def _table_one_rows(results: Results, datasets: Datasets) -> RowMarks:
    """Yield the marks of each group's column, which a narrow drawing has otherwise."""
    for number in range(len(results["groups"])):
        name = f"cells-{number}"
        for apart in (False, True):
            lines = [one for one in lines_of(results, apart=apart) if one.cells]
            if len(lines) == len(datasets.get(name, ())):
                yield name, [_of_line(one, results)[number] for one in lines]
                break


def _stacked_cells(results: Results) -> Iterator[Marks]:
    for day in results["at_risk"]["days"]:
        cells: Marks = [None]
        for group in results["groups"]:
            for code in ("RI", "NRM"):
                if results["incidence"][code]["curves"].get(group["key"]) is not None:
                    of = Mark(group=group["key"], endpoint=code, cause=1)
                    cells.append(replace(of, last=day))
        yield cells


def _stacked_rows(results: Results, datasets: Datasets) -> RowMarks:
    for group in results["groups"]:
        of = Mark(group=group["key"])
        for place, code in enumerate(("NRM", "RI", "")):
            name = f"{group['key']}-area-{place}"
            days = _days(datasets.get(name, []))
            if code:
                cause = replace(of, endpoint=code, cause=1)
                yield name, [replace(cause, last=day) for day in days]
            else:
                yield name, [replace(of, endpoint="LFS", at=day) for day in days]


def _component_cells(results: Results, paramcd: str) -> Iterator[Marks]:
    endpoint = results["incidence"][paramcd]
    for day in endpoint["at_risk"]["days"]:
        cells: Marks = [None]
        for group in results["groups"]:
            curve = endpoint["curves"].get(group["key"])
            of = Mark(group=group["key"], endpoint=paramcd, last=day)
            many = len(curve.get("shares", ())) if curve else 0
            cells += [replace(of, cause=cause) for cause in range(1, many + 1)]
        yield cells


def _component_rows(paramcd: str, results: Results, datasets: Datasets) -> RowMarks:
    many = len(results["incidence"][paramcd]["parts"])
    for group in results["groups"]:
        of = Mark(group=group["key"], endpoint=paramcd)
        for place in range(many + 1):
            name = f"{group['key']}-area-{place}"
            days = _days(datasets.get(name, []))
            if place < many:
                cause = replace(of, cause=place + 1)
                yield name, [replace(cause, last=day) for day in days]
            else:
                yield name, [replace(of, at=day) for day in days]


def _days(rows: list[dict[str, Any]]) -> list[int]:
    return [round(row["month"] * DAYS_A_MONTH) for row in rows]


def _states_cells(results: Results) -> Iterator[Marks]:
    states = [state["key"] for state in results["states"]["states"]]
    for day in results["at_risk"]["days"]:
        yield [None, *(replace(SUBSET, state=key, at=day) for key in states)]


def _states_rows(results: Results, datasets: Datasets) -> RowMarks:
    states = [state["key"] for state in results["states"]["states"]]
    for place, key in enumerate(reversed(states)):
        name = f"states-area-{place}"
        days = _days(datasets.get(name, []))
        yield name, [replace(SUBSET, state=key, at=day) for day in days]
    for key in states:
        name = f"{key}-read"
        there = [replace(SUBSET, state=key, at=d) for d in results["at_risk"]["days"]]
        yield name, [*there]


def _expansion_cells(results: Results) -> Iterator[Marks]:
    for point in shown_points(results["expansion"]):
        yield [None, replace(SUBSET, measured=point["day"])]


def _expansion_rows(results: Results, datasets: Datasets) -> RowMarks:
    for name in ("points", "counts", "below"):
        days = [row["day"] for row in datasets.get(name, [])]
        yield name, [replace(SUBSET, measured=day) for day in days]


def timed_cells(results: Results) -> Iterator[Marks]:
    """Yield the marks of the table of grades: how many, onset, duration."""
    for name, found in results["toxicity"].items():
        known = {course["key"] for course in courses_of(results, name)}
        for category in shown_of(found):
            yield _timed(name, category["key"], timed=category["key"] in known)
    for name in results["toxicity"]:
        yield _timed(name, ANY, timed=bool(courses_of(results, name)))


def _timed(name: str, value: str, *, timed: bool) -> Marks:
    of = replace(SUBSET, variable=name, value=value)
    times = [replace(of, timed=one) if timed else None for one in ("onset", "duration")]
    return [None, of, None, *times]


def timed_rows(results: Results) -> RowMarks:
    """Yield the marks of onset and duration beside the bars of the grades."""
    rows = list(timed_cells(results))
    for place, name in ((3, "onsets"), (4, "durations")):
        yield name, [marks[place] for marks in rows]


def linked_people(datasets: Datasets, figure: str, people: People) -> dict[str, Any]:
    """Return a drawing's rows with the way to each patient who is drawn singly."""
    names = {"expansion": ("courses",), "swimmer": ("bars", "events", "numbers")}
    keys = [reverse("patient", args=[one.patient]) for one in people.shown]
    found: dict[str, Any] = dict(datasets)
    for name in names.get(figure, ()):
        found[name] = [
            row | {"behind": keys[row["course"]]} for row in datasets.get(name, ())
        ]
    return found


CELLS: dict[str, Callable[[Results], Iterator[Marks]]] = {
    "flow": _flow_cells,
    "recruitment": _recruitment_cells,
    "characteristics": _table_one_cells,
    "relapse-and-nrm": _stacked_cells,
    "states": _states_cells,
    "expansion": _expansion_cells,
    "crs-icans": timed_cells,
    **{
        name: partial(_component_cells, paramcd=code)
        for name, code in COMPONENTS.items()
    },
}
ROWS: dict[str, Callable[[Results, Datasets], RowMarks]] = {
    "flow": _flow_rows,
    "recruitment": _recruitment_rows,
    "characteristics": _table_one_rows,
    "relapse-and-nrm": _stacked_rows,
    "states": _states_rows,
    "expansion": _expansion_rows,
    **{name: partial(_component_rows, code) for name, code in COMPONENTS.items()},
}
