"""A figure of curves as an R script that draws its numbers again and compares them.

The script has the data inside, as the number of patients by group, day and status: no
patient can be told from it. It ends in ``stopifnot``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve, Estimate, Incidence, Number, Survival, Test
from outcomes.endpoints import SINGLE
from outcomes.figures.caption import Provenance
from outcomes.figures.clock import at_risk_of

TOLERANCE = "1e-9"
# The figures that have a script: part of the results and code of the endpoint.
SCRIPTED = {
    one.slug: ("survival" if one.survives else "incidence", code)
    for code, one in SINGLE.items()
}


class NoScript(ValueError):
    """The figure cannot be drawn again from counts; the message says why."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group with its curve."""

    key: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class When:
    """The days of the table under a curve, and the one at which it is read."""

    days: list[int]
    read: int


def script_of(name: str, results: Results, source: Provenance) -> str:
    """Return the script of a figure. Raises NoScript."""
    if results.get("smallest_cell"):
        raise NoScript("small cells are hidden from this reader")
    if name not in SCRIPTED:
        raise NoScript(f"{name} is no curve")
    part, paramcd = SCRIPTED[name]
    if paramcd not in results[part]:  # type: ignore[literal-required]
        raise NoScript(f"{paramcd} is not among the cohort's endpoints")
    found: Survival | Incidence = results[part][paramcd]  # type: ignore[literal-required]
    curves = [(g["key"], found["curves"].get(g["key"])) for g in results["groups"]]
    groups = [
        Group(plain(key, number), curve)
        for number, (key, curve) in enumerate(curves, start=1)
        if curve is not None
    ]
    if not groups:
        raise NoScript("nobody has a curve")
    if part == "survival" and results.get("hsct") == "competing":
        raise NoScript("HSCT competes: the curve is no Kaplan-Meier estimate")
    body = _survival if part == "survival" else _incidence
    test = None if results.get("strata") else found["test"]
    package = "survival" if part == "survival" else "cmprsk"
    about = [f"{found['label']['en']}: {found['definition']['en']}"]
    at_risk = at_risk_of(found, results["at_risk"])
    when = When(at_risk["days"], found.get("read_at", results["horizon"]))
    lines = [*counted(groups), *body(groups, when, test)]
    return frame(source, package, about, lines)


def plain(key: str, number: int) -> str:
    """Return a name that R and its CSV read as it stands."""
    return key if re.fullmatch(r"[A-Za-z]\w*", key, re.ASCII) else f"group{number}"


def frame(
    source: Provenance, package: str, about: Iterable[str], body: Iterable[str]
) -> str:
    """Return a script: what it is about and from which data, the package, its body.

    ``package`` is empty where R alone is enough. The body ends in ``stopifnot``.
    """
    at = source.computed_at.isoformat(timespec="seconds")
    needs = f"R with the package {package}" if package else "R"
    lines = [
        *(f"# {commented(text)}" for text in about),
        f"# Cohort {source.slug}, version {source.cohort_version}.",
        f"# Data as of change {source.data_version}, computed {at},",
        f"# code {source.code_version}.",
        f"# Needs {needs}. It stops where a number differs.",
        *([f"library({package})"] if package else []),
        "",
        *body,
    ]
    return "\n".join(lines) + "\n"


def commented(text: str) -> str:
    """Return a text that stays on one line of comment."""
    return " ".join(text.split())


def data_frame(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]
) -> Iterator[str]:
    """Yield a data frame; None is NA. Texts must be words that need no quotes."""
    yield f'{name} <- read.csv(text = "{",".join(heads)}'
    for row in rows:
        yield ",".join("NA" if cell is None else str(cell) for cell in row)
    yield '")'


def counted(groups: list[Group]) -> Iterator[str]:
    """Yield the patients of these groups by day and status, one row each."""
    yield "# status: 0 last seen, 1 the event, 2 what competes with it"
    rows = (
        (group.key, f"{day:g}", status, n)
        for group in groups
        for day, *numbers in _rows(group)
        for status, n in enumerate(numbers)
        if n
    )
    yield from data_frame("counts", ("group", "day", "status", "n"), rows)
    levels = ", ".join(f'"{group.key}"' for group in groups)
    yield f"counts$group <- factor(counts$group, levels = c({levels}))"
    yield "patients <- counts[rep(seq_len(nrow(counts)), counts$n), ]"
    yield ""


def _rows(group: Group) -> Iterator[tuple[float, int, int, int]]:
    """Yield day, last seen, events and competing events; those must be all who left."""
    curve = group.curve
    at_risk = [*curve["at_risk"][1:], 0]
    days = zip(
        curve["day"][1:],
        at_risk,
        at_risk[1:],
        curve["events"][1:],
        curve["censored"][1:],
        strict=False,
    )
    for day, here, next_here, events, censored in days:
        competing = here - next_here - events - censored
        if competing < 0:
            raise NoScript("patients enter late: counts by day do not say when")
        yield day, censored, events, competing


def _survival(groups: list[Group], when: When, test: Test | None) -> Iterator[str]:
    by = "group" if len(groups) > 1 else "1"
    yield f"curve <- survfit(Surv(day, status) ~ {by}, patients,"
    yield '                 conf.type = "log-log")'
    yield f"days <- {vector(when.days)}"
    yield "found <- summary(curve, times = days, extend = TRUE)"
    yield f"horizon <- summary(curve, times = {when.read}, extend = TRUE)"
    if test and test["p"] is not None:
        yield "test <- survdiff(Surv(day, status) ~ group, patients)"
    yield from _expected(groups, when)
    ends = [_limits(g.curve["at_horizon"], "log-log") for g in groups]
    yield f"lower <- {vector(low for low, _high in ends)}"
    yield f"upper <- {vector(high for _low, high in ends)}"
    yield from same("found$surv", "estimate")
    yield from same("found$n.risk", "at_risk")
    yield from same("horizon$surv", "at_horizon")
    yield from same("horizon$lower[!is.na(lower)]", "lower[!is.na(lower)]")
    yield from same("horizon$upper[!is.na(upper)]", "upper[!is.na(upper)]")
    if test and test["chisq"] is not None:
        yield from same("test$chisq", number(test["chisq"]))


def _incidence(groups: list[Group], when: When, test: Test | None) -> Iterator[str]:
    several = len(groups) > 1
    by = ", patients$group" if several else ""
    yield f"curve <- cuminc(patients$day, patients$status{by})"
    yield f"days <- {vector(when.days)}"
    names = [f'"{group.key} 1"' for group in groups] if several else ['"1 1"']
    yield f"rows <- c({', '.join(names)})"
    yield "found <- timepoints(curve, days)$est[rows, , drop = FALSE]"
    yield f"horizon <- timepoints(curve, {when.read})"
    yield from _expected(groups, when)
    errors = [g.curve["at_horizon"]["std_err"].get("cmprsk") for g in groups]
    yield f"std_err <- {vector(errors)}"
    yield "known <- !is.na(t(found))"
    yield from same("t(found)[known]", "estimate[known]")
    yield "# R says nothing past the last day, where all may be decided"
    yield "read <- !is.na(unname(horizon$est[rows, 1]))"
    yield from same("unname(horizon$est[rows, 1])[read]", "at_horizon[read]")
    yield "read <- read & !is.na(std_err)"
    yield from same("unname(sqrt(horizon$var[rows, 1]))[read]", "std_err[read]")
    if test and test["chisq"] is not None and several:
        yield from same('unname(curve$Tests["1", "stat"])', number(test["chisq"]))


def _expected(groups: list[Group], when: When) -> Iterator[str]:
    """Yield what Day Zero found, group by group."""
    estimates = [estimate_at(group.curve, day) for group in groups for day in when.days]
    at_risk = [n for group in groups for n in group.curve["table"]["at_risk"]]
    read = [group.curve["at_horizon"]["estimate"] for group in groups]
    yield ""
    yield "# What Day Zero found"
    yield f"estimate <- {vector(estimates)}"
    yield f"at_risk <- {vector(at_risk)}"
    yield f"at_horizon <- {vector(read)}"


def estimate_at(curve: Curve, day: float) -> float:
    """Read a step function at a day."""
    place = max(i for i, one in enumerate(curve["day"]) if one <= day)
    return curve["estimate"][place]


def _limits(found: Estimate, kind: str) -> tuple[Number, Number]:
    low, high = found["limits"].get(kind, [None, None])
    return low, high


def same(theirs: str, ours: str, tolerance: str = TOLERANCE) -> Iterator[str]:
    """Yield the line that stops where the two differ."""
    yield f"stopifnot(all.equal({theirs}, {ours}, tolerance = {tolerance}))"


def vector(numbers: Iterable[Number | int]) -> str:
    """Write numbers as R does, 17 digits, so that nothing is lost on the way."""
    said = [number(one) for one in numbers]
    lines, line = [], ""
    for one in said:
        if len(line) + len(one) > 72:
            lines.append(line)
            line = ""
        line += f"{one}, "
    return "c(" + "\n  ".join([*lines, line]).rstrip(", ") + ")"


def number(found: Number) -> str:
    """Write a number with all its digits, NA where there is none."""
    return "NA" if found is None else repr(found)
