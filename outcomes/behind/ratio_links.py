"""From the hazard ratios of subgroups to the patients of each part and group."""

from collections.abc import Iterator
from dataclasses import replace

from outcomes.behind.mark import ALL, Mark
from outcomes.cohorts.results import Results
from outcomes.figures.ratios import lines_of, ratios_of

Marks = list[Mark | None]


def cells(results: Results, paramcd: str) -> Iterator[Marks]:
    """Yield the marks of the table: each group's events, and everybody of a part."""
    for line in _lines(results):
        yield [] if line is None else [line, *_groups(line, results, paramcd)]


def rows(results: Results, paramcd: str) -> Iterator[tuple[str, Marks]]:
    """Yield the marks of the drawing; those of its ratios stand in fewer rows."""
    lines = [line for line in _lines(results) if line is not None]
    parts: Marks = [*lines]
    found = [line.found for line in lines_of(results, paramcd) if line.found]
    yield from ((name, parts) for name in ("names", "readings", "counts"))
    pairs = [_groups(line, results, paramcd) for line in lines]
    for number in (0, 1):
        yield f"counts-{number}", [pair[number] for pair in pairs]
    shown = zip(lines, found, strict=True)
    known = [line for line, one in shown if one["ratio"] is not None]
    yield "limits", [*known]


def _lines(results: Results) -> Iterator[Mark | None]:
    """Yield everybody's mark, then each part's below its heading, which has none."""
    yield Mark(subset=ALL)
    for subgroup in results["subgroup_ratios"]:
        if subgroup is None:
            continue
        yield None
        for part in subgroup["parts"]:
            yield Mark(subset=ALL, subgroup=subgroup["variable"], part=part["key"])


def _groups(line: Mark, results: Results, paramcd: str) -> Marks:
    """Return whom the numbers of the group and of the reference count as events."""
    found, event = ratios_of(results), replace(line, endpoint=paramcd, cause=1)
    keys = found["group"], found["reference"]
    return [replace(event, group=key) for key in keys]
