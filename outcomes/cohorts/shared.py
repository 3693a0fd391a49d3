"""Count over whole cohorts, whoever's patients are in them.

What a cohort comes to is shared with everybody who may see it, its patients are not.
So the counting reads all of its rows, once the database itself has said that the
person sees the cohort; what is listed one by one is read outside of this.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from outcomes.models import Cohort
from registry.access.policy import Refused
from registry.access.reach import everywhere, reaches_everything

SEEN = "SELECT %s::bigint[] <@ seen FROM outcomes_reach()"
COUNTED = "SELECT %s::bigint[] <@ centres FROM outcomes_reach()"


@contextmanager
def counted(*cohorts: Cohort) -> Iterator[None]:
    """Read every row of cohorts that the person sees. Raises Refused for any other."""
    _require(SEEN, [cohort.pk for cohort in cohorts])
    with everywhere():
        yield


@contextmanager
def counted_at(centres: Iterable[int]) -> Iterator[None]:
    """Read every row of centres whose patients the person may take into a cohort."""
    _require(COUNTED, sorted(centres))
    with everywhere():
        yield


def _require(question: str, keys: list[int]) -> None:
    if reaches_everything() or not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(question, [keys])
        (allowed,) = cursor.fetchone()
    if not allowed:
        raise Refused("these patients are not counted for you")
