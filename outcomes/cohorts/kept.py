"""The days of a snapshot's results, read where somebody asks for them."""

from collections.abc import Sequence

from django.db.models.fields.json import KeyTransform

from outcomes.cohorts.days import ByName, together
from outcomes.cohorts.results import Results
from outcomes.models import CutStudy, Lookback, Snapshot


def whole(snapshot: Snapshot) -> Results:
    """Return a snapshot's results with all their days: one query."""
    return together(snapshot.results, (snapshot.lookback or snapshot).days)


def with_days(snapshot: Snapshot, names: Sequence[str]) -> Results:
    """Return a snapshot's results with the days of these names: one query at most."""
    if not names:
        return snapshot.results
    return together(snapshot.results, _days(snapshot.lookback or snapshot, names))


def _days(kept: Snapshot | Lookback | CutStudy, names: Sequence[str]) -> ByName:
    if "days" not in kept.get_deferred_fields():
        return {name: kept.days[name] for name in names if name in kept.days}
    row = (
        type(kept)
        .objects.filter(pk=kept.pk)
        .values_list(*(KeyTransform(name, "days") for name in names))
    )
    return {n: one for n, one in zip(names, row.get(), strict=True) if one is not None}
