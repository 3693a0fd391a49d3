"""The grade of an episode: derived where decided, else recorded where it fits."""

from registry.queries.derived.value import Derived, Values


def settled(graded: Derived, record: Values) -> int | str | None:
    """Return the grade that an episode stands with.

    While findings leave the derived grade open, a recorded grade stands if it is one
    of those still possible; a recorded grade never overrules the findings.
    """
    if graded.value is not None:
        return int(graded.value) if str(graded.value).isdigit() else graded.value
    recorded, result = record.get(graded.recorded), graded.result
    if recorded in (None, "") or (result is not None and result.invalid):
        return None
    value = int(recorded) if str(recorded).isdigit() else str(recorded)
    open_to = result.possible if result is not None else ()
    return value if not open_to or value in open_to else None
