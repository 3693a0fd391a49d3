"""Subgroups without small cells, nor estimates that give some away. Pure."""

from collections.abc import Sequence
from typing import Any

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Estimate
from outcomes.cohorts.subgroups import Subgroup, SubgroupPart
from outcomes.disclosure.nothing import hidden_reason, no_test, nothing
from outcomes.disclosure.rule import hidden_parts, is_small, split
from outcomes.disclosure.unseen import Part, beside

Of = tuple[Subgroup, Results]


def subgroup(of: Of, rest: Of, smallest: int) -> Any:
    """Return a subgroup of results without what is small in them or in the rest."""
    found, _results = of
    parts = found["groups"]
    left = beside(parts, rest[0]["groups"])
    sizes, deaths = _hidden(parts, of, smallest)
    if left is None:
        sizes, deaths = [True] * len(sizes), [True] * len(deaths)
    else:
        masks = zip((sizes, deaths), _hidden(left, rest, smallest), strict=True)
        sizes, deaths = (
            [one or other for one, other in zip(*pair, strict=True)] for pair in masks
        )
    guards = zip(parts, left or parts, sizes, deaths, strict=False)
    any_few = any(sizes[: len(parts)])
    tests = found["tests"]
    return {
        **found,
        "missing": None if sizes[-1] else found["missing"],
        "groups": [_part(one, other, n, d, smallest) for one, other, n, d in guards],
        "tests": {c: no_test(t, smallest) if any_few else t for c, t in tests.items()},
    }


def _hidden(
    parts: Sequence[Part], of: Of, smallest: int
) -> tuple[list[bool], list[bool]]:
    """Tell which sizes of parts are hidden, and which deaths; last of unknown value."""
    found, results = of
    sizes = hidden_parts([*(one["n"] for one in parts), found["missing"]], smallest)
    dead = [one["deaths"] for one in parts]
    key = results["subset"]["key"]
    of_all = next(
        (g["deaths"] for g in results["groups"] if g["key"] == key), sum(dead)
    )
    unseen = [
        hidden or split(one["deaths"], one["n"], smallest)
        for one, hidden in zip(parts, sizes, strict=False)
    ]
    # With those of unknown value they add up to the deaths of all.
    return sizes, hidden_parts([*dead, of_all - sum(dead)], smallest, also=unseen)


def _part(
    part: SubgroupPart, rest: Part, no_size: bool, no_deaths: bool, smallest: int
) -> Any:
    estimates = {
        code: nothing(found, hidden_reason(smallest))
        if no_size
        or _tells(found, part["n"], smallest)
        or _tells(rest["estimates"].get(code), rest["n"], smallest)
        else found
        for code, found in part["estimates"].items()
    }
    return {
        **part,
        "n": None if no_size else part["n"],
        "deaths": None if no_size or no_deaths else part["deaths"],
        "estimates": estimates,
    }


def _tells(found: Estimate | None, n: int, smallest: int) -> bool:
    """Tell whether an estimate gives away about how few had the event, or had none."""
    if found is None or found["estimate"] is None:
        return False
    about = round(n * found["estimate"])
    return split(about, n, smallest) or is_small(found["at_risk"], smallest)
