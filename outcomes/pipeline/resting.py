"""Cohorts that fail again and again rest, so that the others have their turn.

Known to this process alone: what another one meets, it learns by itself.
"""

from collections.abc import Iterable
from time import monotonic

# As often one may fail in a row before it rests; then twice as long each time.
FREE = 3
LONGEST = 300.0

_failures: dict[int, int] = {}
_until: dict[int, float] = {}


def succeeded(cohorts: Iterable[int]) -> None:
    """Forget the failures of these cohorts."""
    for pk in cohorts:
        _failures.pop(pk, None)
        _until.pop(pk, None)


def failed(cohorts: Iterable[int]) -> None:
    """Count a failure of each of these cohorts."""
    for pk in cohorts:
        times = _failures[pk] = _failures.get(pk, 0) + 1
        if times >= FREE:
            _until[pk] = monotonic() + min(2.0**times, LONGEST)


def rests(pk: int) -> bool:
    """Tell whether a cohort's turn is not yet."""
    return monotonic() < _until.get(pk, 0.0)
