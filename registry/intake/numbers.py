"""Numbers as hospitals write them, with units, signs and slips."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from registry.intake.units import is_own_unit, slip, stored_in, unit_named
from registry.intake.values import WARNING, Fault, Reading, bare, fault, plain
from registry.intake.words import NEGATIVE, POSITIVE
from registry.variables.entered import Quantity, multiple
from registry.variables.labels import headed
from registry.variables.spec import Kind, Unit, Variable

NUMBER = re.compile(r"([+-]?[\d.,'’ ]*\d[.,]?(?:e[+-]?\d+)?)(.*)", re.I | re.S)
POWER = re.compile(r"[x×*]\s*10\^?([+-]?\d{1,2})", re.I)
DAY_BEFORE = re.compile(r"^(?:day|d|第)\s*(?=\d)", re.I)
LESS = re.compile(r"(?:<=?|≤|＜|小于|低于|less than|below)\s*(?=[\d.])", re.I)
MORE = re.compile(r"(?:>=?|≥|＞|大于|高于|more than|above)\s*(?=[\d.])", re.I)
MOST_DIGITS = 20
GROUPS = re.compile(r"[+-]?\d{1,3}(?:([ ,.'’])\d{3})(?:\1\d{3})*")


def read_number(
    cell: object,
    variable: Variable,
    *,
    units: tuple[str, ...] = (),
    assay: bool = False,
    unit: Unit | None = None,
) -> Reading:
    """Read a number in the variable's own unit, or in ``unit``, one of its others.

    A unit behind the number goes before ``unit``. On an ``assay``, "<x" means below
    detection and is read without complaint.
    """
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return _no_number(str(cell), variable)
    if not isinstance(cell, str):
        return _within(Decimal(repr(cell)), variable, str(cell), unit)
    if variable.analytes and (value := multiple(cell)):
        return Reading(value)
    text = re.sub(r"(?<=\d)[·。](?=\d)", ".", plain(cell))
    if variable.unit == "d":
        text = DAY_BEFORE.sub("", text)
    measured = assay or variable.unit == "%"
    if measured and bare(text) in NEGATIVE | POSITIVE:
        return _in_words(text)
    for sign, reason in ((LESS, "below_detection"), (MORE, "above_quantification")):
        if found := sign.match(text):
            rest = text[found.end() :]
            inner = read_number(rest, variable, units=units, unit=unit)
            return inner if inner.wrong else _beyond(text, reason, assay)
    return _read(text, variable, units, unit)


def _read(
    text: str, variable: Variable, units: tuple[str, ...], unit: Unit | None
) -> Reading:
    found = NUMBER.fullmatch(text)
    if not found:
        return _no_number(text, variable)
    rest, power = found[2].strip(), 0
    if rest and not _known(rest, variable, units) and (scaled := POWER.match(rest)):
        power, rest = int(scaled[1]), rest[scaled.end() :].strip()
    if rest:
        unit = unit_named(rest, variable)
        if unit is None and not is_own_unit(rest, variable, units):
            return _other_unit(text, rest, variable)
    value = _decimal(found[1].strip(), variable, unit)
    if value is None:
        return _no_number(text, variable)
    return _within(value.scaleb(power), variable, text, unit)


def _known(said: str, variable: Variable, units: tuple[str, ...]) -> bool:
    return is_own_unit(said, variable, units) or unit_named(said, variable) is not None


def _decimal(text: str, variable: Variable, unit: Unit | None) -> Decimal | None:
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
            if (stored := stored_in(n, unit)) is not None and stored in span
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


def _within(
    value: Decimal, variable: Variable, text: str, unit: Unit | None = None
) -> Reading:
    limits, stored = variable.limits, stored_in(value, unit)
    if stored is None or (limits and stored not in limits):
        # What has more digits than a decimal counts with is no slip of a unit.
        plausible = value.adjusted() < MOST_DIGITS
        found = slip(value, variable, limits, unit) if limits and plausible else ""
        code = "unit_slip" if found else "out_of_range"
        says = _("%(text)s is outside the possible %(limits)s %(unit)s") % {
            "text": text
            if unit is None or unit.name in text
            else f"{text} {unit.name}",
            "limits": limits,
            "unit": variable.unit,
        }
        advice = found or _("correct the value, or leave the cell empty")
        return fault(code, headed(says.strip(), advice) + _("."))
    if variable.kind is Kind.WHOLE:
        if stored != stored.to_integral_value():
            message = _("%(text)s is no whole number: correct it.") % {"text": text}
            return fault("not_whole", message)
        return Reading(int(stored))
    if unit is not None:
        return Reading(Quantity(value, unit.name, stored))
    return Reading(round(value, 6).normalize() + 0)


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
