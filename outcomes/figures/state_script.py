"""Curves by state as an R script: start–stop data, the two curves, Mantel–Byar's test.

What the curves rest on is how many entered and left each state on each day. Who of them
is the same person does not count, so entries and exits are paired in their order.
"""

from collections.abc import Iterator
from itertools import chain, repeat

from outcomes.cohorts.analysis import in_results
from outcomes.cohorts.by_state import KEYS, Entered
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import SurvivalCurve, Test
from outcomes.figures.by_state import STATE_CURVES
from outcomes.figures.caption import Provenance
from outcomes.figures.counts_lines import estimate_at
from outcomes.figures.r_lines import NoScript, frame, limits_as, number, same, vector

BEGINNING = -1.0
PAIRED = (
    "At risk in a state on (start, stop]; -1 is before day 0. Whose entry goes",
    "with whose exit does not count, so they are paired in their order.",
)
Row = tuple[str, float, float, int]


def state_script(name: str, results: Results, source: Provenance) -> str:
    """Return the script of a figure of curves by state. Raises NoScript."""
    if results.get("smallest_cell"):
        raise NoScript("small cells are hidden from this reader")
    state = results.get("by_state")
    if name not in STATE_CURVES or not state:
        raise NoScript("nobody enters a state")
    paramcd = STATE_CURVES[name]
    found = state["survival"][paramcd]
    before, after = (found["curves"].get(key) for key in KEYS)
    if before is None or after is None:
        raise NoScript("nobody is in one of the states")
    entered = state["entered"][paramcd]
    about = [f"{found['label']['en']} by state: {state['label']['en']}", *PAIRED]
    lines = [
        *_data([*_before(before, entered), *_after(after, entered)]),
        *_curves([before, after], results),
        *_test(found["test"]),
    ]
    return frame(source, "survival", about, lines)


def _before(curve: SurvivalCurve, entered: Entered) -> Iterator[Row]:
    for day, events, censored in _left(curve):
        yield from repeat(("before", BEGINNING, day, 1), events)
        yield from repeat(("before", BEGINNING, day, 0), censored)
    for day, n in zip(entered["day"], entered["n"], strict=True):
        yield from repeat(("before", BEGINNING, day, 0), n)


def _after(curve: SurvivalCurve, entered: Entered) -> Iterator[Row]:
    late = [repeat(day, n) for day, n in zip(entered["day"], entered["n"], strict=True)]
    there = curve["n"] - sum(entered["n"])
    starts = chain(repeat(BEGINNING, there), *late)
    ends = (
        (day, status)
        for day, events, censored in _left(curve)
        for status, n in ((1, events), (0, censored))
        for _one in range(n)
    )
    for start, (day, status) in zip(starts, ends, strict=True):
        yield "after", start, day, status


def _left(curve: SurvivalCurve) -> Iterator[tuple[float, int, int]]:
    columns = (curve[name][1:] for name in ("day", "events", "censored"))  # type: ignore[literal-required]
    yield from zip(*columns, strict=True)


def _data(rows: list[Row]) -> Iterator[str]:
    counted: dict[Row, int] = {}
    for row in rows:
        counted[row] = counted.get(row, 0) + 1
    yield 'counts <- read.csv(text = "state,start,stop,status,n'
    for (state, start, stop, status), n in counted.items():
        yield f"{state},{start:g},{stop:g},{status},{n}"
    yield '")'
    yield 'counts$state <- factor(counts$state, levels = c("before", "after"))'
    yield "rows <- counts[rep(seq_len(nrow(counts)), counts$n), ]"
    yield ""


def _curves(curves: list[SurvivalCurve], results: Results) -> Iterator[str]:
    days, horizon = results["at_risk"]["days"], results["horizon"]
    yield "curve <- survfit(Surv(start, stop, status) ~ state, rows,"
    chosen = in_results(results)
    yield f"                 {limits_as(chosen)})"
    yield f"days <- {vector(days)}"
    yield "found <- summary(curve, times = days, extend = TRUE)"
    yield f"horizon <- summary(curve, times = {horizon}, extend = TRUE)"
    yield "there <- function(of) sapply(days, function(day)"
    yield "  sum(rows$state == of & rows$start < day & day <= rows$stop))"
    yield ""
    yield "# What Day Zero found"
    yield f"estimate <- {vector(estimate_at(c, day) for c in curves for day in days)}"
    yield f"at_risk <- {vector(n for c in curves for n in c['table']['at_risk'])}"
    read = [curve["at_horizon"] for curve in curves]
    yield f"at_horizon <- {vector(one['estimate'] for one in read)}"
    for place, end in enumerate(("lower", "upper")):
        limits = (one["limits"].get(chosen.limits, [None, None])[place] for one in read)
        yield f"{end} <- {vector(limits)}"
    yield from same("found$surv", "estimate")
    yield from same('c(there("before"), there("after"))', "at_risk")
    yield from same("horizon$surv", "at_horizon")
    for end in ("lower", "upper"):
        yield from same(f"horizon${end}[!is.na({end})]", f"{end}[!is.na({end})]")


def _test(test: Test) -> Iterator[str]:
    """Yield Mantel and Byar's sums, and Cox's exact score test, which is the same."""
    if test["chisq"] is None:
        return
    yield ""
    yield "times <- sort(unique(rows$stop[rows$status == 1]))"
    yield "count <- function(of) sapply(times, function(day) sum(of(day)))"
    yield "risk <- function(day) rows$start < day & day <= rows$stop"
    yield "dead <- function(day) rows$stop == day & rows$status == 1"
    yield 'inside <- rows$state == "after"'
    yield "n <- count(risk)"
    yield "d <- count(dead)"
    yield "n1 <- count(function(day) risk(day) & inside)"
    yield "d1 <- count(function(day) dead(day) & inside)"
    yield "spread <- d * n1 / n * (1 - n1 / n) * (n - d) / pmax(n - 1, 1)"
    yield "chisq <- sum(d1 - d * n1 / n)^2 / sum(spread)"
    yield "if (max(d) <= 5) {"
    yield '  cox <- coxph(Surv(start, stop, status) ~ state, rows, ties = "exact")'
    yield "  stopifnot(all.equal(unname(cox$score), chisq, tolerance = 1e-6))"
    yield "}"
    yield from same("chisq", number(test["chisq"]))
