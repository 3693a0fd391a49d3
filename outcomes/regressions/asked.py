"""From what an address says to a regression that can be fitted, or why not."""

from dataclasses import dataclass, field
from math import isfinite
from unicodedata import normalize

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.building.defining import split_of
from outcomes.building.typed import Split
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.refusals import TIME_DEPENDENT, UnknownAtTimeZero, offers
from outcomes.cohorts.rules import QUANTILES, Grouping, grouping_of
from outcomes.cohorts.variable import Kind, Variable
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS, STACKED
from outcomes.regressions.typed import MODELS, TypedModel, TypedTerm

NUMBERS, POINTS, STATE = "numbers", "points", "time_dependent"
MOST_TERMS = 20


@dataclass(frozen=True, slots=True)
class Term:
    """One covariate: ``grouping`` makes levels; without one it is a number or a state.

    per : the unit of a number's hazard ratio; reference : the key of a level, else the
    one that most patients have, or the lowest of those cut
    """

    variable: Variable
    grouping: Grouping | None = None
    per: float = 1.0
    reference: str = ""
    state: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A regression that can be fitted."""

    endpoint: str
    model: str
    terms: tuple[Term, ...]
    strata: tuple[Grouping, ...] = ()
    robust: bool = False


@dataclass(slots=True)
class Checked:
    """What an address says: a regression, or what is wrong by the id of its field.

    refusals : by covariate, why what becomes known later cannot be taken as it is
    """

    asked: Asked | None = None
    problems: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, UnknownAtTimeZero] = field(default_factory=dict)


def endpoints_of(definition: Definition) -> list[str]:
    """Return the codes of the endpoints that a cohort can be asked for.

    What is stacked has no one event that a model could be of.
    """
    return [code for code in definition.endpoints if code not in STACKED]


def competes(definition: Definition, endpoint: str) -> bool:
    """Tell whether anything competes with an endpoint."""
    return ENDPOINTS[endpoint].n_causes > 1 or definition.hsct == "competing"


def known(variable: Variable, definition: Definition) -> bool:
    """Tell whether a variable is known when days begin: on day 0 or the landmark."""
    index, day = definition.index, definition.landmark
    if variable.known_at(index):
        return bool(variable.column)
    if not day:
        return False
    by = variable.by.get(index)
    return index in variable.since or (by is not None and by <= day)


def check(
    typed: TypedModel, definition: Definition, *, own_cuts: bool = True
) -> Checked:
    """Read what an address says.

    ``own_cuts`` lets a reader choose where to cut; who sees sums alone may not, since
    a cut moved past one patient shows that patient.
    """
    found = Checked()
    endpoint = typed.endpoint or next(iter(endpoints_of(definition)), "")
    if endpoint not in endpoints_of(definition):
        found.problems["endpoint"] = _("Choose one of the study's endpoints.")
    elif typed.model == "fine_gray" and not competes(definition, endpoint):
        found.problems["model"] = _(
            "Nothing competes with this endpoint: choose the Cox model."
        )
    if typed.model not in MODELS:
        found.problems["model"] = _("Choose the Cox or the Fine–Gray model.")
    if len(typed.terms) > MOST_TERMS:
        told = _("At most %(n)s covariates: take some out.")
        found.problems["x"] = told % {"n": MOST_TERMS}
    terms = [
        term
        for one in typed.terms
        if (term := _term(one, typed.model, definition, found, own_cuts=own_cuts))
    ]
    strata = _strata(typed, definition, found)
    if not found.problems and terms:
        asked = (endpoint, typed.model, tuple(terms), tuple(strata), typed.robust)
        found.asked = Asked(*asked)
    return found


def _term(
    typed: TypedTerm,
    model: str,
    definition: Definition,
    found: Checked,
    *,
    own_cuts: bool,
) -> Term | None:
    """Return a covariate; None, with the reason at its field, where there is none."""
    anchor = f"x-{typed.variable}"
    variable = VARIABLES.get(typed.variable)
    if variable is None:
        told = _("There is no variable %(name)s.")
        found.problems[anchor] = told % {"name": typed.variable}
        return None
    if typed.by == STATE and TIME_DEPENDENT in offers(variable, definition.index):
        if model == "fine_gray":
            found.problems[anchor] = _(
                "Fine–Gray has no form for a state that begins after day 0: choose Cox."
            )
            return None
        return Term(variable, state=True)
    if not known(variable, definition):
        _refuse(variable, definition, found, anchor)
        return None
    if definition.index in variable.since:
        at = Grouping(variable, None, definition.landmark)
        return Term(variable, at, reference=typed.reference)
    return _of_values(variable, typed, found, anchor, own_cuts=own_cuts)


def _refuse(
    variable: Variable, definition: Definition, found: Checked, anchor: str
) -> None:
    if variable.known_at(definition.index):
        told = _("%(name)s is the same for everybody from this day 0.")
        found.problems[anchor] = told % {"name": _in_words(variable)}
        return
    refused = UnknownAtTimeZero(variable, definition.index)
    found.refusals[variable.name] = refused
    found.problems[anchor] = refused.says.in_language(get_language() or "en")


def _of_values(
    variable: Variable, typed: TypedTerm, found: Checked, anchor: str, *, own_cuts: bool
) -> Term | None:
    if not variable.ordered:
        return Term(variable, Grouping(variable), reference=typed.reference)
    if typed.by in (*QUANTILES, POINTS):
        if typed.by == POINTS and not own_cuts:
            found.problems[anchor] = _(
                "Cut points are open to those who may see the patients: one moved past "
                "a patient would show that patient. Choose quantiles, or the numbers."
            )
            return None
        split = Split(variable.name, typed.by, typed.points)
        part = split_of(split, anchor, found.problems)
        if part is None:
            return None
        return Term(variable, grouping_of(part), reference=typed.reference)
    per = _positive(typed.per or "1")
    if per is None:
        told = _("“%(text)s” is no number above 0: write 10 for a ratio per 10.")
        found.problems[anchor] = told % {"text": typed.per}
        return None
    return Term(variable, per=per)


def _strata(
    typed: TypedModel, definition: Definition, found: Checked
) -> list[Grouping]:
    """Return the strata: by values alone, and by none of the covariates."""
    if typed.model == "fine_gray" and (typed.strata or typed.robust):
        found.problems["strata"] = _(
            "Fine–Gray has no strata here, and its variance is robust already: take "
            "them out, or choose Cox."
        )
    strata = []
    for name in typed.strata:
        variable = VARIABLES.get(name)
        if not can_stratify(variable, definition):
            told = _("%(name)s cannot make strata: choose a category known on day 0.")
            found.problems["strata"] = told % {"name": name}
        elif name in {term.variable for term in typed.terms}:
            found.problems["strata"] = _(
                "A variable is a covariate or makes strata, not both: take one out."
            )
        elif variable is not None:
            strata.append(Grouping(variable))
    return strata


def can_stratify(variable: Variable | None, definition: Definition) -> bool:
    """Tell whether the values of a variable can be strata."""
    return (
        variable is not None
        and variable.kind in (Kind.CODE, Kind.YES_NO)
        and variable.known_at(definition.index)
        and bool(variable.column)
    )


def _positive(text: str) -> float | None:
    try:
        found = float(normalize("NFKC", text))
    except ValueError:
        return None
    return found if isfinite(found) and found > 0 else None


def _in_words(variable: Variable) -> str:
    return variable.label.in_language(get_language() or "en")
