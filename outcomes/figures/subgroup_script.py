"""A subgroup analysis as an R script: every subgroup's estimates and tests again.

The results keep the estimates of a subgroup, not the counts behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.shapes import Number
from outcomes.cohorts.subgroups import Subgroup, counts_by
from outcomes.endpoints import ENDPOINTS
from outcomes.estimators import Counts
from outcomes.figures.again import Again
from outcomes.figures.counts_lines import ended, named, one_row_each
from outcomes.figures.r_lines import NoScript, frame, limits_as, plain, same, vector
from outcomes.figures.subgroups import FORESTS

SCRIPTED = FORESTS


@dataclass(frozen=True, slots=True)
class Split:
    """One variable: its counts by group, and what was found from them."""

    counts: Counts
    found: Subgroup


def subgroup_script(name: str, again: Again) -> str:
    """Return the script of a subgroup figure. Raises NoScript."""
    paramcd, definition = SCRIPTED[name], again.definition
    survives = ENDPOINTS[paramcd].survives
    if survives and definition.hsct == "competing":
        raise NoScript("HSCT competes: Kaplan-Meier cannot tell it from censoring")
    splits = [split for split in _splits(again, paramcd) if split.found["groups"]]
    if not splits:
        raise NoScript("there are no subgroups")
    part, body = ("survival", _survival) if survives else ("cmprsk", _incidence)
    lines = [
        line
        for split in splits
        for line in (*_data(split), *body(split, paramcd, definition))
    ]
    about = [f"{name}: every subgroup, one at a time"]
    return frame(again.source, part, about, lines)


def _splits(again: Again, paramcd: str) -> Iterator[Split]:
    for number, of in enumerate(again.results["subgroups"]):
        _split, _missing, counts = counts_by(again.cells, again.definition, number)
        yield Split(counts[paramcd], of)


def _data(split: Split) -> Iterator[str]:
    yield ""
    yield f"# {' '.join(split.found['label']['en'].split())}"
    counts = split.counts
    names = [plain(key, number) for number, key in enumerate(counts.groups, start=1)]
    there = [n for n, many in zip(names, counts.n, strict=True) if many]
    rows = ((names[place], *left_at) for place, left_at in ended(counts))
    yield from one_row_each(rows, named(there))


def _survival(split: Split, paramcd: str, definition: Definition) -> Iterator[str]:
    several = int((split.counts.n > 0).sum()) > 1
    horizon = definition.read_at(paramcd)
    by = "group" if several else "1"
    yield f"curve <- survfit(Surv(day, status) ~ {by}, patients,"
    chosen = definition.analysis
    yield f"                 {limits_as(chosen)})"
    yield f"found <- summary(curve, times = {horizon}, extend = TRUE)"
    known = _known(split)
    yield f"estimate <- {vector(_estimate(split, paramcd, i) for i in known)}"
    yield from same("found$surv", "estimate")
    for end, place in (("lower", 0), ("upper", 1)):
        limits = [_limit(split, paramcd, i, chosen.limits)[place] for i in known]
        yield f"{end} <- {vector(limits)}"
        yield from same(f"found${end}[!is.na({end})]", f"{end}[!is.na({end})]")
    chisq = split.found["tests"][paramcd]["chisq"]
    if several and chisq is not None:
        yield "test <- survdiff(Surv(day, status) ~ group, patients)"
        yield from same("test$chisq", repr(chisq))


def _incidence(split: Split, paramcd: str, definition: Definition) -> Iterator[str]:
    several = int((split.counts.n > 0).sum()) > 1
    horizon = definition.read_at(paramcd)
    by = ", patients$group" if several else ""
    known = _known(split)
    # Without an event of interest R has no curve; ours is 0.
    rows = [
        f'"{plain(split.counts.groups[i], i + 1) if several else "1"} 1"'
        for i in known
        if split.counts.events[i, 0].any()
    ]
    own = [i for i in known if split.counts.events[i, 0].any()]
    if not own:
        yield "# nobody had the event: R has no curve, ours is 0"
        yield "stopifnot(!any(patients$status == 1))"
        return
    yield f"curve <- cuminc(patients$day, patients$status{by})"
    yield f"found <- timepoints(curve, {horizon})"
    yield f"rows <- c({', '.join(rows)})"
    yield f"estimate <- {vector(_estimate(split, paramcd, i) for i in own)}"
    yield "known <- !is.na(found$est[rows, 1])"
    yield from same("unname(found$est[rows, 1])[known]", "estimate[known]")
    chisq = split.found["tests"][paramcd]["chisq"]
    if several and chisq is not None:
        yield from same('unname(curve$Tests["1", "stat"])', repr(chisq))


def _known(split: Split) -> list[int]:
    return [place for place, many in enumerate(split.counts.n) if many]


def _estimate(split: Split, paramcd: str, place: int) -> Number:
    return split.found["groups"][place]["estimates"][paramcd]["estimate"]


def _limit(split: Split, paramcd: str, place: int, kind: str) -> list[Number]:
    limits = split.found["groups"][place]["estimates"][paramcd]["limits"]
    return limits.get(kind, [None, None])
