"""What the page of a regression offers: endpoints, covariates and how each is taken."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.building.controls import Choice, quantile_words
from outcomes.cohorts.refusals import TIME_DEPENDENT, offers
from outcomes.cohorts.variable import Kind, Variable
from outcomes.cohorts.variables import VARIABLES
from outcomes.cohorts.wording import known_words
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.wording import said, unit_of
from outcomes.regressions.asked import NUMBERS, POINTS, STATE, can_stratify, known
from outcomes.regressions.asked import endpoints_of as codes_of
from outcomes.regressions.model import Found
from outcomes.regressions.shapes import Covariate
from outcomes.regressions.typed import TypedTerm


@dataclass(frozen=True, slots=True)
class Row:
    """One covariate as the page draws it; ``ways`` are the offers of a refusal."""

    name: str
    title: str
    hint: str
    unit: str
    by: tuple[Choice, ...]
    number: bool
    cut_at_points: bool
    points: str
    per: str
    references: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    problem: str
    ways: tuple[str, ...]


def choices(found: Found) -> dict[str, Any]:
    """Return everything that the form draws."""
    typed, definition = found.typed, found.definition
    taken = {term.variable for term in typed.terms}
    codes = codes_of(definition)
    chosen = typed.endpoint or next(iter(codes), "")
    return {
        "endpoints": [
            Choice(code, _said(ENDPOINTS[code].name), code == chosen) for code in codes
        ],
        "defined": _said(ENDPOINTS[chosen].definition) if chosen in ENDPOINTS else "",
        "models": [
            Choice(
                "cox",
                _("Cox, cause-specific hazard"),
                typed.model == "cox",
                _("How covariates change the rate among those still free of events."),
            ),
            Choice(
                "fine_gray",
                _("Fine–Gray, the cumulative incidence"),
                typed.model == "fine_gray",
                _("How they change the probability of the event, others competing."),
            ),
        ],
        "terms": [_row(term, found) for term in typed.terms],
        "addable": [
            Choice(v.name, _said(v.label))
            for v in VARIABLES.values()
            if v.name not in taken and known(v, definition)
        ],
        "later": [
            Choice(v.name, _said(v.label))
            for v in VARIABLES.values()
            if v.name not in taken
            and not known(v, definition)
            and not v.known_at(definition.index)
        ],
        "strata": [_strata(name, found) for name in (*typed.strata, "")],
        "robust": typed.robust,
    }


def _strata(chosen: str, found: Found) -> list[Choice]:
    return [
        Choice(v.name, _said(v.label), v.name == chosen)
        for v in VARIABLES.values()
        if can_stratify(v, found.definition)
    ]


def _row(term: TypedTerm, found: Found) -> Row:
    variable = VARIABLES.get(term.variable)
    problem = found.checked.problems.get(f"x-{term.variable}", "")
    if variable is None:
        plain = (term.variable, term.variable, "", "", (), False, False)
        return Row(*plain, "", "", (), (), problem, ())
    fitted = found.model["covariates"] if found.model else []
    own = next((one for one in fitted if one["variable"] == variable.name), None)
    by = _ways(variable, term, found)
    way = next((one.value for one in by if one.chosen), "")
    references = _references(own)
    hidden = {"ref": "" if references else term.reference}
    hidden |= {"points": "" if way == POINTS else term.points}
    hidden |= {"per": "" if way == NUMBERS else term.per}
    refusal = found.checked.refusals.get(variable.name)
    return Row(
        variable.name,
        _said(variable.label),
        _said(known_words(variable)),
        unit_of("year" if variable.kind is Kind.DAY else variable.unit),
        by,
        way == NUMBERS,
        way == POINTS,
        term.points if way == POINTS else "",
        (term.per or "1") if way == NUMBERS else "",
        references,
        tuple((end, text) for end, text in hidden.items() if text),
        problem,
        tuple(offer.key for offer in refusal.offers) if refusal else (),
    )


def _ways(variable: Variable, term: TypedTerm, found: Found) -> tuple[Choice, ...]:
    """Return how a covariate can be taken; nothing where there is one way."""
    words: dict[str, str] = {}
    if known(variable, found.definition) and variable.ordered:
        if found.definition.index not in variable.since:
            words[NUMBERS] = _("as a number")
            words |= {POINTS: _("cut at points")} if found.own else {}
        if variable.kind is Kind.NUMBER:
            words |= quantile_words()
    elif TIME_DEPENDENT in offers(variable, found.definition.index):
        words[""] = _("as it ends up")
        words[STATE] = _("from its day on (time-dependent)")
    chosen = term.by if term.by in words else next(iter(words), "")
    return tuple(Choice(way, text, way == chosen) for way, text in words.items())


def _references(own: Covariate | None) -> tuple[Choice, ...]:
    if own is None or own["kind"] != "levels":
        return ()
    return tuple(
        Choice(one["key"], said(one["label"]), one["reference"])
        for one in own["levels"]
    )


def _said(label: Any) -> str:
    return str(label.en if (get_language() or "en").startswith("en") else label.zh)
