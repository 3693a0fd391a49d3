"""An example of each form, made from its variables: for the schema, and to try."""

from collections.abc import Iterator
from typing import Any

from drf_spectacular.utils import OpenApiExample

from registry.models import Record, Versioned
from registry.variables.spec import Kind, Variable

DAY, AFTER_HSCT = "2024-01-15", "2024-04-15"
LATE = ("relapse", "death")
# Where the first code or the middle of a range would contradict the rest of a case.
SAID: dict[str, dict[str, Any]] = {
    "patient": {"study_no": "C001", "birth_date": "1990-02-28"},
    "relapse": {"relapse_type": "progression"},
}


def example_of(model: type[Versioned]) -> dict[str, Any]:
    """Return a body with which a record of ``model`` can be created."""
    later = "hsct_no" in {field.name for field in model._meta.concrete_fields}
    day = AFTER_HSCT if later or model.form in LATE else DAY
    owner = {"patient": 7} if issubclass(model, Record) else {"centre": "LDP"}
    answers = {
        name: value
        for name, variable in model.variables().items()
        if (variable.key or variable.core) and variable.only is None
        for value in _value(variable, day)
    }
    return {**owner, **answers, **SAID.get(model.form, {})}


def examples_of(model: type[Versioned]) -> dict[str, OpenApiExample]:
    """Return what is sent to create one, to change one, and what is read."""
    body = example_of(model)
    marks = dict.fromkeys(("verified", "signed", "locked", "void"))
    beside = {"id": 31, "version": 1, "state": "begun", "standing": "begun"}
    return {
        "create": OpenApiExample("A record", body, request_only=True),
        "change": OpenApiExample(
            "A correction", _correction(model, body), request_only=True
        ),
        "read": OpenApiExample(
            "A record as it is read",
            {**beside, **marks, **body, "absent": {}, "as_entered": {}},
            response_only=True,
        ),
    }


def _correction(model: type[Versioned], body: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in model.variables() if name in body]
    last = names[-1] if names else None
    changed = {last: body[last]} if last else {}
    return {**changed, "reason": "transcription error"}


def _value(variable: Variable, day: str) -> Iterator[Any]:
    """Yield a value that the variable takes; nothing for texts and repeating rows."""
    match variable.kind:
        case Kind.CODE if variable.codes:
            yield variable.codes.values[0]
        case Kind.CODES if variable.codes:
            yield [variable.codes.values[0]]
        case Kind.DAY:
            yield day
        case Kind.WHOLE | Kind.NUMBER:
            within = variable.usual or variable.limits
            yield int(within.low + 1) if within else 1
