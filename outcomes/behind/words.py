"""A mark, and what it counts, in the reader's language."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.behind.lines import HSCT_ENDS
from outcomes.behind.mark import ALL, KNOWN, Mark
from outcomes.cohorts.described import NOT_KNOWN
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Words
from outcomes.cohorts.toxicity import ANY
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS, wording
from outcomes.endpoints.wording import Wording
from outcomes.figures.by_state import ENTERED, NOT_YET
from outcomes.figures.wording import said

HAPPENED = {
    text.en: text
    for text in (*vars(wording).values(), *wording.NRM_OF.values(), HSCT_ENDS)
    if isinstance(text, Wording)
}


def in_words(mark: Mark, results: Results | None) -> str:
    """Say whom the mark counts: Overall survival · CAR-T · Death · days 30 to 60."""
    parts = [part for part in _parts(mark, results) if part]
    return " · ".join(parts) or _("All patients")


def happened(description: str) -> str:
    """Say an outcome's description in the reader's language."""
    text = HAPPENED.get(description)
    return _said(text) if text else description


def _parts(mark: Mark, results: Results | None) -> Iterator[str]:
    endpoint = ENDPOINTS.get(mark.endpoint)
    if endpoint:
        yield _said(endpoint.name)
    if mark.group:
        yield _group(mark.group, results)
    if mark.step:
        yield _step(mark, results)
    yield {"yes": said(ENTERED), "no": said(NOT_YET)}.get(mark.entered, "")
    yield mark.centre
    yield mark.month
    if mark.subset != ALL and (mark.subset or mark.subgroup):
        yield said(results["subset"]["label"]) if results else ""
    if mark.subgroup:
        yield f"{_said(VARIABLES[mark.subgroup].label)}: {_part(mark, results)}"
    if mark.variable:
        yield f"{_said(VARIABLES[mark.variable].label)}: {_value(mark)}"
    if endpoint and mark.cause is not None:
        causes = {i: _said(cause) for i, cause in enumerate(endpoint.causes, 1)}
        yield causes.get(mark.cause, _("followed without event"))
    yield {
        "onset": _("onset known"),
        "duration": _("duration known"),
    }.get(mark.timed, "")
    if mark.state:
        yield _state(mark, results)
    else:
        yield _days(mark)
    if mark.measured is not None:
        yield _("measured about day %(day)s") % {"day": mark.measured}
    yield {
        "ungrouped": _("in no group"),
        "not_derivable": _("dates do not allow every endpoint"),
        "imputed": _("a day was imputed"),
    }.get(mark.left_out, "")


def _group(key: str, results: Results | None) -> str:
    groups = results["groups"] if results else []
    return next((said(g["label"]) for g in groups if g["key"] == key), key)


def _part(mark: Mark, results: Results | None) -> str:
    labels = _parts_of_everybody if mark.subset == ALL else _parts_of_subset
    found = labels(mark.subgroup, results) if results else {}
    return said(found[mark.part]) if mark.part in found else mark.part


def _parts_of_subset(variable: str, results: Results) -> dict[str, Words]:
    return {
        group["key"]: group["label"]
        for subgroup in results["subgroups"]
        if subgroup["variable"] == variable
        for group in subgroup["groups"]
    }


def _parts_of_everybody(variable: str, results: Results) -> dict[str, Words]:
    return {
        part["key"]: part["label"]
        for subgroup in results.get("subgroup_ratios", ())
        if subgroup and subgroup["variable"] == variable
        for part in subgroup["parts"]
    }


def _step(mark: Mark, results: Results | None) -> str:
    flow = results.get("flow") if results else None
    for step in flow["steps"] if flow else []:
        if step["key"] == mark.step:
            out = step["out"] if mark.out else None
            return said(out["label"] if out else step["label"])
    return mark.step


def _state(mark: Mark, results: Results | None) -> str:
    states = results.get("states") if results else None
    every = states["states"] if states else []
    names = [said(one["label"]) for one in every if one["key"] == mark.state]
    on = _("on day %(day)s") % {"day": mark.at}
    return f"{names[0] if names else mark.state}, {on}"


def _value(mark: Mark) -> str:
    if mark.value == ANY:
        return _("any grade")
    if mark.value == KNOWN:
        return _("known")
    variable = VARIABLES[mark.variable]
    return _said(variable.value_label(mark.value) if mark.value else NOT_KNOWN)


def _days(mark: Mark) -> str:
    if mark.at is not None:
        return _("at risk on day %(day)s") % {"day": mark.at}
    first, last = mark.first, mark.last
    if first is not None and first == last:
        return _("day %(number)s") % {"number": first}
    if first is not None and last is not None:
        return _("days %(first)s to %(last)s") % {"first": first, "last": last}
    if last is not None:
        return _("up to day %(day)s") % {"day": last}
    return _("from day %(day)s on") % {"day": first} if first is not None else ""


def _said(text: Any) -> str:
    return str(text.in_language(get_language() or "en"))
