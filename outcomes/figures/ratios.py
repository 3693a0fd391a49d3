"""Subgroups of two groups that are compared: hazard ratios, limits, interaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from outcomes.cohorts.compared import Compared
from outcomes.cohorts.ratios import Ratios
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Words
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.subgroups import FEW, FORESTS, numbered, title_of
from outcomes.figures.tables import Table
from outcomes.figures.wording import (
    in_sentence,
    out_of,
    p_digits,
    paragraph,
    said,
)
from outcomes.regressions.lines import with_limits

RATIOS = {name.replace("subgroups-", "ratios-"): code for name, code in FORESTS.items()}
# Of these families the event is never what is hoped for.
FAVOURED = ("survival", "relapse", "response", "gvhd")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a heading with its P for interaction, or a part with its ratio."""

    text: str
    found: Compared | None = None
    p: str = ""
    why: str = ""

    @property
    def few(self) -> bool:
        """Tell whether a group has so few events that the ratio says little."""
        events = self.found["events"] if self.found else []
        return any(many is None or many < FEW for many in events)


def lines_of(results: Results, paramcd: str) -> list[Line]:
    """Return the rows of an endpoint: everybody first, then every subgroup."""
    return [*_lines(results, paramcd)]


def _lines(results: Results, paramcd: str) -> Iterator[Line]:
    yield _line(_("All"), ratios_of(results)["endpoints"][paramcd])
    for one in results["subgroup_ratios"]:
        if one is None:
            continue
        test = one["interaction"][paramcd]
        yield Line(title_of(one), None, p_digits(test["p"]), _why(test["why"]))
        for part in one["parts"]:
            yield _line(said(part["label"]), part["endpoints"][paramcd])


def _line(text: str, found: Compared) -> Line:
    return Line(text, found, p_digits(found["p"]), _why(found["why"]))


def _why(reason: object) -> str:
    return said(reason) if reason else ""  # type: ignore[arg-type]


def ratios_of(results: Results) -> Ratios:
    """Return the ratios of everybody. Raises ValueError where there are none."""
    if (found := results.get("ratios")) is None:
        raise ValueError("not two groups are compared")
    return found


def has_ratios(results: Results, paramcd: str) -> bool:
    """Tell whether there is anything to draw; results of older code have nothing."""
    found, by = results.get("ratios"), results.get("subgroup_ratios")
    return bool(found and by) and paramcd in ratios_of(results)["endpoints"]


def names_of(results: Results, write: Callable[[Words], str] = said) -> tuple[str, str]:
    """Return what the compared group and the reference are called."""
    labels = {group["key"]: write(group["label"]) for group in results["groups"]}
    found = ratios_of(results)
    return labels[found["group"]], labels[found["reference"]]


def notes_of(lines: list[Line]) -> dict[str, str]:
    """Return each reason for a gap with its mark."""
    return numbered(line.why for line in lines)


def directions(results: Results, paramcd: str) -> tuple[str, str]:
    """Say what lies left and right of 1: whom it favours, or who has fewer events."""
    favours = ENDPOINTS[paramcd].family in FAVOURED
    text = _("favours %(group)s") if favours else _("fewer events: %(group)s")
    group, reference = (
        text % {"group": name} for name in names_of(results, in_sentence)
    )
    return f"← {group}", f"{reference} →"


def method(results: Results, paramcd: str) -> str:
    """Name the model, the limits, the test and what an open square means."""
    group, reference = names_of(results, in_sentence)
    how = _(
        "Hazard ratio, %(group)s to %(reference)s: Cox's model in each part, Efron's "
        "ties, 95 %% Wald limits; P for interaction by likelihood ratio."
    ) % {"group": group, "reference": reference}
    few = _("Open square: fewer than %(few)s events in a group.") % {"few": FEW}
    return paragraph(how, _causes(results, paramcd), few)


def _causes(results: Results, paramcd: str) -> str:
    """Say of what the hazard is where something else may come first."""
    if ENDPOINTS[paramcd].survives and results.get("hsct") != "competing":
        return ""
    return _("Cause-specific hazard: what competes ends follow-up.")


def methods(results: Results, paramcd: str) -> str:
    """Say how ratios were estimated and compared, in sentences for a paper."""
    part = "survival" if ENDPOINTS[paramcd].survives else "incidence"
    endpoint = results[part][paramcd]  # type: ignore[literal-required]
    group, reference = names_of(results, in_sentence)
    defined = f"{said(endpoint['label'])}{_(': ')}{said(endpoint['definition'])}"
    how = _(
        "Within each part of a subgroup %(group)s was compared with %(reference)s by "
        "Cox's proportional hazards model with Efron's method for ties, over the whole "
        "follow-up, with two-sided 95 %% Wald limits. Whether the ratio differed "
        "between the parts was tested by the likelihood ratio of the model with group, "
        "subgroup and their interaction to the one without interaction, in the parts "
        "in which a ratio could be estimated. The tests were neither stratified nor "
        "adjusted for their number."
    ) % {"group": group, "reference": reference}
    return paragraph(defined, how, _competing(results, paramcd))


def _competing(results: Results, paramcd: str) -> str:
    if not _causes(results, paramcd):
        return ""
    if ENDPOINTS[paramcd].survives:
        return _("The hazard is cause-specific: HSCT ended follow-up.")
    return _(
        "The hazard is cause-specific: competing events (%(competing)s) ended "
        "follow-up."
    ) % {"competing": in_sentence(results["incidence"][paramcd]["competing"])}


def ratio_table(results: Results, paramcd: str, label: str) -> Table:
    """Return every row as text, with the reasons for gaps."""
    names = names_of(results)
    heads = [_("%(group)s, events / n") % {"group": name} for name in names]
    columns = [_("Subgroup"), *heads, _("%(ratio)s (95 %% limits)") % {"ratio": "HR"}]
    columns += ["P", _("P for interaction"), _("Why not")]
    rows = [
        [line.text, *counts(line), with_limits(line.found), line.p, "", line.why]
        if line.found
        else [line.text, "", "", "", "", line.p, line.why]
        for line in lines_of(results, paramcd)
    ]
    return {"label": str(label), "columns": columns, "rows": rows}


def counts(line: Line) -> list[str]:
    """Return events of how many, of the group and of the reference."""
    found = line.found
    if found is None:
        return []
    pairs = zip(found["events"], found["n"], strict=True)
    return [out_of(events, n) for events, n in pairs]
