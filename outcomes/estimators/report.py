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
from outcomes.estimators.logrank import ChiSquare, LogRank, log_rank
from outcomes.estimators.quantiles import quantile
from outcomes.estimators.reason import NO_EVENTS, NotEstimable, Value
from outcomes.estimators.rmst import restricted_mean

Shape = dict[str, Any]


def report(
    counts: Counts,
    at: Sequence[float],
    conf_type: ConfType,
    strata: Sequence[Counts] = (),
) -> Shape:
    """Return every result of these counts as numbers, text, lists and dicts.

    ``at`` are the days at which curves are read. ``strata`` are the same patients'
    counts apart, for tests and hazard ratios within them. What cannot be estimated is
    None, and ``not_estimable`` says why, by path. ``cif`` carries cmprsk's variance
    and ``median_follow_up`` is that of R with the status flipped.

    Raises
    ------
    ValueError
        If there is no patient, a group has none, or ``conf_type`` is unknown.
    """
    if not counts.n.size or not counts.n.all():
        raise ValueError("every group needs a patient: there is nothing to estimate")
    within = strata or (counts,)
    return _Report(counts, within, sorted(set(at)), conf_type).shape()


@dataclass(frozen=True, slots=True)
class _Report:
    """The question, and the reasons collected while answering it, by path."""

    counts: Counts
    strata: Sequence[Counts]
    days: Sequence[float]
    conf_type: ConfType
    reasons: dict[str, str] = field(default_factory=dict)

    def shape(self) -> Shape:
        groups = self.counts.groups
        # All groups are compared over the time for which each has been followed.
        tau = min(float(self.counts.of(group).days[-1]) for group in groups)
        shape: Shape = {
            "conf_type": self.conf_type,
            "groups": [self._group(group, tau) for group in groups],
        }
        if len(groups) > 1:
            shape |= {"tests": self._tests(), "cox": self._cox()}
        return shape | {"not_estimable": self.reasons}

    def _number(self, value: Value, path: str) -> float | None:
        if isinstance(value, NotEstimable):
            self.reasons[path] = str(value)
            return None
        return value

    def _causes(self) -> list[int]:
        """Return the causes that any patient had."""
        seen = self.counts.events.sum(axis=(0, 2))
        return [cause for cause, events in enumerate(seen, 1) if events]

    def _group(self, group: str, tau: float) -> Shape:
        path = f"groups.{group}"
        curve = kaplan_meier(self.counts, group)
        incidence = aalen_johansen(self.counts, group)
        assert isinstance(curve, KaplanMeier)  # report() refused empty groups
        assert isinstance(incidence, CumulativeIncidence)
        mean = restricted_mean(curve, tau)
        follow_up = median_follow_up(self.counts, group, deaths="stay")
        return {
            "group": group,
            "n": curve.n,
            "events": int(curve.events.sum()),
            "median": self._median(curve, path),
            "median_follow_up": self._number(follow_up, f"{path}.median_follow_up"),
            "rmst": {"tau": tau, "estimate": mean.days, "std_err": mean.std_err},
            "km": [self._km(curve, day, path) for day in self.days],
            "cif": self._cif(incidence, path),
        }

    def _median(self, curve: KaplanMeier, path: str) -> Shape:
        median = quantile(curve, 0.5, self.conf_type)
        values = {
            "estimate": median.day,
            "lower": median.lower,
            "upper": median.upper,
        }
        return self._numbers(values, f"{path}.median")

    def _km(self, curve: KaplanMeier, day: float, path: str) -> Shape:
        point = curve.at(day, self.conf_type)
        values = {
            "estimate": point.estimate,
            "std_err": point.std_err,
            "lower": point.lower,
            "upper": point.upper,
        }
        read = self._numbers(values, f"{path}.km.{day:.15g}")
        return {"time": day, "n_risk": point.at_risk, **read}

    def _cif(self, incidence: CumulativeIncidence, path: str) -> Shape | None:
        causes = self._causes()
        if not causes:
            self.reasons[f"{path}.cif"] = str(NO_EVENTS)
            return None
        return {
            str(cause): [
                self._cif_point(incidence, cause, day, path) for day in self.days
            ]
            for cause in causes
        }

    def _cif_point(
        self, incidence: CumulativeIncidence, cause: int, day: float, path: str
    ) -> Shape:
        point = incidence.at(cause, day, variance="cmprsk")
        error = point.std_err
        variance = error if isinstance(error, NotEstimable) else error**2
        values = {"estimate": point.estimate, "variance": variance}
        read = self._numbers(values, f"{path}.cif.{cause}.{day:.15g}")
        return {"time": day, **read}

    def _numbers(self, values: dict[str, Value], path: str) -> Shape:
        return {
            name: self._number(value, f"{path}.{name}")
            for name, value in values.items()
        }

    def _tests(self) -> Shape:
        counts, causes = self.strata, self._causes()
        tests: Shape = {
            "logrank": self._log_rank(log_rank(counts), "logrank"),
            "peto_peto": self._log_rank(log_rank(counts, rho=1), "peto_peto"),
        }
        if len(causes) > 1:
            tests["gray"] = {
                str(cause): self._test(gray_test(counts, cause), f"gray.{cause}")
                for cause in causes
            }
        return tests

    def _log_rank(self, found: LogRank, name: str) -> Shape | None:
        """Return the test with what it compares, by the names of R's survdiff."""
        test = self._test(found.test, name)
        return test and test | {
            "n": self.counts.n.tolist(),
            "obs": found.observed.tolist(),
            "exp": found.expected.tolist(),
            "var": found.variance.tolist(),
        }

    def _test(self, test: ChiSquare | NotEstimable, name: str) -> Shape | None:
        if isinstance(test, NotEstimable):
            self.reasons[f"tests.{name}"] = str(test)
            return None
        return {"chisq": test.chisq, "df": test.df, "p": test.p}

    def _cox(self) -> list[Shape]:
        terms: list[Shape] = []
        ratios = cox_by_group(self.strata, stop_like_r=True)
        for group, ratio in ratios.items():
            term: Shape = dict.fromkeys(("term", "coef", "std_err", "p"))
            term["term"] = f"group{group}"
            if isinstance(ratio, NotEstimable):
                self.reasons[f"cox.group{group}"] = str(ratio)
            else:
                term |= {"coef": ratio.coef, "std_err": ratio.std_err, "p": ratio.p}
            terms.append(term)
        return terms
