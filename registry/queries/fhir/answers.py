"""The answers of a record as components of an observation."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from registry.codelists.base import CodeList
from registry.codelists.general import MISSING
from registry.models import Versioned
from registry.models.base import said_by
from registry.queries.fhir.codes import (
    ABSENT,
    ABSENT_FOR,
    CODES,
    FIELDS,
    OF_FIELDS,
    UCUM,
    UCUM_OF,
    coding,
    concept,
)
from registry.variables.entered import PartialDate
from registry.variables.spec import Kind, Variable


def components(record: Versioned, language: str) -> list[dict[str, Any]]:
    """Return what the record says, a component an answer; absent ones with the reason.

    Groups of rows are left out: they are in the registry's own API.
    """
    found = []
    for name, variable in record.variables().items():
        said = list(_answers(record, name, variable, language))
        key = f"{record.form}.{name}"
        label = variable.label.in_language(language)
        code = concept(FIELDS, key, label, OF_FIELDS.get(key))
        found += [{"code": code, **value} for value in said]
    return found


def _answers(
    record: Versioned, name: str, variable: Variable, language: str
) -> Iterator[dict[str, Any]]:
    value = getattr(record, name)
    if reason := record.absent.get(name):
        yield {"dataAbsentReason": _absent(reason, language)}
    elif variable.kind is Kind.DAY:
        if said := said_by(record, name):
            yield {"valueDateTime": day_of(said)}
    elif value in (None, "", []):
        return
    elif variable.kind is Kind.CODE and variable.codes:
        yield {"valueCodeableConcept": _code(variable.codes, value, language)}
    elif variable.kind is Kind.CODES and variable.codes:
        for one in value:
            yield {"valueCodeableConcept": _code(variable.codes, one, language)}
    elif variable.kind in (Kind.WHOLE, Kind.NUMBER):
        yield {"valueQuantity": _quantity(value, variable.unit)}
    elif variable.kind is Kind.TEXT:
        yield {"valueString": value}


def day_of(said: Any) -> str:
    """Return a date as FHIR writes it: without what is not known of it."""
    return str(said) if isinstance(said, PartialDate) else said.isoformat()


def _code(codes: CodeList, value: str, language: str) -> Any:
    text = codes.label(value).in_language(language)
    return concept(f"{CODES}:{codes.name}", value, text)


def _quantity(value: Decimal | int, unit: str) -> dict[str, Any]:
    said: dict[str, Any] = {"value": value}
    if unit:
        said["unit"] = unit
    if code := UCUM_OF.get(unit):
        said |= {"system": UCUM, "code": code}
    return said


def _absent(reason: str, language: str) -> dict[str, Any]:
    text = MISSING.label(reason).in_language(language)
    if said := ABSENT_FOR.get(reason):
        return {"coding": [coding(ABSENT, *said)], "text": text}
    return {"text": text}
