"""A cohort in words: who is in it, from when to when, where, and what is day 0."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.cohorts.definition import Filter, parse
from outcomes.cohorts.refusals import DAY_0
from outcomes.cohorts.results import Results
from outcomes.cohorts.wording import HSCT_MEANINGS, filter_words
from outcomes.figures.caption import framed
from outcomes.figures.wording import amount, paragraph, said
from outcomes.models import Cohort
from registry.codelists.base import Label


def cohort_words(cohort: Cohort, results: Results) -> str:
    """Describe a cohort in words, and what its figures rest on."""
    definition = parse(cohort.definition)
    first, last = results["period"]
    groups = _(", ").join(
        f"{amount(g['n'])} {said(g['label'])}" for g in results["groups"]
    )
    told = {
        "n": amount(results["n"]),
        "rules": _("; ").join(_rule(rule) for rule in definition.filters) or _("all"),
        "first": first or "\N{EM DASH}",
        "last": last or "\N{EM DASH}",
        "centres": _(", ").join(centre.code for centre in cohort.centres.all()),
        "groups": groups,
        "day0": _said(DAY_0[definition.index]),
    }
    who = (
        _(
            "%(n)s patients (%(rules)s) from %(first)s to %(last)s at %(centres)s: "
            "%(groups)s. Time zero is the day of %(day0)s."
        )
        % told
    )
    return paragraph(who, *framed(results), *_hsct(results))


def _hsct(results: Results) -> list[str]:
    """Return what the chosen way to treat an HSCT after CAR-T means."""
    if results["index"] != "infusion":
        return []
    return [_said(HSCT_MEANINGS[results.get("hsct", "ignore")])]


def _rule(rule: Filter) -> str:
    variable = rule.variable
    name = _said(variable.label)
    if rule.values == (True,):
        return name
    if rule.values:
        values = [_said(variable.value_label(value)) for value in rule.values]
        return name + _(": ") + _(", ").join(values)
    return f"{name} {_said(filter_words(rule))}"


def _said(label: Label) -> str:
    return label.in_language(get_language() or "en")
