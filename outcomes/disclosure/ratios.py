"""Hazard ratios of subgroups without what could point at single patients. Pure.

The counts of a subgroup's parts are shown where every number that follows from them is
none or enough, and then to the nearest ten: the endpoints share their patients, and
other figures say of the same how many they are. A ratio that rests on few is hidden,
all others are rounded, as those of a regression are.
"""

from collections.abc import Iterable
from typing import Any

from outcomes.cohorts.compared import Compared
from outcomes.cohorts.ratios import SubgroupRatios
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Reason
from outcomes.disclosure.nothing import no_test
from outcomes.disclosure.rounded import hidden_ratio, rounded_ratio, rounded_test
from outcomes.disclosure.rule import about, is_small, shows_few


def guarded_ratios(results: Results, why: Reason, smallest: int) -> dict[str, Any]:
    """Return the ratios of everybody and of the subgroups; None stands for hidden.

    ``why`` is said in place of a ratio that is hidden.
    """
    found = results.get("ratios")
    if not found:
        return {}
    endpoints = {
        code: _compared(one, why, smallest, hide=_any_few([one], smallest))
        for code, one in found["endpoints"].items()
    }
    by = [
        one and _subgroup(one, results, why, smallest)
        for one in results["subgroup_ratios"]
    ]
    return {"ratios": {**found, "endpoints": endpoints}, "subgroup_ratios": by}


def _subgroup(
    found: SubgroupRatios, results: Results, why: Reason, smallest: int
) -> dict[str, Any]:
    whole: Any = results["ratios"]
    parts, few, no_counts = [], set(), is_small(found["missing"], smallest)
    for code in found["interaction"]:
        own = [part["endpoints"][code] for part in found["parts"]]
        rest = _left(whole["endpoints"][code], own)
        no_counts |= _any_few([*own, rest], smallest)
        few |= {code} if _any_few(own, smallest) else set()
    for part in found["parts"]:
        seen = {
            code: _compared(
                one, why, smallest, hide=_any_few([one], smallest), no_counts=no_counts
            )
            for code, one in part["endpoints"].items()
        }
        parts.append({**part, "endpoints": seen})
    return {
        **found,
        "missing": None if no_counts else _tens(found["missing"], smallest),
        "parts": parts,
        "interaction": {
            code: no_test(test, smallest) if code in few else rounded_test(test)
            for code, test in found["interaction"].items()
        },
    }


def _left(whole: Compared, parts: list[Compared]) -> Compared:
    """Return those of whom the value is not known."""

    def rest(name: str) -> list[int]:
        counts: Any = [one[name] for one in (whole, *parts)]  # type: ignore[literal-required]
        return [every - sum(own) for every, *own in zip(*counts, strict=True)]

    return {**whole, "n": rest("n"), "events": rest("events")}


def _any_few(found: Iterable[Compared], smallest: int) -> bool:
    """Tell whether few are in a group, or had the event, or had none."""
    return any(
        shows_few(events, n, smallest)
        for one in found
        for n, events in zip(one["n"], one["events"], strict=True)
    )


def _compared(
    found: Compared, why: Reason, smallest: int, *, hide: bool, no_counts: bool = False
) -> dict[str, Any]:
    shown = hidden_ratio(found, why) if hide else rounded_ratio(found)
    told: dict[str, Any] = {**shown}
    for name in ("n", "events"):
        counts: Any = found[name]  # type: ignore[literal-required]
        told[name] = [
            None if hide or no_counts else _tens(one, smallest) for one in counts
        ]
    return told


def _tens(count: int, smallest: int) -> int | None:
    tens = about(count, smallest)
    return None if tens is None or is_small(tens, smallest) else tens
