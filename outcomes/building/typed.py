"""A cohort as it is typed in the builder, kept whatever it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from outcomes.cohorts.analysis import FREE, Analysis
from outcomes.cohorts.analysis import USUAL as ANALYSIS
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.rules import Filter, Grouping, Point
from outcomes.cohorts.variable import as_text
from outcomes.cohorts.variables import VARIABLES
from outcomes.cohorts.wording import point_words
from outcomes.endpoints import ENDPOINTS, USUAL

FOLLOWS = ("landmark", "time_dependent")
BY_HSCT = "hsct_done"
USUAL_LANDMARK = "90"
TWO_YEARS = "730"


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter as typed: values chosen, or bounds."""

    variable: str
    chosen: tuple[str, ...] = ()
    low: str = ""
    high: str = ""

    @property
    def blank(self) -> bool:
        """Tell whether nothing was said yet."""
        return not (self.chosen or self.low or self.high)


@dataclass(frozen=True, slots=True)
class Split:
    """A grouping as typed: the variable, how it cuts, and the points."""

    variable: str = ""
    by: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """Everything on the builder's page; ``fresh`` names a condition just added."""

    slug: str = ""
    title_en: str = ""
    title_zh: str = ""
    centres: tuple[str, ...] = ()
    index: str = "infusion"
    horizon: str = TWO_YEARS
    conditions: tuple[Condition, ...] = ()
    groups: Split = field(default_factory=Split)
    follow: str = ""
    day: str = USUAL_LANDMARK
    hsct: str = "ignore"
    strata: tuple[Split, ...] = ()
    subset: str = ""
    subgroups: tuple[Split, ...] = ()
    endpoints: tuple[str, ...] = USUAL
    test: str = ANALYSIS.test
    rho: str = "0"
    gamma: str = "1"
    limits: str = ANALYSIS.limits
    level: str = ANALYSIS.per_cent
    reason: str = ""
    fresh: str = ""

    def agreeing(self, hsct_before: str) -> "Typed":
        """Return it with the way of HSCT and the grouping saying the same.

        ``hsct_before`` is the way that the page showed: who goes back from a landmark
        of HSCT takes that grouping away.
        """
        if self.index != "infusion":
            return replace(self, hsct="ignore")
        if self.hsct in FOLLOWS and self.hsct != hsct_before:
            return replace(self, groups=Split(BY_HSCT), follow=self.hsct)
        by_hsct = self.groups.variable == BY_HSCT
        if hsct_before in FOLLOWS and self.hsct != hsct_before and by_hsct:
            return replace(self, groups=Split(), follow="")
        if by_hsct and self.follow in FOLLOWS:
            return replace(self, hsct=self.follow)
        return replace(self, hsct="ignore") if self.hsct in FOLLOWS else self


def typed_of(
    definition: Definition, *, slug: str, title: tuple[str, str], centres: Sequence[str]
) -> Typed:
    """Return what somebody would have typed for this definition."""
    groups = definition.groups
    typed = Typed(
        slug=slug,
        title_en=title[0],
        title_zh=title[1],
        centres=tuple(centres),
        index=definition.index,
        horizon=str(definition.horizon),
        conditions=tuple(_condition(rule) for rule in definition.filters),
        groups=_split(groups) if groups else Split(),
        follow=_follow(groups),
        day=str(definition.landmark or USUAL_LANDMARK),
        hsct=definition.hsct,
        strata=tuple(_split(one) for one in definition.strata),
        subset=_subset(definition.subset),
        subgroups=tuple(_split(one) for one in definition.subgroups),
        endpoints=definition.endpoints,
        **_analysis(definition.analysis),
    )
    return typed.agreeing(typed.hsct)


def _analysis(chosen: Analysis) -> dict[str, str]:
    free = chosen.test == FREE
    weights = {"rho": f"{chosen.rho:g}", "gamma": f"{chosen.gamma:g}"} if free else {}
    named = {"test": chosen.test, "limits": chosen.limits, "level": chosen.per_cent}
    return {**named, **weights}


def read(posted: QueryDict) -> Typed:
    """Return what was typed, as it was typed."""

    def text(name: str, default: str = "") -> str:
        return str(posted.get(name, default)).strip()

    return Typed(
        slug=text("slug"),
        title_en=text("title_en"),
        title_zh=text("title_zh"),
        centres=tuple(posted.getlist("centres")),
        index=text("index", "infusion"),
        horizon=text("horizon"),
        conditions=tuple(
            Condition(
                name,
                tuple(posted.getlist(f"filter-{name}")),
                text(f"filter-{name}-from"),
                text(f"filter-{name}-to"),
            )
            for name in dict.fromkeys(posted.getlist("filter"))
            if name in VARIABLES
        ),
        groups=_row(posted, "groups"),
        follow=text("follow"),
        day=text("day", USUAL_LANDMARK),
        hsct=text("hsct", "ignore"),
        strata=_rows(posted, "strata"),
        subset=text("subset"),
        subgroups=_rows(posted, "subgroups"),
        endpoints=tuple(e for e in ENDPOINTS if e in posted.getlist("endpoints")),
        test=text("test", ANALYSIS.test),
        rho=text("rho", "0"),
        gamma=text("gamma", "1"),
        limits=text("limits", ANALYSIS.limits),
        level=text("level", ANALYSIS.per_cent),
        reason=text("reason"),
    ).agreeing(text("hsct_before", "ignore"))


def _row(posted: QueryDict, name: str) -> Split:
    asked = (str(posted.get(f"{name}{end}", "")) for end in ("", "-by", "-points"))
    return Split(*(one.strip() for one in asked))


def _rows(posted: QueryDict, name: str) -> tuple[Split, ...]:
    many = len(posted.getlist(f"{name}-row"))
    rows = (_row(posted, f"{name}-{number}") for number in range(many))
    return tuple(row for row in rows if row.variable)


def _condition(rule: Filter) -> Condition:
    chosen = tuple(as_text(value) for value in rule.values)
    return Condition(rule.variable.name, chosen, _end(rule.low), _end(rule.high))


def _end(point: Point | None) -> str:
    return "" if point is None else point_words(point)


def _split(grouping: Grouping) -> Split:
    name = grouping.variable.name
    if isinstance(grouping.cut, str):
        return Split(name, grouping.cut)
    if not grouping.points:
        return Split(name)
    return Split(name, "points", ", ".join(point_words(p) for p in grouping.points))


def _follow(groups: Grouping | None) -> str:
    if groups is None:
        return ""
    if groups.time_dependent:
        return "time_dependent"
    return "landmark" if groups.landmark else ""


def _subset(rule: Filter | None) -> str:
    """Return the subset as ``variable=value``; others than one value are kept apart."""
    if rule is None or len(rule.values) != 1:
        return ""
    return f"{rule.variable.name}={as_text(rule.values[0])}"


def with_condition(typed: Typed, name: str) -> Typed:
    """Return it with one more condition, unless it is there."""
    if name not in VARIABLES or any(one.variable == name for one in typed.conditions):
        return typed
    return replace(typed, conditions=(*typed.conditions, Condition(name)), fresh=name)


def without_condition(typed: Typed, name: str) -> Typed:
    """Return it without a condition."""
    kept = tuple(one for one in typed.conditions if one.variable != name)
    return replace(typed, conditions=kept)
