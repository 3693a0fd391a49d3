"""Events that are known to have happened, on a day that nobody knows. Pure."""

from registry.checks import Case

DAYS = {"death": "death_date", "relapse": "relapse_date"}


def undated(case: Case) -> frozenset[str]:
    """Return the forms of which a record has no day, not even an imputed one."""
    return frozenset(
        form
        for form, day in DAYS.items()
        if any(not one.get(day) for one in case.of(form))
    )
