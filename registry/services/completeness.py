"""How far a form has come: which core answers are still missing."""

from registry.models import State, Versioned


def missing_core(record: Versioned) -> list[str]:
    """Return the core fields that apply and have neither a value nor a reason."""
    values = record.values()
    return [
        name
        for name, variable in record.variables().items()
        if variable.core
        and variable.applies(values)
        and values[name] in (None, "", [])
        and name not in record.absent
        and name not in record.as_entered
    ]


def state_of(record: Versioned) -> State:
    """Return complete when no core answer is missing, else begun."""
    return State.BEGUN if missing_core(record) else State.COMPLETE
