"""Curves as lines of R: the calls, and what is compared with what Day Zero found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from outcomes.cohorts.analysis import Analysis
from outcomes.cohorts.shapes import MeansApart, Number, SurvivalCurve, Test
from outcomes.cohorts.strata import Stratum
from outcomes.figures.counts_lines import Group, counted_within, estimate_at
from outcomes.figures.r_lines import known, limits_as, number, same, vector
from outcomes.figures.test_lines import survival_test


@dataclass(frozen=True, slots=True)
class When:
    """The days of the table under a curve, and the one at which it is read."""

    days: list[int]
    read: int


def survival(groups: Sequence[Group], when: When, chosen: Analysis) -> Iterator[str]:
    """Yield Kaplan-Meier curves with limits and medians."""
    by = "group" if len(groups) > 1 else "1"
    yield f"curve <- survfit(Surv(day, status) ~ {by}, patients,"
    yield f"                 {limits_as(chosen)})"
    yield f"days <- {vector(when.days)}"
    yield "found <- summary(curve, times = days, extend = TRUE)"
    yield f"horizon <- summary(curve, times = {when.read}, extend = TRUE)"
    yield "half <- quantile(curve, .5)"
    yield from _expected(groups, when)
    yield from same("found$surv", "estimate")
    yield from same("found$n.risk", "at_risk")
    yield from same("horizon$surv", "at_horizon")
    yield from known("horizon$std.err", "std_err", _errors(groups, "greenwood"))
    for place, end in enumerate(("lower", "upper")):
        limits = _limits(groups, chosen.limits, place)
        yield from known(f"horizon${end}", end, limits)
    medians = [_median(group) for group in groups]
    for place, part in enumerate(("quantile", "lower", "upper")):
        ours = vector(median[place] for median in medians)
        yield from same(f"as.vector(half${part})", f"as.numeric({ours})")


def restricted_means(
    groups: Sequence[Group], apart: Sequence[MeansApart | None], read: int
) -> Iterator[str]:
    """Yield the means up to the day that curves are read, and their differences.

    ``apart`` has one for each group, None for the first. Older code kept none.
    """
    means: list[Any] = [group.curve.get("restricted_mean") for group in groups]
    if None in means:
        return
    yield f"# Means restricted to {read} days, and less that of the first group"
    yield f"means <- rbind(summary(curve, rmean = {read})$table)"
    mean, error = 'means[, "rmean"]', 'means[, "se(rmean)"]'
    yield from known(mean, "mean", [one["mean"] for one in means])
    yield from known(error, "std_err", [one["std_err"] for one in means])
    differences = [one and one["estimate"] for one in apart]
    yield from known(f"{mean} - {mean.replace('[', '[1')}", "apart", differences)
    errors = [one and one["std_err"] for one in apart]
    first = error.replace("[", "[1")
    yield from known(f"sqrt({error}^2 + {first}^2)", "std_err", errors)


def _median(group: Group) -> tuple[Number, Number, Number]:
    curve: SurvivalCurve = group.curve  # type: ignore[assignment]
    low, high = curve["median"]["limits"]
    return curve["median"]["day"], low, high


def follow_up(medians: Sequence[Number], *, several: bool) -> Iterator[str]:
    """Yield reverse Kaplan-Meier medians: deaths leave first, a moment earlier.

    So small a moment that a median midway to the last day is not moved by it; R would
    take it for a tie.
    """
    by = "group" if several else "1"
    yield "# Median follow-up: who died on a day leaves before who was last seen on it"
    yield f"seen <- survfit(Surv(day - status * 1e-9, status == 0) ~ {by}, patients,"
    yield "                timefix = FALSE)"
    theirs = "as.vector(quantile(seen, .5)$quantile)"
    yield from same(theirs, f"as.numeric({vector(medians)})")


def incidence(groups: Sequence[Group], when: When, chosen: Analysis) -> Iterator[str]:
    """Yield cumulative incidences with both variances, and limits of Greenwood's."""
    own = [group for group in groups if group.has_event]
    if not own:
        yield "# Nobody had the event: R has no curve, ours is 0"
        yield "stopifnot(!any(patients$status == 1))"
        return
    several = len(groups) > 1
    by = ", patients$group" if several else ""
    yield f"curve <- cuminc(patients$day, patients$status{by})"
    yield f"days <- {vector(when.days)}"
    names = [f'"{group.key} 1"' for group in own] if several else ['"1 1"']
    yield f"rows <- c({', '.join(names)})"
    yield "found <- timepoints(curve, days)$est[rows, , drop = FALSE]"
    yield f"horizon <- timepoints(curve, {when.read})"
    yield from _expected(own, when)
    yield "known <- !is.na(t(found))"
    yield from same("t(found)[known]", "estimate[known]")
    yield "# R says nothing past the last day, where all may be decided"
    yield "read <- !is.na(unname(horizon$est[rows, 1]))"
    yield from same("unname(horizon$est[rows, 1])[read]", "at_horizon[read]")
    yield f"std_err <- {vector(_errors(own, 'cmprsk'))}"
    yield "read <- read & !is.na(std_err)"
    yield from same("unname(sqrt(horizon$var[rows, 1]))[read]", "std_err[read]")
    yield from _greenwood(own, when.read, chosen, several=several)


def _greenwood(
    own: Sequence[Group], read: int, chosen: Analysis, *, several: bool
) -> Iterator[str]:
    """Yield the limits that the figure shows, which survival has and cmprsk has not."""
    by = "group" if several else "1"
    yield "library(survival)"
    yield f"states <- survfit(Surv(day, factor(status, 0:2)) ~ {by}, patients,"
    none = chosen.limits == "arcsin"
    kind = 'conf.type = "none"' if none else limits_as(chosen)
    yield f"                  {kind})"
    yield f"horizon <- summary(states, times = {read}, extend = TRUE)"
    places = "TRUE"
    if several:
        names = ", ".join(f'"group={group.key}"' for group in own)
        places = f"match(c({names}), as.character(horizon$strata))"
    yield f"own <- {places}"
    errors = _errors(own, "greenwood")
    yield from known("horizon$std.err[own, 2]", "std_err", errors)
    yield from _own_limits(own, chosen)


def _own_limits(own: Sequence[Group], chosen: Analysis) -> Iterator[str]:
    """Yield the limits at the day that is read; of several states R has no arcsine."""
    arcsine = chosen.limits == "arcsin"
    if arcsine:
        yield "p <- horizon$pstate[own, 2]"
        yield f"z <- qnorm(1 - (1 - {chosen.level!r}) / 2)"
        yield "half <- z * horizon$std.err[own, 2] / (2 * sqrt(p * (1 - p)))"
        yield "sine <- function(angle) sin(pmin(pmax(angle, 0), pi / 2))^2"
    for place, (end, side) in enumerate((("lower", "-"), ("upper", "+"))):
        theirs = f"sine(asin(sqrt(p)) {side} half)"
        limits = _limits(own, "greenwood", place)
        yield from known(theirs if arcsine else f"horizon${end}[own, 2]", end, limits)


def compared(
    part: str,
    test: Test,
    strata: Sequence[Stratum] | None,
    chosen: Analysis,
    scores: Sequence[int],
) -> Iterator[str]:
    """Yield the test between the groups, within strata where it is stratified.

    ``strata`` are None where the test has none, and empty where their counts are not
    kept. ``scores`` are the places of the groups that have a curve.
    """
    if test["chisq"] is None or len(scores) < 2:
        return
    yield ""
    if strata is not None and not strata:
        yield "# The test is stratified; the strata's counts of then are not kept."
        return
    data, by = "patients", ""
    if strata:
        yield from counted_within(strata)
        data, by = "within", " + strata(stratum)"
    if part == "survival":
        yield from survival_test(test, chosen, scores, data, by)
        return
    more = ", strata = within$stratum" if strata else ""
    yield f"test <- cuminc({data}$day, {data}$status, {data}$group{more})$Tests"
    yield from same('unname(test["1", "stat"])', number(test["chisq"]))


def _expected(groups: Sequence[Group], when: When) -> Iterator[str]:
    """Yield what Day Zero found, group by group."""
    estimates = [estimate_at(group.curve, day) for group in groups for day in when.days]
    at_risk = [n for group in groups for n in group.curve["table"]["at_risk"]]
    read = [group.curve["at_horizon"]["estimate"] for group in groups]
    yield ""
    yield "# What Day Zero found"
    yield f"estimate <- {vector(estimates)}"
    yield f"at_risk <- {vector(at_risk)}"
    yield f"at_horizon <- {vector(read)}"


def _errors(groups: Sequence[Group], kind: str) -> list[Number]:
    return [group.curve["at_horizon"]["std_err"].get(kind) for group in groups]


def _limits(groups: Sequence[Group], kind: str, place: int) -> list[Number]:
    found = (group.curve["at_horizon"]["limits"] for group in groups)
    return [limits.get(kind, [None, None])[place] for limits in found]
