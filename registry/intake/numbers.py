"""Numbers as hospitals write them, with units, signs and slips."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from registry.intake.values import WARNING, Fault, Reading, bare, fault, plain
from registry.intake.words import NEGATIVE, POSITIVE
from registry.variables.spec import Kind, Range, Variable

NUMBER = re.compile(r"([+-]?[\d.,'’ ]*\d[.,]?(?:e[+-]?\d+)?)(.*)", re.I | re.S)
POWER = re.compile(r"[x×*]\s*10\^?([+-]?\d{1,2})", re.I)
DAY_BEFORE = re.compile(r"^(?:day|d|第)\s*(?=\d)", re.I)
LESS = re.compile(r"(?:<=?|≤|＜|小于|低于|less than|below)\s*(?=[\d.])", re.I)
MORE = re.compile(r"(?:>=?|≥|＞|大于|高于|more than|above)\s*(?=[\d.])", re.I)
GROUPS = re.compile(r"[+-]?\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*")


def read_number(
    cell: object,
    variable: Variable,
    *,
    units: tuple[str, ...] = (),
    assay: bool = False,
) -> Reading:
    """Read a number in the variable's own unit.

    On an ``assay``, "<x" means below detection and is read without complaint.
    """
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return _no_number(str(cell), variable)
    if not isinstance(cell, str):
        return _within(Decimal(repr(cell)), variable, str(cell))
    text = re.sub(r"(?<=\d)[·。](?=\d)", ".", plain(cell))
    if variable.unit == "d":
        text = DAY_BEFORE.sub("", text)
    measured = assay or variable.unit == "%"
    if measured and bare(text) in NEGATIVE | POSITIVE:
        return _in_words(text)
    for sign, reason in ((LESS, "below_detection"), (MORE, "above_quantification")):
        if found := sign.match(text):
            inner = read_number(text[found.end() :], variable, units=units)
            return inner if inner.wrong else _beyond(text, reason, assay)
    return _read(text, variable, units)


def _read(text: str, variable: Variable, units: tuple[str, ...]) -> Reading:
    found = NUMBER.fullmatch(text)
    if not found:
        return _no_number(text, variable)
    rest = found[2].strip()
    power = 0
    if rest and not _own_unit(rest, variable, units):
        if scaled := POWER.match(rest):
            power, rest = int(scaled[1]), rest[scaled.end() :].strip()
        if rest and not _own_unit(rest, variable, units):
            return _other_unit(text, rest, variable)
    value = _decimal(found[1].strip(), variable)
    if value is None:
        return _no_number(text, variable)
    return _within(value.scaleb(power), variable, text)


def _decimal(text: str, variable: Variable) -> Decimal | None:
    grouped = GROUPS.fullmatch(text)
    candidates = []
    if grouped and not (grouped[1] == "." and text.count(".") == 1):
        candidates.append(re.sub(r"[ ,.'’]", "", text))
    if text.count(",") == 1 and "." not in text:
        candidates.append(text.replace(",", "."))
    if not candidates:
        candidates.append(_ungrouped(text))
    numbers = [number for number in map(_exact, candidates) if number is not None]
    return next(
        (
            n
            for span in (variable.usual, variable.limits)
            if span
            for n in numbers
            if n in span
        ),
        numbers[0] if numbers else None,
    )


def _ungrouped(text: str) -> str:
    """Return "1.234,5" and "1,234.5" as 1234.5; what is odd stays odd."""
    mark = max(".,", key=text.rfind)
    head, _mark, tail = text.rpartition(mark)
    if not head:
        return text
    if GROUPS.fullmatch(head) or head.lstrip("+-").isdecimal():
        return f"{re.sub(r'[ ,.’]', '', head)}.{tail}"
    return text


def _exact(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _within(value: Decimal, variable: Variable, text: str) -> Reading:
    limits = variable.limits
    if limits and value not in limits:
        slip = _slip(value, variable, limits)
        code = "unit_slip" if slip else "out_of_range"
        says = _("%(text)s is outside the possible %(limits)s %(unit)s") % {
            "text": text,
            "limits": limits,
            "unit": variable.unit,
        }
        advice = slip or _("correct the value, or leave the cell empty")
        return fault(code, f"{says.strip()}: {advice}.")
    if variable.kind is Kind.WHOLE:
        if value != value.to_integral_value():
            message = _("%(text)s is no whole number: correct it.") % {"text": text}
            return fault("not_whole", message)
        return Reading(int(value))
    return Reading(round(value, 6).normalize() + 0)


def _slip(value: Decimal, variable: Variable, limits: Range) -> str:
    """Name the unit that would explain a value past the limits, or nothing."""
    celsius = round((value - 32) / Decimal("1.8"), 1)
    if variable.unit == "°C" and celsius in limits:
        return _("it looks like Fahrenheit; enter degrees Celsius, %(celsius)s °C") % {
            "celsius": celsius
        }
    least = variable.usual.low if variable.usual else limits.low
    if variable.unit.startswith("10^6") and least <= value / 10**6 in limits:
        return _("it looks like cells, not millions of cells; enter %(millions)s") % {
            "millions": f"{(value / 10**6).normalize():f}"
        }
    if variable.unit.startswith("10^9") and value / 1000 in limits:
        return _("it looks like a count per µL; divide it by 1000")
    return ""


def _own_unit(text: str, variable: Variable, units: tuple[str, ...]) -> bool:
    return _unit_key(text) in {_unit_key(unit) for unit in (variable.unit, *units)}


def _unit_key(unit: str) -> str:
    key = bare(unit).replace("^", "").replace("μ", "u").replace("µ", "u")
    return key.lstrip("x×*").rstrip(".")


def _beyond(text: str, reason: str, assay: bool) -> Reading:
    if assay and reason == "below_detection":
        return Reading(absent=reason)
    words = {
        "below_detection": _("below detection"),
        "above_quantification": _("above quantification"),
    }
    message = _(
        "“%(text)s” is kept as %(reason)s, without a number: check that this is meant."
    ) % {"text": text, "reason": words[reason]}
    return Reading(absent=reason, fault=Fault("beyond_limit", message, WARNING))


def _in_words(text: str) -> Reading:
    negative = bare(text) in NEGATIVE
    if negative:
        message = _("“%(text)s” is kept as below detection, without a number.")
    else:
        message = _("“%(text)s” is kept as positive, without a number.")
    return Reading(
        absent="below_detection" if negative else "unknown",
        value=None,
        fault=Fault("qualitative", message % {"text": text}, WARNING),
        positive=not negative,
    )


def _other_unit(text: str, unit: str, variable: Variable) -> Reading:
    if _unit_key(unit) in ("°f", "f", "华氏度") and variable.unit == "°C":
        message = _("“%(text)s” is in Fahrenheit: enter degrees Celsius.")
        return fault("unit_slip", message % {"text": text})
    return fault(
        "unknown_unit",
        _("“%(text)s” has “%(rest)s” behind the number: enter a number in %(unit)s.")
        % {"text": text, "rest": unit, "unit": variable.unit or _("no unit")},
    )


def _no_number(text: str, variable: Variable) -> Reading:
    unit = f" ({variable.unit})" if variable.unit else ""
    return fault(
        "not_a_number",
        _("“%(text)s” is no number: enter one%(unit)s, or leave the cell empty.")
        % {"text": text, "unit": unit},
    )
