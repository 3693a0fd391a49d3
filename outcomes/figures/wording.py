"""Numbers and words as figures and their tables write them."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from outcomes.cohorts.analysis import SCALES, in_results
from outcomes.cohorts.months import DAYS_A_MONTH, DAYS_A_YEAR
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Estimate, Number, Pair, Test, Words
from outcomes.cohorts.spread import Spread
from registry.codelists.base import Label

RANGE = "\N{EN DASH}"
SMALLEST_P = 0.001
UNITS = {
    "y": Label("y", "岁"),
    "d": Label("d", "天"),
    "year": Label("year", "年"),
    "copies/µg": Label("copies/µg", "拷贝/µg"),
}


def said(words: Words) -> str:
    """Choose the reader's language; the first letter stands as in a heading."""
    text = Label(words["en"], words["zh"]).in_language(get_language() or "en")
    return text[:1].upper() + text[1:]


def choices(results: Results) -> dict[str, str]:
    """Return the chosen test, scale and level of limits, as sentences name them."""
    chosen, language = in_results(results), get_language() or "en"
    return {
        "test": chosen.says.in_language(language),
        "scale": SCALES[chosen.limits].in_language(language),
        "level": chosen.per_cent,
    }


def paragraph(*sentences: str) -> str:
    """Put sentences one behind the other; Chinese has no space between them."""
    return ("" if _in_chinese() else " ").join(one for one in sentences if one)


def stopped(text: str) -> str:
    """End a text as a sentence."""
    return text + ("。" if _in_chinese() else ".")


def comma() -> str:
    """Return what parts of a sentence, as the reader's language writes it."""
    return "，" if _in_chinese() else ", "


def legend_of(name: str, when: str, share: Number) -> str:
    """Write what a legend says of a share at a time: relapsed, 2 y 8.8 %."""
    return f"{name}{comma()}{when} {percent(share)} %"


def sized(name: str, n: int) -> str:
    """Write a group with how many there are in it."""
    return f"{name}{comma()}n = {n}"


def with_unit(name: str, unit: str) -> str:
    """Write a name with its unit behind it in brackets, where it has one."""
    if not unit:
        return name
    own = unit_of(unit)
    return f"{name}（{own}）" if _in_chinese() else f"{name} ({own})"


def unit_of(unit: str) -> str:
    """Write a unit in the reader's language.

    Without a raised figure, which the files' font does not have.
    """
    if unit in UNITS:
        return UNITS[unit].in_language(get_language() or "en")
    return _("million/kg") if unit == "10^6/kg" else unit


def _in_chinese() -> bool:
    return (get_language() or "en").startswith("zh")


def in_sentence(words: Words) -> str:
    """Choose the reader's language, for the middle of a sentence: acronyms stay."""
    parts = said(words).split(", ")
    return ", ".join(
        part if part[:2].isupper() else part[:1].lower() + part[1:] for part in parts
    )


def percent(share: Number) -> str:
    """Write a share as per cent with one decimal, without the sign."""
    return "\N{EM DASH}" if share is None else f"{100 * share:.1f}"


def amount(number: int | None) -> str:
    """Write how many; None is a number that is hidden from the reader."""
    return _("hidden") if number is None else str(number)


def out_of(part: int | None, whole: int | None) -> str:
    """Write a part of a whole: 5/34."""
    return f"{amount(part)}/{amount(whole)}"


def limits(pair: Pair | None) -> str:
    """Write limits of a share in per cent: 44.1–78.1; nothing where there are none."""
    if pair is None or None in pair:
        return ""
    return RANGE.join(percent(limit) for limit in pair)


def with_limits(found: Estimate | None, kind: str) -> str:
    """Write an estimate in per cent with its limits: 61.9 % (42.4–76.5)."""
    if found is None or found["estimate"] is None:
        return _("not estimable")
    between = limits(found["limits"].get(kind)) or _("no limits")
    return f"{percent(found['estimate'])} % ({between})"


def spread_of(found: Spread) -> str:
    """Write a median with its quartiles: 6 (3–8); a dash without values."""
    if found["median"] is None:
        return "\N{EM DASH}"
    low, median, high = (f"{found[k] or 0:g}" for k in ("low", "median", "high"))
    return f"{median} ({low}{RANGE}{high})"


def p_digits(p: Number) -> str:
    """Write P with three decimals and no leading zero, as journals do."""
    if p is None:
        return "\N{EM DASH}"
    if p < SMALLEST_P:
        return "< .001"
    return f"{p:.3f}".removeprefix("0")


TESTS = {
    "logrank": gettext_lazy("Log-rank"),
    "peto": gettext_lazy("Peto–Peto"),
    "fleming_harrington": gettext_lazy("Fleming–Harrington"),
    "trend": gettext_lazy("Log-rank, trend,"),
    "gray": gettext_lazy("Gray"),
    "mantel_byar": gettext_lazy("Mantel–Byar"),
}


def p_value(test: Test) -> str:
    """Write a test with its P: Log-rank P = .210, or why there is none."""
    name = TESTS[test["name"]]
    if test["p"] is None:
        why = said(test["why"]) if test["why"] else _("not estimable")
        return f"{name}: {why}"
    digits = p_digits(test["p"])
    return f"{name} P {digits if digits.startswith('<') else f'= {digits}'}"


def horizon(days: int) -> str:
    """Write the horizon in years where it is whole years, else in days."""
    years = days / DAYS_A_YEAR
    if abs(years - round(years)) < 0.01:
        return _("%(years)d y") % {"years": round(years)}
    return _("day %(number)s") % {"number": days}


def months(days: float) -> float:
    """Turn days into months of an average year."""
    return days / DAYS_A_MONTH
