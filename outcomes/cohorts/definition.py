"""A cohort's definition: from JSON to checked parts, or refused with reasons. Pure.

::

    {"index": "hsct", "horizon": 730,
     "filters": [{"variable": "disease", "in": ["T-ALL", "T-LBL"]},
                 {"variable": "first_allogeneic", "is": true},
                 {"variable": "index_date", "from": "2018-01-01"},
                 {"variable": "age", "from": 0, "to": 70}],
     "groups": {"variable": "arm"},
     "strata": [{"variable": "sex"}, {"variable": "age", "cut": [14, 40]}],
     "subset": {"variable": "arm", "is": true},
     "subgroups": [{"variable": "age", "cut": 14},
                   {"variable": "car_t_dose", "cut": "median"}],
     "endpoints": ["OS", "GRFS", "AGVHD34"]}

``groups`` are compared with each other, within ``strata``; ``subgroups`` split the
``subset``, each apart. A cut makes two groups, up to and including it, and above it;
several make one more. ``tertiles``, ``quartiles`` … ``deciles`` cut like ``median``.

What is known only after day 0 may group with ``"landmark": 90``, as it stands on that
day among those who are still followed, or with ``"time_dependent": true``, as a state
that patients enter. From an infusion, ``"hsct"`` says what an HSCT does to follow-up:
``ignore``, ``censor`` or ``competing``. ``"analysis"`` chooses the test of survival and
the limits (``outcomes.cohorts.analysis``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from outcomes.cohorts.analysis import USUAL as USUAL_ANALYSIS
from outcomes.cohorts.analysis import Analysis, analysis_of
from outcomes.cohorts.refusals import NotValid, UnknownAtTimeZero, offers
from outcomes.cohorts.rules import (
    Filter,
    Grouping,
    filter_of,
    grouping_of,
    is_days,
    main_grouping,
)
from outcomes.cohorts.variable import KNOWN_AT
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS, USUAL

__all__ = [
    "Definition",
    "Filter",
    "Grouping",
    "NotValid",
    "UnknownAtTimeZero",
    "parse",
]

PARTS = {"index", "horizon", "filters", "groups", "strata", "subset", "subgroups"} | {
    "endpoints",
    "hsct",
    "analysis",
}
HSCT_RULES = ("ignore", "censor", "competing")


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition that can be used."""

    index: str
    horizon: int
    filters: tuple[Filter, ...] = ()
    groups: Grouping | None = None
    subset: Filter | None = None
    subgroups: tuple[Grouping, ...] = ()
    strata: tuple[Grouping, ...] = ()
    endpoints: tuple[str, ...] = USUAL
    hsct: str = "ignore"
    analysis: Analysis = USUAL_ANALYSIS

    @property
    def landmark(self) -> int:
        """Return the day that curves start from, 0 where it is day 0 itself."""
        return (self.groups.landmark if self.groups else None) or 0

    def read_at(self, paramcd: str) -> int:
        """Return the day of an endpoint's curve to read: its own, else the horizon."""
        own = ENDPOINTS[paramcd].read_at
        return self.horizon if own is None else max(own - self.landmark, 1)


def parse(definition: Mapping[str, Any]) -> Definition:
    """Return the definition's parts.

    Raises NotValid with every reason, or UnknownAtTimeZero.
    """
    _refuse_shapes(definition)
    index = definition.get("index", "")
    reasons = [f"no such part: {part}" for part in sorted(definition.keys() - PARTS)]
    if index not in KNOWN_AT:
        raise NotValid([*reasons, f"index must be one of {sorted(KNOWN_AT)}"])
    groups, subset = definition.get("groups"), definition.get("subset")
    rules, splits, strata = (
        [*definition.get(part, ())] for part in ("filters", "subgroups", "strata")
    )
    named = [*rules, *splits, *strata, *(part for part in (groups, subset) if part)]
    reasons += [*_wrong_frame(definition), *_unknown_names(named)]
    if reasons:
        raise NotValid(reasons)
    for part in named:
        _refuse_later(part, index, may_follow=part is groups)
    return Definition(
        index,
        definition["horizon"],
        tuple(filter_of(rule) for rule in rules),
        main_grouping(groups, index) if groups else None,
        filter_of(subset) if subset else None,
        tuple(grouping_of(split) for split in splits),
        tuple(grouping_of(stratum) for stratum in strata),
        _in_order(definition.get("endpoints") or USUAL),
        definition.get("hsct", "ignore"),
        _analysis(definition),
    )


def _refuse_shapes(definition: Mapping[str, Any]) -> None:
    """Raise NotValid where a part is not of the kind that it must be."""
    reasons = []
    for part in ("filters", "strata", "subgroups"):
        rows = definition.get(part, [])
        if not isinstance(rows, list | tuple) or not all(map(_names_one, rows)):
            reasons.append(f"{part} must be a list of objects with a variable")
    for part in ("groups", "subset"):
        if definition.get(part) is not None and not _names_one(definition[part]):
            reasons.append(f"{part} must be an object with a variable")
    if not isinstance(definition.get("analysis", {}), Mapping):
        reasons.append("analysis must be an object")
    for part in ("index", "hsct"):
        if not isinstance(definition.get(part, ""), str):
            reasons.append(f"{part} must be a word")
    codes = definition.get("endpoints", [])
    if not isinstance(codes, list | tuple) or not all(
        isinstance(c, str) for c in codes
    ):
        reasons.append("endpoints must be a list of codes")
    if reasons:
        raise NotValid(reasons)


def _analysis(definition: Mapping[str, Any]) -> Analysis:
    """Return the test and the limits. Raises NotValid.

    A trend needs groups with an order; a state that patients enter has its own test.
    """
    chosen = analysis_of(definition.get("analysis", {}))
    groups = definition.get("groups") or {}
    if chosen.test == "trend" and not _ordered(groups):
        raise NotValid(
            ["trend needs groups in an order: a number or a day that is cut"]
        )
    if chosen.test != USUAL_ANALYSIS.test and groups.get("time_dependent"):
        raise NotValid(["a time-dependent state is compared by Mantel–Byar: no test"])
    return chosen


def _ordered(groups: Mapping[str, Any]) -> bool:
    return bool(groups) and VARIABLES[groups["variable"]].ordered


def _names_one(part: object) -> bool:
    return isinstance(part, Mapping) and isinstance(part.get("variable"), str)


def _wrong_frame(definition: Mapping[str, Any]) -> Iterable[str]:
    """Yield what is wrong with the parts that name no variable."""
    horizon, rule = definition.get("horizon", 0), definition.get("hsct", "ignore")
    if not is_days(horizon):
        yield "horizon must be a whole number of days, 1 or more"
    yield from _wrong_endpoints(definition)
    if rule not in HSCT_RULES:
        yield f"hsct must be one of {[*HSCT_RULES]}"
    elif rule != "ignore" and definition.get("index") != "infusion":
        yield "hsct says what follows an infusion: leave it out where day 0 is HSCT"


def _wrong_endpoints(definition: Mapping[str, Any]) -> Iterable[str]:
    codes, index = definition.get("endpoints", ()), definition.get("index")
    if unknown := [code for code in codes if code not in ENDPOINTS]:
        yield f"no such endpoints: {unknown}; there are {[*ENDPOINTS]}"
    other = [
        c for c in codes if c in ENDPOINTS and index not in ENDPOINTS[c].from_index
    ]
    if other:
        yield f"these endpoints do not begin with {index}: {other}"


def _in_order(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the codes once each, in the catalogue's order."""
    return tuple(code for code in ENDPOINTS if code in set(codes))


def _unknown_names(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    names = (part.get("variable") for part in parts)
    return [f"no such variable: {name!r}" for name in names if name not in VARIABLES]


def _refuse_later(part: Mapping[str, Any], index: str, *, may_follow: bool) -> None:
    """Raise UnknownAtTimeZero, unless the group follows the variable rightly."""
    variable = VARIABLES[part["variable"]]
    follows = [way for way in ("landmark", "time_dependent") if part.get(way)]
    if follows and not may_follow:
        raise NotValid([f"{variable.name}: only groups may have {follows[0]!r}"])
    if variable.known_at(index):
        if follows:
            raise NotValid([f"{variable.name} is known on day 0: no {follows[0]!r}"])
    elif not follows or not set(follows) <= set(offers(variable, index)):
        raise UnknownAtTimeZero(variable, index)
