"""How far a form has come: which core answers are still missing."""

from registry.models import State, Versioned
from registry.queries.cases import facts_of
from registry.variables.conditions import Records


def missing_core(record: Versioned, records: Records) -> list[str]:
    """Return the core fields that apply and have neither a value nor a reason.

    ``records`` gives the patient's facts by form, this record's own form among them. A
    locked form wants nothing: what it lacks is asked once it is unlocked.
    """
    if record.locked_at:
        return []
    values = facts_of(record)
    return [
        name
        for name, variable in record.variables().items()
        if values[name] in (None, "", [])
        and name not in record.absent
        and name not in record.as_entered
        and variable.asked(values, records)
    ]


def state_of(record: Versioned, records: Records) -> State:
    """Return complete when no core answer is missing, else begun."""
    return State.BEGUN if missing_core(record, records) else State.COMPLETE
