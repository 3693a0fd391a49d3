"""One file's results as plain values, in the shape ``manage.py estimate`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from outcomes.estimators.competing import CumulativeIncidence, aalen_johansen
from outcomes.estimators.counts import Counts
from outcomes.estimators.cox import cox_by_group
from outcomes.estimators.follow_up import median_follow_up
from outcomes.estimators.gray import gray_test
from outcomes.estimators.kaplan_meier import KaplanMeier, kaplan_meier
from outcomes.estimators.limits import ConfType
from outcomes.estimators.logrank import ChiSquare, log_rank
from outcomes.estimators.quantiles import quantile
from outcomes.estimators.reason import NO_EVENTS, NotEstimable
from outcomes.estimators.rmst import restricted_mean

Shape = dict[str, Any]


@dataclass(slots=True)
class _Reasons:
    """Collect, by path, why a value is null."""

    by_path: dict[str, str] = field(default_factory=dict)

    def number(self, value: float | NotEstimable, path: str) -> float | None:
        """Return the number, or None once its reason is kept under ``path``."""
        if not isinstance(value, NotEstimable):
            return value
        self.by_path[path] = str(value)
        return None


def report(counts: Counts, at: Sequence[float], conf_type: ConfType) -> Shape:
    """Return every result of these counts as numbers, text, lists and dicts.

    ``at`` are the days at which curves are read. What cannot be estimated is None,
    and ``not_estimable`` says why, by path. ``cif`` carries cmprsk's variance and
    ``median_follow_up`` is that of R with the status flipped.

    Raises
    ------
    ValueError
        If there is no patient, a group has none, or ``conf_type`` is unknown.
    """
    if not counts.n.size or not counts.n.all():
        raise ValueError("every group needs a patient: the file has no rows to count")
    reasons = _Reasons()
    days = sorted(set(at))
    tau = min(float(counts.of(group).days[-1]) for group in counts.groups)
    shape: Shape = {
        "conf_type": conf_type,
        "groups": [
            _group(counts, group, days, tau, conf_type, reasons)
            for group in counts.groups
        ],
    }
    if len(counts.groups) > 1:
        shape["tests"] = _tests(counts, reasons)
        shape["cox"] = _cox(counts, reasons)
    shape["not_estimable"] = reasons.by_path
    return shape


def causes_seen(counts: Counts) -> list[int]:
    """Return the causes that have at least one event in any group."""
    return [
        cause
        for cause in range(1, counts.n_causes + 1)
        if counts.events[:, cause - 1].any()
    ]


def _group(
    counts: Counts,
    group: str,
    days: Sequence[float],
    tau: float,
    conf_type: ConfType,
    reasons: _Reasons,
) -> Shape:
    path = f"groups.{group}"
    curve, incidence = kaplan_meier(counts, group), aalen_johansen(counts, group)
    assert isinstance(curve, KaplanMeier)  # report() refused empty groups
    assert isinstance(incidence, CumulativeIncidence)
    mean = restricted_mean(curve, tau)
    follow_up = median_follow_up(counts, group, deaths="stay")
    return {
        "group": group,
        "n": curve.n,
        "events": int(curve.events.sum()),
        "median": _median(curve, conf_type, path, reasons),
        "median_follow_up": reasons.number(follow_up, f"{path}.median_follow_up"),
        "rmst": {"tau": tau, "estimate": mean.days, "std_err": mean.std_err},
        "km": [_km(curve, day, conf_type, path, reasons) for day in days],
        "cif": _cif(incidence, causes_seen(counts), days, path, reasons),
    }


def _median(
    curve: KaplanMeier, conf_type: ConfType, path: str, reasons: _Reasons
) -> Shape:
    median = quantile(curve, 0.5, conf_type)
    return {
        "estimate": reasons.number(median.day, f"{path}.median.estimate"),
        "lower": reasons.number(median.lower, f"{path}.median.lower"),
        "upper": reasons.number(median.upper, f"{path}.median.upper"),
    }


def _km(
    curve: KaplanMeier, day: float, conf_type: ConfType, path: str, reasons: _Reasons
) -> Shape:
    point, path = curve.at(day, conf_type), f"{path}.km.{day:g}"
    return {
        "time": day,
        "n_risk": point.at_risk,
        "estimate": reasons.number(point.estimate, f"{path}.estimate"),
        "std_err": reasons.number(point.std_err, f"{path}.std_err"),
        "lower": reasons.number(point.lower, f"{path}.lower"),
        "upper": reasons.number(point.upper, f"{path}.upper"),
    }


def _cif(
    incidence: CumulativeIncidence,
    causes: Sequence[int],
    days: Sequence[float],
    path: str,
    reasons: _Reasons,
) -> dict[str, list[Shape]] | None:
    if not causes:
        reasons.number(NO_EVENTS, f"{path}.cif")
        return None
    return {
        str(cause): [
            _cif_point(incidence, cause, day, f"{path}.cif.{cause}.{day:g}", reasons)
            for day in days
        ]
        for cause in causes
    }


def _cif_point(
    incidence: CumulativeIncidence,
    cause: int,
    day: float,
    path: str,
    reasons: _Reasons,
) -> Shape:
    point = incidence.at(cause, day, variance="cmprsk")
    estimate = reasons.number(point.estimate, path)
    error = point.std_err
    variance = None if isinstance(error, NotEstimable) else error**2
    return {"time": day, "estimate": estimate, "variance": variance}


def _tests(counts: Counts, reasons: _Reasons) -> Shape:
    tests: Shape = {
        "logrank": _test(log_rank(counts).test, "tests.logrank", reasons),
        "peto_peto": _test(log_rank(counts, rho=1).test, "tests.peto_peto", reasons),
    }
    causes = causes_seen(counts)
    if len(causes) > 1:
        tests["gray"] = {
            str(cause): _test(gray_test(counts, cause), f"tests.gray.{cause}", reasons)
            for cause in causes
        }
    return tests


def _test(test: ChiSquare | NotEstimable, path: str, reasons: _Reasons) -> Shape | None:
    if isinstance(test, NotEstimable):
        reasons.number(test, path)
        return None
    return {"chisq": test.chisq, "df": test.df, "p": test.p}


def _cox(counts: Counts, reasons: _Reasons) -> list[Shape]:
    terms: list[Shape] = []
    for group, ratio in cox_by_group(counts).items():
        term: Shape = {
            "term": f"group{group}",
            "coef": None,
            "std_err": None,
            "p": None,
        }
        if isinstance(ratio, NotEstimable):
            reasons.number(ratio, f"cox.group{group}")
        else:
            term |= {"coef": ratio.coef, "std_err": ratio.std_err, "p": ratio.p}
        terms.append(term)
    return terms
