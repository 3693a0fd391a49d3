"""Who the patients were and how they came, as R scripts: Table 1, flow, recruitment."""

from collections.abc import Iterator

from outcomes.cohorts.flow import Step
from outcomes.cohorts.pieces import split_in
from outcomes.cohorts.results import Results
from outcomes.cohorts.splits import Split
from outcomes.cohorts.table_one import Characteristic, by_group
from outcomes.figures.again import Again
from outcomes.figures.r_lines import (
    NoScript,
    commented,
    data_frame,
    frame,
    plain,
    same,
    vector,
)

NUMBERS = (
    "of <- function(variable, group) {",
    "  mine <- numbers[numbers$variable == variable & numbers$group == group, ]",
    "  rep(mine$value, mine$n)",
    "}",
    "spread <- function(x) c(mean(x), if (length(x) > 1) sd(x) else NA,",
    "                        quantile(x, c(.5, .25, .75), names = FALSE))",
    "variance <- function(x) if (length(x) > 1) var(x) else 0",
    "# The largest standardized difference of means between two groups (Austin 2009)",
    "apart <- function(variable, groups) max(combn(groups, 2, function(two) {",
    "  a <- of(variable, two[1]); b <- of(variable, two[2])",
    "  if (mean(a) == mean(b)) return(0)",
    "  abs(mean(a) - mean(b)) / sqrt((variance(a) + variance(b)) / 2)",
    "}))",
)
VALUES = (
    "counted <- function(variable, group) {",
    "  mine <- values[values$variable == variable, ]",
    "  mine$n[mine$group == group][order(mine$value[mine$group == group])]",
    "}",
    "# The largest distance of shares between two groups (Yang and Dalton 2012)",
    "unlike <- function(variable, groups) max(combn(groups, 2, function(two) {",
    "  x <- counted(variable, two[1]); y <- counted(variable, two[2])",
    "  some <- x + y > 0",
    "  p <- (x[some] / sum(x))[-1]; q <- (y[some] / sum(y))[-1]",
    "  if (!length(p)) return(0)",
    "  within <- (diag(p, length(p)) - p %o% p + diag(q, length(q)) - q %o% q) / 2",
    "  sqrt(max(0, drop((p - q) %*% solve(within, p - q))))",
    "}))",
)


def characteristics(again: Again) -> str:
    """Return Table 1 as a script, with standardized differences. Raises NoScript."""
    split = split_in(again.cells, again.definition)
    keys = {key: plain(key, number) for number, key in enumerate(split.keys, start=1)}
    found = again.results["table_one"]
    if not found:
        raise NoScript("nothing is known of anybody")
    numeric = [one for one in found if one["numbers"]]
    coded = [one for one in found if one["values"]]
    lines = [*(_numbers(again, split, numeric, keys) if numeric else ())]
    lines += [*(_values(coded, keys) if coded else ())]
    about = ["Characteristics on day 0, with standardized differences."]
    return frame(again.source, "", about, lines)


def _numbers(
    again: Again, split: Split, found: list[Characteristic], keys: dict[str, str]
) -> Iterator[str]:
    """Yield each value in each group, and how many have it; then ours of them."""
    heads = ("variable", "group", "value", "n")
    rows = []
    for one in found:
        values = by_group(again.cells[f"table/{one['variable']}"], split)
        for key, group in keys.items():
            there = ((v, n) for v, n in values[key].items() if v is not None)
            rows += [(one["variable"], group, float(v), n) for v, n in sorted(there)]
    yield from data_frame("numbers", heads, rows)
    yield from NUMBERS
    yield ""
    yield "# What Day Zero found: mean, standard deviation, median, quartiles"
    for one in found:
        name = one["variable"]
        yield f"# {commented(one['label']['en'])}"
        for key, own in one["numbers"].items():
            group = keys[key]
            spread = [own[k] for k in ("mean", "sd", "median", "low", "high")]  # type: ignore[literal-required]
            yield from same(f'length(of("{name}", "{group}"))', repr(own["n"]))
            yield from same(f'spread(of("{name}", "{group}"))', vector(spread))
        groups = [keys[key] for key in one["numbers"]]
        if one["smd"] is not None and len(groups) > 1:
            yield from same(f'apart("{name}", {_names(groups)})', repr(one["smd"]))


def _values(found: list[Characteristic], keys: dict[str, str]) -> Iterator[str]:
    """Yield the counts of values; who has none of them known is not among them."""
    rows = [
        (one["variable"], keys[key], place, value["n"][key] or 0)
        for one in found
        for place, value in enumerate(one["values"], start=1)
        for key in keys
    ]
    yield from data_frame("values", ("variable", "group", "value", "n"), rows)
    yield from VALUES
    yield ""
    yield "# What Day Zero found"
    for one in found:
        name = one["variable"]
        labels = [
            f"{place} {value['label']['en']}"
            for place, value in enumerate(one["values"], start=1)
        ]
        yield f"# {commented(one['label']['en'])}: {commented('; '.join(labels))}"
        known = [
            key for key in keys if sum(value["n"][key] or 0 for value in one["values"])
        ]
        for key in known:
            counts = [value["n"][key] for value in one["values"]]
            yield from same(f'counted("{name}", "{keys[key]}")', vector(counts))
        if one["smd"] is not None and len(known) > 1:
            groups = _names([keys[key] for key in known])
            yield from same(f'unlike("{name}", {groups})', repr(one["smd"]))


def _names(keys: list[str]) -> str:
    return "c(" + ", ".join(f'"{key}"' for key in keys) + ")"


def flow(results: Results) -> tuple[str, list[str]]:
    """Return the flow of patients: every step less who left is the next one."""
    found = results["flow"]
    rows = [
        (place, step["unit"], step["n"], step["out"]["n"] if step["out"] else 0)
        for place, step in enumerate(found["steps"], start=1)
    ]
    lines = [*data_frame("steps", ("step", "unit", "n", "out"), rows)]
    lines += [
        f"# {place} {commented(step['label']['en'])}{_out(step)}"
        for place, step in enumerate(found["steps"], start=1)
    ]
    groups = [group["n"] for group in found["groups"]]
    lines += [
        "left <- steps$n - steps$out",
        "counted <- which(steps$unit[-nrow(steps)] == steps$unit[-1])",
        f"groups <- {vector(groups)}",
        f"ungrouped <- {found['ungrouped']}",
        "",
        "# What Day Zero found: who does not leave is at the next step, or in a group",
        *same("left[counted]", "steps$n[-1][counted]"),
        *same("sum(groups) + ungrouped", "steps$n[nrow(steps)]"),
    ]
    return "Flow of patients.", lines


def _out(step: Step) -> str:
    return f"; out: {commented(step['out']['label']['en'])}" if step["out"] else ""


def recruitment(results: Results) -> tuple[str, list[str]]:
    """Return how many came by centre and month, adding up to the curves drawn."""
    found = results["recruitment"]
    rows = [
        (place, month, n)
        for place, one in enumerate(found, start=1)
        for month, n in zip(one["months"], one["counts"], strict=True)
    ]
    lines = [*data_frame("came", ("centre", "month", "n"), rows)]
    lines += [
        f"# {place} {commented(one['centre'])}"
        for place, one in enumerate(found, start=1)
    ]
    lines += [
        "came <- came[order(came$centre, came$month), ]",
        "came$members <- ave(came$n, came$centre, FUN = cumsum)",
        "",
        "# What Day Zero found",
        *same(
            "as.vector(tapply(came$members, came$centre, max))",
            vector(one["n"] for one in found),
        ),
        *same("sum(came$n)", repr(results["n"])),
    ]
    return "Members of the cohort by centre and month of day 0.", lines
