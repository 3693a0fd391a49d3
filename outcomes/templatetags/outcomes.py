"""Numbers and verdicts of results, as dashboards write them."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.shapes import Number, Pair, Words
from outcomes.figures import wording
from registry.codelists.base import Label
from registry.templatetags.ui import state

register = template.Library()

VERDICTS = {
    "agrees": ("ok", _("agrees")),
    "p_differs": ("warn", _("P differs")),
    "estimate_differs": ("warn", _("estimate differs")),
}


@register.filter
def said(words: Words) -> str:
    """Choose the reader's language of a text in two."""
    return wording.said(words)


@register.filter
def one_decimal(number: Number) -> str:
    """Write a percentage with one decimal, a dash where there is none."""
    return "\N{EM DASH}" if number is None else f"{number:.1f}"


@register.filter
def between(limits: Pair) -> str:
    """Write two limits that are in per cent already: 44.1–78.1."""
    if None in limits:
        return ""
    return wording.RANGE.join(one_decimal(limit) for limit in limits)


@register.filter
def p_digits(p: Number) -> str:
    """Write a P: .210."""
    return wording.p_digits(p)


@register.simple_tag
def verdict(code: str) -> SafeString:
    """Say whether a reproduced endpoint agrees, as icon and word."""
    drawing, word = VERDICTS[code]
    return state(drawing, str(word))


@register.filter
def spoken(label: Label) -> str:
    """Say a label in the reader's language."""
    return label.in_language(get_language() or "en")
