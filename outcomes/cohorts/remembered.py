"""What a process estimated of the same counts before.

An edit changes the counts of one group; those of the others, and of the same patients
in other cohorts, are as they were, and so is what is estimated of them.
"""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeVar

from outcomes.estimators import Counts

T = TypeVar("T")
# Estimates of one generation, some 30 MB: there are a newer and an older one.
MOST = 10_000
_newer: dict[Any, Any] = {}
_older: dict[Any, Any] = {}


def remembered(what: tuple[Any, ...], counts: Counts, make: Callable[[], T]) -> T:
    """Return what ``make`` gives, or gave before of these counts.

    ``what`` is all that it depends on beside the counts. Nobody changes what is given.
    """
    if counts.entries is not None:
        return make()
    key = (what, _digest(counts))
    found: T | None = _newer.get(key) or _older.get(key)
    if found is None:
        found = make()
    if len(_newer) >= MOST:
        _older.clear()
        _older.update(_newer)
        _newer.clear()
    _newer[key] = found
    return found


def _digest(counts: Counts) -> bytes:
    digest = blake2b(repr((counts.groups, counts.events.shape)).encode())
    for numbers in (counts.days, counts.events, counts.censored):
        digest.update(numbers.tobytes())
    return digest.digest()
