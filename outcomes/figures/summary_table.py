"""A survival curve in two numbers: its median, and its mean up to a day."""

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import (
    MeanDays,
    MeansApart,
    Median,
    Number,
    Pair,
    Reason,
    Survival,
    SurvivalCurve,
)
from outcomes.figures.clock import clock_of
from outcomes.figures.curves import read_at
from outcomes.figures.tables import Table
from outcomes.figures.wording import choices, horizon, months, p_digits, said


def summary(results: Results, paramcd: str) -> tuple[Table, str] | None:
    """Return medians, restricted means and their differences, and what these are.

    Results of older code have none, and whoever sees sums alone is shown none.
    """
    endpoint, curves = results["survival"][paramcd], with_means(results, paramcd)
    if not curves:
        return None
    labels = {group["key"]: said(group["label"]) for group in results["groups"]}
    first = labels[next(iter(curves))]
    told = {"at": horizon(read_at(results, endpoint)), "unit": _unit(endpoint)}
    columns = [
        _("Group"),
        _("Median, %(unit)s") % told,
        _("Mean restricted to %(at)s, %(unit)s") % told,
    ]
    apart = endpoint["means_apart"]
    if apart:
        columns += [_("Difference from %(group)s") % {"group": first}, "P"]
    rows = [
        [
            labels[key],
            _median(curve["median"], endpoint),
            _mean(curve["restricted_mean"], endpoint),
            *(_difference(apart.get(key), endpoint) if apart else []),
        ]
        for key, curve in curves.items()
    ]
    label = _("Median and restricted mean")
    return {"label": label, "columns": columns, "rows": rows}, _says(
        results, told["at"]
    )


def with_means(results: Results, paramcd: str) -> dict[str, SurvivalCurve]:
    """Return an endpoint's curves that have a restricted mean, in order of groups."""
    curves = results["survival"][paramcd]["curves"]
    return {
        group["key"]: curve
        for group in results["groups"]
        if (curve := curves.get(group["key"])) is not None
        and "restricted_mean" in curve
    }


def _says(results: Results, at: str) -> str:
    text = _(
        "Restricted mean: the time without the event, on average, up to %(at)s: the "
        "area under the curve to there. What comes later does not count. Differences "
        "are of restricted means; in brackets, %(level)s %% "
        "limits."
    )
    return text % {**choices(results), "at": at}


def _unit(endpoint: Survival) -> str:
    return _("days") if clock_of(endpoint).in_days else _("months")


def _time(days: Number, endpoint: Survival) -> str:
    if days is None:
        return "\N{EM DASH}"
    time = days if clock_of(endpoint).in_days else months(days)
    return f"{time:.1f}".replace("-", "\N{MINUS SIGN}")


def _between(pair: Pair, endpoint: Survival) -> str:
    low, high = (_time(one, endpoint) for one in pair)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _median(found: Median, endpoint: Survival) -> str:
    why, between = found["why"], _between(found["limits"], endpoint)
    if why and why["code"] != "not_reached":
        return _why(why)
    day = _("not reached") if why else _time(found["day"], endpoint)
    return f"{day} ({between})" if any(found["limits"]) else day


def _mean(found: MeanDays, endpoint: Survival) -> str:
    if found["mean"] is None:
        return _why(found["why"])
    between = _between(found["limits"], endpoint)
    if found["why"]:
        between = said(found["why"])
    return f"{_time(found['mean'], endpoint)} ({between})"


def _difference(found: MeansApart | None, endpoint: Survival) -> list[str]:
    if found is None:
        return [_("reference"), ""]
    if found["estimate"] is None:
        return [_why(found["why"]), ""]
    between = _between(found["limits"], endpoint)
    text = f"{_time(found['estimate'], endpoint)} ({between})"
    return [text, p_digits(found["p"])]


def _why(why: Reason | None) -> str:
    told = _("not estimable")
    return f"{told}{_(': ')}{said(why)}" if why else told
