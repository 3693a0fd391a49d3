"""A study's past for a reader: computed at once where that is quick, else by a worker.

What was computed is kept for a day, for all processes
(``docs/adr/0068-the-past-in-the-background.md``).
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone

from outcomes.cohorts.shared import counted
from outcomes.models import Cohort, Lookback, Snapshot
from outcomes.past.cohort import cohort_at
from outcomes.past.cut import Cut
from outcomes.past.results import Past, not_analysed, results_as_of
from outcomes.version import code_version
from registry.models import Patient

# Of so many patients the past takes a few seconds at most, whatever changed since.
AT_ONCE = 1000
KEPT = timedelta(days=1)
# For how long results of a day that has not ended, or has only just, are given again.
UNSETTLED = timedelta(minutes=10)


class StillLooking(Exception):
    """A worker is at it, or will be; ``lookback`` says how far."""

    def __init__(self, lookback: Lookback) -> None:
        super().__init__(str(lookback))
        self.lookback = lookback


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the cohort of then, its centres, and a digest of everything."""

    cut: Cut
    then: Cohort
    centres: list[int]
    key: str


def question(cohort: Cohort, cut: Cut) -> Question:
    """Return what the past of a cohort rests on, as things are now."""
    then = cohort_at(cohort, cut)
    centres = sorted(centre.pk for centre in then.centres.all())
    what = [then.pk, then.version, then.definition, cut.text, centres, not_analysed()]
    asked = None if cut.closed else timezone.now().timestamp() // UNSETTLED.seconds
    said = json.dumps([*what, code_version(), asked], sort_keys=True)
    return Question(cut, then, centres, sha256(said.encode()).hexdigest())


def looked_back(cohort: Cohort, cut: Cut) -> Past:
    """Return the results as of ``cut``.

    Raises StillLooking where they are not there yet and take long; NotValid where the
    definition of then can no longer be used.
    """
    with counted(cohort):
        return _looked_back(cohort, cut)


def _looked_back(cohort: Cohort, cut: Cut) -> Past:
    asked = question(cohort, cut)
    found = Lookback.objects.filter(key=asked.key).first()
    if found is not None:
        return _past(asked, found)
    if few(asked.centres):
        past = results_as_of(cohort, cut)
        return _kept(asked, past) if cut.closed else past
    found, _made = Lookback.objects.get_or_create(
        key=asked.key, defaults={"cohort": cohort, "cut": cut.text}
    )
    return _past(asked, found)


def few(centres: list[int]) -> bool:
    """Tell whether the past of these centres takes a few seconds at most."""
    there = Patient.objects.filter(centre__in=centres).values("pk")
    return len(there[: AT_ONCE + 1]) <= AT_ONCE


def _past(asked: Question, found: Lookback) -> Past:
    if found.computed_at is None:
        raise StillLooking(found)
    snapshot = Snapshot(
        cohort=asked.then,
        cohort_version=asked.then.version,
        data_version=found.data_version,
        code_version=found.code_version,
        computed_at=found.computed_at,
        set_aside=found.set_aside,
        results=found.results,
    )
    snapshot.as_of, snapshot.lookback = asked.cut.text, found
    return Past(asked.cut, asked.then, snapshot, found.withdrawn_since)


def _kept(asked: Question, past: Past) -> Past:
    """Keep what was computed at once; another process may have been as quick."""
    found, _made = Lookback.objects.get_or_create(
        key=asked.key,
        defaults={"cohort": past.cohort, "cut": asked.cut.text, **answer(past)},
    )
    return _past(asked, found)


def answer(past: Past) -> dict[str, object]:
    """Return what is kept of results of the past."""
    snapshot = past.snapshot
    return {
        "computed_at": snapshot.computed_at,
        "data_version": snapshot.data_version,
        "code_version": snapshot.code_version,
        "set_aside": snapshot.set_aside,
        "withdrawn_since": past.withdrawn_since,
        "results": snapshot.results,
        "days": snapshot.days,
        "counted": snapshot.counted,
    }
