"""What the builder's page draws of a typed cohort: conditions, splits, choices."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.building.defining import Defined, offered
from outcomes.building.typed import Condition, Split, Typed
from outcomes.cohorts.analysis import FREE, SCALES, TESTS
from outcomes.cohorts.refusals import LANDMARK, TIME_DEPENDENT, offers
from outcomes.cohorts.variable import Kind, Variable
from outcomes.cohorts.variables import VARIABLES
from outcomes.cohorts.wording import (
    HSCT_MEANINGS,
    HSCT_WAYS,
    QUANTILE_WORDS,
    known_words,
)
from outcomes.endpoints import FAMILIES, Endpoint, fitting
from outcomes.models import AnalysisSubject
from registry.codelists.base import Label


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice; ``means`` is its definition, ``source`` whose it is.

    options : other ways to read it
    """

    value: str
    text: str
    chosen: bool = False
    means: str = ""
    source: str = ""
    options: tuple["Choice", ...] = ()

    @property
    def opened(self) -> bool:
        """Tell whether one of its options is chosen, so that it has to be seen."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class Control:
    """One condition or split; ``anchor`` is the id of its first control."""

    anchor: str
    variable: str
    title: str
    hint: str = ""
    unit: str = ""
    kind: str = ""
    choices: tuple[Choice, ...] = ()
    low: str = ""
    high: str = ""
    by: str = ""
    points: str = ""
    problem: str = ""
    fresh: bool = False


def controls(typed: Typed, made: Defined, centres: Collection[int]) -> dict[str, Any]:
    """Return everything that the page draws of the definition."""
    variable = VARIABLES.get(typed.groups.variable)
    later = variable is not None and not variable.known_at(typed.index)
    return {
        "conditions": [_condition(c, typed, made, centres) for c in typed.conditions],
        "addable": _options(
            typed.index, "", leave_out={c.variable for c in typed.conditions}
        ),
        "groups": _split(typed.groups, "groups", made),
        "group_options": _options(typed.index, typed.groups.variable),
        "later_options": _later_options(typed.index, typed.groups.variable),
        "follows": _follows(typed, variable) if variable and later else [],
        "strata": _rows(typed, "strata", made),
        "subgroups": _rows(typed, "subgroups", made),
        "subsets": _subsets(typed, centres),
        "hsct_ways": [
            Choice(way, _said(HSCT_WAYS[way]), way == typed.hsct, _said(meaning))
            for way, meaning in HSCT_MEANINGS.items()
        ],
        "families": _families(typed),
        "tests": [
            Choice(name, _said(label), name == typed.test)
            for name, label in TESTS.items()
            if offered(typed, name)
        ],
        "free": typed.test == FREE and offered(typed, FREE),
        "scales": [
            Choice(name, _said(label), name == typed.limits)
            for name, label in SCALES.items()
        ],
    }


def _families(typed: Typed) -> list[dict[str, Any]]:
    """Return the endpoints that can begin with the index event, by family.

    An option stands with the endpoint that it is one of.
    """
    fits = fitting("hsct" if typed.index == "hsct" else "infusion")
    found: dict[str, list[Choice]] = {}
    for one in fits:
        if not one.option_of:
            options = [_endpoint(o, typed) for o in fits if o.option_of == one.paramcd]
            choice = replace(_endpoint(one, typed), options=tuple(options))
            found.setdefault(one.family, []).append(choice)
    return [
        {
            "name": _said(name),
            "choices": found[family],
            "chosen": any(one.chosen or one.opened for one in found[family]),
        }
        for family, name in FAMILIES.items()
        if family in found
    ]


def _endpoint(one: Endpoint, typed: Typed) -> Choice:
    chosen = one.paramcd in typed.endpoints
    words = _said(one.name), chosen, _said(one.definition), one.source
    return Choice(one.paramcd, *words)


def values_of(variable: Variable, centres: Collection[int]) -> list[tuple[str, str]]:
    """Return the values that a condition can choose among, with their words."""
    if variable.kind is Kind.YES_NO:
        values = ["true", "false"]
    elif variable.codes is not None:
        values = [code.value for code in variable.codes]
    else:
        column = variable.column
        rows = AnalysisSubject.objects.filter(centre__in=centres)
        present = rows.exclude(**{column: None}).values_list(column, flat=True)
        values = sorted(set(present.distinct().order_by()))
    return [(value, _said(variable.value_label(value))) for value in values]


def _condition(
    one: Condition, typed: Typed, made: Defined, centres: Collection[int]
) -> Control:
    variable = VARIABLES[one.variable]
    anchor = f"filter-{one.variable}"
    choices = () if variable.ordered else values_of(variable, centres)
    return Control(
        anchor,
        one.variable,
        _said(variable.label),
        _said(known_words(variable)),
        variable.unit,
        variable.kind.name.lower(),
        tuple(Choice(v, text, v in one.chosen) for v, text in choices),
        one.low,
        one.high,
        problem=made.problems.get(anchor, ""),
        fresh=typed.fresh == one.variable,
    )


def _split(row: Split, anchor: str, made: Defined) -> Control:
    variable = VARIABLES.get(row.variable)
    if variable is None:
        return Control(anchor, "", "", problem=made.problems.get(anchor, ""))
    ordered = variable.ordered
    ways = _cuts(variable, row.by or "points") if ordered else ()
    return Control(
        anchor,
        row.variable,
        _said(variable.label),
        _said(known_words(variable)),
        variable.unit,
        variable.kind.name.lower() if ordered else "",
        ways,
        by=row.by or "points",
        points=row.points,
        problem=made.problems.get(anchor, ""),
    )


def _cuts(variable: Variable, chosen: str) -> tuple[Choice, ...]:
    ways = {"points": _("at points")}
    if variable.kind is Kind.NUMBER:
        ways |= quantile_words()
    return tuple(Choice(way, text, way == chosen) for way, text in ways.items())


def quantile_words() -> dict[str, str]:
    """Return the quantiles that can cut a number, in the reader's language."""
    return {name: _said(label) for name, label in QUANTILE_WORDS.items()}


def _rows(typed: Typed, part: str, made: Defined) -> list[dict[str, Any]]:
    """Return the typed splits and a blank one, each with the variables to choose."""
    rows = (*getattr(typed, part), Split())
    return [
        {
            "row": _split(row, f"{part}-{number}", made),
            "options": _options(typed.index, row.variable),
            "number": number + 1,
        }
        for number, row in enumerate(rows)
    ]


def _options(index: str, chosen: str, leave_out: Collection[str] = ()) -> list[Choice]:
    return [
        Choice(v.name, _said(v.label), v.name == chosen)
        for v in VARIABLES.values()
        if v.column and v.known_at(index) and v.name not in leave_out
    ]


def _later_options(index: str, chosen: str) -> list[Choice]:
    return [
        Choice(v.name, _said(v.label), v.name == chosen)
        for v in VARIABLES.values()
        if not v.known_at(index) and (v.column or index in v.since)
    ]


def _follows(typed: Typed, variable: Variable) -> list[Choice]:
    words = {
        LANDMARK: Label(
            "Landmark: groups as they stand on a chosen day",
            "界标分析：按所选日的状态分组",
        ),
        TIME_DEPENDENT: Label(
            "Time-dependent: patients enter the state on its day "
            "(Simon–Makuch, Mantel–Byar)",
            "时间依赖：患者自状态出现之日进入该组（Simon–Makuch、Mantel–Byar）",
        ),
    }
    return [
        Choice(way, _said(words[way]), way == typed.follow)
        for way in offers(variable, typed.index)
        if way in words
    ]


def _subsets(typed: Typed, centres: Collection[int]) -> list[Choice]:
    """Return the groups to which subgroups may be limited: those of the grouping."""
    variable = VARIABLES.get(typed.groups.variable)
    if variable is None or variable.ordered or not variable.known_at(typed.index):
        return []
    return [
        Choice(
            f"{variable.name}={value}", text, typed.subset == f"{variable.name}={value}"
        )
        for value, text in values_of(variable, centres)
    ]


def _said(label: Any) -> str:
    return str(label.en if (get_language() or "en").startswith("en") else label.zh)
