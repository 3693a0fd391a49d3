"""Words for what a record says: codes, numbers, grades, days."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from registry.checks import Case
from registry.checks.spoken import plain
from registry.models import FORMS
from registry.queries.derived import derive
from registry.variables.labels import series

Facts = Mapping[str, Any]
ROMAN = ("0", "I", "II", "III", "IV")
MINUS = "\N{MINUS SIGN}"
PLAIN_WORD = re.compile("[A-Z][a-z]{3}")


def word(form: str, field: str, facts: Facts) -> str:
    """Return the label of a coded answer."""
    value = facts.get(field)
    codes = FORMS[form].variables()[field].codes
    if value in (None, "", []) or codes is None:
        return ""
    given = value if isinstance(value, list) else [value]
    labels = [codes.label(one) for one in given if one in codes]
    return series(low(label.in_language(get_language())) for label in labels)


def low(text: str) -> str:
    """Write a label inside a sentence: small, unless it begins with an acronym."""
    return text[0].lower() + text[1:] if PLAIN_WORD.match(text) else text


def amount(value: Any) -> str:
    """Write a number without empty decimals, thousands apart."""
    text = plain(value)
    whole, _dot, rest = text.partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole
    return f"{grouped}.{rest}" if rest else grouped


def signed(days: int | None) -> str:
    """Write days from a transplant: +13, −5."""
    if days is None:
        return ""
    return f"+{days}" if days >= 0 else f"{MINUS}{-days}"


def derived(form: str, facts: Facts, case: Case) -> dict[str, Any]:
    """Return what follows from a record, by name."""
    return {one.name: one.value for one in derive(form, facts, case)}


def grade_words(form: str, grade: Any) -> str:
    """Write a grade as its scale does: GVHD in Roman numbers, severity in words."""
    text = str(grade)
    if form == "agvhd_episode" and text.isdigit():
        return ROMAN[int(text)]
    if form == "cgvhd_episode":
        return word(form, "cgvhd_max_recorded_severity", _severity(text))
    return text


def _severity(text: str) -> Facts:
    return {"cgvhd_max_recorded_severity": text}


def mrd_words(facts: Facts, case: Case) -> str:
    """Write MRD with its level; negative is below 0.01 %."""
    status = derived("disease_assessment", facts, case).get("mrd_status")
    level = facts.get("mrd_pct")
    if status == "negative":
        return _("MRD negative")
    if status == "positive":
        exact = f" {plain(level)} %" if level is not None else ""
        return _("MRD positive") + exact
    return ""


def crs_treatment(facts: Facts) -> list[str]:
    """Write what was given against CRS."""
    return [
        _("tocilizumab") if facts.get("tocilizumab_doses") else "",
        _("steroids") if facts.get("steroids") == "yes" else "",
    ]


def agvhd_organs(facts: Facts) -> str:
    """Write the organs of acute GVHD with their stages."""
    names = {
        "skin": _("skin"),
        "liver": pgettext("organ", "liver"),
        "lower_gi": _("lower gut"),
        "upper_gi": _("upper gut"),
    }
    told = [f"{names[n]} {facts[n]}" for n in names if facts.get(n) not in (None, "0")]
    return series(told)
