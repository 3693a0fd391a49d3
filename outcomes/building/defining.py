"""From what was typed to a definition, with what is wrong said at its field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any
from unicodedata import normalize

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.building.typed import Condition, Split, Typed
from outcomes.cohorts.analysis import FREE, LEVELS, MOST, SCALES, TESTS, analysis_of
from outcomes.cohorts.analysis import USUAL as ANALYSIS
from outcomes.cohorts.definition import (
    HSCT_RULES,
    Definition,
    NotValid,
    UnknownAtTimeZero,
    parse,
)
from outcomes.cohorts.rules import QUANTILES
from outcomes.cohorts.variable import KNOWN_AT, Kind, Variable
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS, USUAL

BETWEEN_POINTS = re.compile(r"[,;\s、，；]+")


class Wrong(ValueError):
    """A text that cannot be read; its words say what to write."""


@dataclass(slots=True)
class Defined:
    """What was typed as a definition, as far as it goes.

    said : the definition without what is wrong or unfinished
    definition : its parts; None where nothing can be counted
    refusal : why the grouping is refused, with what is offered instead
    problems : what is wrong by the id of its field, for a save
    unfinished : ids of conditions with nothing chosen
    """

    said: dict[str, Any]
    definition: Definition | None = None
    refusal: UnknownAtTimeZero | None = None
    problems: dict[str, str] = field(default_factory=dict)


def defined(typed: Typed) -> Defined:
    """Read what was typed."""
    made = Defined({"index": typed.index if typed.index in KNOWN_AT else "infusion"})
    said, problems = made.said, made.problems
    said["horizon"] = _days(typed.horizon, "horizon", problems) or 730
    said["filters"] = _conditions(typed, problems)
    for part in ("strata", "subgroups"):
        rows = enumerate(getattr(typed, part))
        found = [split_of(row, f"{part}-{i}", problems) for i, row in rows]
        said[part] = [one for one in found if one]
    said["endpoints"] = _endpoints(typed.endpoints, said["index"])
    if not typed.endpoints:
        del said["endpoints"]
        problems["endpoints"] = _("Choose at least one endpoint.")
    if said["index"] == "infusion" and typed.hsct in HSCT_RULES:
        said["hsct"] = typed.hsct
    if subset := _subset(typed):
        said["subset"] = subset
    if chosen := _analysis(typed, problems):
        said["analysis"] = chosen
    _grouped(typed, made)
    return made


def _analysis(typed: Typed, problems: dict[str, str]) -> dict[str, Any]:
    """Return the test and limits that are otherwise than ever.

    A trend without groups in an order is left out, as the page offers none.
    """
    chosen: dict[str, Any] = {}
    if offered(typed, typed.test):
        chosen["test"] = typed.test
    if chosen.get("test") == FREE:
        weights = {name: getattr(typed, name) for name in ("rho", "gamma")}
        chosen |= {n: _number(t, n, problems, 0, MOST) for n, t in weights.items()}
    if typed.limits in SCALES:
        chosen["limits"] = typed.limits
    low, high = (100 * level for level in LEVELS)
    level = _number(typed.level, "level", problems, low, high)
    # To the digits that somebody typed: 99.9 a hundredth of it is 0.999.
    chosen["level"] = None if level is None else round(level / 100, 6)
    return analysis_of({n: v for n, v in chosen.items() if v is not None}).chosen()


def offered(typed: Typed, test: str) -> bool:
    """Tell whether a test can compare the groups: a trend needs an order."""
    variable = VARIABLES.get(typed.groups.variable)
    if test == "trend":
        return variable is not None and variable.ordered
    if typed.follow == "time_dependent" and test != ANALYSIS.test:
        return False
    return test in TESTS


def _number(
    text: str, anchor: str, problems: dict[str, str], low: float, high: float
) -> float | None:
    """Return a number within bounds; None where there is none, which is said."""
    try:
        found = float(_read_number(text))
    except Wrong:
        found = low - 1
    if low <= found <= high:
        return found
    told = {"low": f"{low:g}", "high": f"{high:g}"}
    problems[anchor] = _("A number from %(low)s to %(high)s.") % told
    return None


def _grouped(typed: Typed, made: Defined) -> None:
    """Add the grouping, or say why it is refused, and check the whole."""
    plain = {part: one for part, one in made.said.items() if part != "analysis"}
    if typed.groups.variable:
        groups = split_of(typed.groups, "groups", made.problems) or {}
        if groups and not VARIABLES[groups["variable"]].known_at(plain["index"]):
            groups |= _followed(typed, made.problems)
        if groups:
            made.said["groups"] = groups
    try:
        made.definition = parse(made.said)
    except UnknownAtTimeZero as refused:
        made.refusal, made.said = refused, plain
        made.problems["groups"] = refused.says.in_language(get_language() or "en")
    except NotValid as refused:
        made.said = plain
        made.problems.setdefault("groups", "; ".join(refused.reasons))
    if made.definition is None:
        try:
            made.definition = parse(plain)
        except NotValid as refused:
            made.problems.setdefault("conditions", "; ".join(refused.reasons))


def _endpoints(chosen: Sequence[str], index: str) -> list[str]:
    """Return the chosen that can begin with the index event, else the usual ones."""
    fits = [code for code in chosen if index in ENDPOINTS[code].from_index]
    return fits or [*USUAL]


def _followed(typed: Typed, problems: dict[str, str]) -> dict[str, Any]:
    if typed.follow == "landmark":
        day = _days(typed.day, "day", problems)
        by = VARIABLES[typed.groups.variable].by.get(typed.index, 0)
        if day is not None and day < by:
            told = _("Known for all only from day %(day)s: choose that day or later.")
            problems["day"] = told % {"day": by}
            day = by
        return {"landmark": day or by or 1}
    return {"time_dependent": True} if typed.follow == "time_dependent" else {}


def _conditions(typed: Typed, problems: dict[str, str]) -> list[dict[str, Any]]:
    found = []
    for one in typed.conditions:
        variable = VARIABLES.get(one.variable)
        if variable is None:
            continue
        anchor = f"filter-{one.variable}"
        try:
            found.append(_rule(variable, one))
        except Wrong as wrong:
            problems[anchor] = str(wrong)
            continue
        if not variable.known_at(typed.index):
            refused = UnknownAtTimeZero(variable, typed.index)
            problems[anchor] = refused.says.in_language(get_language() or "en")
            found.pop()
    return found


def _rule(variable: Variable, one: Condition) -> dict[str, Any]:
    if one.blank:
        raise Wrong(_("Nothing is chosen yet: choose, or take the condition out."))
    if variable.ordered:
        ends = {"from": one.low, "to": one.high}
        said = {end: _point(variable, text) for end, text in ends.items() if text}
        if len(said) == 2 and said["from"] > said["to"]:
            raise Wrong(_("The lower end is above the upper."))
        return {"variable": variable.name, **said}
    if variable.kind is Kind.YES_NO:
        return {"variable": variable.name, "is": one.chosen[0] == "true"}
    known = variable.codes
    chosen = [c for c in one.chosen if known is None or c in known]
    return {"variable": variable.name, "in": chosen}


def split_of(
    row: Split, anchor: str, problems: dict[str, str]
) -> dict[str, Any] | None:
    """Return a grouping; None where there is none to use, which is said."""
    variable = VARIABLES.get(row.variable)
    if variable is None:
        return None
    if not variable.ordered:
        return {"variable": row.variable}
    if row.by in QUANTILES and variable.kind is Kind.NUMBER:
        return {"variable": row.variable, "cut": row.by}
    try:
        texts = [t for t in BETWEEN_POINTS.split(row.points) if t]
        points = sorted({_point(variable, text) for text in texts})
        if not points:
            raise Wrong(_("Say where to cut: at quantiles, or points such as 14, 40."))
    except Wrong as wrong:
        problems[anchor] = str(wrong)
        return None
    cut = points[0] if len(points) == 1 and variable.kind is Kind.NUMBER else points
    return {"variable": row.variable, "cut": cut}


def _subset(typed: Typed) -> dict[str, Any] | None:
    name, _equal, value = typed.subset.partition("=")
    variable = VARIABLES.get(name)
    if variable is None or not variable.column or not variable.known_at(typed.index):
        return None
    if variable.kind is Kind.YES_NO:
        return {"variable": name, "is": value == "true"}
    return {"variable": name, "in": [value]} if variable.kind is Kind.CODE else None


def _point(variable: Variable, text: str) -> Any:
    plain = normalize("NFKC", text).strip()
    if variable.kind is Kind.DAY:
        try:
            return date.fromisoformat(plain).isoformat()
        except ValueError:
            told = _("“%(text)s” is no day: write 2024-01-31.") % {"text": text}
            raise Wrong(told) from None
    return _read_number(text)


def _read_number(text: str) -> float:
    try:
        number = float(normalize("NFKC", text).strip())
    except ValueError:
        raise Wrong(_("“%(text)s” is no number.") % {"text": text}) from None
    if not isfinite(number):
        raise Wrong(_("“%(text)s” is no number.") % {"text": text})
    return int(number) if number.is_integer() else number


def _days(text: str, anchor: str, problems: dict[str, str]) -> int | None:
    plain = normalize("NFKC", text).strip()
    if plain.isascii() and plain.isdecimal() and 1 <= int(plain) <= 36_525:
        return int(plain)
    problems[anchor] = _("A whole number of days, 1 or more.")
    return None
