"""Units beside numbers: which is meant, and which would explain a number."""

import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from registry.intake.values import bare
from registry.variables.spec import Range, Unit, Variable

# What people write for a unit beside its name.
UNIT_WORDS = {"f": "°f", "华氏度": "°f"}
COUNTED = re.compile(r"^(?:cells?|个)(?=/)")


def unit_named(said: str, variable: Variable) -> Unit | None:
    """Return the other unit of ``variable`` that is meant, None for its own."""
    key = unit_key(said)
    if key == unit_key(variable.unit):
        return None
    written = {unit_key(unit.name): unit for unit in variable.units}
    # A count may name what it counts: cells/µL, 个/µL.
    return written.get(UNIT_WORDS.get(key, key)) or written.get(COUNTED.sub("", key))


def stored_in(value: Decimal, unit: Unit | None) -> Decimal | None:
    """Return a number in the unit that is stored; None for one that has no place."""
    try:
        return unit.converted(value) if unit else value
    except InvalidOperation:
        return None


def is_own_unit(text: str, variable: Variable, units: tuple[str, ...]) -> bool:
    """Tell whether ``text`` is the variable's own unit, or another word for it."""
    return unit_key(text) in {unit_key(unit) for unit in (variable.unit, *units)}


def unit_key(unit: str) -> str:
    """Return what two writings of one unit share."""
    key = bare(unit).replace("^", "").replace("μ", "u").replace("µ", "u")
    return key.lstrip("x×*").rstrip(".")


def slip(value: Decimal, variable: Variable, limits: Range, unit: Unit | None) -> str:
    """Name the unit that would explain a value past the limits, or nothing."""
    if unit is not None:
        own = {"unit": variable.unit}
        return _("it looks like %(unit)s") % own if value in limits else ""
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
    return _in_other_unit(value, variable, limits)


def _in_other_unit(value: Decimal, variable: Variable, limits: Range) -> str:
    """Name one of the variable's other units in which the value is usual."""
    for unit in variable.units:
        stored = stored_in(value, unit)
        if stored is not None and stored in (variable.usual or limits):
            return _(
                "it looks like %(unit)s; write the unit behind the number, or state "
                "it for the column"
            ) % {"unit": unit.name}
    if variable.unit.startswith("10^9") and value / 1000 in limits:
        return _("it looks like a count per µL; divide it by 1000")
    return ""
